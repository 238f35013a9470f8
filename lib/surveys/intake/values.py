"""Read one value: an answer code, a tick, a number, as any export may write it."""

from collections.abc import Callable, Iterable

from slicebook.text import LANGUAGES
from surveys.codebook import Column, Option
from surveys.intake.grid import plain, whole_number

# Stand-ins among 16-bit answers.
MISSING, WRONG = -32_768, -32_767
_REACH = 32_000

# How statistics programs write that there is no answer.
NOTHING = frozenset({"", ".", "na", "n/a", "nan", "null", "#null!"})
_TICKED = {"1", "x", "ja", "yes", "true", "sand", "valgt", "checked", "selected"}
_UNTICKED = frozenset(
    {"0", "nej", "no", "false", "falsk", "ikke valgt", "unchecked", "not selected"}
)

Reader = Callable[[str], int]


def folded(text: str) -> str:
    """Return `text` as it is compared: composed, single spaces, without case."""
    return plain(text).casefold()


def number_reader() -> Reader:
    """Return a reader of whole numbers."""

    def read(text: str) -> int:
        text = folded(text)
        number = whole_number(text)
        if number is not None and abs(number) <= _REACH:
            return number
        return MISSING if text in NOTHING else WRONG

    return read


def code_reader(column: Column) -> Reader:
    """Return a reader of a column's answer codes and their labels in either language.

    A label that two options share says nothing and is not read.
    """
    labels = _labels(column.codes.values())
    number = number_reader()

    def read(text: str) -> int:
        found = number(text)
        return labels.get(folded(text), found) if found in (WRONG, MISSING) else found

    return read


def tick_reader(column: Column, labelled: bool) -> Reader:
    """Return a reader of an option's ticks: 1 where it was chosen, 0 where not.

    Ticks are 1 and 0, x and blank, yes and no in either language, or the option's own label.
    `labelled` says that this export ticks by labels; a label "no" is a tick then.
    """
    own = tick_labels(column)

    def read(text: str) -> int:
        text = folded(text)
        if (labelled and text in own) or text in _TICKED or whole_number(text) == 1:
            return 1
        if text in _UNTICKED or whole_number(text) == 0:
            return 0
        if text in own:
            return 1
        return MISSING if text in NOTHING else WRONG

    return read


def ticks_by_label(columns: Iterable[tuple[Column, Iterable[str]]]) -> bool:
    """Tell from a multiple-choice item's values whether the export ticks by labels."""
    return any(
        folded(value) in tick_labels(column) - _TICKED - _UNTICKED
        for column, values in columns
        for value in values
    )


def tick_labels(column: Column) -> set[str]:
    """Return the labels of a flag column's option."""
    if column.option is None:
        return set()
    return {folded(column.option.label[language]) for language in LANGUAGES}


def expected(column: Column) -> str:
    """Say what a column may hold."""
    if column.kind == "number":
        return f"a whole number from {column.item.low} to {column.item.high}"
    if column.kind == "flag":
        return "0 or 1, x or blank, ja or nej"
    return "one of " + ", ".join(f"{code} {o.label.en}" for code, o in column.codes.items())


def _labels(options: Iterable[Option]) -> dict[str, int]:
    pairs = {
        (folded(option.label[language]), option.code)
        for option in options
        for language in LANGUAGES
    }
    texts = [text for text, _ in pairs]
    return {text: code for text, code in pairs if texts.count(text) == 1}
