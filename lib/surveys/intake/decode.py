"""Turn a file's text into typed answers, by codes or labels in either language.

Each distinct value of a column is read once and the result spread over the rows, so a million
rows cost little more than their handful of answers.
"""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
from pandas.api.extensions import ExtensionArray

from surveys import threads
from surveys.codebook import ANSWER_ID, SUBMITTED, Column, Form, Item
from surveys.intake import link_codes
from surveys.intake.evidence import suspicion, unread_ticks, without_labels
from surveys.intake.grid import Grid, distinct
from surveys.intake.ids import read_ids
from surveys.intake.quarantine import Fault
from surveys.intake.ticks import Cells, read_ticks, two_readings
from surveys.intake.times import EXPECTED, read_days, read_times
from surveys.intake.values import (
    MISSING,
    NO_TEXT,
    WRONG,
    Reader,
    code_reader,
    expected,
    folded,
    names_itself,
    number_reader,
    own_reader,
    tick_reader,
)

_MIXED = (
    "date cells stand beside dates as text: Excel took day for month where it could, and left the "
    "others as text; export it again as CSV, or as text"
)


@dataclass(frozen=True)
class Decoded:
    """A file's answers: typed columns of `form`, one row for each of `grid`, whose text is gone.

    `frame` has string answer_id, datetime64[s] submitted, Int16 codes and numbers, boolean flags
    and, for free text, whether any was given; of a self-generated code only hashes. `texts` holds
    a hash of each free text, by which equal answer sets are told. A value that could not be read is
    missing in `frame` and a fault. `obstacles` say which columns are not to be believed, and why.
    """

    grid: Grid
    form: Form
    frame: pd.DataFrame
    texts: pd.DataFrame
    faults: tuple[Fault, ...]
    obstacles: tuple[str, ...] = ()


def decode_answers(grid: Grid, form: Form) -> Decoded:
    """Decode a file's answers."""
    times, wrong, problem = _times(grid)
    obstacles = [(SUBMITTED, problem)] if problem else []
    faults = list(_faults(grid, SUBMITTED, wrong, EXPECTED))
    told = ~np.isnat(times)
    (ids, problem), *decoded = threads.together(
        partial(read_ids, grid.column(ANSWER_ID)),
        *(partial(_decode_item, grid, item, told) for item in form.items),
    )
    obstacles += [(ANSWER_ID, problem)] if problem else []
    columns = {ANSWER_ID: ids, SUBMITTED: times}
    texts: dict[str, np.ndarray] = {}
    for name, column in form.columns.items():
        if name not in grid.names:
            columns[name] = _no_answers(column, len(grid.rows))
        elif column.kind == "text":
            columns[name], texts[name] = _texts(grid.column(name))
        elif column.kind == "date":
            columns[name], unread, doubt = read_days(grid.column(name), grid.order, grid.calendar)
            doubt = _MIXED if name in grid.mixed else doubt
            obstacles += [(name, doubt)] if doubt else []
            faults += _faults(grid, name, unread, expected(column), item=True)
        elif column.kind == "secret":
            columns[name] = link_codes.hashed(grid.column(name), column)
    for part in itertools.chain.from_iterable(decoded):
        columns[part.name] = part.values
        faults += _faults(grid, part.name, part.wrong, part.expected, item=True)
        obstacles += [(part.name, part.obstacle)] if part.obstacle else []
    ordered = {name: columns[name] for name in (ANSWER_ID, SUBMITTED, *form.columns)}
    frame = pd.DataFrame(ordered, copy=False)
    hashes = pd.DataFrame(texts, index=frame.index, copy=False)
    # The text of a million rows is not kept beside their answers.
    return Decoded(
        replace(grid, cells=()), form, frame, hashes, tuple(faults), _grouped(grid, obstacles)
    )


