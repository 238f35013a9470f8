"""`modning template`: an empty spreadsheet for those who type answers in."""

from pathlib import Path

import openpyxl
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from slicebook.errors import InputError
from slicebook.programme import load_programme
from slicebook.written import refuse_unknown
from surveys.codebook import ANSWER_ID, SUBMITTED, Column, Form, load_codebook
from surveys.intake.values import expected

# So many rows offer the answers to choose from.
_ROWS = 2000
# A spreadsheet takes no longer list.
_LONGEST = 255


def write_template(form: str, path: Path) -> Path:
    """Write an empty workbook for a form: its headings, and a sheet that says what each may hold.

    Raises `InputError` for a form that there is not, and where the file is there already.
    """
    forms = load_codebook(load_programme())
    refuse_unknown("form", form, forms)
    if path.exists():
        raise InputError(f"{path}: is there already; name another file")
    book = openpyxl.Workbook()
    _answers(book.active, forms[form])
    _guide(book.create_sheet("columns"), forms[form])
    book.save(path)
    return path


def _answers(sheet: openpyxl.worksheet.worksheet.Worksheet, form: Form) -> None:
    sheet.title = form.id
    sheet.append([ANSWER_ID, SUBMITTED, *form.columns])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
        sheet.column_dimensions[cell.column_letter].width = max(12, len(cell.value) + 2)
    sheet.freeze_panes = "A2"
    for place, column in enumerate(form.columns.values(), start=3):
        if (offered := _offered(column)) is not None:
            letter = get_column_letter(place)
            offered.add(f"{letter}2:{letter}{_ROWS}")
            sheet.add_data_validation(offered)


def _offered(column: Column) -> DataValidation | None:
    """Return the answers to choose from; labels with a comma cannot be offered, but be typed."""
    if column.kind == "flag":
        labels = ["1", "0"]
    elif column.kind == "code":
        labels = [str(option.label) for option in column.codes.values()]
    else:
        return None
    listed = ",".join(labels)
    if len(listed) > _LONGEST or any("," in label for label in labels):
        return None
    return DataValidation(type="list", formula1=f'"{listed}"', allow_blank=True)


def _guide(sheet: openpyxl.worksheet.worksheet.Worksheet, form: Form) -> None:
    sheet.append(["column", "question", "part", "may hold"])
    sheet.append([ANSWER_ID, "", "", "a number of its own for each answer set"])
    sheet.append([SUBMITTED, "", "", "day and time: DD-MM-YYYY HH:MM"])
    for name, column in form.columns.items():
        part = column.option or column.row
        texts = [str(column.item.question), str(part.label) if part else ""]
        text = "text" if column.kind in ("text", "secret") else expected(column)
        sheet.append([name, *texts, text])
