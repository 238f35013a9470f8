"""Read one value: a code, a tick, a number, as any export may write it or a file labels it."""

import html
import re
from collections.abc import Callable, Container, Iterable
from difflib import get_close_matches

from slicebook.text import in_all
from surveys.codebook import Column, Item, Option
from surveys.intake.grid import Grid, in_ascii, plain, whole_number

# Stand-ins among 16-bit answers.
MISSING, WRONG = -32_768, -32_767
_REACH = 32_000

# How statistics programs and survey systems write that there is no answer.
NOTHING = frozenset(
    {"", ".", "na", "n/a", "nan", "null", "#null!", "<na>", "-", "--", "(tom)", "(blank)",
     "{question_not_shown}"}
)  # fmt: skip
# A dash is no answer to a question, and a text all the same.
NO_TEXT = NOTHING - {"-", "--"}
TICKED = frozenset(
    {"1", "x", "+", "y", "j", "ja", "yes", "true", "sand", "valgt", "checked", "selected", "✓", "✔",
     "☒", "☑"}
)  # fmt: skip
UNTICKED = frozenset(
    {"0", "n", "nej", "no", "false", "falsk", "ikke valgt", "unchecked", "not selected", "☐"}
)
# What a label says that stands for no answer, where the question has no such option.
_NO_ANSWER = re.compile(
    r"ved ikke|uoplyst|ønsker ikke|ikke besvaret|ubesvaret|intet svar|mangler|missing|refus|"
    r"do(n.t| not) know|no answer|not applicable|irrelevant|prefer(s)? not|ikke relevant"
)
# What people write behind a number.
_UNIT = re.compile(r" ?(år|years?)\.?$")
# LimeSurvey's code for an answer that a person wrote herself.
_OTHER = "-oth-"
_CODE_AND_LABEL = re.compile(r"\(?(?P<code>\d+)\)?\s*[-–.:=)]\s*(?P<label>\S.*)")
_LABEL_AND_CODE = re.compile(r"(?P<label>\S.*?)\s*[(\[](?P<code>\d+)[)\]]")

Reader = Callable[[str], int]


def folded(text: str) -> str:
    """Return `text` as it is compared: composed, single spaces, without case."""
    return plain(text).casefold()


def loose(text: str) -> str:
    """Return `text` without marks-up, punctuation and case, for likeness and nothing else."""
    text = html.unescape(re.sub(r"<[^>]*>", "", text))
    return " ".join(re.sub(r"[^\w\s]|_", " ", folded(text)).split())


def number_reader(item: Item | None = None) -> Reader:
    """Return a reader of whole numbers; those that `item` knows as missing are."""
    none = {folded(text) for text in item.missing} if item else set()
    counted = item is not None and item.type == "number"

    def read(text: str) -> int:
        text = folded(text)
        if counted:
            text = _UNIT.sub("", text)
        number = whole_number(text)
        if text in none or (number is not None and str(number) in none):
            return MISSING
        if number is not None and abs(number) <= _REACH:
            return number
        return MISSING if text in NOTHING else WRONG

    return read


def code_reader(column: Column) -> Reader:
    """Return a reader of a column's answer codes and their labels in either language.

    Also of options' ids, and of a code beside its label ("2 - North"), where they agree. A label
    that two options share says nothing and is not read.
    """
    labels = {option.id: option.code for option in column.codes.values()}
    labels |= _labels(column.codes.values())
    number = number_reader(column.item)
    other = [option.code for option in column.codes.values() if option.id == "other"]

    def read(text: str) -> int:
        text = folded(text)
        if text in labels:
            return labels[text]
        found = number(text)
        if found in (WRONG, MISSING) and (both := code_and_label(text, labels)):
            return both[0] if labels[both[1]] == both[0] else WRONG
        if found == WRONG and text == _OTHER and len(other) == 1:
            return other[0]
        return found

    return read


def tick_reader(column: Column, labelled: bool) -> Reader:
    """Return a reader of an option's ticks: 1 where it was chosen, 0 where not.

    Ticks are 1 and 0, x and blank, yes and no in either language, or the option's own label.
    `labelled` says that this export ticks by labels; a label "no" is a tick then.
    """
    own = tick_labels(column)

    def read(text: str) -> int:
        text = folded(text)
        if (labelled and text in own) or text in TICKED or whole_number(text) == 1:
            return 1
        if text in UNTICKED or whole_number(text) == 0:
            return 0
        if text in own:
            return 1
        if both := code_and_label(text, TICKED | UNTICKED):
            return read(both[1]) if both[0] == read(both[1]) else WRONG
        return MISSING if text in NOTHING else WRONG

    return read


