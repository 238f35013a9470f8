"""Runs that go wrong: named, kept for a person, and no harm to the others."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from modning.costs.lines import NO_COSTS
from runs.small_project import COSTS, COUNT, outputs, planned, write_notebook
from slicebook import runs
from slicebook.errors import InputError
from slicebook.locks import alone
from slicebook.notes import MIME as FILE_MIME
from slicebook.programme import load_programme
from slicebook.runs.ends import has_ended, words_of_ends
from slicebook.runs.progress import Watcher
from slicebook.runs.recordable import words_recorded
from slicebook.runs.worker import Limits
from speak import speak

FAULTS = """
import os
import signal
import time

fault = f"{municipality}-{year}"
if fault == "koge-2024":
    raise ValueError(f"no such file: {os.getcwd()}")
if fault == "koge-2025":
    os.kill(os.getpid(), signal.SIGSEGV)
if fault == "odense-2024":
    time.sleep(600)
if fault == "odense-2025":
    os.kill(int(os.environ["JPY_PARENT_PID"]), signal.SIGKILL)
"""
SLOW = """
import time

time.sleep(1)
"""
HANGING = """
import time

time.sleep(0 if municipality == year == "all" else 600)
"""
EXECUTE = """
from slicebook import runs
from slicebook.programme import load_programme
from slicebook.slices import all_slices

if __name__ == "__main__":
    runs.execute(runs.plan(runs.notebook_paths(), all_slices(load_programme())), jobs=1)
