"""Commands: what a person at the terminal sees."""

import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from modning.cli import app

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("programme.yml", "instruments", "data", "notebooks"):
        (tmp_path / name).symlink_to(ROOT / name)
    monkeypatch.setenv("MODNING_PROJECT", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def modning(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, arguments)
    return result.exit_code, result.stdout, result.stderr


def test_a_line_of_commands_says_what_it_made(project):
    code, said, _ = modning("synth", "--seed", "2")
    assert code == 0
    assert "build/exports/registration.csv" in said
    code, said, _ = modning("validate")
    assert code == 0
    assert "630" in said


@pytest.mark.parametrize("command", ["synth", "validate", "run", "codebook"])
def test_where_nothing_can_be_written_there_is_one_message(command, project):
    exports = project / "exports"
    assert modning("synth", str(exports))[0] == 0
    shutil.rmtree(project / "build")
    (project / "build").symlink_to("/sys/kernel")
    arguments = {"validate": [str(exports)]}.get(command, [])
    code, _, complaint = modning(command, *arguments)
    assert code == 2
    assert len(complaint.strip().splitlines()) == 1
    assert "cannot be written" in complaint


def test_a_mistake_is_one_message(project):
    code, _, complaint = modning("run", "--municipality", "aarhus")
    assert code == 2
    assert (
        complaint.strip() == 'municipality "aarhus" is unknown; expected one of koge, odense, all'
    )
