"""What the build says it shows, against what the attacker reads; and what nobody answers for.

The executed notebooks list every chart and table. A page that shows fewer is one that the attacker
cannot read, and an output that is neither a chart nor a table of the library's, in a notebook that
has read answers, could hold anything of them.
"""

import json
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any

from cellguard.exhibits import TABLE, exhibits
from modning.audit.findings import Finding
from slicebook.book.order import order
from slicebook.book.outputs import HIDDEN
from slicebook.programme import ALL
from slicebook.results import SOURCE_MIME
from slicebook.shown.static import LANGUAGES

WHOLE = f"{ALL}-{ALL}"
UNREAD, UNKNOWN = "exhibits not read", "of unknown origin"


def unaccounted(runs: Path, pages: Path) -> Iterator[Finding]:
    """Yield every page that shows other exhibits than its runs list, and outputs of no origin.

    `runs` has the executed notebooks, `pages` a language's book, which need not have a page of each
    slice, but one that shows each whole.
    """
    order_, listed = order(), dict[Path, int]()
    for path in sorted(runs.glob("*/*/*.ipynb")):
        municipality, _, year = path.stem.rpartition("-")
        name = f"{path.parent.parent.name}/{path.parent.name}"
        notebook = json.loads(path.read_text(encoding="utf-8"))
        page = Path(order_.topic(name).name, f"{path.stem}.html")
        listed[page] = listed.get(page, 0) + _listed(notebook)
        unknown = sum(1 for _ in strangers(notebook))
        if unknown:
            yield _finding(f"{name}: {UNKNOWN}", municipality, year, 0, unknown)
    for page, exhibits_ in listed.items():
        read = _read(pages / page)
        if exhibits_ != read and ((pages / page).is_file() or page.stem == WHOLE):
            municipality, _, year = page.stem.rpartition("-")
            yield _finding(f"{page.parent}: {UNREAD}", municipality, year, read, exhibits_)


def strangers(notebook: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the outputs, after answers were read, that are no view of the library's."""
    read = False
    for cell in notebook["cells"]:
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            if SOURCE_MIME in data:
                read = True
            elif read and not HIDDEN & set(data) and not _is_view(output):
                yield output


def _is_view(output: dict[str, Any]) -> bool:
    data = output.get("data", {})
    if chart := _chart(data):
        return "caption" in output.get("metadata", {}).get(chart, {})
    if "text/html" in data:
        html = "".join(data["text/html"])
        # A table without rows is its caption and a word.
        empty = f"<p>{escape(''.join(data['text/plain']))}: <em>"
        tables = html.count("<table")
        return tables == html.count("<caption") if tables else html.startswith(empty)
    return set(data) - {LANGUAGES} == {"text/markdown", "text/plain"}


def _chart(data: dict[str, Any]) -> str | None:
    return next((kind for kind in data if "vegalite" in kind), None)


def _listed(notebook: dict[str, Any]) -> int:
    """Return how many tables a page must have of a run; a chart brings one along."""
    outputs = [output.get("data", {}) for cell in notebook["cells"]
               for output in cell.get("outputs", [])]  # fmt: skip
    charts = sum(_chart(data) is not None for data in outputs)
    pages = ("".join(data["text/html"]) for data in outputs if "text/html" in data)
    return charts + sum(text.count("<table") for text in pages)


def _read(page: Path) -> int:
    return sum(one.kind == TABLE for one in exhibits(page, "")) if page.is_file() else 0


def _finding(what: str, municipality: str, year: str, low: float, high: float) -> Finding:
    return Finding(what, municipality, year, low, high, None, False)
