"""The steps of the line: done when something changed, else the same words without the work."""

import shutil
from pathlib import Path
from types import ModuleType

import pytest

from modning import line
from slicebook import paths
from slicebook.errors import InputError
from surveys import intake, synthetic

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a project with exports of its own and no notebook."""
    shutil.copy(ROOT / "programme.yml", tmp_path)
    shutil.copytree(ROOT / "instruments", tmp_path / "instruments")
    (tmp_path / "data").symlink_to(ROOT / "data")
    monkeypatch.setenv("MODNING_PROJECT", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    line.write_synthetic(paths.exports(), 1, ["csv"])
    return tmp_path


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Give a list of the work that is done."""
    found: list[str] = []

    def note(module: ModuleType, name: str) -> None:
        work = getattr(module, name)
        monkeypatch.setattr(module, name, lambda *given: (found.append(name), work(*given))[1])

    note(intake, "take_in")
    note(synthetic, "write_exports")
    return found


def test_exports_are_taken_in_once(folder: Path, done: list[str]) -> None:
    first = line.take_in([paths.exports()])
    assert "read = accepted + rejected: 630 = 630 + 0" in first.said
    # Whatever a terminal's encoding lacks would be a "?"; names of places are what they are.
    assert first.said.replace("Køge", "").isascii()
    assert line.take_in([paths.exports()]) == first
    assert done == ["take_in"]


def test_one_byte_of_an_export_or_a_form_is_a_change(folder: Path, done: list[str]) -> None:
    line.take_in([paths.exports()])
    for file in (paths.exports() / "baseline.csv", folder / "instruments" / "baseline.yml"):
        file.write_bytes(file.read_bytes() + b"\n")
        line.take_in([paths.exports()])
    (paths.exports() / "notes.txt").touch()
    assert "not read: notes.txt" in line.take_in([paths.exports()]).said
    assert done == ["take_in"] * 4


def test_lost_answers_are_taken_in_again(folder: Path, done: list[str]) -> None:
    line.take_in([paths.exports()])
    lost = next(paths.build("data").rglob("*.parquet"))
    lost.unlink()
    line.take_in([paths.exports()])
    assert lost.is_file()
    assert done == ["take_in"] * 2


def test_exports_that_are_not_there_are_named_each_time(folder: Path) -> None:
    for _ in range(2):
        with pytest.raises(InputError, match=r"gone\.csv: no such file or folder"):
            line.take_in([Path("gone.csv")])


def test_synthetic_exports_are_written_once_for_each_seed(folder: Path, done: list[str]) -> None:
    line.write_synthetic(paths.exports(), 1, ["csv"])
    assert done == []
    (paths.exports() / "baseline.csv").unlink()
    line.write_synthetic(paths.exports(), 1, ["csv"])
    other = line.write_synthetic(paths.exports(), 2, ["csv"])
    assert done == ["write_exports"] * 2
    assert "synthetic answers: build/exports/baseline.csv" in other.said
