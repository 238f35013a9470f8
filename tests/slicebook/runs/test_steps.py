"""Steps that are done again only when something changed."""

from pathlib import Path

import pytest

from slicebook import files, notes, paths
from slicebook.errors import InputError
from slicebook.runs.steps import Done, of_library, unless_unchanged


class Work:
    """Writes a file, and counts how often."""

    def __init__(self, file: Path) -> None:
        self.file, self.times = file, 0

    def __call__(self) -> Done:
        self.times += 1
        self.file.write_text("made")
        return Done(f"time {self.times}", (self.file,), well=False)


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Work:
    monkeypatch.setenv("MODNING_PROJECT", str(tmp_path))
    return Work(tmp_path / "made.txt")


def test_it_says_the_same_without_being_done(work: Work) -> None:
    first = unless_unchanged("a", {"text": "1"}, work)
    assert unless_unchanged("a", {"text": "1"}, work) == first
    assert first == Done("time 1", (work.file,), well=False)
    assert work.times == 1


def test_it_is_done_when_what_it_is_made_of_changed(work: Work) -> None:
    for made_of in ({"text": "1"}, {"text": "2"}, {"text": "2", "more": "3"}):
        unless_unchanged("a", made_of, work)
    assert work.times == 3


@pytest.mark.parametrize("harm", [Path.unlink, lambda path: path.write_text("edited")])
def test_it_is_done_when_what_it_made_is_not_there(work: Work, harm) -> None:
    unless_unchanged("a", {}, work)
    harm(work.file)
    unless_unchanged("a", {}, work)
    assert work.times == 2
    assert work.file.read_text() == "made"


def test_what_failed_is_done_again(work: Work) -> None:
    def fail() -> Done:
        raise InputError("no")

    unless_unchanged("a", {"text": "1"}, work)
    with pytest.raises(InputError):
        unless_unchanged("a", {"text": "2"}, fail)
    unless_unchanged("a", {"text": "1"}, work)
    assert work.times == 2


@pytest.mark.parametrize("place", ["data/report/costs.csv", "data/coding"])
def test_it_is_done_when_a_file_it_read_changed(work: Work, tmp_path: Path, place: str) -> None:
    def reading() -> Done:
        paths.report("costs.csv")
        paths.data("coding")
        return work()

    unless_unchanged("a", {}, reading)
    file = tmp_path / place if place.endswith("csv") else tmp_path / place / "interviews.csv"
    for text in ("one", "two"):
        files.write(file, text)
        unless_unchanged("a", {}, reading)
    files.remove(file)
    unless_unchanged("a", {}, reading)
    assert work.times == 4
    unless_unchanged("a", {}, reading)
    assert work.times == 4


@pytest.mark.parametrize("harm", [
    lambda text: text[: len(text) // 2], lambda text: "", lambda text: "[1, 2]",
    lambda text: text.replace("time 1", "time 7"), lambda text: "{}", lambda text: "\0" * 99,
])  # fmt: skip
def test_it_is_done_when_what_is_noted_of_it_was_damaged(work: Work, tmp_path, harm) -> None:
    first = unless_unchanged("a", {"text": "1"}, work)
    record = tmp_path / "build" / "steps" / "a.json"
    record.write_text(harm(record.read_text()))
    again = unless_unchanged("a", {"text": "1"}, work)
    assert (first.said, again.said) == ("time 1", "time 2")


def test_a_function_depends_on_its_modules() -> None:
    found = of_library("surveys.synthetic.write_exports")
    assert {"surveys.synthetic.draw", "uv.lock", "Python"} <= found.keys()
    assert not any(name.startswith("modning.charts") for name in found)


def test_a_step_within_another_that_read_the_same_ends_alone() -> None:
    with notes.taken() as outer:
        with notes.taken() as inner:
            notes.heard("one")
        notes.heard("two")
    assert (outer, inner) == ({"one", "two"}, {"one"})
