"""Read workbooks of Excel and OpenDocument: visible sheets, stored values, dates as dates."""

import io
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pyarrow as pa
from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from slicebook.errors import InputError
from surveys.intake import xlsx_checks
from surveys.intake.binary_workbooks import lost_in_xls, lost_in_xlsb
from surveys.intake.grid import Grid, column_name, number_text, plain
from surveys.intake.heads import WITHIN, Familiar, find_head

# What each kind is called where it cannot be read.
KINDS = {
    "xlsx": "an Excel workbook",
    "xlsb": "an Excel workbook",
    "xls": "an Excel workbook",
    "ods": "an OpenDocument spreadsheet",
}
_TEXT_DATE = re.compile(r"\d{1,2}[-./]\d{1,2}[-./]\d{4}\b")
# From here on a spreadsheet has lost digits of a whole number.
_ROUNDED = 1e15
_XML = "{urn:schemas-microsoft-com:office:spreadsheet}"

Rows = list[list[Any]]


def read_workbook(path: Path, kind: str, familiar: Familiar) -> list[Grid]:
    """Read the visible sheets that hold anything, in the workbook's order.

    Raises `InputError` for a file that is no workbook, is cut off, is protected by a password or
    is too large to be an export once unpacked.
    """
    source: Any = path
    if kind == "xlsx":
        source = xlsx_checks.without_gaps(path, xlsx_checks.refuse_bombs(path)) or path
    try:
        sheets = _sheets(source)
    except (CalamineError, OSError, ValueError):
        raise xlsx_checks.unreadable(path, KINDS[kind]) from None
    grids = _grids(path, sheets, familiar)
    if kind == "xlsx" and xlsx_checks.counts_from_1904(path):
        grids = [replace(grid, calendar=1904) for grid in grids]
    return grids


def read_xml_workbook(path: Path, familiar: Familiar) -> list[Grid]:
    """Read a workbook in Excel's XML of 2003."""
    try:
        book = ElementTree.parse(path)
    except (ElementTree.ParseError, ValueError, LookupError):
        raise xlsx_checks.unreadable(path) from None
    sheets = {
        sheet.get(f"{_XML}Name", str(number)): _xml_rows(sheet)
        for number, sheet in enumerate(book.iter(f"{_XML}Worksheet"), start=1)
    }
    return _grids(path, sheets, familiar)


def lost_values(path: Path, kind: str, grid: Grid) -> list[str]:
    """Return what stands in a workbook's sheet and reads as a blank."""
    if kind == "xlsx":
        sheets = grid.parts or (str(grid.sheet),)
        return [said for sheet in sheets for said in xlsx_checks.lost_values(path, sheet)]
    lost = {"ods": xlsx_checks.lost_in_ods, "xls": lost_in_xls, "xlsb": lost_in_xlsb}
    return list(lost[kind](path))


def notes(path: Path, kind: str, grid: Grid) -> tuple[str, ...]:
    """Say what a person should know of a sheet beside its values."""
    if kind == "xlsx" and (hidden := xlsx_checks.hidden_rows(path, str(grid.sheet))):
        return (f"{hidden} rows are hidden by a filter; they are read like the others",)
    return ()


def _sheets(source: Any) -> dict[str, Rows]:
    # By its content: the reader would otherwise trust the file's extension.
    content = source if isinstance(source, io.BytesIO) else io.BytesIO(source.read_bytes())
    with CalamineWorkbook.from_filelike(content) as book:
        visible = [
            sheet.name
            for sheet in book.sheets_metadata
            if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible
        ]
        return {
            name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in visible
        }


def _xml_rows(sheet: ElementTree.Element) -> Rows:
    rows: Rows = []
    for row in sheet.iter(f"{_XML}Row"):
        rows += [[]] * (int(row.get(f"{_XML}Index", len(rows) + 1)) - len(rows) - 1)
        cells: list[Any] = []
        for cell in row.iter(f"{_XML}Cell"):
            cells += [""] * (int(cell.get(f"{_XML}Index", len(cells) + 1)) - len(cells) - 1)
            cells.append(_xml_value(cell.find(f"{_XML}Data")))
        rows.append(cells)
    width = max(map(len, rows), default=0)
    return [[*row, *[""] * (width - len(row))] for row in rows]


def _xml_value(data: ElementTree.Element | None) -> Any:
    if data is None:
        return ""
    text = "".join(data.itertext())
    kind = data.get(f"{_XML}Type")
    if kind == "Number":
        return float(text)
    if kind == "Error":
        raise InputError(
            f'"{text}": an Excel error stands in a cell; expected an answer or a blank'
        )
    return text.partition(".")[0] if kind == "DateTime" else text


def _grids(path: Path, sheets: dict[str, Rows], familiar: Familiar) -> list[Grid]:
    grids = [_grid(path, name, rows, familiar) for name, rows in sheets.items()
             if any(map(any, rows))]  # fmt: skip
    if not grids:
        raise InputError(f"{path.name}: no visible sheet holds anything")
    return grids


def _grid(path: Path, sheet: str, rows: Rows, familiar: Familiar) -> Grid:
    top = [[_text(cell) for cell in row] for row in rows[: WITHIN + 3]]
    head = find_head(top, familiar)
    body = rows[head.at + head.rows :]
    headings = head.headings
    used = [at for at, name in enumerate(headings) if name or any(_text(r[at]) for r in body)]
    names = [column_name(headings[at]) for at in used]
    cells = [[_text(row[at]) for row in body] for at in used]
    return Grid(
        file=path.name,
        sheet=sheet,
        names=tuple(names),
        cells=tuple(pa.chunked_array([pa.array(texts, pa.string())]) for texts in cells),
        rows=np.arange(head.at + head.rows + 1, len(rows) + 1, dtype=np.int64),
        headings=tuple(plain(headings[at]) for at in used),
        titles={column_name(headings[at]): head.titles[at] for at in used if at in head.titles},
        zone=head.zone,
        mixed=frozenset(
            name for name, at in zip(names, used, strict=True) if _is_mixed([r[at] for r in body])
        ),
    )


def _is_mixed(cells: Sequence[Any]) -> bool:
    """Tell whether dates as cells stand beside dates as text, which Excel could not read."""
    if not any(isinstance(cell, date) for cell in cells):
        return False
    return any(isinstance(cell, str) and _TEXT_DATE.match(cell.strip()) for cell in cells)


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, (int, float)):
        return f"{value:E}" if abs(value) >= _ROUNDED else number_text(value)
    if isinstance(value, datetime):
        return value.isoformat(" ", "seconds")
    if isinstance(value, (date, time)):
        return value.isoformat()
    return str(value)
