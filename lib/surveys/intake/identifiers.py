"""Stop at what tells who a person is: nothing of it may enter the store, not even a message."""

import re
from collections.abc import Collection

import pyarrow as pa
from stdnum.dk import cpr

from surveys import threads
from surveys.codebook import ANSWER_ID, SUBMITTED
from surveys.intake.grid import Grid, distinct, matching, plain, whole_number

# A word of a column's name that says whom it names or how to reach them.
_NAMES = {
    "navn", "navne", "fornavn", "efternavn", "name", "names", "firstname", "lastname", "surname",
    "forename", "fullname", "cpr", "cprnr", "cprnummer", "personnummer", "email", "mail",
    "mailadresse", "emailadresse", "telefon", "telefonnummer", "tlf", "mobil", "mobilnummer",
    "phone", "telephone", "adresse", "address", "ip",
}  # fmt: skip
# Danish joins words: "borgernavn", "kontaktnavn"; these name no person.
_HARMLESS = {"kommunenavn", "skemanavn", "filnavn", "gruppenavn", "holdnavn"}
# A thing's name is nobody's: "redcap_event_name", "Navn på tilbud".
_THINGS = {
    "event", "form", "survey", "file", "group", "team", "project", "instrument", "collector",
    "course", "sheet", "service", "municipality", "kommune", "organisation", "organization",
    "unit", "redcap", "tilbud", "tilbuddet", "hold", "holdet", "gruppe", "gruppen", "skema",
    "skemaet", "projekt", "projektet", "kommunen", "forløb", "forløbet", "kursus", "kurset",
    "enhed", "afdeling",
}  # fmt: skip
_NAME_WORDS = {"navn", "name"}
# A column called so holds running numbers, which are neither telephone nor person numbers.
_NUMBERS = {
    "id", "ids", "uuid", "nr", "no", "number", "nummer", "løbenummer", "løbenr", "sagsnummer",
    "sagsnr", "journalnummer", "journalnr", "seed", "token", "index", "code", "kode",
    "respondentid", "responde", "respondent", "organiza", "case", "survey", "version", "duration",
    "varighed", "tid", "tidsstempel", "time", "timestamp", "date", "dato", "created", "modified",
    "organization",
}  # fmt: skip
# What a system writes in place of what it leaves out.
_MASKED = re.compile(r"[*x#\s.-]*|0|n/?a|anonym\w*", re.IGNORECASE)
_SHOWN = 8

# What Arrow's RE2 can tell, which knows no look-around: it leaves most values alone, and Python
# decides on the rest. A running number is no telephone number and a time is neither that nor a
# person number, so in these two columns only what remains is suspect.
_SUSPECT = r"@|(\d\D{0,3}){7}\d"
_SUSPECT_AMONG_NUMBERS = r"@|\d{2}[ .-]?\d{2}[ .-]?\d{2}[\s\x{A0}]?[-–—]?[\s\x{A0}]?\d{4}"
_APART = r"(?<!\d)(?<!\d[.,])"
_END = r"(?!\d)(?![.,]0*[1-9])"
_CPR = re.compile(_APART + r"(\d{2}[ .-]?\d{2}[ .-]?\d{2}) ?[-–—]? ?(\d{4})" + _END)
# Stored as a number, a person number born on the 1st to the 9th has lost its first zero.
_SHORT_CPR = re.compile(r"(\d{9})(?:\.0+)?")
_EMAIL = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(
    r"(?:(?:\+|(?<!\d)00)45[ .-]?[1-9](?:[ .-]?\d){7}"
    rf"|{_APART}(?<![+-])(?:[2-9]\d{{7}}|[2-9]\d([ .-])\d{{2}}(?:\1\d{{2}}){{2}}"
    r"|[2-9]\d{3} \d{4}))" + _END + r"(?!-\d)"
)
# Two years side by side, and a day written as one number.
_NO_PHONE = re.compile(r"(?:19|20)\d{2} (?:19|20)\d{2}|20[0-4]\d(?:0[1-9]|1[0-2])[0-3]\d")

_WORDS = {
    "cpr": "a Danish person number (CPR)",
    "email": "an e-mail address",
    "phone": "a telephone number",
}


def identifying_names(grid: Grid, known: Collection[str]) -> list[str]:
    """Say which columns are named as a name, an address or a number of a person, and hold any.

    `known` are the forms' own columns. The message does not repeat a name that itself looks like
    a person's number: the file may have no header.
    """
    said, persons = [], []
    headings = grid.headings or grid.names
    for position, (name, heading) in enumerate(zip(grid.names, headings, strict=True), start=1):
        if name in known:
            continue
        if found := _identifier(name.replace("_", "-")):
            said.append(
                f"{grid.title}: the name of column {position} looks like {_WORDS[found]}; expected "
                "the names of the columns in the first row"
            )
        elif _names_a_person(_words(heading)) and not _is_empty(grid.cells[position - 1]):
            persons.append(f'"{name}"')
    if persons:
        one = len(persons) == 1
        said.append(
            f"{grid.title}: the column{'' if one else 's'} {', '.join(persons)} "
            f"seem{'s' if one else ''} to say who a person is; leave {'it' if one else 'them'} out "
            "of the export, or name them under leave_out in a mapping. Nothing was written"
        )
    return said