def code_and_label(text: str, labels: Container[str]) -> tuple[int, str] | None:
    """Return a code and the known label beside it, "2 - north" or "north (2)"."""
    for style in (_CODE_AND_LABEL, _LABEL_AND_CODE):
        if (both := style.fullmatch(text)) and both["label"] in labels:
            return int(both["code"]), both["label"]
    return None


def tick_labels(column: Column) -> set[str]:
    """Return the labels of a flag column's option."""
    return option_labels(column.option) if column.option else set()


def option_labels(option: Option) -> set[str]:
    """Return an option's labels as they are compared, also in letters of ASCII alone."""
    own = {folded(text) for text in (*in_all(option.label), *option.also)}
    return own | set(map(in_ascii, own))


def means_no_answer(label: str) -> bool:
    """Tell whether a label stands for no answer."""
    return bool(_NO_ANSWER.search(folded(label)))


def near(text: str, options: Iterable[Option]) -> str | None:
    """Return the option's label that `text` may have meant; None where none comes near."""
    labels = {
        loose(label): label for option in options for label in (*in_all(option.label), *option.also)
    }
    meant = get_close_matches(loose(text), labels, n=1, cutoff=0.75)
    return labels[meant[0]] if meant else None


def expected(column: Column) -> str:
    """Say what a column may hold."""
    if column.kind == "number":
        return f"a whole number from {column.item.low} to {column.item.high}"
    if column.kind == "date":
        return "a day as DD-MM-YYYY, YYYY-MM-DD or a date cell"
    if column.kind == "flag":
        return "0 or 1, x or blank, ja or nej"
    return "one of " + listed(column)


def listed(column: Column) -> str:
    """List a column's codes and labels, in both languages where these differ."""
    labels = {code: " / ".join(in_all(option.label)) for code, option in column.codes.items()}
    return ", ".join(f"{code} {label}" for code, label in labels.items())


def _labels(options: Iterable[Option]) -> dict[str, int]:
    pairs = {(label, option.code) for option in options for label in option_labels(option)}
    texts = [text for text, _ in pairs]
    return {text: code for text, code in pairs if texts.count(text) == 1}


def own_reader(grid: Grid, column: Column, base: Reader) -> Reader:
    """Let the file's own value labels and declared missing values speak before the codebook.

    Labels are what the respondent saw. Where they contradict the codebook's codes, the file is
    coded in its own way, and a value without a known label is not guessed at.
    """
    said = grid.labels.get(column.name, {})
    labels = {text: base(label) for text, label in said.items()}
    if column.kind == "flag" and names_itself(column, said):
        # Beside the answer's own name the other label says "not chosen", in whatever words.
        labels |= {text: 0 for text in said if labels[text] == WRONG and whole_number(text) == 0}
    known = {text: number for text, number in labels.items() if number >= 0}
    recoded = any(whole_number(text) != number for text, number in known.items())
    spans = grid.missing.get(column.name, [])
    answers = {"code": set(column.codes), "flag": {0, 1}}.get(column.kind, set())
    none = {folded(text) for text in column.item.missing}

    def read(text: str) -> int:
        if text in known:
            return known[text]
        number = base(text)
        if _is_within(text, spans) and number not in answers:
            return MISSING
        if number == WRONG and folded(text) in none:
            return MISSING
        if text in said and number not in answers and means_no_answer(said[text]):
            return MISSING
        # A label that the question does not have outranks a code that it has.
        contradicted = text in said and column.kind != "number" and labels[text] == WRONG
        return WRONG if (recoded or contradicted) and number != MISSING else number

    return read


def names_itself(column: Column, labels: dict[str, str]) -> bool:
    """Tell whether a file labels an option's tick by the option, be that "no", and not by yes."""
    texts = {folded(label) for text, label in labels.items() if whole_number(text) != 0}
    return bool(texts & tick_labels(column)) and not texts & TICKED


def _is_within(text: str, spans: list[tuple[float, float]]) -> bool:
    number = whole_number(text)
    return number is not None and any(low <= number <= high for low, high in spans)
