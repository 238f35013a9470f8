"""A file's cells as text, whatever format it came in."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

# Characters that take no room: byte-order mark, soft hyphen, zero-width spaces and joiners.
_INVISIBLE = re.compile("[\ufeff\u00ad\u200b-\u200d\u2060]")
BLANKS = " \t\r\n\u00a0\ufeff\u200b"
_ASCII = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "ö": "oe", "ä": "ae"})
_WHOLE = re.compile(r"([+-]?\d+)(?:[.,]0*)?")


@dataclass(frozen=True)
class Aside:
    """Rows left out, by their numbers in the file: a column, its value, what was expected."""

    rows: np.ndarray
    column: str
    value: str
    expected: str


@dataclass(frozen=True)
class Grid:
    """One sheet of a file.

    `names` are the column names as cleaned by `column_name`; `cells[i]` holds the text of column
    i, one value a row, plain or dictionary-encoded; `rows` are the row numbers as a person counts
    them in the file. `torn` lists (row number, values found) of rows with more or fewer values
    than there are columns. `labels` maps a column to its value labels by the value's text, and
    `missing` to the ranges of numbers that the file declares as missing (SPSS). `headings` are the
    columns' names as they stand in the file and `titles` the question that a column answers, by
    its name, where the file says so besides. `mixed` are columns of a workbook in which date cells
    stand beside dates as text, `calendar` is the year its day numbers count from, `order` the
    order of day, month and year in its times where that is known ("dmy"), `zone` the one of times
    without an offset. `called` gives the
    heading of a column that a mapping gave another name, `folder` where the file lies,
    `parts` are the sheets that were joined. `notes` say what a person should know of
    how the file was read, `aside` are rows that were left out before their answers were read.
    """

    file: str
    sheet: str | None
    names: tuple[str, ...]
    cells: tuple[pa.ChunkedArray, ...]
    rows: np.ndarray
    torn: tuple[tuple[int, int], ...] = ()
    labels: dict[str, dict[str, str]] = field(default_factory=dict)
    missing: dict[str, list[tuple[float, float]]] = field(default_factory=dict)
    headings: tuple[str, ...] = ()
    titles: dict[str, str] = field(default_factory=dict)
    mixed: frozenset[str] = frozenset()
    calendar: int = 1900
    order: str | None = None
    zone: str | None = None
    called: dict[str, str] = field(default_factory=dict)
    folder: str = ""
    parts: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    aside: tuple["Aside", ...] = ()

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


def in_ascii(text: str) -> str:
    """Return a text in small letters without accents, and æ, ø and å as ae, oe and aa.

    >>> in_ascii("én ærø")
    'en aeroe'
    """
    apart = unicodedata.normalize("NFD", text.translate(_ASCII))
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


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
    # A table that was just read has its columns in one piece; what is whole is not copied.
    coded = cells.chunk(0) if cells.num_chunks == 1 else cells.combine_chunks()
    return coded.indices.to_numpy(zero_copy_only=False), coded.dictionary.to_pylist()


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
    grid = columns(grid, named)
    blank = np.ones(len(grid.rows), dtype=bool)
    for cells in grid.cells:
        if not blank.any():
            return grid
        blank &= is_blank(cells)
    return rows(grid, ~blank)


def columns(grid: Grid, kept: Sequence[int]) -> Grid:
    """Return a grid of the columns at these positions."""
    return replace(
        grid,
        names=tuple(grid.names[at] for at in kept),
        cells=tuple(grid.cells[at] for at in kept),
        headings=tuple(grid.headings[at] for at in kept) if grid.headings else (),
    )


def rows(grid: Grid, kept: np.ndarray) -> Grid:
    """Return a grid of the rows marked in `kept`."""
    if kept.all():
        return grid
    cells = tuple(cells.filter(pa.array(kept)) for cells in grid.cells)
    return replace(grid, cells=cells, rows=grid.rows[kept])


def translated(cells: pa.ChunkedArray, change: Callable[[str], str]) -> pa.ChunkedArray:
    """Return cells with each distinct value changed."""
    positions, values = distinct(cells)
    changed = pa.array([change(value) for value in values], pa.string())
    return pa.chunked_array([pa.DictionaryArray.from_arrays(pa.array(positions), changed)])
