"""A workbook as Excel has it."""

from collections.abc import Iterable
from copy import copy
from io import BytesIO

import openpyxl
from openpyxl.cell import Cell as Square
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.utils.indexed_list import IndexedList
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.table import Table, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

from slicebook.files import pinned_archive
from slicebook.workbook.cells import Cell, Form, Sheet, widths

FACE, SIZE, TITLE_SIZE = "Arial", 12, 15
LINK = Font(name=FACE, size=SIZE, color="0563C1", underline="single")
TITLE, HEADING = Font(name=FACE, size=TITLE_SIZE, bold=True), Font(name=FACE, size=SIZE, bold=True)
WRAPPED, TOP = Alignment(wrap_text=True, vertical="top"), Alignment(vertical="top")


def xlsx(sheets: Iterable[Sheet], title: str, language: str) -> bytes:
    """Return the file: the same bytes for the same sheets."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    # The font of every cell that has no other; openpyxl's own is one for all its workbooks.
    font = copy(book._fonts[0])
    font.name, font.sz = FACE, SIZE
    book._fonts = IndexedList([font])
    book.properties.title, book.properties.language = title, language
    book.properties.creator = None
    for sheet in sheets:
        _write(book.create_sheet(sheet.name), sheet)
    buffer = BytesIO()
    book.save(buffer)
    return pinned_archive(buffer.getvalue())


def _write(there: Worksheet, sheet: Sheet) -> None:
    for at, line in enumerate(sheet.lines, start=1):
        square = _put(there, at, 1, line)
        # Prose over the width of the table; on the cover, which has none, within its column.
        square.alignment = TOP if sheet.columns else WRAPPED
        if at == 1:
            square.font = TITLE
    if sheet.columns:
        _table(there, sheet, len(sheet.lines) + 1)
    for at, width in enumerate(widths(sheet), start=1):
        there.column_dimensions[get_column_letter(at)].width = width


def _table(there: Worksheet, sheet: Sheet, top: int) -> None:
    for column, name in enumerate(sheet.columns, start=1):
        square = _put(there, top, column, Cell(name))
        square.font, square.alignment = HEADING, WRAPPED
    for at, row in enumerate(sheet.rows, start=top + 1):
        for column, one in enumerate(row, start=1):
            square = _put(there, at, column, one)
            square.alignment = TOP if one.number is not None else WRAPPED
    last = f"{get_column_letter(len(sheet.columns))}{top + len(sheet.rows)}"
    table = Table(displayName=f"table_{sheet.name.replace('.', '_')}", ref=f"A{top}:{last}")
    table.tableStyleInfo = TableStyleInfo(name="TableStyleLight15", showRowStripes=False)
    there.add_table(table)


def _put(there: Worksheet, row: int, column: int, one: Cell) -> Square:
    square = there.cell(row, column)
    if one.number is None:
        square.value = one.text
        # What begins like a formula is a text.
        square.data_type = "s"
    else:
        square.value, square.number_format = one.number, pattern(one.form)
    if one.link:
        _lead(square, one.link)
    return square


def _lead(square: Square, link: str) -> None:
    inside = link.startswith("#")
    square.hyperlink = Hyperlink(
        ref=square.coordinate,
        location=f"'{link[1:]}'!A1" if inside else None,
        target=None if inside else link,
    )
    square.font = LINK


def pattern(form: Form) -> str:
    """Return how Excel writes a number: "0.0%", "#,##0"."""
    number = "#,##0" if form.thousands else "0"
    number += "." + "0" * form.decimals if form.decimals else ""
    # The sign that divides by a hundred is no word.
    sign, percent, words = form.after.partition("%") if form.percent else ("", "", form.after)
    return _quoted(form.before) + number + sign + percent + _quoted(words)


def _quoted(words: str) -> str:
    return f'"{words}"' if words else ""
