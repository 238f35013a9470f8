"""Read delimited text: encoding, delimiter and torn rows are found, nothing is asked."""

import csv
import io
import re
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
from pyarrow import csv as arrow_csv

from slicebook.errors import InputError
from surveys import threads
from surveys.intake.csv_encoding import scan
from surveys.intake.grid import Grid, column_name, matching, plain
from surveys.intake.heads import WITHIN, Familiar, Head, find_head

DELIMITERS = ";,\t|"
# A field may hold a long text, and a header a question of many lines.
csv.field_size_limit(1 << 30)
_TOP = 1 << 18


@dataclass(frozen=True)
class Layout:
    """How a file is written: `records` and `lines` count what stands above the first answers."""

    encoding: str
    delimiter: str
    head: Head
    quoted: bool
    records: int
    lines: int


def find_layout(path: Path, familiar: Familiar) -> Layout:
    """Find a file's layout; `InputError` where it is empty or no text."""
    encoding, quoted = scan(path)
    with path.open(encoding=encoding, errors="replace", newline="") as text:
        top = text.read(_TOP).removeprefix("\ufeff")
        if len(top) == _TOP:
            top += text.readline()
    if not top.strip("\r\n \x1a"):
        raise InputError(f"{path.name}: the file is empty")
    # Excel's own way to name the delimiter.
    said = re.match(r'"?sep=(.)"?[\r\n]+', top, re.IGNORECASE)
    marks = said[1] if said else DELIMITERS
    below = top[said.end() :] if said else top
    found = {mark: _head(below, mark, familiar) for mark in marks}
    mark = max(marks, key=lambda mark: _likely(found[mark][0], familiar))
    head, records, lines = found[mark]
    first = 1 if said else 0
    return Layout(encoding, mark, head, quoted, records + first, lines + first)


def _head(top: str, delimiter: str, familiar: Familiar) -> tuple[Head, int, int]:
    """Return the header under this delimiter, and how many records and lines it ends after."""
    reader = csv.reader(io.StringIO(top, newline=""), delimiter=delimiter)
    records: list[list[str]] = []
    ends: list[int] = []
    try:
        for record in reader:
            records.append(record)
            ends.append(reader.line_num)
            if len(records) > WITHIN + 3:
                break
    except csv.Error:
        pass
    head = find_head(records, familiar)
    last = min(head.at + head.rows, len(ends))
    return head, last, ends[last - 1]


def _likely(head: Head, familiar: Familiar) -> tuple[int, int]:
    names = {column_name(name) for name in head.headings}
    return len(names & familiar.names), len(head.headings)


_BLOCK = 1 << 22
# The mark by which DOS programs end a text.
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
        torn = [row for row in torn if row.text.strip() != _END_OF_FILE]
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
