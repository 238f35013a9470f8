"""Commands: what a person at the terminal sees."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from modning.cli import app, say

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


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_an_output_that_is_not_utf_8_gets_all_it_can_hold(encoding, project):
    """A redirect on Windows, and a machine whose locale is plain."""
    said = [
        separately(command, PYTHONIOENCODING=encoding, PYTHONUTF8="0").decode(encoding)
        for command in (["synth", str(project / "udtræk ☂")], ["run", "--help"])
    ]
    assert {"ascii": "udtr?k ?", "cp1252": "udtræk ?"}[encoding] in said[0].replace("\n", "")
    assert "tcp://" in said[1]


@pytest.mark.skipif(not str(ROOT).isascii(), reason="Python itself does not start from here then")
def test_a_plain_locale_reads_and_writes_utf_8_all_the_same(project):
    """Where Python would take files and names to be ASCII, and neither is."""
    plain = {"PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "LC_ALL": "C"}
    place = project / "Køge ☂"
    place.mkdir()
    for name in ("programme.yml", "instruments", "data"):
        (place / name).symlink_to(project / name)
    for command in (["synth"], ["codebook"]):
        separately(command, **plain, MODNING_PROJECT=str(place))
    assert "Køge" in (place / "build" / "codebook" / "registration.md").read_text("utf-8")
    code = "from modning import line\nfrom slicebook import paths\nfrom surveys import answers\n"
    code += "line.take_in([paths.exports()])\n"
    code += "assert len(answers.read_answers('baseline')) == 112"
    separately(["-c", code], **plain, MODNING_PROJECT=str(place))


def separately(command: list[str], **settings: str) -> bytes:
    """Return what a command prints in a process of its own with these settings."""
    if command[0] != "-c":
        command = ["-m", "modning.cli", *command]
    done = subprocess.run(
        [sys.executable, *command], env={**os.environ, **settings}, capture_output=True
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_name_between_colons_stays_as_it_is(capsys):
    say("question:umbrella:")
    assert capsys.readouterr().out == "question:umbrella:\n"


@pytest.mark.parametrize("command", ["audit", "reconcile", "book"])
def test_before_anything_was_run_there_is_one_message(command, project):
    code, _, complaint = modning(*command.split())
    assert code == 2
    assert "run" in complaint
    assert len(complaint.strip().splitlines()) == 1
