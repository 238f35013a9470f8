"""The files that people have, written in other ways: the same answers come back.

`MODNING_MUTATIONS=1 pytest -n 0 tests/surveys/test_field_rewritten.py` tries every file in every
way; without, every fifth file in one.
"""

import csv
import json
import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils.exceptions import IllegalCharacterError

from slicebook.errors import InputError
from surveys.intake import take_in
from surveys.intake.csv_encoding import scan
from test_field import CASES, FIELD, compare, mapped, project  # noqa: F401

Rows = list[list[str]]
# Files of delimited text with nothing beside them, all of whose rows are taken in.
TEXTS = {
    case["case"]: (case, files[0])
    for case in CASES
    if case["ending"] == "right"
    and len(files := list((FIELD / "cases" / case["case"]).rglob("*.*"))) == 1
    and files[0].suffix in (".csv", ".txt", ".tsv")
    and not files[0].read_bytes().startswith(b"$FL2")  # SPSS' own, whatever it is called
}
# What a formula was once is none as text, and Excel calculates it.
NO_WORKBOOK = {"86_free_text_breaks_quotes", "183_excel_csv_with_formula_ids"}


def text(delimiter: str, encoding: str, ending: str = "\r\n") -> Callable[[Path, Rows], None]:
    def write(path: Path, rows: Rows) -> None:
        with path.open("w", encoding=encoding, newline="") as file:
            csv.writer(file, delimiter=delimiter, lineterminator=ending).writerows(rows)

    return write


def workbook(path: Path, rows: Rows) -> None:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path.with_suffix(".xlsx"))
    path.unlink()


def changed(change: Callable[[Rows], Rows]) -> Callable[[Path, Rows], None]:
    return lambda path, rows: text(";", "utf-8")(path, change(rows))


def columns_moved(rows: Rows) -> Rows:
    order = list(range(max(map(len, rows))))
    random.Random(3).shuffle(order)
    return [[row[at] if at < len(row) else "" for at in order] for row in rows]


def rows_apart(rows: Rows) -> Rows:
    blank = [""] * len(rows[0])
    below = [[row, blank] if at % 3 else [row] for at, row in enumerate(rows[5:])]
    return [*rows[:5], *(row for pair in below for row in pair)]


WAYS = {
    "tabs": text("\t", "utf-8"),
    "commas": text(",", "utf-8-sig"),
    "Windows": text(";", "cp1252"),
    "DOS": text(";", "cp850", "\n"),
    "UTF-16": text("\t", "utf-16"),
    "workbook": workbook,
    "columns moved": changed(columns_moved),
    "columns beside": changed(lambda rows: [["", *row, ""] for row in rows]),
    "a column more": changed(
        lambda rows: [[*row, "1,5" if at else "Vægt"] for at, row in enumerate(rows)]
    ),
    "rows apart": changed(rows_apart),
    "upper case": changed(lambda rows: [[cell.upper() for cell in rows[0]], *rows[1:]]),
    "blanks around": changed(lambda rows: [[f" {cell} " for cell in row] for row in rows]),
    "a title above": changed(lambda rows: [["Udtræk 2025"], [""], *rows]),
}
MOVED = ("columns moved", "columns beside")
PAIRS = [(case, way) for case in TEXTS for way in WAYS]
TRIED = PAIRS if os.environ.get("MODNING_MUTATIONS") else PAIRS[:: 5 * len(WAYS) + 1]


def read(path: Path) -> Rows:
    lines = path.read_bytes().decode(scan(path)[0]).splitlines(keepends=True)
    return list(csv.reader(lines, delimiter=max(";,\t|", key=lines[0].count)))


@pytest.mark.parametrize(("name", "way"), TRIED)
def test_a_file_written_in_another_way(name, way, project, tmp_path):  # noqa: F811
    if way == "workbook" and name in NO_WORKBOOK:
        pytest.skip("formulas that were kept as text")
    case, original = TEXTS[name]
    exports = tmp_path / name
    shutil.copytree(FIELD / "cases" / name, exports)
    path = next(one for one in exports.rglob("*.*"))
    try:
        WAYS[way](path, read(original))
    except (UnicodeEncodeError, IllegalCharacterError):
        pytest.skip("written in this way it would lack signs")
    truth = json.loads((FIELD / "truths" / f"{case['truth']}.json").read_text(encoding="utf-8"))
    mapped(exports)
    try:
        taken = take_in([exports])
    except InputError as problem:
        # What only its place among others told is then for a person.
        if way in MOVED and "leaves to a person, under decide" in str(problem):
            return
        raise
    compare("right", taken, truth)
