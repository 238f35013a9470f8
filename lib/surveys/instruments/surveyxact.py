"""Forms from SurveyXact: its structure file beside its labels, or the workbook that has both."""

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from slicebook.errors import InputError
from surveys.instruments import rows as cells
from surveys.instruments.flat import Variable, questions_of
from surveys.instruments.question import Part, Question, Questions

# How what lies beside a dataset is known, and its parts in sheets of their own.
STRUCTURE, CHOICE = ("variablename", "questiontext"), "choicetext"
LABELS = re.compile(r"labels?|etiketter", re.IGNORECASE)
PART = re.compile(r"(dataset)\s*\((\d+)\)", re.IGNORECASE)
_NEEDED = {"questionname", "questiontype", "subtype", *STRUCTURE}
_KINDS = {"string": "text", "text": "text", "date": "date"}


def is_structure(rows: cells.Rows) -> bool:
    """Tell whether a table's headings are those of SurveyXact's structure file."""
    return bool(rows) and {cell.lower() for cell in rows[0]} >= _NEEDED


def read_surveyxact(path: Path) -> list[Questions]:
    """Read a structure file with the labels file beside it, or a workbook with both sheets."""
    if path.suffix.lower() in cells.SHEETS:
        sheets = cells.sheets(path)
        structure, labels = sheets["structure"], sheets.get("labels", [])
    else:
        structure = cells.delimited(path)
        beside = path.with_name(re.sub("structure", "labels", path.name, flags=re.IGNORECASE))
        if beside == path or not beside.is_file():
            raise InputError(
                f"{path.name}: the answers stand in the labels file; put it beside this one as "
                f'"{path.name}" with "labels" for "structure"'
            )
        labels = cells.delimited(beside)
    entries = [
        {key.lower(): value for key, value in row.items()} for row in cells.records(structure)
    ]
    answers = _answers(labels)
    variables = [_variable(row, answers) for row in entries]
    questions = _with_others(questions_of(variables))
    return [Questions(path.parent.name, {"": path.parent.name}, questions, path.name)]


def _answers(labels: cells.Rows) -> dict[str, list[Part]]:
    found: dict[str, list[Part]] = {}
    for variable, code, text, *_ in (row for row in labels if len(row) > 2):
        found.setdefault(variable, []).append(Part(code, {"": text}))
    return found


def _variable(row: dict[str, str], answers: dict[str, list[Part]]) -> Variable:
    name, texts = row["variablename"], {"": row["questiontext"]}
    kind = row["subtype"].lower()
    if kind == "multiple":
        option = Part(row.get("choicevalue", ""), {"": row.get(CHOICE, "")})
        return Variable(name, texts, "code", (), row["questionname"], option)
    if row["questiontype"].lower() == "open":
        return Variable(name, texts, _KINDS.get(kind, "number"))
    return Variable(name, texts, "code", answers.get(name, ()))


def _with_others(questions: Sequence[Question]) -> list[Question]:
    """Return the questions, a text of the same words as the one before made its write-in.

    SurveyXact asks what "other" is under the number of the question with a letter behind it.
    """
    kept: list[Question] = []
    for question in questions:
        last = kept[-1] if kept else question
        parts = "rows" if last.rows else "answers"
        if question.type == "text" and question.texts == last.texts and getattr(last, parts):
            *first, other = getattr(last, parts)
            kept[-1] = replace(last, **{parts: (*first, replace(other, write_in=True))})
        else:
            kept.append(question)
    return kept
