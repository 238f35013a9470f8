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

from slicebook import files, paths
from slicebook.book.contents import Chapter
from slicebook.runs.executors import open_executor
from slicebook.runs.taken import hash_file
from slicebook.seals import hash_of_json, opened, sealed
from slicebook.shown import static
from slicebook.shown.view import in_language

Spec = dict[str, Any]
# So many are drawn in less time than a process takes to start.
FEW = 8


def picture(spec: Spec) -> str:
    """Return a chart's picture, drawn now if it was not before."""
    path = _place(spec)
    if (svg := _kept(path)) is None:
        svg = static.drawn(spec)
        files.write(path, json.dumps(sealed({path.stem: svg})))
    return svg


def draw(specs: Iterable[Spec], jobs: int | None = None) -> None:
    """Draw what was not drawn before, in so many processes (the CPUs without)."""
    places = {_place(spec): spec for spec in specs}
    due = [spec for path, spec in places.items() if _kept(path) is None]
    if len(due) <= FEW:
        list(map(picture, due))
        return
    jobs = min(jobs or os.cpu_count() or 1, len(due))
    with open_executor(jobs, None) as workers:
        list(workers.map(picture, due, chunksize=FEW))


def shown(chapters: Iterable[Chapter], language: str) -> Iterator[Spec]:
    """Yield the charts of every page in a language."""
    runs = (run for chapter in chapters for leaf in chapter.leaves for run in leaf.runs)
    for run in runs:
        for cell in json.loads(run.output.read_text(encoding="utf-8"))["cells"]:
            for output in cell.get("outputs", []):
                data = in_language(output, language)[0] if "data" in output else {}
                if static.VEGALITE in data:
                    yield data[static.VEGALITE]


def _kept(path: Path) -> str | None:
    """Return a picture that was drawn before; None where it is not as it was kept."""
    return (opened(path) or {}).get(path.stem)


def _place(spec: Spec) -> Path:
    return paths.build("drawings", f"{hash_of_json([spec, *_drawn_by()])}.json")


@cache
def _drawn_by() -> tuple[str, str]:
    """Return what draws in this process: the drawing library, and our module that calls it."""
    return version("vl-convert-python"), hash_file(Path(static.__file__))
