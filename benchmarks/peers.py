"""The same runs by the tools people use today, each with two processes, as its manual has it."""

import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from importlib.util import find_spec
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import nbformat
import papermill
from papermill.iorw import load_notebook_node
from papermill.parameterize import parameterize_notebook

from benchmarks.measure import Row, Taken, measured, project, sample, table, warm
from slicebook.runs.matrix import Run

RUNS = 48
ATTEMPTS = 3
BIN = Path(sys.executable).parent

SNAKEFILE = """
RUNS = {{run["out"]: run for run in {jobs}}}
rule all:
    input: list(RUNS)
rule notebook:
    output: "{{name}}.out.ipynb"
    params: run=lambda wildcards, output: RUNS[output[0]]
    shell: "{papermill} {{params.run[source]}} {{output}} --cwd {{params.run[folder]}} "
           "--no-progress-bar -y '{{params.run[yaml]}}'"
"""
PYTASK = """
import papermill
from pathlib import Path
from typing import Annotated
from pytask import Product, task
for run in {jobs}:
    @task(id=run["out"])
    def task_run(run=run, out: Annotated[Path, Product] = Path(__file__).parent / run["out"]):
        papermill.execute_notebook(
            run["source"], str(out), run["given"], cwd=run["folder"], progress_bar=False
        )
"""


def main() -> tuple[list[Row], str]:
    """Execute a sample of runs each way; return a row and the table of all."""
    with project():
        chosen = sample(RUNS)
        taken = {"modning run, two workers": warm(chosen, jobs=2)}
        taken["papermill in a loop"] = measured(lambda: in_a_loop(chosen))
        taken["papermill in a process pool"] = measured(lambda: in_a_pool(chosen))
        absent = []
        for name, way in WAYS.items():
            if find_spec(name) is None:
                absent.append(f"{name} is not installed")
                continue
            print(name, flush=True)
            if one := _tried(way, chosen):
                taken[name] = one
            else:
                absent.append(f"{name} failed {ATTEMPTS} times")
    return _report(taken, absent)


def _tried(way: Callable[[Sequence[Run], Path], None], chosen: Sequence[Run]) -> Taken | None:
    """Measure a way, again where it fails; None where it always does.

    A cold kernel now and then loses its port to another one and never answers.
    """
    for _ in range(ATTEMPTS):
        try:
            return measured(partial(_in_a_folder, way, chosen))
        except (subprocess.CalledProcessError, AssertionError) as error:
            print(error, flush=True)
    return None


def _report(taken: dict[str, Taken], absent: list[str]) -> tuple[list[Row], str]:
    ours, *others = taken.items()
    fastest = min((other for name, other in others if "loop" not in name), key=lambda t: t.wall)
    least = min((other for name, other in others if "loop" not in name), key=lambda t: t.processor)
    measured_ = (
        f"{fastest.wall / ours[1].wall:.1f}x the fastest by the clock, "
        f"{least.processor / ours[1].processor:.1f}x by the processor"
    )
    rows = [(name, f"{t.wall:.1f}", f"{t.processor:.1f}", ours[1].times(t))
            for name, t in taken.items()]  # fmt: skip
    text = table((f"the same {RUNS} runs", "s", "processor s", "against modning run"), rows)
    goal = "at least 4x faster than the fastest"
    against = f"papermill in a process pool, {', '.join(WAYS)}: {RUNS} runs, two processes"
    return [Row(against, goal, measured_)], "\n\n".join([text, *absent])


def in_a_loop(chosen: Sequence[Run]) -> None:
    """Execute one after the other by papermill in this process."""
    with TemporaryDirectory() as folder:
        for run in chosen:
            papermill_alone(folder, run)


def in_a_pool(chosen: Sequence[Run]) -> None:
    """Execute by papermill in two processes."""
    with TemporaryDirectory() as folder, ProcessPoolExecutor(2, get_context("spawn")) as pool:
        list(pool.map(partial(papermill_alone, folder), chosen))


def nbmake(chosen: Sequence[Run], folder: Path) -> None:
    """Execute by pytest, notebooks with their parameters in them."""
    for job, run in zip(jobs(chosen), chosen, strict=True):
        notebook = parameterize_notebook(load_notebook_node(str(run.notebook)), job["given"])
        nbformat.write(notebook, folder / job["out"])
    _call("pytest", "-q", "-n", "2", "--nbmake", "--overwrite", "-p", "no:cacheprovider",
          "--rootdir", str(folder), str(folder), folder=folder)  # fmt: skip


