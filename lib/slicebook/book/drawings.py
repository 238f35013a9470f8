"""The pictures of charts that pages show: drawn once, on all processors, kept by what they draw.

Of a chart that no page shows, none is ever drawn.
"""

import json
import os
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from slicebook.book.contents import Leaf
from slicebook.runs.executors import open_executor
from slicebook.runs.steps import Done, unchanged, unless_unchanged
from slicebook.runs.taken import hash_file
from slicebook.seals import hash_of_json
from slicebook.shown import static
from slicebook.shown.view import in_language

Spec = dict[str, Any]
# So many are drawn in less time than a process takes to start.
FEW = 8


def picture(spec: Spec) -> str:
    """Return a chart's picture, drawn now if it was not before."""
    return unless_unchanged(_step(spec), {}, lambda: Done(static.drawn(spec))).said


def draw(specs: Iterable[Spec], jobs: int | None = None) -> None:
    """Draw what was not drawn before, in so many processes (the CPUs without)."""
    steps = {_step(spec): spec for spec in specs}
    due = [spec for step, spec in steps.items() if not unchanged(step, {})]
    if len(due) <= FEW:
        list(map(picture, due))
        return
    jobs = min(jobs or os.cpu_count() or 1, len(due))
    with open_executor(jobs, None) as workers:
        list(workers.map(picture, due, chunksize=FEW))


def shown(leaves: Iterable[Leaf], language: str) -> Iterator[Spec]:
    """Yield the charts of pages in a language."""
    for run in (run for leaf in leaves for run in leaf.runs):
        for cell in json.loads(run.output.read_text(encoding="utf-8"))["cells"]:
            for output in cell.get("outputs", []):
                data = in_language(output, language)[0] if "data" in output else {}
                if static.VEGALITE in data:
                    yield data[static.VEGALITE]


def _step(spec: Spec) -> str:
    return f"drawings/{hash_of_json([spec, *_drawn_by()])}"


@cache
def _drawn_by() -> tuple[str, str]:
    """Return what draws in this process: the drawing library, and our module that calls it."""
    return version("vl-convert-python"), hash_file(Path(static.__file__))
