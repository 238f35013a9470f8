"""Forms from an XLSForm, the spreadsheet that ODK, KoBo and SurveyCTO make forms of.

Beside the standard's own columns those that `export-form` writes are read: `number`, `ordered`,
`scale`, `added` and `reworded` of a question, `id` of an answer, `added` of a row or an answer.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from slicebook.errors import InputError
from surveys.instruments import rows as cells
from surveys.instruments.question import Part, Question, Questions, Texts
from surveys.instruments.skips import of_xlsform

# What a phone or the system fills in, and pages, which hold no question.
_QUIET = {"start", "end", "today", "deviceid", "phonenumber", "username", "email", "audit", "note",
          "calculate", "hidden", "simserial", "subscriberid"}  # fmt: skip
_KINDS = {"integer": "number", "decimal": "number", "range": "number", "text": "text",
          "date": "date", "datetime": "date"}  # fmt: skip
_LANGUAGES = {"dansk": "da", "danish": "da", "english": "en", "engelsk": "en"}
_ALONE = re.compile(
    r"selected\(\s*\.\s*,\s*'([^']+)'\s*\)\s*and\s*count-selected\(\s*\.\s*\)\s*>\s*1"
)
_BOUND = re.compile(r"\.\s*(>=|>|<=|<)\s*(-?\d+)")
Row = Mapping[str, str]


def is_xlsform(sheets: Mapping[str, cells.Rows]) -> bool:
    """Tell whether a workbook's sheets are those of an XLSForm."""
    return "survey" in sheets and any("type" in map(_heading, row) for row in sheets["survey"][:1])


def read_xlsform(path: Path) -> list[Questions]:
    """Read an XLSForm; `InputError` where a list of answers is not there."""
    sheets = {name: cells.records(rows) for name, rows in cells.sheets(path).items()}
    survey = [_spelled(row) for row in sheets["survey"]]
    lists = _lists([_spelled(row) for row in sheets.get("choices", [])])
    settings = _spelled(next(iter(sheets.get("settings", [])), {}))
    remarks: list[str] = []
    questions = list(_questions(survey, lists, path, remarks))
    title = settings.get("form_title") or path.stem
    named = settings.get("form_id") or path.stem
    return [Questions(named, {"": title}, questions, path.name, remarks)]


def _questions(
    survey: Sequence[Row], lists: Mapping[str, list[Part]], path: Path, remarks: list[str]
) -> Iterator[Question]:
    group: Row = {}
    grid: list[tuple[Row, str]] = []
    others: list[Question] = []
    for row in survey:
        kind, _, chosen = re.sub("^(begin|end)_", r"\1 ", row.get("type", "")).partition(" ")
        opens = kind in ("begin", "end") and bool(chosen or kind == "begin")
        if opens or (kind == "select_one" and "label" in _looks(row)):
            if grid:
                yield _grid(group, grid, lists, path)
            yield from others
            group, grid, others = row if opens else _heading_of(group, row), [], []
        elif kind == "select_one" and _is_row(row, group):
            grid.append((row, chosen))
        elif question := _question(row, kind, chosen, lists, path):
            # What is asked among the rows of a grid comes after it.
            others.append(question)
        elif kind and kind.lower().replace("_", "") not in _QUIET:
            remarks.append(f"{row.get('name', '')}: the type {row['type']} has no counterpart")
    yield from others


def _question(
    row: Row, kind: str, chosen: str, lists: Mapping[str, list[Part]], path: Path
) -> Question | None:
    low, high = _bounds(row)
    asked = Question(
        row.get("name", ""),
        _texts(row),
        _KINDS.get(kind.lower(), ""),
        low=low,
        high=high,
        required=row.get("required", "").lower() in ("yes", "true", "true()", "1"),
        ordered=bool(row.get("ordered")),
        scale=row.get("scale") or None,
        number=int(row["number"]) if row.get("number", "").isdecimal() else None,
        added=_day(row.get("added")),
        reworded=_day(row.get("reworded")),
        shown_if=of_xlsform(row.get("relevant", "")),
    )
    if kind in ("select_one", "select_multiple"):
        alone = set(_ALONE.findall(row.get("constraint", "")))
        answers = tuple(
            replace(part, alone=bool(alone & {part.code, part.id}))
            for part in _answers(chosen, lists, path, row)
        )
        return replace(
            asked, type="single" if kind == "select_one" else "multiple", answers=answers
        )
    return asked if asked.type else None


