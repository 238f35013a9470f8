"""Execute runs in worker processes or on a cluster; a failing run does not stop the others."""

import contextlib
import json
import multiprocessing
import os
import shutil
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

import nbformat
import papermill

import warmkernel
from modning import paths
from modning.errors import InputError
from modning.runs import fingerprint
from modning.runs.lock import only_one
from modning.runs.matrix import Run, notebook_name
from modning.runs.progress import Progress, progress

ENGINE = "warm"
# What nearly every notebook imports; a kernel forked from a process that has it starts at once.
PRELOAD = (
    "pandas",
    "pyarrow.parquet",
    "altair",
    "vl_convert",
    "scipy.stats",
    "statsmodels.stats.proportion",
    "pingouin",
    "great_tables",
    "yaml",
    "babel.numbers",
)
CELL_SECONDS = 300


@dataclass(frozen=True)
class Failure:
    """A run that failed: where, with which exception, and the notebook kept for a person."""

    run: str
    cell: str
    exception: str
    kept: str

    def __str__(self) -> str:
        return f"{self.run}: {self.cell}: {self.exception} (see {self.kept})"


@dataclass(frozen=True)
class Report:
    """What `execute` did: seconds of each executed run by name, reused runs, failures."""

    seconds: dict[str, float]
    reused: tuple[str, ...]
    failures: tuple[Failure, ...]


def execute(
    runs: Sequence[Run],
    *,
    jobs: int | None = None,
    scheduler: str | None = None,
    force: bool = False,
    engine: str = ENGINE,
    cell_seconds: int = CELL_SECONDS,
) -> Report:
    """Execute the runs whose fingerprint changed, those that read results last.

    `jobs` worker processes (default: the CPUs), or the Dask cluster at `scheduler` ("local" starts
    one). `engine` is a papermill engine. Each output is written in one step; a run that fails
    leaves no output behind, and its notebook in build/failed.
    """
    fingerprint.forget()
    with only_one(paths.build("run.lock")), progress(len(runs)) as shown:
        report = Report({}, (), ())
        for stage in sorted({run.stage for run in runs}):
            if stage:
                _gather(runs)
            chosen = [run for run in runs if run.stage == stage]
            report = _add(
                report, _stage(chosen, jobs, scheduler, force, engine, cell_seconds, shown)
            )
        shown.end(report)
    _write_timings(report)
    return report


def _stage(
    runs: Sequence[Run],
    jobs: int | None,
    scheduler: str | None,
    force: bool,
    engine: str,
    cell_seconds: int,
    shown: Progress,
) -> Report:
    due = [run for run in runs if force or fingerprint.changed(run)]
    reused = tuple(run.name for run in runs if run not in set(due))
    shown.reuse(len(reused))
    seconds, failures = {}, []
    if due:
        with _executor(min(jobs or os.cpu_count() or 1, len(due)), scheduler, engine) as pool:
            futures = {pool.submit(_execute, run, engine, cell_seconds): run for run in due}
            shown.begin([run.name for run in due])
            for future in as_completed(futures):
                run = futures[future]
                seconds[run.name], failure = _outcome(future, run)
                shown.done(run.name, failure)
                failures += [failure] if failure else []
    return Report(seconds, reused, tuple(sorted(failures, key=str)))


def _outcome(future: Future, run: Run) -> tuple[float, Failure | None]:
    """Return what a worker reports; a worker that died is its run's failure."""
    try:
        return future.result()
    except InputError:
        raise
    except Exception as error:
        return 0.0, Failure(run.name, "worker", f"{type(error).__name__}: {error}", "no notebook")


def _execute(run: Run, engine: str, cell_seconds: int) -> tuple[float, Failure | None]:
    """Execute one run in this process; return the seconds it took and how it failed, if so."""
    began = time.perf_counter()
    run.output.unlink(missing_ok=True)
    with tempfile.TemporaryDirectory(prefix="modning-") as folder:
        part = Path(folder) / run.output.name
        try:
            papermill.execute_notebook(
                run.notebook,
                part,
                parameters={
                    "municipality": run.slice.municipality,
                    "year": run.slice.year,
                    "language": run.slice.language,
                },
                engine_name=engine,
                kernel_name="python3",
                progress_bar=False,
                autosave_cell_every=0,
                execution_timeout=cell_seconds,
                cwd=paths.root(),
            )
        except Exception as error:
            failure = _failed(run, part, error)
        else:
            failure = None
            _keep(part, run)
    return time.perf_counter() - began, failure


def _keep(part: Path, run: Run) -> None:
    """Put an executed notebook in its place, without what differs from machine to machine."""
    notebook = _stable(nbformat.read(part, 4))
    parts = fingerprint.parts_of(run) | fingerprint.answers_of(notebook)
    notebook.metadata["modning"] = dict(notebook.metadata.get("modning", {})) | {
        "fingerprint": parts
    }
    _write(notebook, run.output)


def _failed(run: Run, part: Path, error: Exception) -> Failure:
    kept = paths.build("failed", run.slice.language, notebook_name(run.notebook), run.output.name)
    if part.is_file():
        kept.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(part, kept)
    place = (
        f"cell {error.cell_index}"
        if isinstance(error, papermill.PapermillExecutionError)
        else "kernel"
    )
    what = (
        f"{error.ename}: {error.evalue}"
        if place != "kernel"
        else f"{type(error).__name__}: {error}"
    )
    return Failure(run.name, place, what.strip(), kept.relative_to(paths.root()).as_posix())


def _stable(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Drop papermill's times and paths: two runs of one commit are the same bytes."""
    kept = ("kernelspec", "modning")
    notebook.metadata = nbformat.NotebookNode(
        {key: value for key, value in notebook.metadata.items() if key in kept}
    )
    for cell in notebook.cells:
        tags = cell.metadata.get("tags", [])
        if "injected-parameters" in tags:
            cell.id = "injected-parameters"
        cell.metadata = nbformat.NotebookNode({"tags": tags} if tags else {})
    return notebook


def _write(notebook: nbformat.NotebookNode, path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f".{path.name}.{os.getpid()}")
        part.write_text(nbformat.writes(notebook) + "\n", encoding="utf-8")
        os.replace(part, path)
    except OSError as problem:
        raise InputError(f"{path}: cannot be written: {problem.strerror}") from None


@contextlib.contextmanager
def _executor(jobs: int, scheduler: str | None, engine: str) -> Iterator[Executor]:
    if scheduler is None:
        if engine == ENGINE:
            warmkernel.ensure_server(PRELOAD)
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(jobs, mp_context=context) as pool:
            try:
                yield pool
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                raise
        return
    from distributed import Client

    os.environ[warmkernel.settings.PRELOAD] = ",".join(PRELOAD)
    local = {"n_workers": jobs, "threads_per_worker": 1, "dashboard_address": None}
    client = Client(**local) if scheduler == "local" else Client(scheduler)
    with client, client.get_executor() as pool:
        yield pool


def _gather(runs: Sequence[Run]) -> None:
    """Gather what is recorded so far, for the notebooks that read it."""
    from modning.programme import load_programme
    from modning.runs.collect import collect

    collect(load_programme(), runs[0].slice.language)


def _add(one: Report, other: Report) -> Report:
    return Report(
        one.seconds | other.seconds, one.reused + other.reused, one.failures + other.failures
    )


def _write_timings(report: Report) -> None:
    path = paths.build("timings.json")
    timings = {"seconds": report.seconds, "reused": list(report.reused)}
    path.write_text(json.dumps(timings, indent=1), encoding="utf-8")
