"""Execute one run, wherever that is: in a worker process here or on a cluster."""

import copy
import logging
import os
import time
import warnings
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from slicebook import files, notes
from slicebook.runs import stored
from slicebook.runs.dependencies import LIBRARY
from slicebook.runs.ends import take_end
from slicebook.runs.failures import Failure, failure_of
from slicebook.runs.matrix import Run
from slicebook.runs.taken import (
    Fingerprint,
    answers_read,
    decided,
    files_read,
    stamps,
    words_said,
)
from slicebook.seals import hash_of_json
from slicebook.shown.static import LATER

if TYPE_CHECKING:
    from nbformat import NotebookNode

WARM, COLD = "warm", "nbclient"
COLD_STARTS = 3
# Of kernels, unless the user has set them: the same order of sets in each, and one thread, since
# there are as many workers as CPUs and sums of floats depend on how they are divided.
SETTINGS = {"PYTHONHASHSEED": "0", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


@dataclass(frozen=True)
class Limits:
    """Seconds that a cell and a whole run may take."""

    cell: float = 300
    run: float = 900


@dataclass(frozen=True)
class Task:
    """All that a worker needs to know of a run.

    `fingerprint` holds what is known of it before the run; `preload` names the modules that warm
    kernels have ready.
    """

    run: Run
    project: Path
    fingerprint: Fingerprint
    engine: str
    preload: tuple[str, ...]
    limits: Limits


@dataclass(frozen=True)
class Outcome:
    """A finished run: how long it took in seconds, and how it failed if it did."""

    run: Run
    seconds: float
    failure: Failure | None = None


@dataclass
class _Cells:
    """The cells that papermill has begun, as it goes along, and the limits that end them."""

    limits: Limits
    begun: list["NotebookNode"] = field(default_factory=list)
    started: float = field(default_factory=time.monotonic)

    def on_cell_start(self, cell: "NotebookNode", cell_index: int) -> None:
        self.begun.append(cell)

    def seconds_for(self, cell: "NotebookNode") -> float:
        """Return how long the cell may take; 0 would mean for ever."""
        return max(0.001, min(self.limits.cell, self._left()))

    def explain_timeout(self) -> str:
        if self._left() <= 0:
            return f"the run took longer than {self.limits.run:g} s"
        return f"the cell took longer than {self.limits.cell:g} s"

    def _left(self) -> float:
        return self.started + self.limits.run - time.monotonic()


def execute_task(task: Task) -> Outcome:
    """Execute a run and write its notebook; a failed one goes where no one takes it for good.

    Raises `InputError` where the result cannot be written.
    """
    _settle(task.project)
    started, before = time.monotonic(), stamps()
    source = read_source(task.run.notebook)
    cells = _Cells(task.limits)
    try:
        executed = _execute_begun(task, source, cells)
    except Exception as error:
        failure = failure_of(task.run, source, cells.begun, error, cells.explain_timeout)
        _keep_failed(task.run, source, cells, failure)
        return Outcome(task.run, time.monotonic() - started, failure)
    from slicebook.results import SOURCE_MIME

    read = answers_read(notes.left_in(executed, SOURCE_MIME), before)
    left = notes.left_in(executed, notes.MIME)
    read |= files_read([note["file"] for note in left if "file" in note], before)
    read |= words_said(words for note in left for words in note.get("words", ()))
    read |= decided((question for note in left for question in note.get("asked", ())), before)
    _write(task.run.output, executed, source, task.fingerprint | read)
    files.remove(task.run.failed)
    return Outcome(task.run, time.monotonic() - started)


def get_ready(project: Path, preload: tuple[str, ...]) -> None:
    """Do what a worker's first run would wait for: import papermill, have kernels' server start."""
    import papermill.execute  # noqa: F401

    _settle(project)
    _keep_server(preload)


def _settle(project: Path) -> None:
    # A Dask worker comes with a hash seed of its own.
    fixed = {"PYTHONHASHSEED": "0", "MODNING_PROJECT": str(project), LATER: "1", notes.LEAVE: "1"}
    os.environ.update({**SETTINGS, **os.environ, **fixed})
    # A project's own helpers are imported by name.
    places = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    own = str((project / "lib").resolve())
    if own not in places and Path(own) != LIBRARY:
        os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [own, *places]))


