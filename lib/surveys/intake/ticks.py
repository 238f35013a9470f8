"""Read a multiple choice: which of its columns were ticked, not ticked, or not answered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from surveys.codebook import Column
from surveys.intake.grid import whole_number
from surveys.intake.values import (
    MISSING,
    NOTHING,
    TICKED,
    UNTICKED,
    WRONG,
    Reader,
    folded,
    tick_labels,
    tick_reader,
)

_YES, _NO, _LABEL, _BOTH, _NOTHING, _ELSE = range(6)


@dataclass(frozen=True)
class Cells:
    """A column's cells: the position of each among the distinct values, and their labels."""

    column: Column
    positions: np.ndarray
    values: list[str]


def read_ticks(columns: Sequence[Cells], readers: Mapping[str, Reader]) -> list[np.ndarray]:
    """Return for each column 1 (chosen), 0 (not chosen), MISSING or WRONG, a value a row.

    A blank beside a tick means not chosen, in the rows that say "no" nowhere: where a row says it
    explicitly, a blank is a missing answer. `readers` are those that the file's own labels gave.
    """
    own = _by_own_codes(columns)
    labelled = _ticks_by_label(columns)
    ticks = []
    for cells in columns:
        read = readers.get(cells.column.name) or tick_reader(cells.column, labelled)
        if own and cells.column.option is not None:
            read = _own_code_reader(cells.column.option.code)
        lookup = np.array([read(value) for value in cells.values], dtype=np.int16)
        ticks.append(lookup[cells.positions] if len(cells.values) else np.empty(0, np.int16))
    marked = np.logical_or.reduce([values == 1 for values in ticks])
    explicit = np.logical_or.reduce([values == 0 for values in ticks])
    return [
        np.where((values == MISSING) & marked & ~explicit, np.int16(0), values) for values in ticks
    ]


def two_readings(columns: Sequence[Cells]) -> str | None:
    """Say where a multiple choice can be read in two ways; None where it cannot."""
    if _by_own_codes(columns):
        return None
    ambiguous = [cells for cells in columns if _BOTH in _kinds(cells)]
    words, labels = _evidence(columns)
    if ambiguous and words and labels and not _says_yes(ambiguous):
        names = ", ".join(cells.column.name for cells in ambiguous)
        return (
            "the question's columns hold both yes and no and their own labels, so that "
            f'"nej" in {names} is either its label, chosen, or not chosen'
        )
    return _one_and_two(columns)


def _one_and_two(columns: Sequence[Cells]) -> str | None:
    numbers = {whole_number(folded(value)) for cells in columns for value in cells.values}
    if 2 in numbers and 0 not in numbers and numbers <= {None, 1, 2}:
        return (
            "they hold 1 and 2: either 1 is chosen and 2 is not, or the other way round; say so in "
            'a mapping (values: {"1": "1", "2": "0"}), or export 0 and 1'
        )
    return None


def _by_own_codes(columns: Sequence[Cells]) -> bool:
    """Tell whether each column holds nothing but its own option's code, and some not 1."""
    told = False
    for cells in columns:
        code = cells.column.option.code if cells.column.option else None
        numbers = {whole_number(folded(value)) for value in _filled(cells)}
        if numbers - {code}:
            return False
        told |= bool(numbers) and code not in (1, 2)
    return told


def _own_code_reader(code: int) -> Reader:
    def read(text: str) -> int:
        text = folded(text)
        return 1 if whole_number(text) == code else MISSING if text in NOTHING else WRONG

    return read


def _ticks_by_label(columns: Sequence[Cells]) -> bool:
    """Tell whether a label "no" is a tick: no column says yes or no, by the others' evidence."""
    words, labels = _evidence(columns)
    ambiguous = [cells for cells in columns if _BOTH in _kinds(cells)]
    return (bool(ambiguous) and not words and not _says_yes(ambiguous)) or (labels and not words)


def _evidence(columns: Sequence[Cells]) -> tuple[bool, bool]:
    """Return whether the columns hold yes and no, and whether their own unmistakable labels."""
    kinds = [_kinds(cells) for cells in columns]
    words = any(kind & {_YES, _NO} for kind in kinds)
    return words, any(_LABEL in kind for kind in kinds)


def _says_yes(columns: Sequence[Cells]) -> bool:
    """Tell whether a column whose label is "no" also says "yes": it does not tick by label."""
    return all(_YES in _kinds(cells) for cells in columns)


def _kinds(cells: Cells) -> set[int]:
    own = tick_labels(cells.column)
    return {_kind(folded(value), own) for value in cells.values}


def _kind(text: str, own: set[str]) -> int:
    if text in NOTHING:
        return _NOTHING
    if text in own:
        return _BOTH if text in TICKED | UNTICKED else _LABEL
    if text in TICKED or whole_number(text) == 1:
        return _YES
    if text in UNTICKED or whole_number(text) == 0:
        return _NO
    return _ELSE


def _filled(cells: Cells) -> list[str]:
    return [value for value in cells.values if folded(value) not in NOTHING]
