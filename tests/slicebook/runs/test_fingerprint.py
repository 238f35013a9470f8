"""What a change makes run again, for each kind of change."""

import json
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from conftest import read_library_anew
from runs.small_project import names, planned, write_answers, write_notebook
from slicebook import notes, paths, runs, translations
from slicebook.errors import InputError
from slicebook.programme import load_programme
from slicebook.runs import dependencies
from slicebook.runs.fingerprint import changes
from slicebook.runs.progress import Watcher
from slicebook.runs.stored import stored_fingerprint
from slicebook.runs.taken import ABSENT, UNSETTLED, answers_read, decided, files_read, stamps
from surveys.disclosure.pattern import figures_file, made_from, note_of, pattern_file

COUNTS = [
    f"01_forms/01_count {municipality}-{year}"
    for municipality in ("all", "koge", "odense")
    for year in ("2024", "2025", "all")
]
LINES, SUM = "02_costs/01_lines all-all", "03_sum/01_sum all-all"


def due() -> list[str]:
    return names(list(runs.due(planned())))


def reason(name: str) -> str:
    [run] = [run for run in planned() if run.name == name]
    [line] = runs.why([run])
    return line


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_nothing_changed(executed: Path) -> None:
    assert due() == []
    assert reason(LINES) == f"{LINES}: is reused, nothing changed"


def test_a_sentence_is_due_on_the_pages_of_its_notebook_alone(executed: Path) -> None:
    edit(executed / "notebooks" / "01_forms" / "01_count.ipynb", "# Title", "# Another title")
    assert due() == COUNTS
    assert reason(COUNTS[0]) == f"{COUNTS[0]}: is reused, only the text changed"


def test_a_line_of_code_runs_its_notebook_for_every_slice(executed: Path) -> None:
    edit(executed / "notebooks" / "01_forms" / "01_count.ipynb", "print(hash", "print(len")
    assert due() == [*COUNTS, SUM]
    assert reason(COUNTS[0]) == f"{COUNTS[0]}: runs, changed: code"
    expected = f"{SUM}: runs, if they turn out changed: the figures of other notebooks"
    assert reason(SUM) == expected


def test_outputs_and_counts_in_a_notebook_are_no_change(executed: Path) -> None:
    path = executed / "notebooks" / "01_forms" / "01_count.ipynb"
    notebook = json.loads(path.read_text())
    for cell in notebook["cells"]:
        cell["id"] = "other-" + cell["id"]
        cell["metadata"]["collapsed"] = False
        if cell["cell_type"] == "code":
            cell["execution_count"] = 7
            cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "tried"}]
    path.write_text(json.dumps(notebook))
    assert due() == []


def test_new_answers_run_their_slices_only(executed: Path) -> None:
    write_answers("koge", 2025, 12)
    touched = [
        f"01_forms/01_count {name}" for name in ("all-2025", "all-all", "koge-2025", "koge-all")
    ]
    due_by_answers(touched)
    file = "build/data/completion/municipality=koge/year=2025.parquet"
    assert reason(touched[2]).startswith(f"{touched[2]}: runs, changed: {file}")


def test_the_first_answers_of_a_slice_run_it(executed: Path) -> None:
    write_answers("odense", 2025, 6)
    touched = ("all-2025", "all-all", "odense-2025", "odense-all")
    due_by_answers([f"01_forms/01_count {name}" for name in touched])


def due_by_answers(touched: list[str]) -> None:
    """Assert that these are due, and of the others only where other things are withheld now.

    What is withheld is decided for all slices together.
    """
    found = due()
    assert {*touched, SUM} <= set(found)
    for name in set(found) - {*touched, SUM}:
        assert re.fullmatch(
            rf"{name}: runs, changed: (what is withheld of \S+ in \S+ \S+(, |$))+", reason(name)
        ), reason(name)


def test_answers_of_a_form_that_is_not_read_run_nothing(executed: Path) -> None:
    unread = executed / "build" / "data" / "baseline" / "municipality=koge" / "year=2025.parquet"
    unread.parent.mkdir(parents=True)
    unread.write_bytes(b"answers")
    assert due() == []


def test_real_answers_for_synthetic_ones_run_what_reads_answers(executed: Path) -> None:
    (executed / "build" / "data" / "intake.json").write_text('{"synthetic": false, "forms": {}}')
    assert due() == [*COUNTS, SUM]


