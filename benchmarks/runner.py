"""Measure what executing many notebooks costs, by the ways people execute them today.

    python benchmarks/runner.py [--notebooks 24] [--runs 1000]

It takes some minutes, most of them for the slow ways.

Prints Markdown: a table of times, a breakdown of what one warm notebook costs, the memory held
after many runs, and what it was measured on. The ratios hold within a run; the seconds depend on
the machine and on what else it does.
"""

import argparse
import contextlib
import inspect
import io
import os
import platform
import statistics
import tempfile
import time
import types
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from importlib.metadata import version
from pathlib import Path
from unittest import mock

import nbformat
import papermill
import psutil
from IPython.core.interactiveshell import InteractiveShell

import warmkernel
from warmkernel import forked, manager, notebook, reach

PRELOAD = ("numpy", "pandas", "altair", "pingouin", "great_tables")

CELLS = (
    "municipality, year = 'all', 2024",
    """
import altair as alt
import numpy as np
import pandas as pd
import pingouin as pg
from great_tables import GT
""",
    """
rng = np.random.default_rng([year, len(municipality)])
answers = pd.DataFrame(
    {
        "form": np.repeat(["baseline", "completion"], 60),
        "score": np.r_[rng.integers(0, 5, 60), rng.integers(1, 6, 60)],
        "sleep": rng.choice(["worse", "same", "better"], 120),
    }
)
answers.describe()
""",
    "pg.mwu(*(group for _, group in answers.groupby('form')['score'])).round(3)",
    "pg.compute_effsize(*(g for _, g in answers.groupby('form')['score']), eftype='hedges')",
    """
counts = answers.groupby(["form", "sleep"], as_index=False).size()
alt.Chart(counts).mark_bar().encode(x="size:Q", y="sleep:N", color="form:N")
""",
    "GT(counts.head(6)).tab_header(f'{municipality} {year}')",
    "print(f'{len(answers)} answers, {counts[\"size\"].max()} at most in a cell')",
)


def write_notebooks(folder: Path, number: int) -> list[Path]:
    """Write notebooks that differ in their parameters."""
    kernel = {"name": "python3", "language": "python", "display_name": "Python 3"}
    paths = []
    for index in range(number):
        first = f"municipality, year = 'place {index % 6}', {2020 + index // 6}"
        cells = [nbformat.v4.new_code_cell(cell.strip()) for cell in (first, *CELLS[1:])]
        paths.append(folder / f"{index:03}.ipynb")
        nbformat.write(
            nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel}), paths[-1]
        )
    return paths


def execute(path: Path, engine: str | None) -> float:
    """Execute a notebook by papermill; return seconds."""
    started = time.perf_counter()
    target = path.with_suffix(".out.ipynb")
    papermill.execute_notebook(
        str(path), str(target), engine_name=engine, kernel_name="python3", progress_bar=False
    )
    return time.perf_counter() - started


def in_a_loop(paths: Sequence[Path], engine: str | None) -> None:
    """Execute notebooks one after the other."""
    for path in paths:
        execute(path, engine)


def in_a_pool(paths: Sequence[Path], engine: str | None) -> None:
    """Execute notebooks in two processes."""
    with ProcessPoolExecutor(2) as pool:
        list(pool.map(partial(execute, engine=engine), paths))


def in_warm_kernels(paths: Sequence[Path], how: Callable) -> float:
    """Execute notebooks in forked kernels, the start of the fork server included.

    Return the processor seconds of the server and its kernels, which are no children of this
    process.
    """
    with warmkernel.serve(PRELOAD):
        how(paths, "warm")
        return sum(server_process().cpu_times()[:4])


def in_one_process(paths: Sequence[Path]) -> None:
    """Run the cells of all notebooks here, where everything is imported: what is left to gain."""
    shell = InteractiveShell.instance(user_module=types.ModuleType("cells"))
    for path in paths:
        for cell in nbformat.read(path, as_version=4).cells:
            with contextlib.redirect_stdout(io.StringIO()):
                shell.run_cell(cell.source).raise_error()


def measured(execute_all: Callable[[], float | None]) -> tuple[float, float]:
    """Return the seconds a call takes, and the processor seconds of this process and children."""
    started, before = time.perf_counter(), _processor_seconds()
    elsewhere = execute_all() or 0.0
    return time.perf_counter() - started, _processor_seconds() - before + elsewhere


def _processor_seconds() -> float:
    return sum(os.times()[:4])


