"""Read Excel workbooks: visible sheets, stored values of formulas, dates as dates."""

import re
import zipfile
import zlib
from collections.abc import Collection
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pyarrow as pa
from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from slicebook.errors import InputError
from surveys.intake.grid import Grid, column_name, number_text

# How many rows are looked at for the header; titles often stand above it.
_HEADER_WITHIN = 10
# Cells that the reader gives as blank: errors, and formulas whose result was never stored. A
# formula with an empty text as its result is stored as such.
_LOST = {
    "an Excel error stands here; expected an answer or a blank": re.compile(
        rb'<c r="([A-Z]+)(\d+)"[^>]* t="e"'
    ),
    "a formula without a stored value; open the workbook in Excel and save it": re.compile(
        rb'<c r="([A-Z]+)(\d+)"(?![^>]* t="str")[^>]*><f[^>]*(?:/>|>[^<]*</f>)'
        rb"(?:<v ?/>|<v></v>|</c>)"
    ),
}

# A workbook is read whole. An export of a million rows is within these; a bomb is not.
UNPACKED = 4 << 30
CELLS = 200_000_000
_DIMENSION = re.compile(rb'<dimension ref="(?:[A-Z]+\d+:)?([A-Z]+)(\d+)"')

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


def read_xlsx(path: Path, known: Collection[str]) -> list[Grid]:
    """Read the visible sheets that hold anything, in the workbook's order.

    A sheet's header is the row, among its first ten, with most of the column names in `known`.
    Raises `InputError` for a file that is no workbook, is cut off, is protected by a password or
    is too large to be an export once unpacked.
    """
    _refuse_bombs(path)
    try:
        with CalamineWorkbook.from_path(path) as book:
            visible = [
                sheet.name
                for sheet in book.sheets_metadata
                if sheet.typ == SheetTypeEnum.WorkSheet
                and sheet.visible == SheetVisibleEnum.Visible
            ]
            sheets = {
                name: book.get_sheet_by_name(name).to_python(skip_empty_area=False)
                for name in visible
            }
    except (CalamineError, OSError, ValueError):
        raise _unreadable(path) from None
    grids = [_grid(path, name, rows, known) for name, rows in sheets.items() if any(map(any, rows))]
    if not grids:
        raise InputError(f"{path.name}: no visible sheet holds anything")
    return grids


def _refuse_bombs(path: Path) -> None:
    """Raise `InputError` where reading would fill the memory.

    Either by what is packed, or because every cell up to a sheet's last one is held.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            sheets = [part for part in parts if part.filename.startswith("xl/worksheets/")]
            cells = max((_area(archive, part) for part in sheets), default=0)
    except _DAMAGES:
        raise _unreadable(path) from None
    unpacked = sum(part.file_size for part in parts)
    if unpacked > UNPACKED or cells > CELLS:
        raise InputError(
            f"{path.name}: too large to be an export: {unpacked >> 20} MiB unpacked, {cells} cells "
            f"in a sheet; expected at most {UNPACKED >> 20} MiB and {CELLS} cells"
        )


def _area(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> int:
    """Return how many cells a sheet says it spans; 0 where it does not say."""
    with archive.open(part) as content:
        found = _DIMENSION.search(content.read(4096))
    if not found:
        return 0
    column = 0
    for letter in found[1]:
        column = 26 * column + letter - ord("A") + 1
    return column * int(found[2])


def refuse_lost_values(path: Path, sheet: str) -> None:
    """Raise `InputError` for a formula without a stored value, or with an error for a value.

    Both read as blank cells, and an answer would be lost without a word.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            content = archive.read(_part(archive, sheet))
    except _DAMAGES:
        raise _unreadable(path) from None
    for problem, cell in _LOST.items():
        if found := cell.search(content):
            column, row = (part.decode() for part in found.groups())
            raise InputError(f'{path.name}, sheet "{sheet}": row {row}, column {column}: {problem}')


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


def _unreadable(path: Path) -> InputError:
    return InputError(
        f"{path.name}: not readable as an Excel workbook; it may be cut off or protected"
    )


def _grid(path: Path, sheet: str, rows: list[list[Any]], known: Collection[str]) -> Grid:
    header = max(range(min(len(rows), _HEADER_WITHIN)), key=lambda at: _familiar(rows[at], known))
    names, body = rows[header], rows[header + 1 :]
    used = [at for at, name in enumerate(names) if _text(name) or any(_text(r[at]) for r in body)]
    return Grid(
        file=path.name,
        sheet=sheet,
        names=tuple(column_name(_text(names[at])) for at in used),
        cells=tuple(
            pa.chunked_array([pa.array([_text(row[at]) for row in body], pa.string())])
            for at in used
        ),
        rows=np.arange(header + 2, len(rows) + 1, dtype=np.int64),
    )


def _familiar(row: list[Any], known: Collection[str]) -> int:
    return len({column_name(_text(cell)) for cell in row} & set(known))


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, (int, float)):
        return number_text(value)
    if isinstance(value, datetime):
        return value.isoformat(" ", "seconds")
    if isinstance(value, (date, time)):
        return value.isoformat()
    return str(value)
