"""Which runs there are: notebooks times slices, and where each run's output lies."""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from slicebook import paths
from slicebook.errors import InputError
from slicebook.programme import ALL
from slicebook.slices import Slice
from slicebook.written import nearest

EVERY = "every"
_COPY = re.compile(r"-(Copy\d*|checkpoint)$")
# What a notebook's metadata may say, `modning: {slices: …}`, and which slices that leaves.
SLICES = {
    EVERY: lambda here: True,
    "all": lambda here: here.municipality == here.year == ALL,
    "municipality": lambda here: here.year == ALL,
    "year": lambda here: here.municipality == ALL,
}


@dataclass(frozen=True)
class Run:
    """One execution: a notebook, the slice it is about, and the file it ends up in.

    `reads_results` says that the notebook reads the results table, that is, what the others found.
    """

    notebook: Path
    slice: Slice
    output: Path
    reads_results: bool = False

    @property
    def notebook_name(self) -> str:
        """Return the notebook's name in tables and messages, `02_outcomes/02_change`."""
        return notebook_name(self.notebook)

    @property
    def name(self) -> str:
        """Return the run's name, `02_outcomes/02_change north-2024`."""
        return f"{self.notebook_name} {self.slice.name}"

    @property
    def failed(self) -> Path:
        """Return where the notebook is kept for a person to open when the run fails."""
        return output_path(self.notebook, self.slice, "failed")


def notebook_name(notebook: Path) -> str:
    """Return the folder and stem of a notebook, `02_outcomes/02_change`."""
    return f"{notebook.parent.name}/{notebook.stem}"


def output_path(notebook: Path, here: Slice, *under: str) -> Path:
    """Return build/runs/<folder>/<notebook>/<municipality>-<year>.ipynb."""
    folder = paths.build("runs", *under, notebook.parent.name, notebook.stem)
    return folder / f"{here.name}.ipynb"


def has_run(name: str) -> bool:
    """Tell whether a notebook, `02_outcomes/02_recovery`, was run for the whole."""
    return run_of_whole(name).is_file()


def run_of_whole(name: str) -> Path:
    """Return where a notebook's run of the whole lies, or would."""
    return paths.build("runs", name, f"{ALL}-{ALL}.ipynb")


def notebook_paths(chosen: Sequence[Path] | None = None) -> list[Path]:
    """Return the notebooks (notebooks/<folder>/<NN_name>.ipynb), sorted.

    `chosen` are some of them: names, files or folders; `InputError` for one that is not there. What
    JupyterLab calls a copy (`…-Copy1`) is none.
    """
    found = sorted(paths.notebooks().glob("*/[0-9][0-9]_*.ipynb"))
    known = [path for path in found if not _COPY.search(path.stem)]
    if not chosen:
        return known
    picked = {notebook for path in chosen for notebook in _under(path, known)}
    return sorted(picked)


def plan(notebooks: Iterable[Path], slices: Iterable[Slice], limit: int | None = None) -> list[Run]:
    """Return the runs of these notebooks for these slices, notebook by notebook.

    With a `limit`, no more than the first so many of each notebook.

    A notebook's metadata may say that it does not depend on a part of the slice:
    `modning: {slices: "all"}` leaves only the whole, "municipality" each municipality for all
    years, "year" each year for all municipalities; and that it reads the results table:
    `modning: {reads: "results"}`. `InputError` for a notebook that cannot be run.
    """
    slices = list(slices)
    runs = []
    for notebook in notebooks:
        said = _metadata(notebook)
        reads_results = said.get("reads") == "results"
        its = [here for here in slices if SLICES[said.get("slices", EVERY)](here)]
        runs += [
            Run(notebook, here, output_path(notebook, here), reads_results) for here in its[:limit]
        ]
    return runs


def read_notebook(path: Path) -> dict[str, Any]:
    """Read a notebook as plain data; `InputError` where it is none."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as problem:
        raise InputError(f"{path}: cannot be read as a notebook: {problem}") from None
    if not isinstance(content, dict) or "cells" not in content:
        raise InputError(f"{path}: cannot be read as a notebook: it has no cells")
    return content


def source_of(cell: dict[str, Any]) -> str:
    """Return a cell's text, which a notebook file holds as one string or as lines."""
    return "".join(cell["source"])


def _metadata(notebook: Path) -> dict[str, str]:
    content = read_notebook(notebook)
    tags = [tag for cell in content["cells"] for tag in cell["metadata"].get("tags", [])]
    if "parameters" not in tags:
        raise InputError(
            f'{notebook_name(notebook)}: no cell has the tag "parameters"; `modning notebook` '
            "writes a notebook to begin with"
        )
    said = content["metadata"].get("modning", {})
    for entry, allowed in {"slices": list(SLICES), "reads": ["results"]}.items():
        if said.get(entry, allowed[0]) not in allowed:
            raise InputError(
                f'{notebook_name(notebook)}: metadata modning.{entry} is "{said[entry]}"; '
                f"expected {' or '.join(allowed)}"
            )
    return said


def _under(path: Path, known: list[Path]) -> list[Path]:
    place, names = path.resolve(), [notebook_name(notebook) for notebook in known]
    found = [
        notebook for notebook, name in zip(known, names, strict=True)
        if path.as_posix() == name or place in (notebook.resolve(), *notebook.resolve().parents)
    ]  # fmt: skip
    if not found:
        near = nearest(path.as_posix(), names)
        raise InputError(f"{path}: no such notebook; there are {', '.join(names)}{near}")
    return found
