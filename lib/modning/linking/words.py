"""What became of the answer sets when they were linked: figures to record and a table."""

from typing import Any

import pandas as pd

from modning import guarded
from modning.linking.match import Links
from slicebook.figures import figure_table
from slicebook.shown.view import view
from slicebook.tables import of_numbers
from slicebook.text import NONE, _

HEADINGS = _("Answer sets|Before|After")
CAPTION = _("How many can be linked")
ROWS = {
    "exact": _("Linked, same code"),
    "slip": _("Linked, a part differs"),
    "ambiguous": _("Ambiguous, left out"),
    "unmatched": _("Without a counterpart"),
    "without": _("Without a code"),
}


def link_figures(links: Links, prefix: str) -> pd.DataFrame:
    """Return what became of the answer sets as figures to record: `prefix.pairs` and so on.

    `prefix.exact` and `prefix.slip` are pairs; the others, with `_before` and `_after`, count
    answer sets. `prefix.slips` is how many parts were allowed to differ, `prefix.wrong` how many of
    1,000 pairs are expected to be of strangers, at most.
    """
    pairs = len(links.pairs)
    counts = {"pairs": pairs, "exact": links.exact, "slip": pairs - links.exact}
    for fate in ("ambiguous", "unmatched", "without"):
        counts[f"{fate}_before"], counts[f"{fate}_after"] = getattr(links, fate)
    wrong = round(1000 * links.wrong / pairs, 1) if pairs else None
    rows = [(name, count, "answers") for name, count in counts.items()]
    rows += [("slips", links.slips, "parts"), ("wrong", wrong, "per 1,000", pairs)]
    return figure_table(rows, prefix)


@view
def link_table(links: Links, fewest: int) -> dict[str, Any]:
    """Return what became of the answer sets as arguments of `tables.show`; few are not told."""
    rows = [
        [ROWS[row.fate], *(_said(guarded.count(n, fewest)) for n in (row.before, row.after))]
        for row in links.summary().itertuples()
    ]
    return of_numbers(HEADINGS, rows, CAPTION)


def _said(count: int | None) -> str:
    return NONE if count is None else str(count)