"""


def test_each_failure_is_named_and_the_others_are_executed(empty: Path) -> None:
    write_notebook(empty, "01_forms/01_count", COUNT, FAULTS)
    other = write_notebook(empty, "02_other/01_kernel", slices="all")
    other.write_text(other.read_text().replace('"name": "python3"', '"name": "unheard-of"'))
    earlier = empty / "build" / "runs" / "01_forms" / "01_count" / "koge-2024.ipynb"
    earlier.parent.mkdir(parents=True)
    earlier.write_text("good, once")
    report = runs.execute(planned(), jobs=2, limits=Limits(cell=10), progress=Watcher())

    assert [str(failure) for failure in report.failures] == [
        "01_forms/01_count koge-2024, cell 5 (import os): ValueError: no such file: "
        "<project>/notebooks/01_forms",
        "01_forms/01_count koge-2025, cell 5 (import os): the kernel died",
        "01_forms/01_count odense-2024, cell 5 (import os): the cell took longer than 10 s",
        "01_forms/01_count odense-2025: the worker process was killed",
        "02_other/01_kernel all-all: NoSuchKernel: No such kernel named unheard-of",
    ]
    good = ["all-2024", "all-2025", "all-all", "koge-all", "odense-all"]
    kept = ["koge-2024", "koge-2025", "odense-2024"]
    assert sorted(outputs(empty)) == [
        *(f"01_forms/01_count/{name}.ipynb" for name in good),
        *(f"failed/01_forms/01_count/{name}.ipynb" for name in kept),
        "failed/02_other/01_kernel/all-all.ipynb",
    ]
    failed = json.loads(report.failures[0].notebook.read_text())
    assert str(report.failures[0]) in "".join(failed["cells"][0]["source"])
    [error] = failed["cells"][-1]["outputs"]
    assert error["ename"] == "ValueError"
    assert "fingerprint" not in failed["metadata"].get("modning", {})
    # What the cells before it had found can be seen too.
    shown = [one for one in failed["cells"][-2]["outputs"] if FILE_MIME not in one.get("data", ())]
    assert len(shown) == 4

    reasons = dict(line.split(": ", 1) for line in runs.why(planned()))
    assert reasons["01_forms/01_count koge-2024"] == "runs, it failed the last time"
    assert reasons["01_forms/01_count koge-all"] == "is reused, nothing changed"

    table = runs.collect(load_programme())
    assert set(zip(table["municipality"], table["year"], strict=True)) == {
        tuple(name.split("-")) for name in good
    }

    write_notebook(empty, "01_forms/01_count", COUNT)
    repaired = runs.execute(planned()[3:5], jobs=1, progress=Watcher())
    assert repaired.failures == []
    assert "failed/01_forms/01_count/koge-2024.ipynb" not in outputs(empty)


def test_a_run_that_ends_is_no_failure_and_says_why_in_each_language(empty: Path) -> None:
    (empty / "data" / "costs.csv").unlink()
    cells = COSTS, 'record("meals.warm", 1)'
    write_notebook(empty, "01_forms/01_count", *cells, slices="all")
    [run] = planned()
    assert runs.execute([run], jobs=1, progress=Watcher()).failures == []
    assert has_ended(run.output)
    for language in ("en", "da"):
        assert speak(language, words_of_ends, [run]) == {run.slice: NO_COSTS[language]}
    assert runs.execute([run], jobs=1, progress=Watcher()).reused == (run,)
    # Texts of its cells and of the modules behind them; none of what is said there.
    words = words_recorded([run])
    assert {"meals", "warm", "costs"} <= words
    assert not {"nothing", "recorded"} & words
    write_notebook(empty, "01_forms/01_count", COUNT, slices="all")
    assert runs.execute([run], jobs=1, progress=Watcher()).failures == []
    assert not has_ended(run.output)
    assert words_recorded([run]) == set()


def test_an_error_in_the_library_is_named_with_its_place(empty: Path) -> None:
    code = "from slicebook import paths\n\npaths.report(3)"
    write_notebook(empty, "01_forms/01_count", code, slices="all")
    [failure] = runs.execute(planned(), jobs=1, progress=Watcher()).failures
    assert re.search(r"Error: .* \(<\w+>(/lib)?/slicebook/paths\.py, line \d+\)$", failure.error)


def test_a_run_has_a_limit_of_its_own(empty: Path) -> None:
    write_notebook(empty, "01_forms/01_count", SLOW, SLOW, SLOW, slices="all")
    [run] = planned()
    limits = Limits(cell=60, run=2)
    report = runs.execute([run], limits=limits, progress=Watcher())
    [failure] = report.failures
    assert failure.error == "the run took longer than 2 s"


def test_a_full_disk_ends_everything_with_one_message(empty: Path) -> None:
    write_notebook(empty, "01_forms/01_count", COUNT)
    place = empty / "build" / "runs" / "01_forms"
    place.mkdir(parents=True)
    place = place / "01_count"
    place.symlink_to("/dev/full")
    with pytest.raises(InputError, match="01_count"):
        runs.execute(planned(), jobs=1, progress=Watcher())


def test_two_at_once_are_one_too_many(empty: Path) -> None:
    write_notebook(empty, "01_forms/01_count", COUNT, slices="all")
    with alone(empty / "build" / ".runs.lock", "is running notebooks"):
        message = rf"process {os.getpid()} on \S+ \(.+\) is running notebooks in this project"
        with pytest.raises(InputError, match=message):
            runs.execute(planned(), progress=Watcher())
    assert outputs(empty) == {}


def begin(folder: Path) -> subprocess.Popen:
    """Execute the project in another process; return when the first run is done."""
    script = folder / "execute.py"
    script.write_text(EXECUTE)
    process = subprocess.Popen(
        [sys.executable, str(script)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    end = time.monotonic() + 120
    while not outputs(folder):
        assert time.monotonic() < end
        assert process.poll() is None, process.communicate()
        time.sleep(0.05)
    return process


def test_after_ctrl_c_the_next_call_continues(empty: Path) -> None:
    write_notebook(empty, "01_forms/01_count", COUNT, SLOW)
    process = begin(empty)
    process.send_signal(signal.SIGINT)
    printed, complaint = process.communicate(timeout=60)
    assert process.returncode != 0
    assert "KeyboardInterrupt" in complaint
    done = outputs(empty)
    # One worker: the run under way, and the one that had been handed to it, are finished.
    assert 1 <= len(done) <= 4
    assert f"{9 - len(done)} not begun or given up" in printed
    assert len(json.loads((empty / "build" / "timings.json").read_text())) == len(done)

    report = runs.execute(planned(), jobs=2, progress=Watcher())
    assert len(report.reused) == len(done)
    assert len(outputs(empty)) == 9
    assert {name: outputs(empty)[name] for name in done} == done


def test_a_second_ctrl_c_gives_up_what_is_under_way(empty: Path) -> None:
    write_notebook(empty, "01_forms/01_count", COUNT, HANGING)
    process = begin(empty)
    for _ in range(2):
        process.send_signal(signal.SIGINT)
        time.sleep(1)
    printed, _ = process.communicate(timeout=30)
    assert process.returncode != 0
    assert "1 executed" in printed
    assert list(outputs(empty)) == ["01_forms/01_count/all-all.ipynb"]


def test_a_killed_build_leaves_nothing_half_done(empty: Path) -> None:
    write_notebook(empty, "01_forms/01_count", COUNT, SLOW)
    process = begin(empty)
    process.kill()
    process.communicate()
    time.sleep(2)
    done = outputs(empty)
    assert 1 <= len(done) < 9
    assert all(
        "is reused" in line for line in runs.why(run for run in planned() if run.output.is_file())
    )
    assert not list((empty / "build" / "runs").rglob("*.writing"))
