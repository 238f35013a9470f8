"""`modning notebook`: a notebook that runs as it is written and keeps the rules for each."""

import shutil
from pathlib import Path

import nbformat
import pytest
from typer.testing import CliRunner

from modning.cli import app
from slicebook.runs.matrix import notebook_paths

MINIMAL = Path(__file__).resolve().parents[3] / "examples" / "minimal"


@pytest.fixture(autouse=True)
def project(tmp_path, monkeypatch) -> Path:
    shutil.copytree(MINIMAL, tmp_path, dirs_exist_ok=True)
    monkeypatch.setenv("MODNING_PROJECT", str(tmp_path))
    return tmp_path


def asked(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["notebook", *arguments])
    return result.exit_code, result.output


@pytest.mark.parametrize(
    ("arguments", "form", "item"),
    [
        (["01_intake/09_age"], "enrolment", "age"),
        (["01_intake/09_helped"], "followup", "helped"),
        (["01_intake/09_work", "--form", "followup"], "followup", "work"),
        (["01_intake/09_first_look"], "enrolment", "gender"),
    ],
)
def test_it_shows_the_question_that_it_is_named_after(project, arguments, form, item):
    assert asked(*arguments)[0] == 0
    path = project / "notebooks" / f"{arguments[0]}.ipynb"
    assert path in notebook_paths()
    cells = nbformat.read(path, 4).cells
    assert [cell.id for cell in cells[:2]] == ["title", "parameters"]
    assert cells[-1].id == "limits"
    code = [cell.source for cell in cells if cell.cell_type == "code"]
    assert code[1].endswith(f'{form} = answers("{form}", here)')
    assert code[2] == f'question({form}, "{item}")'
    answer = next(cell.source for cell in cells if cell.id == "answer")
    assert answer.startswith(f"**In short:** {{{{ {form}.{item}.n }}}} answered.")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["age"], "expected a folder and a name such as 01_intake/09_age"),
        (["01_intake/01_coverage"], "is there already"),
        (["01_intake/09_age", "--form", "enrolement"], "enrolment is the nearest"),
    ],
)
def test_what_cannot_be_written_is_one_message(arguments, message):
    code, said = asked(*arguments)
    assert code == 2
    assert message in said
