"""Whether a run shows enough for a page of its own: how many of its charts and tables are filled.

One is filled where more of its cells hold something than are withheld or missing.
"""

import json
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from cellguard.exhibits import in_text
from slicebook.shown.static import VEGALITE
from slicebook.text import NONE, WITHHELD, in_all

# What is shown in the place of a chart or table that has nothing to show.
NOTICE = "text/markdown"


def is_full(runs: Iterable[Path], share: float, lacking: Iterable[Path] = ()) -> bool:
    """Tell whether at least a share of what executed notebooks show together is filled.

    Those `lacking` beside them show nothing. Without a chart or table they are prose, which says
    itself what it cannot tell.
    """
    filled = [one for run in runs for one in _filled(_read(run))]
    empty = sum(1 for run in lacking for _ in _filled(_read(run)))
    return sum(filled) >= share * (len(filled) + empty)


def _read(run: Path) -> dict[str, Any]:
    return json.loads(run.read_text(encoding="utf-8"))


def _filled(notebook: dict[str, Any]) -> Iterator[bool]:
    for cell in notebook["cells"]:
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            if VEGALITE in data:
                rows = output["metadata"][VEGALITE]["table"]["rows"]
                yield mostly_told([cell for row in rows for cell in row[1:]])
            elif "text/html" in data:
                yield mostly_told(cells_of("".join(data["text/html"])))
            elif NOTICE in data:
                yield False


def cells_of(html: str) -> list[str]:
    """Return the texts of a table's cells, without those that name the rows."""
    return [cell for table in in_text(html, "") for row in table.rows for cell in row[1:]]


def mostly_told(cells: list[Any]) -> bool:
    """Tell whether more cells hold something than are withheld or missing."""
    return sum(cell is not None and cell not in _nothing() for cell in cells) > len(cells) / 2


@cache
def _nothing() -> frozenset[str]:
    return frozenset({*in_all(WITHHELD), NONE, ""})
