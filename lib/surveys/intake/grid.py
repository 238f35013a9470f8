"""A file's cells as text, whatever format it came in."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

# Characters that take no room: byte-order mark, soft hyphen, zero-width spaces and joiners.
_INVISIBLE = re.compile("[\ufeff\u00ad\u200b-\u200d\u2060]")
BLANKS = " \t\r\n\u00a0\ufeff\u200b"
_WHOLE = re.compile(r"([+-]?\d+)(?:[.,]0*)?")


@dataclass(frozen=True)
class Grid:
    """One sheet of a file.

    `names` are the column names as cleaned by `column_name`; `cells[i]` holds the text of column
    i, one value a row, plain or dictionary-encoded; `rows` are the row numbers as a person counts
    them in the file. `torn` lists (row number, values found) of rows with more or fewer values
    than there are columns. `labels` maps a column to its value labels by the value's text, and
    `missing` to the ranges of numbers that the file declares as missing (SPSS).
    """

    file: str
    sheet: str | None
    names: tuple[str, ...]
    cells: tuple[pa.ChunkedArray, ...]
    rows: np.ndarray
    torn: tuple[tuple[int, int], ...] = ()
    labels: dict[str, dict[str, str]] = field(default_factory=dict)
    missing: dict[str, list[tuple[float, float]]] = field(default_factory=dict)

    def column(self, name: str) -> pa.ChunkedArray:
        """Return the text of the first column with this name."""
        return self.cells[self.names.index(name)]

    @property
    def title(self) -> str:
        """Return the file's name, with the sheet where it has several."""
        return f'{self.file}, sheet "{self.sheet}"' if self.sheet else self.file


def plain(text: str) -> str:
    """Return `text` composed, without invisible characters and with single spaces.

    >>> plain(" Ko\u0308ge\u00a0 ")
    'Köge'
    """
    return " ".join(_INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).split())


def column_name(text: str) -> str:
    """Return a column's name in the codebook's spelling: lower case, words joined by "_"."""
    return re.sub(r"[\s-]+", "_", plain(text).lower())


def whole_number(text: str) -> int | None:
    """Read "1", "1.0" or "1,0" as 1; None where `text` is no whole number."""
    match = _WHOLE.fullmatch(text)
    return int(match[1]) if match and len(match[1]) < 19 else None


def number_text(value: float) -> str:
    """Write a number without a decimal part where it has none; a missing one is blank."""
    if value != value:
        return ""
    return str(int(value)) if float(value).is_integer() else repr(float(value))


def distinct(cells: pa.ChunkedArray) -> tuple[np.ndarray, list[str]]:
    """Return the position of each cell's value among the distinct values, and these values."""
    if not pa.types.is_dictionary(cells.type):
        cells = pc.dictionary_encode(cells)
    if cells.num_chunks == 0:
        return np.empty(0, np.int32), []
    coded = cells.unify_dictionaries()
    positions = [chunk.indices.to_numpy(zero_copy_only=False) for chunk in coded.chunks]
    return np.concatenate(positions), coded.chunk(0).dictionary.to_pylist()


def matching(cells: pa.ChunkedArray, pattern: str) -> Iterator[int]:
    """Yield the positions of the cells in which Arrow finds a regular expression (RE2)."""
    first = 0
    for chunk in cells.chunks:
        coded = pa.types.is_dictionary(chunk.type)
        hits = pc.match_substring_regex(chunk.dictionary if coded else chunk, pattern)
        if pc.any(hits).as_py():
            hits = hits.take(chunk.indices) if coded else hits
            yield from (first + pc.indices_nonzero(hits).to_numpy()).tolist()
        first += len(chunk)


def text_of(cells: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return dictionary-encoded cells as plain text."""
    return cells.cast(pa.string()) if pa.types.is_dictionary(cells.type) else cells


def is_blank(cells: pa.ChunkedArray) -> np.ndarray:
    """Tell for each cell whether it holds nothing but blanks."""
    if pa.types.is_dictionary(cells.type):
        positions, values = distinct(cells)
        empty = np.array([not plain(value) for value in values], dtype=bool)
        return empty[positions] if len(values) else np.zeros(0, dtype=bool)
    return pc.equal(pc.utf8_trim(cells, BLANKS), "").to_numpy().astype(bool)


def without_blanks(grid: Grid) -> Grid:
    """Leave out rows that hold nothing at all, and columns without a name and a value.

    Spreadsheets, editors and delimiters at the end of a line append them.
    """
    named = [at for at, name in enumerate(grid.names) if name or not is_blank(grid.cells[at]).all()]
    names = tuple(grid.names[at] for at in named)
    grid = replace(grid, names=names, cells=tuple(grid.cells[at] for at in named))
    blank = np.ones(len(grid.rows), dtype=bool)
    for cells in grid.cells:
        if not blank.any():
            return grid
        blank &= is_blank(cells)
    kept = tuple(cells.filter(pa.array(~blank)) for cells in grid.cells)
    return replace(grid, cells=kept, rows=grid.rows[~blank])