def _grid(
    group: Row, grid: Sequence[tuple[Row, str]], lists: Mapping[str, list[Part]], path: Path
) -> Question:
    asked = _question(group, "select_one", grid[0][1], lists, path)
    assert asked is not None
    start = f"{asked.name}_"
    parts = tuple(
        Part(
            row["name"],
            _texts(row),
            row["name"].removeprefix(start),
            added=_day(row.get("added")),
        )
        for row, _ in grid
    )
    return replace(asked, type="grid", rows=parts)


def _is_row(row: Row, group: Row) -> bool:
    """Tell whether a question is a row of the group's grid: of a table, or below its answers."""
    looks = _looks(group)
    return bool(looks & {"table-list", "list-nolabel"}) or (
        "label" in looks and "list-nolabel" in _looks(row)
    )


def _heading_of(group: Row, row: Row) -> Row:
    """Return the heading of a grid whose labels stand in a row of their own, which asks nothing."""
    name = re.sub(r"_(label|labels|head|header|heading|title)$", "", row.get("name", ""))
    return {**row, **({} if _texts(row) else _labels(group)), "name": name}


def _labels(row: Row) -> Row:
    return {heading: text for heading, text in row.items() if heading.partition("::")[0] == "label"}


def _looks(row: Row) -> frozenset[str]:
    return frozenset(row.get("appearance", "").split())


def _answers(
    chosen: str, lists: Mapping[str, list[Part]], path: Path, row: Row
) -> tuple[Part, ...]:
    name, *more = chosen.split()
    if name not in lists:
        raise InputError(
            f'{path.name}: sheet "survey": the question {row.get("name")} takes its answers from '
            f'"{name}", a list that the sheet "choices" does not have'
        )
    parts = lists[name]
    if "or_other" in more:
        parts = [*parts, Part("other", {"en": "Other", "da": "Andet"}, "other", write_in=True)]
    return tuple(parts)


def _lists(choices: Sequence[Row]) -> dict[str, list[Part]]:
    found: dict[str, list[Part]] = {}
    for row in choices:
        name = row.get("list_name") or row.get("list name", "")
        code = row.get("code") or row["name"]
        part = Part(code, _texts(row), row.get("id") or row["name"], added=_day(row.get("added")))
        found.setdefault(name, []).append(part)
    return found


def _texts(row: Row) -> Texts:
    """Return the labels by language, `label::Dansk (da)` or `label`."""
    found = {}
    for heading, text in row.items():
        kind, _, language = heading.partition("::")
        if kind == "label" and text:
            found[_language(language)] = text
    return found


def _language(named: str) -> str:
    code = re.search(r"\((\w+)\)", named)
    return code[1].lower() if code else _LANGUAGES.get(named.strip().lower(), named.strip().lower())


def _bounds(row: Row) -> tuple[int | None, int | None]:
    """Return the lowest and highest whole number that a question's constraint allows."""
    low = high = None
    for sign, number in _BOUND.findall(row.get("constraint", "")):
        if ">" in sign:
            low = int(number) + (sign == ">")
        else:
            high = int(number) - (sign == "<")
    return low, high


def _spelled(row: Row) -> Row:
    return {_heading(key): value for key, value in row.items()}


def _heading(text: str) -> str:
    kind, *language = re.split(r"\s*::?\s*", text.strip(), maxsplit=1)
    return "::".join([kind.lower(), *language])


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text[:10]) if text else None
