"""Stop at what tells who a person is: nothing of it may enter the store, not even a message."""

import re
from collections.abc import Collection

from stdnum.dk import cpr

from slicebook.errors import InputError
from surveys.codebook import ANSWER_ID, SUBMITTED
from surveys.intake.grid import Grid, matching, plain

# A word of a column's name that says whom it names or how to reach them.
_NAMES = {
    "navn", "navne", "fornavn", "efternavn", "name", "names", "firstname", "lastname", "surname",
    "forename", "fullname", "cpr", "cprnr", "cprnummer", "personnummer", "email", "mail",
    "mailadresse", "emailadresse", "telefon", "telefonnummer", "tlf", "mobil", "mobilnummer",
    "phone", "telephone", "adresse", "address",
}  # fmt: skip
# Danish joins words: "borgernavn", "kontaktnavn"; these name no person.
_HARMLESS = {"kommunenavn", "skemanavn", "filnavn", "gruppenavn", "holdnavn"}

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


def refuse_identifying_names(grid: Grid, known: Collection[str]) -> None:
    """Raise `InputError` where a column is named as a name, an address or a number of a person.

    `known` are the forms' own columns. The message does not repeat a name that itself looks like
    a person's number: the file may have no header.
    """
    for position, name in enumerate(grid.names, start=1):
        if name in known:
            continue
        if found := _identifier(name.replace("_", "-")):
            raise InputError(
                f"{grid.title}: the name of column {position} looks like {_WORDS[found]}; expected "
                "the names of the columns in the first row"
            )
        if _names_a_person(name):
            raise InputError(
                f'{grid.title}: the column "{name}" seems to say who a person is; leave it out of '
                "the export. Nothing was written"
            )


def refuse_identifiers(grid: Grid, secret: Collection[str] = ()) -> None:
    """Raise `InputError` at the first value that looks like a person number, e-mail or telephone.

    All columns are searched, also those that no form has. In the `secret` ones, the parts of a
    self-generated code, which are stored as hashes only, digits are no telephone number. The
    message says where and never repeats the value.
    """
    for name, cells in zip(grid.names, grid.cells, strict=True):
        numbers = name in (ANSWER_ID, SUBMITTED, *secret)
        for at in matching(cells, _SUSPECT_AMONG_NUMBERS if numbers else _SUSPECT):
            text = plain(cells[at].as_py())
            found = _identifier_among_numbers(text) if numbers else _identifier(text)
            if found:
                raise InputError(
                    f'{grid.title}: row {grid.rows[at]}, column "{name}": looks like '
                    f"{_WORDS[found]}; take it out of the export. Nothing was written"
                )


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


def _names_a_person(name: str) -> bool:
    words = [word.rstrip("0123456789") for word in re.split(r"[\W_]+", name)]
    return (
        any(word in _NAMES or (word.endswith("navn") and word not in _HARMLESS) for word in words)
        or name.replace("_", "") in _NAMES
    )
