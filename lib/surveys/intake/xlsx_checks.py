"""What an Excel workbook's own XML tells beside its values: bombs, lost cells, hidden rows."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from xml.etree import ElementTree

from slicebook.errors import InputError

# Tags may have a prefix: workbooks of .NET systems write <x:c>.
_CELL = rb"<(?:\w+:)?c\b"
# Cells that the reader gives as blank: errors, and formulas whose result was never stored. A
# formula with an empty text as its result is stored as such.
_LOST = {
    "an Excel error stands here; expected an answer or a blank": re.compile(
        _CELL + rb'([^>]*\bt="e"[^>]*)>'
    ),
    "a formula without a stored value; open the workbook in Excel and save it": re.compile(
        _CELL + rb'((?![^>]*\bt="str")[^>]*)><(?:\w+:)?f\b[^>]*(?:/>|>[^<]*</(?:\w+:)?f>)'
        rb"(?:<(?:\w+:)?v ?/>|<(?:\w+:)?v></(?:\w+:)?v>|</(?:\w+:)?c>)"
    ),
}
_PLACE = re.compile(rb'\br="([A-Z]+)(\d+)"')
_HIDDEN = re.compile(rb'<(?:\w+:)?row\b[^>]*\bhidden="(?:1|true)"')
_ROW = re.compile(rb'<(?:\w+:)?row\b[^>]*?\br="(\d+)"')
_NUMBERED = re.compile(rb'(\br="[A-Z]*)(\d+)"')
_DIMENSION_TAG = re.compile(rb"<(?:\w+:)?dimension\b[^>]*/>")
_CELLS_SHOWN = 5

# A workbook is read whole. An export of a million rows is within these; a bomb is not.
UNPACKED = 4 << 30
CELLS = 200_000_000
_NAMED = re.compile(rb"""\br\s*=\s*["']([A-Z]*)(\d+)["']""")
_LETTERS = {n: re.compile(rb"""\br\s*=\s*["'][A-Z]{%d}""" % n) for n in (3, 2)}
_DIGITS = {n: re.compile(rb"""\br\s*=\s*["'][A-Z]*\d{%d}["']""" % n) for n in (7, 6, 5, 4)}
# Beyond so many cells it is worth a look whether most rows are no rows at all.
_LARGE = 2_000_000
_GAP = 10_000

# What a damaged archive can end in.
_DAMAGES = (
    zipfile.BadZipFile,
    zlib.error,
    ElementTree.ParseError,
    KeyError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    EOFError,
    OSError,
)


@contextmanager
def opened(path: Path, what: str = "an Excel workbook") -> Iterator[zipfile.ZipFile]:
    """Give a workbook's archive; `InputError` where it, or what is read of it, is damaged."""
    try:
        with zipfile.ZipFile(path) as archive:
            yield archive
    except _DAMAGES:
        raise unreadable(path, what) from None


def refuse_bombs(path: Path) -> int:
    """Raise `InputError` where reading would fill the memory; return the largest sheet's cells.

    Either by what is packed, or because every cell up to a sheet's last one is held.
    """
    with opened(path) as archive:
        parts = archive.infolist()
        cells = max((_area(archive, part) for part in parts if _is_sheet(part)), default=0)
    unpacked = sum(part.file_size for part in parts)
    if unpacked > UNPACKED or cells > CELLS:
        raise InputError(
            f"{path.name}: too large to be an export: {unpacked >> 20} MiB unpacked, {cells} cells "
            f"in a sheet; expected at most {UNPACKED >> 20} MiB and {CELLS} cells"
        )
    return cells


def without_gaps(path: Path, cells: int) -> io.BytesIO | None:
    """Return a large workbook without its long stretches of absent rows; None where it has none.

    A blank in a sheet's last row would let the reader hold a million rows. What stands below such
    a gap moves up to it.
    """
    if cells < _LARGE:
        return None
    made, changed = io.BytesIO(), False
    with opened(path) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            content = old.read(part)
            closed = _closed(content) if _is_sheet(part) else content
            changed |= closed is not content
            new.writestr(part.filename, closed)
    made.seek(0)
    return made if changed else None


def _closed(content: bytes) -> bytes:
    last = 0
    for row in _ROW.finditer(content):
        number = int(row[1])
        if number - last > _GAP:
            start, shift = row.start(), number - last - 1
            head = _DIMENSION_TAG.sub(b"", content[:start])
            return head + _closed(_NUMBERED.sub(partial(_moved, shift), content[start:]))
        last = number
    return content


def _moved(shift: int, found: re.Match[bytes]) -> bytes:
    return found[1] + str(int(found[2]) - shift).encode() + b'"'


def _is_sheet(part: zipfile.ZipInfo) -> bool:
    return part.filename.startswith("xl/worksheets/") and part.filename.endswith(".xml")


def _area(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> int:
    """Return how many cells a sheet spans at most, by where its cells say they are.

    Not by what the sheet says of itself. They are looked at one by one only where the number of
    letters and digits in their names leaves open whether there are too many.
    """
    letters, digits = 1, 3
    for piece in _pieces(archive, part):
        letters = _longest(_LETTERS, letters, piece)
        digits = _longest(_DIGITS, digits, piece)
    rows, columns = 10**digits, sum(26**n for n in range(1, letters + 1))
    if rows * columns > CELLS:
        named = [set(_NAMED.findall(piece)) for piece in _pieces(archive, part)]
        rows = max((int(row) for cells in named for _, row in cells), default=0)
        columns = max((_number(column) for cells in named for column, _ in cells), default=0)
    return rows * columns


def _longest(patterns: Mapping[int, re.Pattern[bytes]], known: int, piece: bytes) -> int:
    """Return the largest number above `known` whose pattern is found, or `known`."""
    return next((n for n in patterns if n > known and patterns[n].search(piece)), known)


def _pieces(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """Yield a part of an archive piece by piece, each with the end of the one before it."""
    end = b""
    with archive.open(part) as content:
        while piece := content.read(1 << 22):
            yield end + piece
            end = piece[-100:]


def _number(column: bytes) -> int:
    number = 0
    for letter in column:
        number = 26 * number + letter - ord("A") + 1
    return number


def lost_values(path: Path, sheet: str) -> list[str]:
    """Return what was lost in a sheet: formulas without a stored value, or with an error for one.

    Both read as blank cells, and an answer would be lost without a word.
    """
    content = _content(path, sheet)
    return [
        f'{path.name}, sheet "{sheet}": {_places(cell, content)}: {problem}'
        for problem, cell in _LOST.items()
        if cell.search(content)
    ]


def _places(cell: re.Pattern[bytes], content: bytes) -> str:
    places = [_PLACE.search(found[1]) for found in cell.finditer(content)]
    known = [f"row {place[2].decode()}, column {place[1].decode()}" for place in places if place]
    more = len(places) - _CELLS_SHOWN
    shown = "; ".join(known[:_CELLS_SHOWN]) or f"{len(places)} cells"
    return shown + (f" and {more} more" if known and more > 0 else "")


def hidden_rows(path: Path, sheet: str) -> int:
    """Return how many rows of a sheet a filter hides."""
    return sum(1 for _ in _HIDDEN.finditer(_content(path, sheet)))


def counts_from_1904(path: Path) -> bool:
    """Tell whether a workbook's day numbers count from 1904, as old Macintoshes had it."""
    with opened(path) as archive:
        book = archive.read("xl/workbook.xml")
    return re.search(rb'\bdate1904="(?:1|true)"', book) is not None


def _content(path: Path, sheet: str) -> bytes:
    with opened(path) as archive:
        return archive.read(_part(archive, sheet))


def _part(archive: zipfile.ZipFile, sheet: str) -> str:
    """Return the name of the part of the workbook that holds this sheet."""
    book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
    relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {entry.get("Id"): entry.get("Target", "") for entry in relations}
    for entry in book.findall(".//{*}sheet"):
        if entry.get("name") == sheet:
            target = next(targets[value] for key, value in entry.items() if key.endswith("}id"))
            return target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    raise KeyError(sheet)


def lost_in_ods(path: Path) -> Iterator[str]:
    """Yield what was lost in an OpenDocument spreadsheet."""
    with opened(path, "an OpenDocument spreadsheet") as archive:
        content = archive.read("content.xml")
    if b'calcext:value-type="error"' in content:
        yield f"{path.name}: a formula's error stands in a cell; expected an answer or a blank"


def unreadable(path: Path, what: str = "an Excel workbook") -> InputError:
    """Return the message for a workbook that no reader opens."""
    return InputError(f"{path.name}: not readable as {what}; it may be cut off or protected")
