"""Any export of ours, written as each system would, is the same answers after one mapping."""

import csv
import random
from pathlib import Path

import pandas as pd
import pytest

from slicebook.errors import InputError
from slicebook.programme import load_programme
from surveys.answers import read_answers
from surveys.codebook import Form, load_codebook
from surveys.intake import take_in
from surveys.intake.mapping.command import map_exports
from system_writers import WRITERS, Rows, answers

ROOT = Path(__file__).resolve().parents[2]
# How many answer sets, and how many draws of them, each form and system is tried with.
COUNT, DRAWS = 12, 1


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "project"
    folder.mkdir()
    for name in ("programme.yml", "instruments"):
        (folder / name).symlink_to(ROOT / name)
    monkeypatch.setenv("MODNING_PROJECT", str(folder))
    return folder


def stored(form: Form) -> list[dict[str, object]]:
    """Return the stored answers as they were put in, in the order of their times."""
    places = load_programme().municipalities
    frame = read_answers(form.id)
    item = next(item for item in form.items if item.type == "municipality")
    frame[item.id] = [places[key].codes[form.id] for key in frame["municipality"]]
    return [_plain(form, row) for row in frame.sort_values("submitted").to_dict("records")]


def _plain(form: Form, row: dict[str, object]) -> dict[str, object]:
    values = {name: row[name] for name in form.columns}
    known = {
        name: None if pd.isna(value) else value.date() if form.columns[name].kind == "date"
        else int(value)
        for name, value in values.items()
    }  # fmt: skip
    return {"submitted": pd.Timestamp(row["submitted"]).to_pydatetime(), **known}


def put_in(form: Form, rows: Rows) -> list[dict[str, object]]:
    made = []
    for row in sorted(rows, key=lambda row: row["time"]):
        values = {
            name: int(row[name] is not None) if column.kind == "text" else row[name]
            for name, column in form.columns.items()
        }
        made.append({"submitted": row["time"], **values})
    return made


def unanswered(form: Form, expected: list[dict], found: list[dict]) -> list[dict]:
    """Take "not chosen" for "not answered" where a system cannot say that nobody answered."""
    for before, after in zip(expected, found, strict=True):
        for item in form.items:
            flags = [column.name for column in item.columns() if column.kind == "flag"]
            if flags and all(not before[name] for name in flags):
                for name in flags:
                    after[name] = before[name]
    return found


@pytest.fixture
def bolig(project: Path) -> None:
    """Work with forms of which each asks again what another asks, and one asks a day."""
    for name in ("programme.yml", "instruments"):
        (project / name).unlink()
        (project / name).symlink_to(ROOT / "examples" / "fast-bolig" / name)


@pytest.mark.parametrize("form", ["registration", "baseline", "completion"])
@pytest.mark.parametrize("system", WRITERS)
def test_an_export_as_it_comes(project: Path, tmp_path: Path, system: str, form: str) -> None:
    comes_back(tmp_path, system, form)


@pytest.mark.usefixtures("bolig")
@pytest.mark.parametrize("form", ["enrolment", "followup", "followup_6m"])
@pytest.mark.parametrize("system", ["surveyxact", "redcap_labels", "qualtrics", "google_forms"])
def test_a_form_that_is_much_of_another(tmp_path: Path, system: str, form: str) -> None:
    comes_back(tmp_path, system, form)


@pytest.mark.usefixtures("bolig")
def test_a_form_that_lacks_a_column_is_not_taken_for_a_smaller_one(tmp_path: Path) -> None:
    asked = load_codebook()["followup"]
    names = [name for name in asked.columns if name != "visits"]
    head = ",".join(["answer_id", "submitted", *names])
    line = ",".join(["1", "2025-03-03 10:00:00", "1", "2025-01-01", *["1"] * (len(names) - 2)])
    path = tmp_path / "followup.csv"
    path.write_text(f"{head}\n{line}\n")
    with pytest.raises(InputError, match="the form followup needs the column visits"):
        take_in([path])


def test_forms_side_by_side_in_a_project_of_redcap(project: Path, tmp_path: Path) -> None:
    """REDCap's labels of two forms and their repeats: the same words stand in both."""
    forms = [load_codebook()[id] for id in ("baseline", "completion")]
    drawn = [answers(form, 6, random.Random(form.id)) for form in forms]
    tables = []
    for form, rows in zip(forms, drawn, strict=True):
        (folder := tmp_path / form.id).mkdir()
        with WRITERS["redcap_labels"](form, rows, folder).open(encoding="utf-8-sig") as file:
            tables.append(list(csv.reader(file)))
    first, second = tables
    blank = [[""] * (len(first[0]) - 3), [""] * (len(second[0]) - 3)]
    records = [[*first[0], *second[0][3:]]]
    records += [["1", "baseline", str(n), *row[3:], *blank[1]] for n, row in enumerate(first[1:])]
    records += [[row[0], "", "", *blank[0], *row[3:]] for row in second[1:]]
    path = tmp_path / "Project_DATA_LABELS.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(records)
    assert map_exports([path], accept=True)[1]
    assert not take_in([path]).reasons
    for form, rows in zip(forms, drawn, strict=True):
        assert unanswered(form, put_in(form, rows), stored(form)) == put_in(form, rows)


def comes_back(tmp_path: Path, system: str, form: str) -> None:
    asked = load_codebook()[form]
    for seed in range(DRAWS):
        rows = answers(asked, COUNT, random.Random(f"{system} {form} {seed}"))
        folder = tmp_path / f"exports-{seed}"
        folder.mkdir()
        path = WRITERS[system](asked, rows, folder)
        said, well = map_exports([path], accept=True)
        assert well, said
        taken = take_in([path])
        assert taken.forms[form].accepted == COUNT
        assert not taken.blanked
        found = unanswered(asked, put_in(asked, rows), stored(asked))
        assert found == put_in(asked, rows)