@pytest.mark.parametrize(
    ("file", "touched"),
    [
        ("programme.yml", [*COUNTS, LINES, SUM]),
        ("uv.lock", [*COUNTS, LINES, SUM]),
        ("instruments/baseline.yml", [*COUNTS, SUM]),
        ("data/costs.csv", [LINES, SUM]),
        ("data/report/known_differences.csv", []),
    ],
)
def test_a_file_runs_what_reads_it(executed: Path, file: str, touched: list[str]) -> None:
    with (executed / file).open("a", encoding="utf-8") as opened:
        opened.write("\n")
    assert due() == touched


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Make a copy of the library, to be edited, the one that runs are judged by."""
    for folder in dependencies.library_folders():
        without = shutil.ignore_patterns("__pycache__")
        shutil.copytree(folder, tmp_path / folder.name, ignore=without)
    monkeypatch.setattr(dependencies, "LIBRARY", tmp_path)
    monkeypatch.setattr(translations, "_folder", tmp_path.joinpath)
    read_library_anew()
    yield tmp_path
    read_library_anew()


@pytest.mark.parametrize(
    ("module", "line", "touched"),
    [
        ("modning/costs/lines.py", "def load_lines(", [LINES, SUM]),
        ("modning/costs/lines.py", "def total(", []),
        ("surveys/codebook/items.py", "class Form", [*COUNTS, SUM]),
        ("surveys/disclosure/rules.py", "def is_public(", [*COUNTS, LINES, SUM]),
        ("slicebook/runs/stored.py", "def hash_of_cells(", [*COUNTS, LINES, SUM]),
        ("slicebook/shown/static.py", "def drawn(", []),
        ("slicebook/reconcile.py", "def reconcile(", []),
    ],
)
def test_a_definition_runs_what_takes_it(
    executed: Path, library: Path, module: str, line: str, touched: list[str]
) -> None:
    assert due() == []
    edit(library / module, "\n" + line, "\n@changed\n" + line)
    read_library_anew()
    assert due() == touched


def test_words_run_what_had_them_translated(empty: Path, library: Path) -> None:
    code = 'from slicebook.text import WITHHELD\nWITHHELD["da"], WITHHELD["en"]'
    write_notebook(empty, "01_own/01_words", code, slices="all")
    assert runs.execute(planned(), jobs=1, progress=Watcher()).failures == []
    catalogue = library / "slicebook" / "locale" / "da" / "LC_MESSAGES" / "slicebook.po"
    edit(catalogue, 'msgstr "Tal|Før|Nu|Hvorfor"', 'msgstr "Tal|Da|Nu|Hvorfor"')
    assert due() == []
    edit(catalogue, 'msgstr "tilbageholdt"', 'msgstr "vises ikke"')
    said = '01_own/01_words all-all: runs, changed: words ["slicebook", "", "withheld", "da"]'
    assert reason("01_own/01_words all-all") == said


def test_what_is_withheld_runs_what_asked_of_it(empty: Path) -> None:
    code = (
        "from surveys.disclosure import withheld\n\n"
        'withheld("completion/experience_helped.very_much", here)\n'
        'record("experience.helped.more", 50)'
    )
    write_notebook(empty, "01_own/01_asks", code)
    chosen = [one for one in planned() if "2025" in one.name or "odense-2024" in one.name]
    assert runs.execute(chosen, jobs=1, progress=Watcher()).failures == []
    assert names(list(runs.due(chosen))) == []
    withhold(pattern_file("completion", "koge", "2025"), "completion/course.some")
    withhold(figures_file("completion", "koge", "2025"), "course.some")
    assert names(list(runs.due(chosen))) == []
    withhold(pattern_file("completion", "koge", "2025"), "completion/experience_helped#mean")
    withhold(figures_file("completion", "odense", "2024"), "experience.helped.less")
    due_now = {run.name.rpartition(" ")[2]: reason for run, reason in runs.due(chosen).items()}
    # A mean is no answer of the question.
    assert due_now == {
        "odense-2024": "changed: what is withheld of experience.helped in odense 2024"
    }
    withhold(pattern_file("completion", "koge", "2025"), "completion/experience_helped.some")
    due_now = {run.name.rpartition(" ")[2]: reason for run, reason in runs.due(chosen).items()}
    question = "changed: what is withheld of completion/experience_helped in"
    assert due_now.pop("odense-2024")
    assert due_now == {"all-2025": f"{question} all 2025", "koge-2025": f"{question} koge 2025"}


def test_what_is_decided_anew_during_a_run_makes_it_due(empty: Path) -> None:
    asked, before = "withheld of completion/gender in koge 2025", stamps()
    [hash] = decided([asked], before).values()
    assert hash not in (UNSETTLED, ABSENT)
    withhold(figures_file("completion", "odense", "2024"), "course.some")
    assert decided([asked], before) == {f"what is {asked}": UNSETTLED}
    pattern_file("completion", "koge", "2025").write_text("")
    assert decided([asked], stamps()) == {f"what is {asked}": ABSENT}


def withhold(path: Path, name: str) -> None:
    """Withhold one more cell or figure in a pattern, as if it had been decided so."""
    path.write_text(path.read_text(encoding="utf-8") + f"{name}\n", encoding="utf-8")
    note = made_from("completion")
    answers = json.loads(note.read_text(encoding="utf-8"))["answers"]
    texts = note.parent.rglob("*.txt")
    note.write_text(note_of(answers, texts), encoding="utf-8")


def test_an_output_of_unknown_origin_is_not_reused(executed: Path) -> None:
    output = executed / "build" / "runs" / "02_costs" / "01_lines" / "all-all.ipynb"
    output.write_text('{"cells": [],\n "metadata": {}}')
    said = "its output was changed, or does not say what it was made from"
    assert reason(LINES) == f"{LINES}: runs, {said}"
    output.unlink()
    assert reason(LINES) == f"{LINES}: runs, it was not run before"


def test_an_output_that_somebody_edited_is_neither_reused_nor_gathered(executed: Path) -> None:
    output = executed / "build" / "runs" / "02_costs" / "01_lines" / "all-all.ipynb"
    text = output.read_text()
    edit(output, '"unit":"lines","value":', '"unit":"lines","value":1')
    assert "its output was changed" in reason(LINES)
    with pytest.raises(InputError, match=r"01_lines/all-all\.ipynb: changed since it was run"):
        runs.collect(load_programme())
    output.write_text(text[: len(text) // 2])
    assert "its output was changed" in reason(LINES)
    output.write_text(text)
    assert due() == []


def test_a_run_notes_what_it_reads_and_where_nothing_is_yet(empty: Path) -> None:
    code = (
        "from slicebook import paths\n\npaths.scales()\n"
        'len(list(paths.data("coding").glob("*"))), paths.data("own.csv")'
    )
    write_notebook(empty, "01_own/01_files", code, slices="all")
    assert runs.execute(planned(), jobs=1, progress=Watcher()).failures == []
    assert due() == []
    stored = stored_fingerprint(planned()[0].output)
    read = {
        name for name in stored if name.startswith(("data", "instruments", "programme", "scales"))
    }
    assert read == {"data/coding", "data/own.csv", "programme.yml", "scales"}
    assert stored["data/coding"] == stored["data/own.csv"] == ABSENT
    name = "01_own/01_files all-all"
    for place in ("data/own.csv", "data/coding/interviews.csv"):
        (empty / place).parent.mkdir(exist_ok=True)
        (empty / place).touch()
    assert reason(name) == f"{name}: runs, changed: data/coding, data/own.csv"
    assert runs.execute(planned(), jobs=1, progress=Watcher()).failures == []
    (empty / "data" / "coding" / "interviews.csv").write_text("who,what")
    assert reason(name) == f"{name}: runs, changed: data/coding/interviews.csv"
    shutil.rmtree(empty / "data" / "coding")
    assert reason(name) == f"{name}: runs, changed: data/coding, data/coding/interviews.csv"


def test_every_place_that_is_noted_is_one_whose_changes_are_seen(executed: Path) -> None:
    """One that is not would count as changed during each run, and each run be due for ever."""
    for name in notes.READ:
        place = executed / name
        file = place if name.endswith(".yml") else place / "below" / "file.po"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
        found = files_read([paths.named(file)], stamps())
        assert UNSETTLED not in found.values()
    with pytest.raises(ValueError, match="elsewhere/file is not below"):
        notes.noted(executed, "elsewhere/file")


def test_changes_names_what_is_new_gone_and_different() -> None:
    assert changes({"a": "1", "b": "1", "c": "1"}, {"b": "2", "c": "1", "d": "1"}) == [
        "a",
        "b",
        "d",
    ]


def test_answers_that_change_while_they_are_read_are_read_again(executed: Path) -> None:
    note = {"form": "completion", "municipality": "koge", "year": "all"}
    first, second = (
        f"build/data/completion/municipality=koge/year={year}.parquet" for year in (2024, 2025)
    )
    (executed / second).unlink()
    before = stamps()
    content = (executed / first).read_bytes()
    (executed / first).unlink()
    (executed / first).write_bytes(content)
    # A clock that was set back meanwhile hides nothing.
    os.utime(executed / first, (0, 0))
    found = answers_read([note], before)
    assert found[first] == UNSETTLED
    assert found[second] == ABSENT
    assert found["synthetic answers"] == "True"
    # Nor does one that was set forward make what did not change look changed.
    os.utime(executed / first, (4e9, 4e9))
    assert answers_read([note], stamps())[first] not in (UNSETTLED, ABSENT)
