"""What there is to run: a line for each notebook, with its slices and how many are due."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from slicebook.runs.fingerprint import due
from slicebook.runs.matrix import Run, read_notebook, source_of

# What notebooks put their slice behind, in a title: "# Costs: {{ slice }}".
SLICE = ": {{"


@dataclass(frozen=True)
class Topic:
    """A notebook, what its heading says, and how many of its slices there and due are."""

    notebook: str
    title: str
    slices: int
    due: int


def topics(runs: Iterable[Run]) -> list[Topic]:
    """Return the notebooks of runs in their order."""
    runs = list(runs)
    waiting = due(runs)
    return [
        _topic(name, list(found), waiting)
        for name, found in groupby(runs, key=lambda run: run.notebook_name)
    ]


def _topic(name: str, runs: list[Run], waiting: Iterable[Run]) -> Topic:
    heading = source_of(read_notebook(runs[0].notebook)["cells"][0]).partition("\n")[0]
    title = heading.removeprefix("# ").partition(SLICE)[0]
    return Topic(name, title, len(runs), sum(run in waiting for run in runs))
