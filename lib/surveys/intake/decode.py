"""Turn a file's text into typed answers, by codes or labels in either language.

Each distinct value of a column is read once and the result spread over the rows, so a million
rows cost little more than their handful of answers.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from pandas.api.extensions import ExtensionArray

from slicebook.errors import InputError
from surveys.codebook import ANSWER_ID, SUBMITTED, Column, Form, Item
from surveys.intake import link_codes
from surveys.intake.grid import BLANKS, Grid, distinct, matching, plain, text_of, whole_number
from surveys.intake.quarantine import Fault
from surveys.intake.times import EXPECTED, read_times
from surveys.intake.values import (
    MISSING,
    NOTHING,
    WRONG,
    Reader,
    code_reader,
    expected,
    folded,
    number_reader,
    tick_reader,
    ticks_by_label,
)


@dataclass(frozen=True)
class Decoded:
    """A file's answers: typed columns of `form`, one row for each of `grid`, whose text is gone.

    `frame` has string answer_id, datetime64[s] submitted, Int16 codes and numbers, boolean flags
    and, for free text, whether any was given; of a self-generated code only hashes. `texts` holds
    a hash of each free text, by which equal answer sets are told. A value that could not be read is
    missing in `frame` and a fault.
    """

    grid: Grid
    form: Form
    frame: pd.DataFrame
    texts: pd.DataFrame
    faults: tuple[Fault, ...]


def decode_answers(grid: Grid, form: Form) -> Decoded:
    """Decode a file's answers.

    Raises `InputError` for a municipality that the programme does not have: such a file belongs
    to another programme, or the programme lacks an entry.
    """
    times, wrong = read_times(text_of(grid.column(SUBMITTED)))
    faults = list(_faults(grid, SUBMITTED, wrong, EXPECTED))
    columns = {ANSWER_ID: _answer_ids(grid.column(ANSWER_ID)), SUBMITTED: times}
    texts: dict[str, np.ndarray] = {}
    for name, column in form.columns.items():
        if name not in grid.names:
            columns[name] = _no_answers(column, len(grid.rows))
        elif column.kind == "text":
            columns[name], texts[name] = _texts(grid.column(name))
        elif column.kind == "secret":
            columns[name] = link_codes.hashed(grid.column(name), column)
    for item in form.items:
        for part in _decode_item(grid, item):
            columns[part.name] = part.values
            faults += _faults(grid, part.name, part.wrong, part.expected)
    ordered = {name: columns[name] for name in (ANSWER_ID, SUBMITTED, *form.columns)}
    frame = pd.DataFrame(ordered, copy=False)
    hashes = pd.DataFrame(texts, index=frame.index, copy=False)
    # The text of a million rows is not kept beside their answers.
    return Decoded(replace(grid, cells=()), form, frame, hashes, tuple(faults))


class _Part(NamedTuple):
    """A decoded column: its values, which of them could not be read, what was expected."""

    name: str
    values: ExtensionArray
    wrong: np.ndarray
    expected: str


def _decode_item(grid: Grid, item: Item) -> Iterator[_Part]:
    """Decode the columns of an item that the file has, less its free texts."""
    here = [column for column in item.columns() if column.name in grid.names]
    if flags := [column for column in here if column.kind == "flag"]:
        yield from _decode_flags(grid, flags)
    for column in here:
        if column.kind in ("code", "number"):
            yield _decode_numbers(grid, column)


def _no_answers(column: Column, count: int) -> ExtensionArray:
    kind = {"flag": "boolean", "text": "boolean", "secret": "Int64"}.get(column.kind, "Int16")
    return pd.array([pd.NA], dtype=kind).repeat(count)


def _decode_numbers(grid: Grid, column: Column) -> _Part:
    base = code_reader(column) if column.kind == "code" else number_reader()
    positions, values = distinct(grid.column(column.name))
    numbers = _lookup(values, _reader(grid, column, base))[positions]
    if column.item.type == "municipality":
        _refuse_strangers(grid, column, numbers)
    missing = (numbers == MISSING) | (numbers == WRONG)
    integers = pd.arrays.IntegerArray(np.where(missing, np.int16(0), numbers), missing)
    return _Part(column.name, integers, numbers == WRONG, expected(column))


def _decode_flags(grid: Grid, columns: list[Column]) -> Iterator[_Part]:
    """Decode a multiple choice.

    Where the export says "no" explicitly a blank is a missing answer. Where it only marks what
    was chosen, a blank beside a mark means not chosen.
    """
    cells = {column.name: distinct(grid.column(column.name)) for column in columns}
    labelled = ticks_by_label(
        (
            column,
            [grid.labels.get(column.name, {}).get(text, text) for text in cells[column.name][1]],
        )
        for column in columns
    )
    ticks, explicit = [], False
    for column in columns:
        positions, values = cells[column.name]
        lookup = _lookup(values, _reader(grid, column, tick_reader(column, labelled)))
        explicit |= bool((lookup == 0).any())
        ticks.append(lookup[positions])
    if not explicit:
        marked = np.logical_or.reduce([values == 1 for values in ticks])
        ticks = [np.where((values == MISSING) & marked, 0, values) for values in ticks]
    for column, values in zip(columns, ticks, strict=True):
        flags = pd.arrays.BooleanArray(values == 1, values < 0)
        yield _Part(column.name, flags, values == WRONG, expected(column))


def _reader(grid: Grid, column: Column, base: Reader) -> Reader:
    """Let the file's own value labels and declared missing values speak before the codebook.

    Labels are what the respondent saw. Where they contradict the codebook's codes, the file is
    coded in its own way, and a value without a known label is not guessed at.
    """
    labels = {text: base(label) for text, label in grid.labels.get(column.name, {}).items()}
    known = {text: number for text, number in labels.items() if number >= 0}
    recoded = any(whole_number(text) != number for text, number in known.items())
    spans = grid.missing.get(column.name, [])
    answers = {"code": set(column.codes), "flag": {0, 1}}.get(column.kind, set())

    def read(text: str) -> int:
        if text in known:
            return known[text]
        number = base(text)
        if _is_within(text, spans) and number not in answers:
            return MISSING
        return WRONG if recoded and number != MISSING else number

    return read


def _is_within(text: str, spans: list[tuple[float, float]]) -> bool:
    number = whole_number(text)
    return number is not None and any(low <= number <= high for low, high in spans)


def _lookup(values: list[str], read: Reader) -> np.ndarray:
    return np.array([read(value) for value in values], dtype=np.int16)


def _refuse_strangers(grid: Grid, column: Column, numbers: np.ndarray) -> None:
    strange = ~np.isin(numbers, [MISSING, *column.codes])
    if strange.any():
        at = int(strange.argmax())
        raise InputError(
            f'{grid.title}: row {grid.rows[at]}, column "{column.name}": '
            f'"{plain(grid.column(column.name)[at].as_py())}" is no municipality of the '
            f"programme; expected {expected(column)}"
        )


def _answer_ids(cells: pa.ChunkedArray) -> pd.Series:
    """Return running numbers as text, "17" also where a spreadsheet wrote "17.0"."""
    texts = pc.utf8_trim(text_of(cells), BLANKS)
    if next(matching(texts, r"[.,]0"), None) is not None:
        texts = pc.replace_substring_regex(texts, r"^(\d+)[.,]0+$", r"\1")
    return pc.if_else(pc.equal(texts, ""), pa.scalar(None, pa.string()), texts).to_pandas()


def _texts(cells: pa.ChunkedArray) -> tuple[pd.arrays.BooleanArray, np.ndarray]:
    """Return whether each cell holds a text, and the text's hash."""
    positions, values = distinct(cells)
    texts = [folded(value) for value in values]
    given = np.array([text not in NOTHING for text in texts], dtype=bool)
    hashes = pd.util.hash_array(np.array(texts, dtype=object))
    return pd.array(given[positions], dtype="boolean"), hashes[positions]


def _faults(grid: Grid, name: str, wrong: np.ndarray, wanted: str) -> Iterator[Fault]:
    at = np.flatnonzero(wrong)
    if len(at):
        yield Fault(at, name, grid.column(name).take(pa.array(at)).to_pylist(), wanted)