def snakemake(chosen: Sequence[Run], folder: Path) -> None:
    """Execute by a rule that calls papermill."""
    text = SNAKEFILE.format(jobs=jobs(chosen), papermill=BIN / "papermill")
    (folder / "Snakefile").write_text(text)
    _call("snakemake", "--cores", "2", "--quiet", "all", folder=folder)
    _all_there(chosen, folder)


def pytask(chosen: Sequence[Run], folder: Path) -> None:
    """Execute by tasks that call papermill, two at a time (pytask-parallel)."""
    (folder / "task_runs.py").write_text(PYTASK.format(jobs=jobs(chosen)))
    _call("pytask", "build", "-n", "2", "--parallel-backend", "processes", folder=folder)
    _all_there(chosen, folder)


def ploomber(chosen: Sequence[Run], folder: Path) -> None:
    """Execute as notebook tasks of a pipeline, in parallel."""
    tasks = [
        {"source": job["source"], "name": job["name"], "product": job["out"],
         "papermill_params": {"cwd": job["folder"], "progress_bar": False},
         "static_analysis": "disable", "params": job["given"]}
        for job in jobs(chosen)
    ]  # fmt: skip
    pipeline = {
        "meta": {"extract_upstream": False},
        "executor": {"dotted_path": "ploomber.executors.Parallel", "processes": 2},
        "tasks": tasks,
    }
    (folder / "pipeline.yaml").write_text(json.dumps(pipeline))
    _call("ploomber", "build", folder=folder)
    _all_there(chosen, folder)


def millrun(chosen: Sequence[Run], folder: Path) -> None:
    """Execute notebook by notebook, its slices in a pool."""
    for notebook in dict.fromkeys(run.notebook for run in chosen):
        given = [_given(run) for run in chosen if run.notebook == notebook]
        code = (
            f"import millrun; millrun.execute_run({str(notebook)!r}, {given!r}, "
            f"output_dir={str(folder)!r}, prepend=['municipality', 'year'], "
            f"use_multiprocessing=True, cwd={str(notebook.parent)!r})"
        )
        _call("python", "-c", code, folder=folder)
    assert len(list(folder.glob("*.ipynb"))) == len(chosen), "some runs are missing"


WAYS: dict[str, Callable[[Sequence[Run], Path], None]] = {
    "nbmake": nbmake,
    "snakemake": snakemake,
    "pytask": pytask,
    "ploomber": ploomber,
    "millrun": millrun,
}


def jobs(chosen: Sequence[Run]) -> list[dict[str, Any]]:
    """Return runs as plain data, for other tools' files."""
    return [
        {
            "name": name,
            "out": f"{name}.out.ipynb",
            "source": str(run.notebook),
            "folder": str(run.notebook.parent),
            "given": _given(run),
            "yaml": json.dumps(_given(run)),
        }
        for run in chosen
        for name in [run.name.replace("/", "-").replace(" ", "-")]
    ]


def _given(run: Run) -> dict[str, str]:
    here = run.slice
    return {"municipality": here.municipality, "year": here.year}


def place(folder: str, run: Run) -> Path:
    """Return where papermill's notebook of a run goes."""
    [job] = jobs([run])
    return Path(folder) / job["out"]


def papermill_alone(folder: str, run: Run) -> None:
    """Execute a run by papermill, as anyone would."""
    papermill.execute_notebook(
        str(run.notebook), str(place(folder, run)), _given(run), cwd=str(run.notebook.parent),
        progress_bar=False,
    )  # fmt: skip


def _in_a_folder(way: Callable[[Sequence[Run], Path], None], chosen: Sequence[Run]) -> None:
    with TemporaryDirectory() as folder:
        way(chosen, Path(folder))


def _call(command: str, *arguments: str, folder: Path) -> None:
    done = subprocess.run(
        [BIN / command, *arguments], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        text=True,
    )  # fmt: skip
    if done.returncode:
        print(done.stdout[-2000:], flush=True)
        done.check_returncode()


def _all_there(chosen: Sequence[Run], folder: Path) -> None:
    missing = [job["out"] for job in jobs(chosen) if not (folder / job["out"]).is_file()]
    assert not missing, f"{len(missing)} runs are missing"
