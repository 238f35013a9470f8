"""Read delimited text: encoding, delimiter and torn rows are found, nothing is asked."""

import codecs
import csv
import io
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
from charset_normalizer import from_bytes
from pyarrow import csv as arrow_csv

from slicebook.errors import InputError
from surveys.intake.grid import Grid, column_name, matching

DELIMITERS = ";,\t|"
_BLOCK = 1 << 22
_BOMS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
# What Danish offices use beside UTF-8: Windows, DOS, and the old Macintosh.
_LEGACY = ["cp1252", "cp850", "mac_roman"]


@dataclass(frozen=True)
class _Layout:
    """How a file is written: `lead` counts the empty lines above the header."""

    encoding: str
    delimiter: str
    names: tuple[str, ...]
    quoted: bool
    lead: int


def read_csv(path: Path, known: Collection[str], answers: Collection[str]) -> Grid:
    """Read a delimited text file.

    `known` are column names of any form; the delimiter is the one that yields most of them.
    `answers` are those that hold answers, mostly one of a few or blank: each is kept once.
    Raises `InputError` for a file that is empty, binary or cut off, and where no row has as many
    values as the header.
    """
    layout = _layout(path, known)
    kinds = {
        name: pa.dictionary(pa.int32(), pa.string())
        if column_name(name) in answers
        else pa.string()
        for name in layout.names
    }
    torn: list[arrow_csv.InvalidRow] = []
    table = _parse(path, layout, kinds, torn, threads=True)
    if torn:
        # Only a single-threaded reader knows the numbers of the rows it leaves out.
        torn = []
        table = _parse(path, layout, kinds, torn, threads=False)
        _refuse_broken(path, torn, table.num_rows, layout)
    rows = _row_numbers(table.num_rows, [row.number for row in torn], 2 + layout.lead)
    if layout.quoted:
        _refuse_swallowed_rows(path, table, rows, layout)
    return Grid(
        file=path.name,
        sheet=None,
        names=tuple(column_name(name) for name in layout.names),
        cells=tuple(table.columns),
        rows=rows,
        torn=tuple((row.number, row.actual_columns) for row in torn),
    )


def _parse(
    path: Path,
    layout: _Layout,
    kinds: dict[str, pa.DataType],
    torn: list[arrow_csv.InvalidRow],
    threads: bool,
) -> pa.Table:
    def set_aside(row: arrow_csv.InvalidRow) -> str:
        torn.append(row)
        return "skip"

    try:
        return arrow_csv.read_csv(
            path,
            read_options=arrow_csv.ReadOptions(
                use_threads=threads,
                block_size=_BLOCK,
                skip_rows=layout.lead,
                encoding="utf8" if layout.encoding.startswith("utf-8") else layout.encoding,
            ),
            parse_options=arrow_csv.ParseOptions(
                delimiter=layout.delimiter,
                newlines_in_values=layout.quoted,
                ignore_empty_lines=False,
                invalid_row_handler=set_aside,
            ),
            convert_options=arrow_csv.ConvertOptions(column_types=kinds, strings_can_be_null=False),
        )
    except (pa.ArrowException, UnicodeError, OSError):
        # The library's message would repeat the row, and with it a person's answers.
        raise InputError(
            f"{path.name}: not readable as delimited text; export it again as CSV (UTF-8)"
        ) from None


def _layout(path: Path, known: Collection[str]) -> _Layout:
    encoding, quoted = _scan(path)
    lead, line = 0, ""
    with path.open(encoding=encoding, errors="replace", newline="") as text:
        for line in text:
            if line.strip("\ufeff \r\n"):
                break
            lead += 1
        else:
            raise InputError(f"{path.name}: the file is empty")
        start = line + (text.read(1 << 16) if quoted else "")
    headers = {delimiter: _first_record(start, delimiter) for delimiter in DELIMITERS}
    delimiter = max(
        DELIMITERS,
        key=lambda mark: (
            len({column_name(name) for name in headers[mark]} & set(known)),
            len(headers[mark]),
        ),
    )
    return _Layout(encoding, delimiter, tuple(headers[delimiter]), quoted, lead)


