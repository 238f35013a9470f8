"""Read delimited text: encoding, delimiter and torn rows are found, nothing is asked."""

import io
from collections.abc import Collection
from pathlib import Path

import numpy as np
import pyarrow as pa
from pyarrow import csv as arrow_csv

from slicebook.errors import InputError
from surveys import threads
from surveys.intake.csv_layout import Layout, find_layout
from surveys.intake.grid import Grid, column_name, matching, plain
from surveys.intake.heads import Familiar

_BLOCK = 1 << 22
_END_OF_FILE = "\x1a"


def read_csv(path: Path, familiar: Familiar, answers: Collection[str]) -> Grid:
    """Read a delimited text file.

    `familiar` are what headers may hold; the delimiter is the one that yields most of it.
    `answers` are column names that hold answers, mostly one of a few or blank: each is kept once.
    Raises `InputError` for a file that is empty, binary or cut off, and where no row has as many
    values as the header.
    """
    layout = find_layout(path, familiar)
    names = tuple(column_name(name) for name in layout.head.headings)
    kinds = {
        str(at): pa.dictionary(pa.int32(), pa.string()) if name in answers else pa.string()
        for at, name in enumerate(names)
    }
    torn: list[arrow_csv.InvalidRow] = []
    table = _parse(path, layout, kinds, torn, threads=True)
    if torn:
        # Only a single-threaded reader knows the numbers of the rows it leaves out.
        torn = []
        table = _parse(path, layout, kinds, torn, threads=False)
        torn = _without_end_mark(torn, layout)
        _refuse_broken(path, torn, table.num_rows, layout)
    shift = layout.records - layout.lines
    rows = _row_numbers(table.num_rows, [row.number + shift for row in torn], layout.records + 1)
    if layout.quoted:
        _refuse_swallowed_rows(path, table, rows, layout)
    return Grid(
        file=path.name,
        sheet=None,
        names=names,
        cells=tuple(threads.each(_in_one, table.columns)),
        rows=rows,
        torn=tuple((row.number + shift, row.actual_columns) for row in torn),
        headings=tuple(plain(name) for name in layout.head.headings),
        titles={names[at]: title for at, title in layout.head.titles.items() if at < len(names)},
        zone=layout.head.zone,
    )


def _in_one(cells: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return cells whose blocks have each their own values with one list of values for all."""
    coded = pa.types.is_dictionary(cells.type) and cells.num_chunks > 1
    return pa.chunked_array([cells.combine_chunks()]) if coded else cells


def _without_end_mark(
    torn: list[arrow_csv.InvalidRow], layout: Layout
) -> list[arrow_csv.InvalidRow]:
    """Leave out the mark by which DOS programs end a text."""
    return [row for row in torn if row.text.strip() != _END_OF_FILE]


def _parse(
    path: Path,
    layout: Layout,
    kinds: dict[str, pa.DataType],
    torn: list[arrow_csv.InvalidRow],
    threads: bool,
) -> pa.Table:
    def set_aside(row: arrow_csv.InvalidRow) -> str:
        torn.append(row)
        return "skip"

    read_options = arrow_csv.ReadOptions(
        use_threads=threads,
        block_size=_BLOCK,
        skip_rows=layout.lines,
        column_names=list(kinds),
        encoding="utf8" if layout.encoding.startswith("utf-8") else layout.encoding,
    )
    parse_options = arrow_csv.ParseOptions(
        delimiter=layout.delimiter,
        newlines_in_values=layout.quoted,
        ignore_empty_lines=False,
        invalid_row_handler=set_aside,
    )
    convert_options = arrow_csv.ConvertOptions(column_types=kinds, strings_can_be_null=False)
    try:
        # Opened here: Arrow takes a file's name to be UTF-8, whatever the machine does.
        with path.open("rb") as file:
            return arrow_csv.read_csv(file, read_options, parse_options, convert_options)
    except (pa.ArrowException, UnicodeError, OSError):
        # The library's message would repeat the row, and with it a person's answers.
        raise InputError(
            f"{path.name}: not readable as delimited text; export it again as CSV (UTF-8)"
        ) from None


def _row_numbers(count: int, left_out: list[int], first: int) -> np.ndarray:
    """Return the row numbers of `count` rows from `first` on, without those left out."""
    numbers = np.arange(first, first + count + len(left_out), dtype=np.int64)
    return np.delete(numbers, np.array(left_out, dtype=np.int64) - first)


def _refuse_swallowed_rows(path: Path, table: pa.Table, rows: np.ndarray, layout: Layout) -> None:
    """Refuse a value that holds the rest of its row and the beginning of a later one.

    The quotation mark at its start was never closed, and rows have disappeared in it.
    """
    for column, cells in enumerate(table.columns):
        for at in matching(cells, "\n"):
            if _holds_rows(cells[at].as_py(), column, layout):
                raise _unclosed(path, rows[at])


def _holds_rows(value: str, column: int, layout: Layout) -> bool:
    marks = [line.count(layout.delimiter) for line in value.splitlines()]
    last = len(layout.head.headings) - 1
    if value.endswith("\n"):
        marks.append(0)
    whole = all(count == last for count in marks[1:-1])
    return whole and marks[0] == last - column and (len(marks) > 2 or marks[-1] == column)


def _unclosed(path: Path, row: int) -> InputError:
    return InputError(f"{path.name}: row {row}: a quotation mark is opened and never closed")


def _refuse_broken(
    path: Path, torn: list[arrow_csv.InvalidRow], whole: int, layout: Layout
) -> None:
    columns = len(layout.head.headings)
    if not torn:
        return
    for row in torn:
        if row.text.count('"') % 2:
            raise _unclosed(path, row.number)
    last = torn[-1]
    if last.number == whole + len(torn) + layout.lines and last.actual_columns < columns:
        with path.open("rb") as file:
            file.seek(-1, io.SEEK_END)
            if file.read(1) not in b"\r\n\0":
                raise InputError(
                    f"{path.name}: the file is cut off in row {last.number}, after "
                    f"{last.actual_columns} of {columns} columns; export it again"
                )
    if not whole:
        row = torn[0].number + layout.records - layout.lines
        raise InputError(
            f"{path.name}: row {row} has {torn[0].actual_columns} values, but the header names "
            f"{columns} columns"
        )