def read_source(path: Path) -> "NotebookNode":
    """Read a notebook that is to be executed; each of its cells has an id."""
    import nbformat

    notebook = nbformat.read(path, as_version=4)
    for position, cell in enumerate(notebook.cells):
        cell.setdefault("id", f"cell-{position}")
    notebook.nbformat_minor = max(5, notebook.nbformat_minor)
    return notebook


def _execute_begun(task: Task, source: "NotebookNode", cells: _Cells) -> "NotebookNode":
    """Execute a run, and again where its cold kernel died before it answered.

    Its ports were free when they were chosen, but another kernel may have taken one since.
    """
    for _ in range(COLD_STARTS - 1 if task.engine == COLD else 0):
        try:
            return _execute(task, source, cells)
        except RuntimeError:
            if cells.begun:
                raise
    return _execute(task, source, cells)


def _execute(task: Task, source: "NotebookNode", cells: _Cells) -> "NotebookNode":
    """Do what `papermill.execute_notebook` does, but for writing the notebook out and dropping it.

    It does so twice, once to read its argument and once at the end, which costs as much as a chart.
    """
    from papermill.engines import papermill_engines
    from papermill.execute import raise_for_execution_errors
    from papermill.parameterize import parameterize_notebook

    logging.getLogger("papermill").setLevel(logging.CRITICAL)
    if task.engine == WARM:
        _keep_server(task.preload)
    here = task.run.slice
    given = {"municipality": here.municipality, "year": here.year}
    notebook = parameterize_notebook(_noted(source), given, engine_name=task.engine)
    executed = papermill_engines.execute_notebook_with_engine(
        task.engine,
        notebook,
        papermill_engines.nb_kernel_name(task.engine, notebook),
        progress_bar=False,
        timeout_func=cells.seconds_for,
        interrupt_on_timeout=False,
        on_cell_start=cells.on_cell_start,
        record_timing=False,
        resources={"metadata": {"path": str(task.run.notebook.parent)}},
    )
    if not take_end(executed):
        raise_for_execution_errors(executed, None)
    return executed


def _noted(source: "NotebookNode") -> "NotebookNode":
    """Return a copy with the places where papermill notes parameters and progress."""
    notebook = copy.deepcopy(source)
    notebook.metadata.setdefault("papermill", {})
    for cell in notebook.cells:
        cell.metadata.setdefault("tags", [])
        cell.metadata.setdefault("papermill", {})
    return notebook


def _keep_server(preload: tuple[str, ...]) -> None:
    import warmkernel

    # A notebook that imports what is not there says so itself, and better.
    warnings.filterwarnings("ignore", "not preloaded", RuntimeWarning)
    warmkernel.ensure_server(preload)


def _keep_failed(run: Run, source: "NotebookNode", cells: _Cells, failure: Failure) -> None:
    import nbformat

    notebook = copy.deepcopy(source)
    begun = [cell.id for cell in cells.begun]
    notebook.cells = cells.begun + [cell for cell in notebook.cells if cell.id not in begun]
    notebook.cells.insert(0, nbformat.v4.new_markdown_cell(f"**This run failed.** {failure}"))
    files.remove(run.output)
    _write(run.failed, notebook, source, None)


def _write(
    path: Path, notebook: "NotebookNode", source: "NotebookNode", fingerprint: Fingerprint | None
) -> None:
    from slicebook.results import MIME

    stored.stabilise(notebook, [cell.id for cell in source.cells])
    if fingerprint:
        figures = hash_of_json(notes.left_in(notebook, MIME))
        noted = {"fingerprint": fingerprint, "figures": figures}
        noted["content"] = stored.hash_of_cells(notebook)
        notebook.metadata.setdefault("modning", {}).update(noted)
    files.write(path, stored.text_of(notebook))
