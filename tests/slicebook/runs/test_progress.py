"""What a person sees, and the times that are kept."""

import io
from pathlib import Path

import pytest
from rich.console import Console

from slicebook import runs
from slicebook.runs.execute import Report
from slicebook.runs.failures import Failure
from slicebook.runs.matrix import Run
from slicebook.runs.progress import Bar, Watcher
from slicebook.runs.timings import keep_timings, longest_first, read_timings
from slicebook.runs.worker import Outcome
from slicebook.slices import Slice


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MODNING_PROJECT", str(tmp_path))
    return tmp_path


def run(year: str, notebook: str = "01_a/01_x") -> Run:
    path = Path("notebooks") / f"{notebook}.ipynb"
    return Run(path, Slice("koge", year), Path(f"{notebook}-{year}.ipynb"))


FIRST, SECOND, THIRD = run("2023"), run("2024"), run("2025")
KNOWN = {"01_a/01_x koge-2023": 6.0, "01_a/01_x koge-2024": 2.0}


def test_the_time_left_is_what_the_runs_took_before() -> None:
    watcher = Watcher()
    watcher.begin([FIRST, SECOND, THIRD], 0, 2, KNOWN)
    assert watcher.under_way() == [FIRST, SECOND]
    # The third is not known and taken for the mean, 4 s; two workers share 12 s.
    assert watcher.seconds_left() == 6
    watcher.done(Outcome(SECOND, 2.0))
    assert watcher.under_way() == [FIRST, THIRD]
    assert watcher.seconds_left() == 5
    watcher.done(Outcome(FIRST, 8.0))
    assert watcher.slowest() == ["slowest 01_a/01_x koge-2023 8.0 s"]
    watcher.done(Outcome(THIRD, 1.0))
    assert watcher.seconds_left() == 0


def test_nothing_known_nothing_foretold() -> None:
    watcher = Watcher()
    watcher.begin([FIRST], 0, 1, {})
    assert watcher.seconds_left() is None
    assert watcher.slowest() == []


def test_lines_say_what_finished_what_failed_and_where_to_look(project: Path) -> None:
    text = io.StringIO()
    lines = Watcher(Console(file=text, width=40))
    lines.begin([FIRST, SECOND, THIRD], 5, 2, {})
    lines.done(Outcome(FIRST, 1.25))
    lines.done(
        Outcome(SECOND, 0.5, Failure(SECOND, "ValueError: [bold]", 4, "x[1]", SECOND.failed))
    )
    lines.end()
    printed = text.getvalue().splitlines()
    assert printed[:4] == [
        "[1/3] 01_a/01_x koge-2023  1.2 s",
        "[2/3] 01_a/01_x koge-2024  0.5 s  failed",
        "failed: 01_a/01_x koge-2024, cell 4 (x[1]): ValueError: [bold]",
        "  see build/runs/failed/01_a/01_x/koge-2024.ipynb",
    ]
    assert printed[4].startswith("runs: 1 executed in ")
    assert printed[4].endswith(
        ", 5 reused, 1 failed, 1 not begun or given up, slowest 01_a/01_x koge-2023 1.2 s"
    )


def test_a_run_without_a_notebook_to_look_at_is_told_all_the_same() -> None:
    text = io.StringIO()
    lines = Watcher(Console(file=text))
    lines.begin([FIRST], 0, 1, {})
    lines.done(Outcome(FIRST, 0, Failure(FIRST, "the worker process was killed")))
    lines.end()
    assert "failed: 01_a/01_x koge-2023: the worker process was killed\n" in text.getvalue()
    assert "see" not in text.getvalue()


def test_the_bar_names_what_runs_the_end_and_the_slowest() -> None:
    text = io.StringIO()
    bar = Bar(Console(file=text, force_terminal=True, width=200))
    many = [FIRST, SECOND, THIRD, run("all")]
    bar.begin(many, 0, 3, KNOWN)
    assert bar.words() == "01_a/01_x koge-2023, 01_a/01_x koge-2024, 1 more  5 s left"
    bar.done(Outcome(FIRST, 6.0))
    bar.done(Outcome(SECOND, 2.0))
    bar.done(Outcome(THIRD, 7.0))
    assert bar.words() == "01_a/01_x koge-all  2 s left  slowest 01_a/01_x koge-2025 7.0 s"
    bar.end()
    assert "3/4" in text.getvalue()
    assert "runs: 3 executed in" in text.getvalue()


def test_times_are_added_to_those_known(project: Path) -> None:
    assert read_timings() == {}
    keep_timings([])
    assert not (project / "build").exists()
    keep_timings([Outcome(FIRST, 1.23456), Outcome(SECOND, 2)])
    keep_timings([Outcome(FIRST, 3), Outcome(THIRD, 1, Failure(THIRD, "ValueError"))])
    assert read_timings() == {"01_a/01_x koge-2023": 3, "01_a/01_x koge-2024": 2}
    (project / "build" / "timings.json").write_text("{")
    assert read_timings() == {}


def test_the_longest_run_begins_first_and_unknown_ones_before() -> None:
    known = {"01_a/01_x koge-2023": 1.0, "01_a/01_x koge-2025": 9.0}
    every = [FIRST, SECOND, THIRD, run("all")]
    assert longest_first(every, known) == [SECOND, run("all"), THIRD, FIRST]


def test_the_timing_report_tells_notebooks_and_slices_apart(project: Path) -> None:
    keep_timings([Outcome(FIRST, 4)])
    other = run("2024", "02_b/01_y")
    report = Report(
        (Outcome(SECOND, 2), Outcome(other, 5, Failure(other, "ValueError"))), (FIRST, THIRD)
    )
    table = runs.timing_table(report)
    assert table.astype(object).where(table.notna(), None).to_numpy().tolist() == [
        ["02_b/01_y", "koge-2024", "failed", 5],
        ["01_a/01_x", "koge-2023", "reused", 4],
        ["01_a/01_x", "koge-2024", "ran", 2],
        ["01_a/01_x", "koge-2025", "reused", None],
    ]
    assert runs.summed(table, "notebook").to_numpy().tolist() == [
        ["01_a/01_x", 3, 2, 0, 6, 4],
        ["02_b/01_y", 1, 0, 1, 5, 5],
    ]
    assert runs.summed(table, "slice")["seconds"].tolist() == [4, 7, 0]
