"""Executing runs: what is written, what is reused, and what stays behind."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

import nbformat
import psutil
import pytest
from papermill.engines import papermill_engines

from runs.small_project import names, outputs, planned, write_answers
from slicebook import runs
from slicebook.errors import InputError
from slicebook.runs import executors
from slicebook.runs.matrix import Run
from slicebook.runs.progress import Watcher
from slicebook.runs.taken import Fingerprint
from slicebook.runs.worker import COLD as COLD_ENGINE
from slicebook.runs.worker import WARM, Limits, Task, execute_task
from slicebook.runs.workers import Workers

ROOT = Path(__file__).resolve().parents[3]


def execute(project: list[Run], **options: object) -> runs.Report:
    return runs.execute(project, progress=Watcher(), **options)


def ran(report: runs.Report) -> list[str]:
    return names([outcome.run for outcome in report.executed])


def test_every_run_is_written_with_its_parameters_and_figures(executed: Path) -> None:
    found = outputs(executed)
    assert len(found) == 11
    notebook = nbformat.reads(found["01_forms/01_count/koge-2025.ipynb"].decode(), 4)
    nbformat.validate(notebook)
    [injected] = [
        cell for cell in notebook.cells if "injected-parameters" in cell.metadata.get("tags", [])
    ]
    assert 'municipality = "koge"\nyear = "2025"' in injected.source
    texts = [one.get("data", {}).get("text/plain") for one in notebook.cells[-1].outputs]
    assert "n.completion = 9" in texts


def test_outputs_name_no_time_no_place_and_no_person(executed_project: Path) -> None:
    for name, content in outputs(executed_project).items():
        text = content.decode()
        assert "papermill" not in text, name
        assert str(executed_project) not in text, name
        assert str(Path.home()) + "/" not in text, name
        assert '"execution": {' not in text, name
        assert not any(word in text for word in ("start_time", "duration", "iopub")), name


def test_workers_can_have_kernels_server_started_before_the_first_run(tmp_path: Path) -> None:
    preload = ("slicebook.text", "slicebook.errors")
    with Workers(2, None) as workers:
        workers.get_ready(tmp_path, preload)
        commands = [process.info["cmdline"] for process in psutil.process_iter(["cmdline"])]
    assert [command for command in commands if ",".join(preload) in (command or [])]


def test_nothing_changed_nothing_runs(executed: Path) -> None:
    before = outputs(executed)
    report = execute(planned())
    assert report.executed == ()
    assert len(report.reused) == 11
    assert outputs(executed) == before


def test_only_what_changed_is_executed_and_what_reads_its_results(executed: Path) -> None:
    untouched = outputs(executed)
    write_answers("koge", 2025, 12)
    report = execute(planned(), jobs=1)
    # What is withheld is decided for all slices together, and moves in none that asks of another.
    changed = ["all-2025", "all-all", "koge-2025", "koge-all"]
    assert ran(report) == [
        *(f"01_forms/01_count {name}" for name in changed),
        "03_sum/01_sum all-all",
    ]
    same = {name for name, content in outputs(executed).items() if content == untouched[name]}
    assert len(same) == 11 - 5
    assert all("is reused" in line for line in runs.why(planned()))


def test_text_is_put_into_runs_as_executing_them_would(executed: Path) -> None:
    path = executed / "notebooks" / "01_forms" / "01_count.ipynb"
    notebook = nbformat.read(path, 4)
    notebook.cells[0].source = "# Another title: {{ slice }}\n\nAnd a paragraph."
    notebook.cells[2:2] = [nbformat.v4.new_markdown_cell("After the parameters.", id="new")]
    notebook.cells += [nbformat.v4.new_markdown_cell("At the end.", id="end")]
    nbformat.write(notebook, path)
    assert ran(execute(planned(), jobs=1)) == []
    assert [*runs.due(planned())] == []
    told = outputs(executed)
    assert b"Another title" in told["01_forms/01_count/koge-2025.ipynb"]
    execute(planned(), force=True, jobs=1)
    assert outputs(executed) == told


def test_text_around_cells_that_have_other_ids_runs_them(executed: Path) -> None:
    path = executed / "notebooks" / "02_costs" / "01_lines.ipynb"
    path.write_text(path.read_text().replace("# Title", "# Another").replace("code-1", "code-8"))
    assert ran(execute(planned(), jobs=1)) == ["02_costs/01_lines all-all"]


def test_force_executes_again_to_the_same_bytes(executed: Path) -> None:
    before = outputs(executed)
    chosen = [run for run in planned() if run.slice.name in ("koge-2025", "all-all")]
    report = execute(chosen, force=True, jobs=1)
    assert ran(report) == names(chosen)
    assert outputs(executed) == before


def test_a_cold_kernel_gives_the_same_bytes(executed: Path) -> None:
    before = outputs(executed)
    [run] = [run for run in planned() if run.slice.name == "odense-2024"]
    run.output.unlink()
    assert ran(execute([run], engine="nbclient")) == [run.name]
    assert outputs(executed) == before


def test_a_cold_kernel_that_died_before_it_answered_is_started_again(
    executed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    died = []
    started = papermill_engines.execute_notebook_with_engine

    def once_without_a_port(*given: object, **options: object) -> nbformat.NotebookNode:
        if not died:
            died.append("Kernel died before replying to kernel_info")
            raise RuntimeError(*died)
        return started(*given, **options)

    monkeypatch.setattr(papermill_engines, "execute_notebook_with_engine", once_without_a_port)
    before = outputs(executed)
    [run] = [run for run in planned() if run.slice.name == "odense-2024"]
    task = Task(run, executed, Fingerprint(), COLD_ENGINE, (), Limits())
    # A worker settles in its process for good.
    with patch.dict(os.environ):
        assert execute_task(task).failure is None
        assert died
        assert set(outputs(executed)) == set(before)
        died.clear()
        failure = execute_task(replace(task, engine=WARM)).failure
    assert failure
    assert failure.error == "RuntimeError: Kernel died before replying to kernel_info"


def test_outputs_of_notebooks_and_slices_that_are_gone_are_removed(
    executed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(executors, "SCHEDULER_LIMIT", 0.5)
    (executed / "notebooks" / "02_costs" / "01_lines.ipynb").unlink()
    programme = executed / "programme.yml"
    programme.write_text(programme.read_text().replace("- 2025\n", ""))
    place = executed / "build" / "runs"
    half = place / "01_forms" / "01_count" / ".all-all.ipynb.7.writing"
    half.write_text("{")
    failed = place / "failed" / "02_costs" / "01_lines" / "all-all.ipynb"
    failed.parent.mkdir(parents=True)
    failed.write_text("{}")
    with pytest.raises(InputError, match="no Dask scheduler at tcp"):
        execute(planned()[:1], scheduler="tcp://127.0.0.1:1")
    assert sorted(outputs(executed)) == [
        *(
            f"01_forms/01_count/{municipality}-{year}.ipynb"
            for municipality in ("all", "koge", "odense")
            for year in ("2024", "all")
        ),
        "03_sum/01_sum/all-all.ipynb",
    ]
    assert not half.exists()
    assert not (place / "02_costs").exists()


def test_times_are_kept_beside_the_outputs_not_in_them(executed: Path) -> None:
    kept = json.loads((executed / "build" / "timings.json").read_text())
    assert len(kept) == 11
    assert all(seconds > 0 for seconds in kept.values())
    table = runs.timing_table(execute(planned()))
    assert set(table["outcome"]) == {"reused"}
    assert table["seconds"].tolist() == sorted(kept.values(), reverse=True)
    summed = runs.summed(table, "notebook")
    assert summed["runs"].tolist() == summed["reused"].tolist() == [9, 1, 1]


COLD = """
from slicebook import runs
from slicebook.programme import load_programme
from slicebook.slices import all_slices

if __name__ == "__main__":
    programme = load_programme()
    planned = runs.plan(runs.notebook_paths(), all_slices(programme))
    assert not runs.execute(planned, jobs=2).failures
    runs.collect(programme)
"""


def test_where_nothing_can_be_forked_the_figures_are_the_same(executed: Path) -> None:
    before = outputs(executed)
    table = (executed / "build" / "results.csv").read_bytes()
    shutil.rmtree(executed / "build" / "runs")
    (executed / "build" / "results.csv").unlink()
    # Without the system's locks a file that is there is one that is held, and Unix leaves it there.
    (executed / "build" / ".runs.lock").unlink()
    (executed / "cold.py").write_text(COLD)
    done = subprocess.run(
        [sys.executable, str(executed / "cold.py")], capture_output=True, text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT / "tests" / "without_unix")},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    said = "kernels start cold, which takes longer and finds the same: this system has no fork"
    assert done.stdout.count("cold") == 1
    assert said in done.stdout
    assert "cold" not in done.stderr
    assert outputs(executed) == before
    assert (executed / "build" / "results.csv").read_bytes() == table
