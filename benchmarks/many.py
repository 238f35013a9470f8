"""Thousands of small notebooks: as fast at the end as at the beginning, and no more memory."""

import time
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil

from benchmarks.breakdown import empty_notebook
from benchmarks.floor import execute
from benchmarks.measure import Row, measured, project, server_process, table
from slicebook.runs.execute import preload
from warmkernel import serve

RUNS = 10_000


def main(number: int = RUNS) -> tuple[list[Row], str]:
    """Execute so many small notebooks one after the other; return rows and a table."""
    tenth = number // 10
    with project(), TemporaryDirectory() as folder, serve(preload()):
        path = empty_notebook(Path(folder), cells=1)
        for _ in range(20):
            execute(path)
        server = server_process()
        held, seconds = [_held(server)], []
        for _ in range(10):
            before, started = sum(server.cpu_times()[:4]), time.perf_counter()
            taken = measured(lambda: [execute(path) for _ in range(tenth)] and 0.0)
            kernels = sum(server.cpu_times()[:4]) - before
            seconds.append((time.perf_counter() - started, taken.processor + kernels))
            held.append(_held(server))
    (first, first_cpu), (last, last_cpu) = seconds[0], seconds[-1]
    growth = [after - before for before, after in zip(held[1], held[-1], strict=True)]
    rows = [
        Row(f"{number} small runs: the last {tenth} against the first {tenth}",
            "throughput within 10 %",
            f"{100 * (first / last - 1):+.0f} % (by the processor "
            f"{100 * (first_cpu / last_cpu - 1):+.0f} %)"),
        Row(f"{number} small runs: memory after them against after {tenth}", "flat",
            f"server {growth[0]:+d} MiB, worker {growth[1]:+d} MiB"),
    ]  # fmt: skip
    cells = [("before", "", "", *held[0])]
    cells += [
        (f"{number // 10 * (position + 1)}", f"{tenth / wall:.1f}", f"{1000 * cpu / tenth:.0f}",
         *held[position + 1])
        for position, (wall, cpu) in enumerate(seconds)
    ]  # fmt: skip
    head = ("runs", "a second", "processor ms each", "server MiB", "worker MiB", "files", "threads")
    return rows, table(head, cells)


def _held(server: psutil.Process) -> tuple[int, int, int, int]:
    worker = psutil.Process()
    files, threads = server.num_fds() + worker.num_fds(), worker.num_threads()
    return server.memory_info().rss >> 20, worker.memory_info().rss >> 20, files, threads
