"""Synthetic exports: the forms as files of a survey system, and where their shape is from."""

from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pyreadstat

from slicebook.errors import InputError
from slicebook.files import WRITTEN, pinned_archive, writing
from slicebook.programme import Programme, load_programme
from slicebook.written import refuse_unknown
from surveys.codebook import ANSWER_ID, SUBMITTED, SYNTHETIC, Column, Form, load_codebook
from surveys.export_folders import NOTE, exports_in, made_up, note
from surveys.synthetic.draw import draw_answers
from surveys.synthetic.margins import FROM_FORM, load_assumptions
from surveys.synthetic.persons import with_codes
from surveys.synthetic.times import load_schedule, submissions
from surveys.synthetic.unassumed import completed

FIRST_ID = 1001


def write_exports(
    folder: Path,
    seed: int = 1,
    formats: Sequence[str] = ("csv",),
    programme: Programme | None = None,
) -> list[Path]:
    """Write one file a form and format; in each a column says that the answers are synthetic.

    `synthetic.json` beside them says so of the folder, where nothing else is then put.
    Every printed figure that answers determine holds in them, whatever the seed, and the same seed
    gives the same bytes. Returns the files of answers. Raises `InputError` for an unknown format,
    for assumptions that cannot be read and for a folder that holds other exports.
    """
    for name in formats:
        refuse_unknown("format", name, WRITERS)
    programme = programme or load_programme()
    if (present := exports_in(folder)) and not made_up(present):
        raise InputError(
            f"{present[0].name}: the folder {folder.name} holds exports that are not synthetic; "
            "synthetic answers are not put among others"
        )
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    forms = load_codebook(programme)
    frames = {id: draw_form(form, programme, seed) for id, form in forms.items()}
    for id, frame in with_codes(frames, forms, seed).items():
        form = forms[id]
        for name in formats:
            path = folder / f"{form.id}.{name}"
            with writing(path):
                WRITERS[name](form, frame.assign(**{SYNTHETIC: 1}), path)
            written.append(path)
    with writing(folder / NOTE):
        (folder / NOTE).write_text(note(seed, [*present, *written]), encoding="utf-8")
    return written


def draw_form(form: Form, programme: Programme, seed: int = 1) -> pd.DataFrame:
    """Return all answers to one form in the shape of an export, in order of submission.

    Columns: `answer_id` (a running number), `submitted`, then the form's columns as answer codes,
    0 or 1 for the options of a multiple choice, numbers and text; missing where not answered.
    """
    schedule, assumptions = load_schedule(), completed(load_assumptions(form), form)
    parts = []
    for municipality in programme.municipalities:
        chance = np.random.default_rng([seed, *form.id.encode(), *municipality.encode()])
        submitted = submissions(form.id, municipality, programme, schedule, chance)
        parts.append(draw_answers(form, municipality, submitted, assumptions, schedule.known, seed))
    frame = pd.concat(parts, ignore_index=True)
    frame = frame.sort_values([SUBMITTED, "municipality"], kind="stable", ignore_index=True)
    for name, column in form.columns.items():
        frame[name] = _encode(frame[name], column)
    frame.insert(0, ANSWER_ID, range(FIRST_ID, FIRST_ID + len(frame)))
    return frame


def basis(form: str, item: str) -> str:
    """Tell whether the shape of an item's synthetic answers is the report's.

    Returns "report", "assumed", "form" where nothing is declared of it, or "partly" where some
    margins are printed and others are not.
    Raises `KeyError` for an unknown form or item.
    """
    definition = load_codebook()[form].item(item)
    items = load_assumptions(load_codebook()[form]).items
    if definition.type == "municipality":
        return "report" if items else FROM_FORM
    if item not in items:
        return "assumed" if items else FROM_FORM
    found = {margin.basis for margin in items[item].margins}
    return found.pop() if len(found) == 1 else "partly"


def _encode(values: pd.Series, column: Column) -> pd.Series:
    if column.kind in ("date", "text", "secret"):
        return values
    if column.kind == "code":
        values = values.map({option.id: option.code for option in column.item.options})
    return pd.to_numeric(values.astype(object)).astype("Int64")


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