def compare(folder: Path, number: int) -> str:
    """Execute the same notebooks each way; return a table."""
    paths = write_notebooks(folder, number)
    in_one_process(paths[:1])
    ways = {
        "papermill in a loop": lambda: in_a_loop(paths, None),
        "papermill in a pool of two": lambda: in_a_pool(paths, None),
        "warm, one worker": lambda: in_warm_kernels(paths, in_a_loop),
        "warm, two workers": lambda: in_warm_kernels(paths, in_a_pool),
        "the cells alone, in one process": lambda: in_one_process(paths),
    }
    taken = {way: measured(execute_all) for way, execute_all in ways.items()}
    loop = taken["papermill in a loop"]
    rows = [
        f"| {way} | {wall:.1f} | {wall / number:.3f} | {loop[0] / wall:.1f} "
        f"| {cpu:.1f} | {loop[1] / cpu:.1f} |"
        for way, (wall, cpu) in taken.items()
    ]
    head = f"| {number} notebooks | s | s each | times faster | processor s | times less |"
    return table(head, rows)


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


def break_down(folder: Path, runs: int = 20) -> str:
    """Execute a notebook of empty cells; return a table of where its milliseconds go."""
    cells = [nbformat.v4.new_code_cell("None") for _ in range(10)]
    metadata = nbformat.read(next(folder.glob("*.ipynb")), as_version=4).metadata
    path = folder / "empty.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=metadata), path)
    with warmkernel.serve(PRELOAD):
        execute(path, "warm")
        with stopwatch(
            fork=(forked, "fork"),
            start=(manager.WarmKernelManager, "start_kernel"),
            ready=(manager.WarmKernelClient, "wait_for_ready"),
            cell=(notebook.WarmNotebookClient, "execute_cell"),
            save=(notebook.SparingManager, "save"),
            end=(manager.WarmKernelManager, "shutdown_kernel"),
        ) as taken:
            totals = [execute(path, "warm") for _ in range(runs)]
    each = {part: 1000 * sum(seconds) / runs for part, seconds in taken.items()}
    rows = {
        "fork, become a kernel, listen": each["fork"],
        "connection file, sockets": each["start"] - each["fork"],
        "first answer": each["ready"],
        f"{len(cells)} empty cells": each["cell"],
        "save": each["save"],
        "shut down": each["end"],
    }
    whole = 1000 * statistics.mean(totals)
    rows["papermill's reading, parameters, writing"] = whole - sum(rows.values())
    rows["all"] = whole
    return table(
        "| one warm notebook | ms |", [f"| {part} | {taken:.1f} |" for part, taken in rows.items()]
    )


def memory(folder: Path, runs: int) -> str:
    """Execute a notebook many times; return a table of what is held before and after."""
    path = folder / "empty.ipynb"
    with warmkernel.serve(PRELOAD):
        server = server_process()
        for _ in range(20):
            execute(path, "warm")
        held = [_held(server)]
        for _ in range(runs):
            execute(path, "warm")
        held.append(_held(server))
    rows = [
        f"| {when} | {' | '.join(map(str, numbers))} |"
        for when, numbers in zip(("before", f"after {runs} runs"), held, strict=True)
    ]
    return table("| held | server, MiB | worker, MiB | open files | threads |", rows)


def server_process() -> psutil.Process:
    """Return the fork server with the modules of this benchmark, once it is the only one."""
    while True:
        servers = [
            process
            for process in psutil.process_iter(["cmdline", "ppid"])
            if reach.SERVER in (command := process.info["cmdline"] or [])
            and command[-1] == ",".join(PRELOAD)
        ]
        parents = {server.pid for server in servers}
        found = [server for server in servers if server.info["ppid"] not in parents]
        if len(found) == 1:
            return found[0]
        time.sleep(0.1)


def _held(server: psutil.Process) -> tuple[int, int, int, int]:
    worker = psutil.Process()
    files, threads = server.num_fds() + worker.num_fds(), worker.num_threads()
    return server.memory_info().rss >> 20, worker.memory_info().rss >> 20, files, threads


def table(head: str, rows: Sequence[str]) -> str:
    """Return a Markdown table whose columns, but the first, are numbers."""
    columns = head.count("|") - 1
    return "\n".join([head, "|---|" + "---:|" * (columns - 1), *rows])


def surroundings() -> str:
    """Return what was measured, on what."""
    packages = ("papermill", "nbclient", "jupyter_client", "ipykernel", "pandas", "altair")
    versions = ", ".join(f"{name} {version(name)}" for name in packages)
    busy = ", ".join(f"{load:.1f}" for load in os.getloadavg())
    return (
        f"Python {platform.python_version()}, {versions}; {platform.system()} "
        f"{platform.machine()}, {os.cpu_count()} cores, load before: {busy}."
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--notebooks", type=int, default=24, help="executed each way")
    parser.add_argument("--runs", type=int, default=1000, help="to see whether memory grows")
    options = parser.parse_args()
    print(surroundings())
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for part in (compare(folder, options.notebooks), break_down(folder)):
            print(f"\n{part}", flush=True)
        print(f"\n{memory(folder, options.runs)}")


if __name__ == "__main__":
    main()
