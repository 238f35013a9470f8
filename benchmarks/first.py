"""What a run does for the first time: in a fresh fork, with what the server did once, and again."""

import json
import os
import time
import traceback
from collections.abc import Callable, Sequence

from benchmarks.floor import in_one_process
from benchmarks.measure import Row, project, sample, table
from slicebook.runs.execute import preload
from slicebook.runs.matrix import Run
from slicebook.shown.static import LATER
from warmkernel import libraries

RUNS = 24
WARMUP = "modning.warmup"


def main() -> tuple[list[Row], str]:
    """Execute the cells of a sample twice in forked processes; return rows and a table."""
    with project():
        os.environ[LATER] = "1"  # as in kernels: the book draws charts
        chosen = sample(RUNS)
        without = in_a_fork(lambda: first_and_second(chosen, warmed=False))
        having = in_a_fork(lambda: first_and_second(chosen, warmed=True))
    rows = {
        "in a process that has imported the libraries": without[0],
        "in one that has done what every run does first": having[0],
        "again in the same process": having[1],
    }
    ratio = f"{without[0] / without[1]:.2f}x without, {having[0] / having[1]:.2f}x with warm-up"
    text = table(
        ("the cells of a run, processor s", "mean"), [(w, f"{s:.3f}") for w, s in rows.items()]
    )
    return [Row(f"first time against second: {len(chosen)} runs", "at most 1.1x", ratio)], text


def first_and_second(chosen: Sequence[Run], warmed: bool) -> list[float]:
    """Return the mean processor time of runs that are the first in their process, and of seconds.

    Each run is in a fork of this process, which imports what kernels have ready.
    """
    libraries.preload([name for name in preload() if warmed or name != WARMUP], {})
    pairs = [in_a_fork(lambda run=run: [processor(run), processor(run)]) for run in chosen]
    return [sum(times) / len(pairs) for times in zip(*pairs, strict=True)]


def processor(run: Run) -> float:
    """Return the processor time that a run's cells take here."""
    started = time.process_time()
    in_one_process([run])
    return time.process_time() - started


def in_a_fork(work: Callable[[], list[float]]) -> list[float]:
    """Return what a forked process finds.

    Raises `EOFError` where it fails, which has said why.
    """
    reading, writing = os.pipe()
    if os.fork() == 0:
        try:
            os.write(writing, json.dumps(work()).encode())
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as found:
        text = found.read()
    os.wait()
    if not text:
        raise EOFError("the forked process found nothing")
    return json.loads(text)
