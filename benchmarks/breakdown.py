"""Where the milliseconds of one warm notebook go."""

import contextlib
import inspect
import statistics
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest import mock

import nbformat
import papermill
from papermill import execute as papermill_execute
from papermill import iorw

from benchmarks.measure import Row, project, table
from slicebook.runs.execute import preload
from warmkernel import forked, manager, notebook, serve

CELLS = 10
RUNS = 40


def main() -> tuple[list[Row], str]:
    """Execute a notebook of empty cells many times; return the parts of its time."""
    with project(), TemporaryDirectory() as folder, serve(preload()):
        path = empty_notebook(Path(folder), CELLS)
        _execute(path)
        with stopwatch(
            fork=(forked, "fork"),
            start=(manager.WarmKernelManager, "start_kernel"),
            ready=(manager.WarmKernelClient, "wait_for_ready"),
            cell=(notebook.WarmNotebookClient, "execute_cell"),
            save=(notebook.SparingManager, "save"),
            end=(manager.WarmKernelManager, "shutdown_kernel"),
            read=(papermill_execute, "load_notebook_node"),
            parameters=(papermill_execute, "parameterize_notebook"),
            validate=(nbformat, "validate"),
            write=(iorw, "write_ipynb"),
        ) as taken:
            totals = [_execute(path) for _ in range(RUNS)]
    each = {part: 1000 * sum(seconds) / RUNS for part, seconds in taken.items()}
    rows = {
        "fork, become a kernel, listen": each["fork"],
        "connection file, sockets": each["start"] - each["fork"],
        "first answer": each["ready"],
        f"execute round trips of {CELLS} empty cells": each["cell"],
        "shut down": each["end"],
        "save": each["save"],
        "read, upgrade": each["read"],
        "parameters": each["parameters"],
    }
    whole = 1000 * statistics.mean(totals)
    rows["the rest of papermill and nbclient"] = whole - sum(rows.values())
    rows["all"] = whole
    text = table(("one warm notebook", "ms"), [(part, f"{ms:.1f}") for part, ms in rows.items()])
    return [], f"{text}\n\nOf these, nbformat's validation took {each['validate']:.1f} ms."


def empty_notebook(folder: Path, cells: int) -> Path:
    """Write a notebook of cells that do nothing."""
    kernel = {"name": "python3", "language": "python", "display_name": "Python 3"}
    path = folder / "empty.ipynb"
    code = [nbformat.v4.new_code_cell("None") for _ in range(cells)]
    nbformat.write(nbformat.v4.new_notebook(cells=code, metadata={"kernelspec": kernel}), path)
    return path


def _execute(path: Path) -> float:
    started = time.perf_counter()
    papermill.execute_notebook(
        str(path), str(path.with_suffix(".out.ipynb")), engine_name="warm",
        kernel_name="python3", progress_bar=False,
    )  # fmt: skip
    return time.perf_counter() - started


@contextlib.contextmanager
def stopwatch(**parts: tuple[object, str]) -> Iterator[dict[str, list[float]]]:
    """Time the calls of functions, given as (owner, name), while the block runs."""
    taken: dict[str, list[float]] = {part: [] for part in parts}
    with contextlib.ExitStack() as stack:
        for part, (owner, name) in parts.items():
            watched = _watched(getattr(owner, name), taken[part])
            stack.enter_context(mock.patch.object(owner, name, watched))
        yield taken


def _watched(function: Callable, taken: list[float]) -> Callable:
    if inspect.iscoroutinefunction(function):

        async def watched(*arguments, **options):
            started = time.perf_counter()
            try:
                return await function(*arguments, **options)
            finally:
                taken.append(time.perf_counter() - started)

    else:

        def watched(*arguments, **options):
            started = time.perf_counter()
            try:
                return function(*arguments, **options)
            finally:
                taken.append(time.perf_counter() - started)

    return watched
