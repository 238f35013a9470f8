"""Write answers the way survey systems export them: CSV, Excel, SPSS. The same bytes each time."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import openpyxl
import pandas as pd
import pyreadstat

from slicebook.files import WRITTEN, pinned_archive
from surveys.codebook import ANSWER_ID, SUBMITTED, Column, Form

CSV_TIME = "%d-%m-%Y %H:%M:%S"
# Places in the header of a system file (PSPP developers' guide, "File Header Record").
SAV_DATE, SAV_TIME = slice(92, 101), slice(101, 109)


def write_csv(form: Form, frame: pd.DataFrame, path: Path) -> None:
    """Write UTF-8 with byte order mark, semicolons and decimal commas, as Danish Excel reads it."""
    frame.to_csv(
        path,
        sep=";",
        decimal=",",
        index=False,
        encoding="utf-8-sig",
        date_format=CSV_TIME,
        lineterminator="\r\n",
    )


def write_xlsx(form: Form, frame: pd.DataFrame, path: Path) -> None:
    """Write one sheet named after the form, times as Excel's own."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = form.id
    sheet.append(list(frame.columns))
    for row in frame.astype(object).where(frame.notna(), None).itertuples(index=False):
        sheet.append(list(row))
    buffer = BytesIO()
    book.save(buffer)
    path.write_bytes(pinned_archive(buffer.getvalue()))


def write_sav(form: Form, frame: pd.DataFrame, path: Path, language: str = "da") -> None:
    """Write an SPSS system file with variable and value labels in one language."""
    columns = {name: form.columns[name] for name in frame.columns if name in form.columns}
    texts = [name for name, column in columns.items() if column.kind in ("date", "text", "secret")]
    numbers = [name for name in columns if name not in texts]
    data = frame.astype(dict.fromkeys(numbers, "float64"))
    data[texts] = data[texts].astype(object).where(data[texts].notna(), "")
    # pyreadstat writes times of whole seconds as 1970.
    data[SUBMITTED] = data[SUBMITTED].astype("datetime64[us]")
    pyreadstat.write_sav(
        data,
        path,
        column_labels={name: _label(column, language) for name, column in columns.items()},
        variable_value_labels={
            name: _value_labels(column, language)
            for name, column in columns.items()
            if column.kind in ("code", "flag")
        },
        variable_format=dict.fromkeys([ANSWER_ID, *numbers], "F8.0"),
    )
    content = bytearray(path.read_bytes())
    content[SAV_DATE] = WRITTEN.strftime("%d %b %y").encode()
    content[SAV_TIME] = WRITTEN.strftime("%H:%M:%S").encode()
    path.write_bytes(content)


WRITERS: dict[str, Callable[[Form, pd.DataFrame, Path], None]] = {
    "csv": write_csv,
    "sav": write_sav,
    "xlsx": write_xlsx,
}


def _label(column: Column, language: str) -> str:
    part = column.option or column.row
    question = column.item.question[language]
    return f"{question}: {part.label[language]}" if part else question


def _value_labels(column: Column, language: str) -> dict[int, str]:
    if column.kind == "flag":
        return dict(enumerate(("Nej", "Ja") if language == "da" else ("No", "Yes")))
    return {code: option.label[language] for code, option in column.codes.items()}