def _grouped(grid: Grid, obstacles: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    """Say each problem once, with all columns that have it."""
    columns: dict[str, list[str]] = {}
    for name, problem in obstacles:
        columns.setdefault(problem, []).append(f'"{grid.called.get(name, name)}"')
    return tuple(
        f"{grid.title}: the column{'s' if len(names) > 1 else ''} {', '.join(names)}: {problem}"
        for problem, names in columns.items()
    )


def _times(grid: Grid) -> tuple[np.ndarray, np.ndarray, str | None]:
    cells = grid.column(SUBMITTED)
    times, wrong, problem = read_times(cells, grid.order, grid.calendar, grid.zone)
    return times, wrong, _MIXED if SUBMITTED in grid.mixed else problem


class _Part(NamedTuple):
    """A decoded column: its values, which of them could not be read, what was expected."""

    name: str
    values: ExtensionArray
    wrong: np.ndarray
    expected: str
    obstacle: str | None = None


def _decode_item(grid: Grid, item: Item, told: np.ndarray) -> list[_Part]:
    """Decode the columns of an item that the file has, less its free texts.

    Rows that are not `told`, those without a time, such as totals, are no evidence of a column.
    """
    here = [column for column in item.columns() if column.name in grid.names]
    flags = [column for column in here if column.kind == "flag"]
    parts = [*_decode_flags(grid, flags, told)] if flags else []
    numbers = [column for column in here if column.kind in ("code", "number")]
    return parts + [_decode_numbers(grid, column, told) for column in numbers]


def _no_answers(column: Column, count: int) -> ExtensionArray:
    if column.kind == "date":
        return pd.array([pd.NaT], dtype="datetime64[s]").repeat(count)
    kind = {"flag": "boolean", "text": "boolean", "secret": "Int64"}.get(column.kind, "Int16")
    return pd.array([pd.NA], dtype=kind).repeat(count)


def _decode_numbers(grid: Grid, column: Column, told: np.ndarray) -> _Part:
    labels = grid.labels.get(column.name, {})
    if column.kind == "code":
        read = own_reader(grid, column, code_reader(column))
    else:
        read = without_labels(own_reader(grid, column, number_reader(column.item)), labels)
    positions, values = distinct(grid.column(column.name))
    problem = suspicion(column, *_counted(positions, values, told), read, labels)
    numbers = np.array([*map(_within(column, read), values)], dtype=np.int16)[positions]
    missing = (numbers == MISSING) | (numbers == WRONG)
    integers = pd.arrays.IntegerArray(np.where(missing, np.int16(0), numbers), missing)
    wrong = numbers == WRONG
    return _Part(column.name, integers, wrong, expected(column), problem)


def _within(column: Column, read: Reader) -> Reader:
    """Return a reader for which a number that the question does not have is wrong."""

    def reading(text: str) -> int:
        number = read(text)
        if number in (MISSING, WRONG):
            return number
        if column.kind == "code":
            return number if number in column.codes else WRONG
        low, high = column.item.low, column.item.high
        return number if low is None or high is None or low <= number <= high else WRONG

    return reading


def _counted(
    positions: np.ndarray, values: list[str], told: np.ndarray
) -> tuple[list[str], np.ndarray]:
    """Return the distinct values of the rows that are evidence, and how often each occurs."""
    counts = np.bincount(positions[told], minlength=len(values))
    kept = np.flatnonzero(counts)
    return [values[at] for at in kept], counts[kept]


def _decode_flags(grid: Grid, columns: list[Column], told: np.ndarray) -> Iterator[_Part]:
    """Decode a multiple choice."""
    cells = [Cells(column, *distinct(grid.column(column.name))) for column in columns]
    readers = {
        column.name: own_reader(grid, column, tick_reader(column, names_itself(column, labels)))
        for column in columns
        if (labels := grid.labels.get(column.name))
    }
    evidence = [Cells(part.column, part.positions[told], part.values) for part in cells]
    problem = None if readers else two_readings([_used(part) for part in evidence])
    for part, values in zip(cells, read_ticks(cells, readers), strict=True):
        column = part.column
        flags = pd.arrays.BooleanArray(values == 1, values < 0)
        if read := readers.get(column.name):
            counted = _counted(part.positions, part.values, told)
            doubt = suspicion(column, *counted, read, grid.labels[column.name])
        else:
            doubt = unread_ticks(Cells(column, part.positions[told], part.values), values[told])
        yield _Part(column.name, flags, values == WRONG, expected(column), problem or doubt)


def _used(cells: Cells) -> Cells:
    """Return cells with the values that occur in them alone."""
    occurs = np.bincount(cells.positions, minlength=len(cells.values)) > 0
    positions = (np.cumsum(occurs) - 1)[cells.positions]
    return Cells(cells.column, positions, [cells.values[at] for at in np.flatnonzero(occurs)])


def _texts(cells: pa.ChunkedArray) -> tuple[pd.arrays.BooleanArray, np.ndarray]:
    """Return whether each cell holds a text, and the text's hash."""
    positions, values = distinct(cells)
    texts = [folded(value) for value in values]
    given = np.array([text not in NO_TEXT for text in texts], dtype=bool)
    hashes = pd.util.hash_array(np.array(texts, dtype=object))
    return pd.array(given[positions], dtype="boolean"), hashes[positions]


def _faults(
    grid: Grid, name: str, wrong: np.ndarray, wanted: str, item: bool = False
) -> Iterator[Fault]:
    at = np.flatnonzero(wrong)
    if len(at):
        yield Fault(at, name, grid.column(name).take(pa.array(at)).to_pylist(), wanted, cell=item)
