"""Forms from a REDCap data dictionary: a CSV file, a row a field, one or several forms."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import Path

from slicebook.errors import InputError
from surveys.instruments import rows as cells
from surveys.instruments.question import Part, Question, Questions
from surveys.instruments.skips import of_redcap

HEADINGS = (
    "Variable / Field Name",
    "Form Name",
    "Section Header",
    "Field Type",
    "Field Label",
    "Choices, Calculations, OR Slider Labels",
    "Field Note",
    "Text Validation Type OR Show Slider Number",
    "Text Validation Min",
    "Text Validation Max",
    "Identifier?",
    "Branching Logic (Show field only if...)",
    "Required Field?",
    "Custom Alignment",
    "Question Number (surveys only)",
    "Matrix Group Name",
    "Matrix Ranking?",
    "Field Annotation",
)
NAME, FORM, SECTION, TYPE, LABEL, CHOICES, _, VALIDATION, LOW, HIGH, IDENTIFIER, BRANCHING, \
    REQUIRED, _, NUMBER, MATRIX, _, ANNOTATION = HEADINGS  # fmt: skip
# How the ids of answers are kept, which REDCap has no place for.
IDS = "ids:"
# REDCap's own mark of answers that may not be chosen beside others, with their codes.
ALONE = "@NONEOFTHEABOVE"
_FIXED = {"yesno": "1, Ja | 0, Nej", "truefalse": "1, Sandt | 0, Falsk"}
_KINDS = {"text": "text", "notes": "text", "slider": "number", "radio": "single",
          "dropdown": "single", "yesno": "single", "truefalse": "single",
          "checkbox": "multiple"}  # fmt: skip


def is_redcap(rows: cells.Rows) -> bool:
    """Tell whether a file's headings are those of a data dictionary."""
    head = {cell.strip('"\ufeff ') for cell in rows[0]} if rows else set()
    return {NAME, FORM, TYPE} <= head


def read_redcap(path: Path) -> list[Questions]:
    """Read the forms of a data dictionary, each as one."""
    fields = cells.records(cells.delimited(path))
    return [
        _form(path, form, list(group)) for form, group in groupby(fields, key=lambda row: row[FORM])
    ]


def _form(path: Path, form: str, fields: Sequence[dict[str, str]]) -> Questions:
    remarks = [
        f"{row[NAME]}: marked as telling who a person is; it is left out"
        for row in fields
        if row.get(IDENTIFIER)
    ]
    kept = [row for row in fields if not row.get(IDENTIFIER)]
    for row in kept:
        if row[TYPE] not in _KINDS and row[TYPE] not in ("descriptive", "calc"):
            remarks.append(f"{row[NAME]}: the type {row[TYPE]} has no counterpart")
    asked = [row for row in kept if row[TYPE] in _KINDS and row[NAME] != "record_id"]
    questions = [
        question
        for matrix, rows in groupby(asked, key=lambda row: row.get(MATRIX) or row[NAME])
        for question in _questions(matrix, list(rows), path)
    ]
    return Questions(form, {"": form.replace("_", " ").capitalize()}, questions, path.name, remarks)


def _questions(matrix: str, rows: Sequence[dict[str, str]], path: Path) -> Iterator[Question]:
    if not rows[0].get(MATRIX) or rows[0][TYPE] == "checkbox":
        yield from (_question(row, path) for row in rows)
        return
    parts = tuple(
        Part(row[NAME], {"": row[LABEL]}, row[NAME].removeprefix(f"{matrix}_")) for row in rows
    )
    text = rows[0].get(SECTION) or matrix
    yield replace(_question(rows[0], path), name=matrix, texts={"": text}, type="grid", rows=parts)


def _question(row: dict[str, str], path: Path) -> Question:
    kind, checked = _KINDS[row[TYPE]], row.get(VALIDATION, "")
    if row[TYPE] == "text" and checked.startswith(("integer", "number")):
        kind = "number"
    if row[TYPE] == "text" and checked.startswith("date"):
        kind = "date"
    slider = row[TYPE] == "slider"
    return Question(
        row[NAME],
        {"": row[LABEL]},
        kind,
        tuple(_answers(row, path)) if kind in ("single", "multiple") else (),
        low=_whole(row.get(LOW)) if not slider else _whole(row.get(LOW)) or 0,
        high=_whole(row.get(HIGH)) if not slider else _whole(row.get(HIGH)) or 100,
        required=row.get(REQUIRED, "").lower() in ("y", "yes"),
        number=_whole(row.get(NUMBER)),
        shown_if=of_redcap(row.get(BRANCHING, "")),
    )


def _answers(row: dict[str, str], path: Path) -> Iterator[Part]:
    annotated = re.search(rf"{IDS} ([a-z0-9_ ]+)", row.get(ANNOTATION, ""))
    marked = re.search(rf"{ALONE}\s*=\s*['\"]?([\w, -]+)", row.get(ANNOTATION, ""))
    alone = set(re.split(r"[,\s]+", marked[1])) if marked else set()
    choices = [one for one in (_FIXED.get(row[TYPE]) or row[CHOICES]).split("|") if one.strip()]
    ids = annotated[1].split() if annotated else [None] * len(choices)
    if len(ids) != len(choices):
        raise InputError(
            f"{path.name}: {row[NAME]}: {len(choices)} answers, but {len(ids)} after {IDS}"
        )
    for choice, id in zip(choices, ids, strict=True):
        code, comma, text = choice.partition(",")
        if not comma:
            raise InputError(
                f'{path.name}: {row[NAME]}: the answer "{choice.strip()}" is not "code, label"'
            )
        yield Part(code.strip(), {"": text.strip()}, id, alone=code.strip() in alone)


def _whole(text: str | None) -> int | None:
    number = re.fullmatch(r"(-?\d+)(?:[.,]0*)?", (text or "").strip())
    return int(number[1]) if number else None
