"""The same cells in one process where all is imported: what is left to gain."""

import os
import types
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import papermill
import psutil
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output
from papermill.iorw import load_notebook_node
from papermill.parameterize import parameterize_notebook

from benchmarks.breakdown import empty_notebook
from benchmarks.measure import Row, Taken, each, measured, project, sample, server_process, warm
from slicebook.runs.execute import preload
from slicebook.runs.matrix import Run
from slicebook.shown.static import LATER
from warmkernel import serve

RUNS = 48
EMPTY = 40


def main() -> tuple[list[Row], str]:
    """Execute a sample each way, and empty notebooks; return rows and a table."""
    with project():
        os.environ[LATER] = "1"  # as in kernels: the book draws charts
        chosen = sample(RUNS)
        in_one_process(chosen)
        floor = measured(lambda: in_one_process(chosen))
        one = warm(chosen, jobs=1, drawing=False)
        empty = overhead()
    ratio = f"{one.wall / floor.wall:.1f}x (processor {one.processor / floor.processor:.1f}x)"
    cost = f"{empty.wall:.2f} s (processor {empty.processor:.2f} s)"
    cells = f"the cells in one warm process, no chart drawn: {len(chosen)} runs"
    rows = [
        Row(cells, "at most 1.5x", ratio),
        Row("overhead of a notebook (one empty cell)", "at most 0.25 s", cost),
    ]
    return rows, each({"the cells alone": floor, "one worker": one}, len(chosen))


def in_one_process(chosen: Sequence[Run]) -> None:
    """Run the cells of all notebooks here, each notebook with names of its own."""
    shell = InteractiveShell.instance()
    for run in chosen:
        here = run.slice
        given = {"municipality": here.municipality, "year": here.year}
        notebook = parameterize_notebook(load_notebook_node(str(run.notebook)), given)
        shell.user_module = types.ModuleType("cells")
        shell.user_ns = shell.user_module.__dict__
        shell.init_user_ns()
        for cell in notebook.cells:
            if cell.cell_type == "code":
                with capture_output():
                    shell.run_cell(cell.source).raise_error()


def overhead() -> Taken:
    """Return what a notebook with an empty cell takes in a warm kernel, its own worker's too."""
    with TemporaryDirectory() as folder, serve(preload()):
        path = empty_notebook(Path(folder), cells=1)
        execute(path)
        server = server_process()
        before = _processor(server)
        taken = measured(lambda: [execute(path) for _ in range(EMPTY)] and 0.0)
        kernels = _processor(server) - before
    return Taken(taken.wall / EMPTY, (taken.processor + kernels) / EMPTY)


def execute(path: Path) -> None:
    """Execute a notebook by papermill in a warm kernel."""
    papermill.execute_notebook(
        str(path), str(path.with_suffix(".out.ipynb")), engine_name="warm",
        kernel_name="python3", progress_bar=False,
    )  # fmt: skip


def _processor(process: psutil.Process) -> float:
    return sum(process.cpu_times()[:4])
