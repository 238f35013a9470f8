from pathlib import Path

import pytest
from typer.testing import CliRunner

from modning.cli import app
from slicebook import paths
from slicebook.programme import load_programme
from surveys.codebook import load_codebook

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(autouse=True)
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a project of this programme without a form."""
    project = tmp_path / "project"
    (project / "instruments").mkdir(parents=True)
    (project / "programme.yml").symlink_to(paths.programme())
    monkeypatch.setenv("MODNING_PROJECT", str(project))
    monkeypatch.chdir(project)
    return project


def said(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, list(arguments))
    return result.exit_code, result.output


def test_forms_go_out_and_come_back(empty: Path) -> None:
    folder, ours = empty / "out", ROOT / "instruments"
    for form in ours.glob("*.yml"):
        (empty / "instruments" / form.name).symlink_to(form)
    before = load_codebook(load_programme())
    for form in before:
        code, text = said("export-form", form, str(folder), "--as", "xlsform")
        assert (code, text) == (0, f"wrote out/{form}.xlsx\n")
        (empty / "instruments" / f"{form}.yml").unlink()
        code, text = said("instrument", str(folder / f"{form}.xlsx"))
        assert code == 0
        count = len(before[form].items)
        assert text == f"drafted instruments/{form}.yml: {count} questions, to be looked at\n"
    after = load_codebook(load_programme())
    for form in before:
        assert list(after[form].columns) == list(before[form].columns)
        assert {name: set(column.codes) for name, column in after[form].columns.items()} == {
            name: set(column.codes) for name, column in before[form].columns.items()
        }


def test_a_form_that_is_there_is_not_overwritten(empty: Path) -> None:
    (empty / "instruments" / "first.yml").write_text("mine", encoding="utf-8")
    path = empty / "first.csv"
    path.write_text(
        "Variable / Field Name,Form Name,Field Type,Field Label,"
        '"Choices, Calculations, OR Slider Labels"\n'
        'helped,first,radio,Helped?,"1, Yes | 2, No"\n',
        encoding="utf-8",
    )
    code, text = said("instrument", str(path))
    assert code == 2
    assert "is there already; give the draft another name with --form" in text
    assert (empty / "instruments" / "first.yml").read_text(encoding="utf-8") == "mine"
    code, text = said("instrument", str(path), "--form", "second")
    assert code == 0
    assert "no question asks for the municipality; every form needs one" in text


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["export-form", "nothing", "--as", "ddi"], 'form "nothing" is unknown; expected one of'),
        (["instrument", "nothing.xlsx"], "nothing.xlsx: no such file"),
    ],
)
def test_a_mistake_is_one_message(arguments: list[str], message: str, empty: Path) -> None:
    ours = ROOT / "instruments"
    for form in ours.glob("*.yml"):
        (empty / "instruments" / form.name).symlink_to(form)
    code, text = said(*arguments)
    assert code == 2
    assert message in text
