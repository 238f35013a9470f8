"""Every notebook and slice by papermill alone, and whether warm kernels gave the same.

The loop is the measure of speed, and its notebooks are what isolation is measured by: each cell's
outputs must be those of a kernel that nobody used before.
"""

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import nbformat
from nbformat import NotebookNode

from benchmarks.measure import Row, each, every_run, measured, project, warm
from benchmarks.peers import papermill_alone, place
from slicebook.runs import stored
from slicebook.runs.collect import gather
from slicebook.runs.fingerprint import first_stage
from slicebook.runs.matrix import Run


def main(every: int = 1) -> tuple[list[Row], str]:
    """Execute every (or every so many) run each way, compare; return rows and a table."""
    with project(), TemporaryDirectory() as name:
        chosen = every_run()[::every]
        one, two = warm(chosen, jobs=1), warm(chosen, jobs=2)
        gather(first_stage())
        cold = measured(lambda: in_a_loop(chosen, name))
        compared, different = compare(chosen, name)
    ways = {"papermill in a loop": cold, "one worker": one, "two workers": two}
    runs = f"{len(chosen)} runs"
    rows = [
        Row(f"papermill in a loop, one worker: {runs}", "at least 16x faster", one.times(cold)),
        Row(f"papermill in a loop, two workers: {runs}", "at least 28x faster", two.times(cold)),
        Row(f"two workers against one: {runs}", "at least 1.8x faster",
            f"{one.wall / two.wall:.2f}x"),
        Row(f"isolation: outputs of {runs} against cold kernels", "every cell the same",
            f"{compared} cells compared, {len(different)} differ"),
    ]  # fmt: skip
    return rows, "\n\n".join([each(ways, len(chosen)), *different])


def in_a_loop(chosen: Sequence[Run], folder: str) -> None:
    """Execute one after the other by papermill, and keep the notebooks."""
    for run in chosen:
        papermill_alone(folder, run)


def compare(chosen: Sequence[Run], folder: str) -> tuple[int, list[str]]:
    """Return how many code cells were compared, and which differ."""
    compared, different = 0, []
    for run in chosen:
        warm_, cold = nbformat.read(run.output, 4), _stable(place(folder, run), run)
        pairs = [
            (one, other)
            for one, other in zip(warm_.cells, cold.cells, strict=True)
            if one.cell_type == "code"
        ]
        compared += len(pairs)
        different += [
            f"{run.name}, cell {position}: {one.source[:60]!r}"
            for position, (one, other) in enumerate(pairs, start=1)
            if (one.source, one.execution_count, one.outputs)
            != (other.source, other.execution_count, other.outputs)
        ]
    return compared, different


def _stable(path: Path, run: Run) -> NotebookNode:
    """Return an executed notebook without what differs from time to time."""
    notebook = nbformat.read(path, 4)
    known = [cell.get("id") for cell in nbformat.read(run.notebook, 4).cells]
    stored.stabilise(notebook, known)
    return nbformat.from_dict(notebook)