def _first_record(text: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), [])
    except csv.Error:
        return []


def _scan(path: Path) -> tuple[str, bool]:
    """Return the file's encoding and whether it holds quotation marks."""
    with path.open("rb") as file:
        head = file.read(4096)
    if not head:
        raise InputError(f"{path.name}: the file is empty")
    for mark, encoding in _BOMS.items():
        if head.startswith(mark) and encoding != "utf-8-sig":
            return encoding, True
    if b"\0" in head:
        return _wide(path, head), True
    utf8, quoted, legacy = codecs.getincrementaldecoder("utf-8")(), False, b""
    for block in _blocks(path):
        if b"\0" in block:
            raise _binary(path)
        quoted = quoted or b'"' in block
        legacy = legacy or _not_utf8(utf8, block)
    if not legacy:
        legacy = _not_utf8(utf8, b"", final=True)
    if not legacy:
        return ("utf-8-sig" if head.startswith(codecs.BOM_UTF8) else "utf-8"), quoted
    guess = from_bytes(legacy, cp_isolation=_LEGACY).best()
    return (guess.encoding if guess else "cp1252"), quoted


def _not_utf8(decoder: codecs.IncrementalDecoder, block: bytes, final: bool = False) -> bytes:
    """Return the block if it is no UTF-8, else nothing."""
    try:
        decoder.decode(block, final)
    except UnicodeDecodeError as problem:
        return problem.object
    return b""


def _wide(path: Path, head: bytes) -> str:
    """Return UTF-16's byte order in a file without a byte-order mark, by where the zeros are."""
    zeros = [head[0::2].count(0), head[1::2].count(0)]
    if max(zeros) < len(head) / 4 or min(zeros) > len(head) / 50:
        raise _binary(path)
    return "utf-16-le" if zeros[1] > zeros[0] else "utf-16-be"


def _binary(path: Path) -> InputError:
    return InputError(f"{path.name}: this is no text; expected CSV, or an .xlsx or .sav file")


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            yield block


def _row_numbers(count: int, left_out: list[int], first: int) -> np.ndarray:
    """Return the row numbers of `count` rows from `first` on, without those left out."""
    numbers = np.arange(first, first + count + len(left_out), dtype=np.int64)
    return np.delete(numbers, np.array(left_out, dtype=np.int64) - first)


def _refuse_swallowed_rows(path: Path, table: pa.Table, rows: np.ndarray, layout: _Layout) -> None:
    """Refuse a value that runs over a line's end and holds as many delimiters as a row.

    The quotation mark at its start was never closed, and rows have disappeared in it.
    """
    for cells in table.columns:
        for at in matching(cells, "\n"):
            if cells[at].as_py().count(layout.delimiter) >= len(layout.names) - 1:
                raise _unclosed(path, rows[at])


def _unclosed(path: Path, row: int) -> InputError:
    return InputError(f"{path.name}: row {row}: a quotation mark is opened and never closed")


def _refuse_broken(
    path: Path, torn: list[arrow_csv.InvalidRow], whole: int, layout: _Layout
) -> None:
    columns = len(layout.names)
    for row in torn:
        if row.text.count('"') % 2:
            raise _unclosed(path, row.number)
    last = torn[-1]
    if last.number == whole + len(torn) + 1 + layout.lead and last.actual_columns < columns:
        with path.open("rb") as file:
            file.seek(-1, io.SEEK_END)
            if file.read(1) not in b"\r\n\0":
                raise InputError(
                    f"{path.name}: the file is cut off in row {last.number}, after "
                    f"{last.actual_columns} of {columns} columns; export it again"
                )
    if not whole:
        raise InputError(
            f"{path.name}: row {torn[0].number} has {torn[0].actual_columns} values, but the "
            f"header names {columns} columns"
        )