def of_persons(grid: Grid, at: int) -> bool:
    """Tell whether a column is named as one of names or addresses, or holds any."""
    words = _words((grid.headings or grid.names)[at])
    found = _first_identifier(grid.cells[at], bool(words & _NUMBERS))
    return _names_a_person(words) or found is not None


def identifiers(grid: Grid, secret: Collection[str] = ()) -> list[str]:
    """Say where a column has a value that looks like a person number, e-mail or telephone.

    All columns are searched, also those that no form has. In the `secret` ones, the parts of a
    self-generated code, which are stored as hashes only, digits are no telephone number. The
    message says where and never repeats the value.
    """

    def found_in(at: int) -> str | None:
        name, cells = grid.names[at], grid.cells[at]
        heading = grid.headings[at] if grid.headings else name
        numbers = name in (ANSWER_ID, SUBMITTED, *secret) or bool(_words(heading) & _NUMBERS)
        found = _first_identifier(cells, numbers)
        if found and not (not numbers and _runs(cells)):
            row, what = found
            return (
                f'{grid.title}: row {grid.rows[row]}, column "{name}": looks like '
                f"{_WORDS[what]}; take it out of the export, or name the column under leave_out in "
                "a mapping. Nothing was written"
            )
        return None

    said = [text for text in threads.each(found_in, range(len(grid.names))) if text]
    return said[:_SHOWN]


def _first_identifier(cells: pa.ChunkedArray, numbers: bool) -> tuple[int, str] | None:
    for at in matching(cells, _SUSPECT_AMONG_NUMBERS if numbers else _SUSPECT):
        text = plain(cells[at].as_py())
        if found := _identifier_among_numbers(text) if numbers else _identifier(text):
            return at, found
    return None


def _runs(cells: pa.ChunkedArray) -> bool:
    """Tell whether a column holds numbers that run on, as a system gives them."""
    values = [value for value in distinct(cells)[1] if value.strip()]
    numbers = [whole_number(value.strip()) for value in values]
    if len(numbers) < 3 or None in numbers:
        return False
    whole = sorted(number for number in numbers if number is not None)
    return whole[-1] - whole[0] < 20 * len(whole)


def _is_empty(cells: pa.ChunkedArray) -> bool:
    return all(_MASKED.fullmatch(plain(value)) for value in distinct(cells)[1])


def _words(heading: str) -> set[str]:
    """Return the words of a heading, also those of camel case."""
    apart = re.sub(r"(?<=[a-zæøå])(?=[A-ZÆØÅ])|(?<=[A-Z])(?=[A-Z][a-z])", " ", heading)
    both = re.split(r"[\W_]+", f"{apart} {heading}".casefold())
    joined = re.sub(r"[\W_]", "", heading.casefold())
    return {word.rstrip("0123456789") for word in (*both, joined) if word} - {""}


def _identifier(text: str) -> str | None:
    """Return the kind of identifier that `text` holds."""
    short = _SHORT_CPR.fullmatch(text)
    if short and _is_person_number("0" + short[1]):
        return "cpr"
    if any(_is_person_number(hit[1] + hit[2]) for hit in _CPR.finditer(text)):
        return "cpr"
    if _EMAIL.search(text):
        return "email"
    if any(not _NO_PHONE.fullmatch(hit[0]) for hit in _PHONE.finditer(text)):
        return "phone"
    return None


def _identifier_among_numbers(text: str) -> str | None:
    """Return the kind of identifier that a running number or a time of submission is."""
    if (hit := _CPR.fullmatch(text)) and _is_person_number(hit[1] + hit[2]):
        return "cpr"
    return "email" if _EMAIL.search(text) else None


def _is_person_number(text: str) -> bool:
    """Tell whether ten digits begin with a day of birth.

    Check digits say nothing: numbers without them are given out since 2007. Who has no person
    number gets a replacement with 60 added to the day.
    """
    digits = re.sub(r"\D", "", text)
    replacement = str(int(digits[0]) - 6) + digits[1:] if digits[0] in "6789" else digits
    return cpr.is_valid(digits) or cpr.is_valid(replacement)


def _names_a_person(words: set[str]) -> bool:
    found = {
        word
        for word in words
        if word in _NAMES or (word.endswith("navn") and word not in _HARMLESS)
    }
    if found and found <= _NAME_WORDS | _joined(words) and words & _THINGS:
        return False
    return bool(found)


def _joined(words: set[str]) -> set[str]:
    """Return words that others of them make up together."""
    return {word for word in words if any(word != other and other in word for other in _NAME_WORDS)}
