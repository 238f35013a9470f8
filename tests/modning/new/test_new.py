"""`modning new`: what it writes, what it makes of other systems' forms, and what it refuses."""

import os
from pathlib import Path

import openpyxl
import pytest
import yaml
from typer.testing import CliRunner

from modning.cli import app
from modning.new import Wanted, write_project
from modning.new.forms import roles
from modning.new.render import CELL, TEMPLATE, notebook
from slicebook.errors import InputError

ROOT = Path(__file__).resolve().parents[3]
MINIMAL = ROOT / "examples" / "minimal"
SURVEY = [
    ("select_one city", "city", "Where do you live?"),
    ("select_one yn", "smokes", "Do you smoke?"),
    ("integer", "age", "How old are you?"),
    ("date", "since", "Since when?"),
    ("text", "more", "Anything else?"),
]
CHOICES = [("city", "1", "Halden"), ("city", "2", "Moss"), ("yn", "1", "Yes"), ("yn", "2", "No")]


def xlsform(path: Path, survey: list, choices: list = CHOICES) -> Path:
    """Write an XLSForm and return its file."""
    book = openpyxl.Workbook()
    book.active.title = "survey"
    for row in [("type", "name", "label"), *survey]:
        book.active.append(row)
    sheet = book.create_sheet("choices")
    for row in [("list_name", "name", "label"), *choices]:
        sheet.append(row)
    book.save(path)
    return path


def files_of(folder: Path) -> dict[str, bytes]:
    """Return every file of a project but what was built."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "build" not in path.relative_to(folder).parts
    }


def test_the_example_is_what_the_command_writes(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(app, ["new", "minimal", "--yes"])
    assert result.exit_code == 0, result.output
    assert files_of(tmp_path / "minimal") == files_of(MINIMAL)
    assert os.access(MINIMAL / ".ci" / "run", os.X_OK)


def test_nothing_of_the_worked_example_is_in_it():
    text = b"".join(files_of(MINIMAL).values()).decode().lower()
    for word in ("køge", "koge", "odense", "violence", "vold", "inspire", "vive", "the report"):
        assert word not in text


def test_its_files_are_small():
    for name, content in files_of(MINIMAL).items():
        most = 200 if name.endswith(".ipynb") else 70
        assert len(content.splitlines()) <= most, name


def test_questions_without_an_answer_are_asked(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    said = "en,da\nGävle,Luleå\n2024-2026\n"
    result = CliRunner().invoke(app, ["new", "asked"], input=said)
    assert result.exit_code == 0, result.output
    written = yaml.safe_load((tmp_path / "asked" / "programme.yml").read_text(encoding="utf-8"))
    assert written["languages"] == ["en", "da"]
    assert written["years"] == [2024, 2025, 2026]
    places = {key: place["name"] for key, place in written["municipalities"].items()}
    assert places == {"gavle": "Gävle", "luleaa": "Luleå"}


def test_a_form_of_another_system_becomes_pages(tmp_path):
    form = xlsform(tmp_path / "visit.xlsx", SURVEY)
    write_project(Wanted(tmp_path / "made", [form]))
    written = yaml.safe_load((tmp_path / "made" / "programme.yml").read_text(encoding="utf-8"))
    assert {key: place["codes"] for key, place in written["municipalities"].items()} == {
        "halden": {"visit": 1}, "moss": {"visit": 2},
    }  # fmt: skip
    # One form alone is neither before nor after, so there is nothing to compare.
    assert written["forms"] == {"visit": "other"}
    assert "primary" not in written
    notebooks = sorted(path.name for path in (tmp_path / "made" / "notebooks").rglob("*.ipynb"))
    assert notebooks == ["01_costs.ipynb", "01_coverage.ipynb", "01_criteria.ipynb",
                         "01_summary.ipynb", "02_visit.ipynb"]  # fmt: skip
    page = (tmp_path / "made" / "notebooks" / "01_intake" / "02_visit.ipynb").read_text("utf-8")
    asked = [f'question(visit, \\"{id}\\")' for id in ("smokes", "age", "since")]
    assert [page.index(one) for one in asked] == sorted(page.index(one) for one in asked)
    assert "more" not in page.split("cells")[1].replace("Anything else", "")


def test_a_form_that_asks_for_no_place_is_given_the_question(tmp_path):
    form = xlsform(tmp_path / "visit.xlsx", SURVEY[1:])
    remarks = write_project(Wanted(tmp_path / "made", [form], places=["Here"]))
    assert any("asks for no place" in remark for remark in remarks)
    assert "municipality" in (tmp_path / "made" / "instruments" / "visit.yml").read_text("utf-8")


def test_danish_needs_nothing_more_to_build(tmp_path):
    assert write_project(Wanted(tmp_path / "made", languages=["en", "da"])) == ()
    assert write_project(Wanted(tmp_path / "norsk", languages=["en", "nb"]))[0].startswith("nb: ")


def test_no_danish_line_is_left_over():
    danish = yaml.safe_load((TEMPLATE / "da.yml").read_text(encoding="utf-8"))
    text = "\n".join(path.read_text("utf-8") for path in sorted(TEMPLATE.rglob("*.jinja")))
    assert [line for line in danish if line not in text] == []


def test_a_template_is_a_notebook_cell_by_cell():
    text = (
        "<!-- slices: all -->\n<!-- title -->\n# A: {{ slice }}\n\n<!-- b -->\n```python\n1\n```\n"
    )
    made = notebook(text)
    assert CELL.findall(text) == ["title", "b"]
    assert '"slices": "all"' in made
    assert made.count('"cell_type": "code"') == 2


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["visit"], ["other"]),
        (["enrolment", "followup", "followup_6m"], ["before", "after", "other"]),
        (["registration", "start", "end"], ["register", "before", "after"]),
        (["registration", "start"], ["register", "other"]),
    ],
)
def test_what_a_form_is_for_follows_from_names_and_order(names, expected):
    assert list(roles(dict.fromkeys(names, ())).values()) == expected


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (["--years", "2026-2024"], "2024-2026"),
        (["--years", "soon"], "2024-2026"),
        (["--languages", "english"], "codes of languages"),
        (["--forms", "nowhere.xlsx"], "no such file"),
    ],
)
def test_what_cannot_be_is_one_message(tmp_path, monkeypatch, options, expected):
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(app, ["new", "made", "--yes", *options])
    assert result.exit_code == 2
    assert expected in result.stderr
    assert not (tmp_path / "made").exists()


def test_a_folder_with_anything_in_it_is_left_alone(tmp_path):
    (tmp_path / "made").mkdir()
    (tmp_path / "made" / "mine.txt").write_text("mine")
    with pytest.raises(InputError, match="is not empty"):
        write_project(Wanted(tmp_path / "made"))
    assert [path.name for path in (tmp_path / "made").iterdir()] == ["mine.txt"]
