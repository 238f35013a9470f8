"""What there is to run: a line for each notebook, with its slices and how many are due."""

from collections.abc import Iterable
from itertools import groupby

from slicebook.runs.fingerprint import due
from slicebook.runs.matrix import Run, read_notebook, source_of

# What notebooks put their slice behind, in a title: "# Costs: {{ slice }}".
SLICE = ": {{"


def topics(runs: Iterable[Run]) -> list[tuple[str, str, int, int]]:
    """Return of each notebook its name and title, and how many of its slices there and due are."""
    runs = list(runs)
    waiting = due(runs)
    return [
        _topic(name, list(found), waiting)
        for name, found in groupby(runs, key=lambda run: run.notebook_name)
    ]


def _topic(name: str, runs: list[Run], waiting: Iterable[Run]) -> tuple[str, str, int, int]:
    heading = source_of(read_notebook(runs[0].notebook)["cells"][0]).partition("\n")[0]
    title = heading.removeprefix("# ").partition(SLICE)[0]
    return name, title, len(runs), sum(run in waiting for run in runs)
