"""Let a file's own value labels and declared missing values speak before the codebook."""

from surveys.codebook import Column
from surveys.intake.grid import Grid, whole_number
from surveys.intake.values import (
    MISSING,
    TICKED,
    WRONG,
    Reader,
    folded,
    means_no_answer,
    tick_labels,
)


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
