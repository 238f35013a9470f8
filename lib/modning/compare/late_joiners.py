"""Bounds on the rise when some of those who completed joined late, without a first form.

Counts of forms cannot tell a course that nobody left from one that some left and as many joined.
The share of completers who never answered before is therefore varied. For each share, the answers
after of those who began are any of that number of answers after, and their answers before any of
that number of answers before: trimming as in `compare.dropout`, at both ends.
"""

from typing import Any

import numpy as np
import pandas as pd
from scipy.optimize import brentq

from modning.compare.dropout import Bounds, trimmed_rise
from modning.compare.guarded import undoing
from modning.guarded import outward
from modning.scales import Scale
from slicebook.figures import figure_table
from slicebook.shown.view import view
from slicebook.tables import of_numbers
from slicebook.text import _, number, quantity

SHARES = (0.0, 0.05, 0.1, 0.2)

HEADINGS = _("Joined late, of the completers|Lowest change|Highest change")
CAPTION = _("The bounds of the change when some joined without a first form")


def late_undone(
    before: np.ndarray, after: np.ndarray, kept: float, fewest: float = 0.0
) -> float | None:
    """Return the share of late joiners at which the lowest possible rise is zero.

    By the counts at least the share `fewest` joined late. None where there is no rise even without
    more, or nothing to state one from, 1 where no share undoes it.
    """
    if not (len(before) and len(after) and 0 < kept < np.inf):
        return None
    least = max(0.0, fewest)

    def lowest(late: float) -> float:
        return float(trimmed_rise(before, after, kept, late)[0])

    if lowest(least) <= 0:
        return None
    most = 1 - 1e-9
    return 1.0 if lowest(most) > 0 else float(brentq(lowest, least, most))


def late_joiners(
    before: pd.DataFrame, after: pd.DataFrame, scale: Scale, bounds: Bounds | None
) -> tuple[pd.DataFrame, float | None]:
    """Return the bounds for each share of `SHARES` that can be, and the share that undoes the rise.

    `bounds` are those of the same forms; where they state no rise, nothing is stated here. Columns:
    `late`, `low`, `high`.
    """
    columns = ["late", "low", "high"]
    if bounds is None or bounds.rise is None:
        return pd.DataFrame(columns=columns, dtype=float), None
    x, y = (scale.score(form).dropna().to_numpy() for form in (before, after))
    # More completed than started only where so many joined late.
    most = max(bounds.kept, bounds.returned)
    possible = [late for late in SHARES if most * (1 - late) <= 1]
    undone = late_undone(x, y, bounds.kept, 1 - 1 / most)
    rows = [(late, *outward(*trimmed_rise(x, y, bounds.kept, late))) for late in possible]
    return pd.DataFrame(rows, columns=columns), undone and undoing(undone, len(y), (x, y))


def late_figures(
    table: pd.DataFrame, undone: float | None, bounds: Bounds | None, prefix: str
) -> pd.DataFrame:
    """Return figures to record: `prefix.late_10` for 10 per cent and so on, and `.late_undone`.

    The first are the rise between its bounds, the last a share in per cent.
    """
    found = table.set_index("late")
    rests = bounds.rests if bounds else (0, True)
    rows = []
    for share in SHARES:
        known = share in found.index
        told = (bounds.rise, *found.loc[share, ["low", "high"]]) if known else None
        rows.append((f"late_{100 * share:.0f}", told, "scale points", *rests))
    share = None if undone is None else 100 * undone
    return figure_table([*rows, ("late_undone", share, "percent", *rests)], prefix)


@view
def late_table(table: pd.DataFrame) -> dict[str, Any]:
    """Return the bounds as arguments of `tables.show`, a row a share of late joiners."""
    rows = [
        (quantity(100 * row.late, "percent"), number(row.low, 1), number(row.high, 1))
        for row in table.itertuples()
    ]
    return of_numbers(HEADINGS, rows, CAPTION)
