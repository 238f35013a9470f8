"""The page of what became of the notebooks of others."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

HEAD = """# Notebooks of others on warm kernels

Made by `make foreign`, which fetches from PyPI what it executes, and for courses by
`make foreign FOLDERS="…"` with checkouts of the repositories and commits named below. The seconds
are of a busy machine; compare those of one line.
"""
SUITE = """\
Papermill's own tests, once as they are and once with the warm engine in the place of its own
(`benchmarks/warm_default.py`). A test that fails both times
does so for another reason than kernels."""
NOTEBOOKS = """\
Each is executed by papermill, cell after cell whatever errors they end in, in cold kernels and in
warm ones. A cell differs when its outputs, its execution count or its status (completed, failed,
pending) do; memory addresses, names of temporary files and times taken are left out. Notebooks that
differ were executed cold once more: cells that are not the same in two cold runs are *unsteady*.

One difference is meant: a cell whose kernel died, as in nbclient's `Autokill.ipynb`, is `failed` in
a warm kernel; papermill's own engine says `completed`."""


@dataclass
class Compared:
    """What became of the notebooks of one source: how many, and the cells that differ.

    `unsteady` are cells that differ between two cold runs as well. Seconds are of all notebooks.
    """

    source: str
    notebooks: int = 0
    cells: int = 0
    failed: int = 0
    differ: list[str] = field(default_factory=list)
    unsteady: list[str] = field(default_factory=list)
    cold: float = 0.0
    warm: float = 0.0


def page(kept: Path) -> str:
    """Return the page made of all that is kept."""
    lines = [HEAD]
    path = kept / "suite.json"
    if path.is_file():
        lines += suite_lines(json.loads(path.read_text()))
    lines += ["## Notebooks", "", NOTEBOOKS, "", *notebook_lines(kept)]
    return "\n".join(lines) + "\n"


def suite_lines(found: dict[str, Any]) -> list[str]:
    """Return the section of papermill's tests."""
    lines = [f"## Tests of papermill {found['papermill']}", "", SUITE, ""]
    lines += ["| kernels | passed | failed | s |", "| --- | --- | --- | --- |"]
    for name in ("cold", "warm"):
        counts = found[name]["counts"]
        numbers = f"{counts.get('passed', 0)} | {counts.get('failed', 0)}"
        lines.append(f"| {name} | {numbers} | {found[name]['s']:.0f} |")
    fails = {name: found[name]["failed"] for name in ("cold", "warm")}
    return [*lines, "", *(f"Failed {n}: {', '.join(f)}." for n, f in fails.items() if f), ""]


def notebook_lines(kept: Path) -> list[str]:
    """Return the table of notebooks, and the cells that differ."""
    columns = "source | notebooks | cells | failed | differ | unsteady | cold, s | warm, s"
    lines = [f"| {columns} |", "|" + " --- |" * 8]
    found = [Compared(**json.loads(p.read_text())) for p in sorted(kept.glob("notebooks-*.json"))]
    for one in found:
        numbers = [one.notebooks, one.cells, one.failed, len(one.differ), len(one.unsteady)]
        seconds = f"{one.cold:.0f} | {one.warm:.0f}"
        lines.append(f"| {one.source} | {' | '.join(map(str, numbers))} | {seconds} |")
    for one in found:
        for kind, cells in (("Differ", one.differ), ("Unsteady", one.unsteady)):
            lines += ["", f"{kind} in {one.source}: {'; '.join(cells)}."] if cells else []
    return lines
