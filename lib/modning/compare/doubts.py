"""What has to be true for a change to fall: every assumption of the design, alone and together.

An assumption that cannot be checked leaves a range of values for the finding, not one; sampling
adds to both ends of it. The interval holds the true value, not the whole range, in 95 % of samples
wherever it lies in the range (Imbens and Manski 2004, Econometrica 72:1845); as wide as Stoye's
(2009, Econometrica 77:1299) where the range has the same ends in every sample but for shifts, as
those of `identified_table` have.
"""

from collections.abc import Iterable
from typing import Any

import pandas as pd
from scipy import stats
from scipy.optimize import brentq

from modning.compare.change import Change
from modning.compare.clustering import breakdown, clustered
from modning.compare.dropout import Bounds
from modning.compare.missing import Sensitivity
from modning.compare.words import NO, YES, span
from slicebook.figures import figure_table
from slicebook.shown.view import view
from slicebook.tables import of_numbers
from slicebook.text import _, quantity

# Persons of one course resemble each other this much, and so many completers joined late, at most.
RESEMBLANCE, LATE = 0.1, 0.1

ROWS = {
    "none": _("None of what follows"),
    "leavers": _("Those who left were the lowest (or highest)"),
    "late": _("Besides, one in ten joined late"),
    "gaps": _("Another rule for gaps"),
    "courses": _("Persons of a course resemble each other (0.1)"),
    "natural": _("Recovery without a course, as on a waiting list"),
    "all": _("All of it at once"),
}
HEADINGS = _("If|The change lies from|to|With 95% interval|Still other than zero?")
CAPTION = _("What the design cannot say")


def doubts(
    change: Change,
    bounds: Bounds | None,
    joined: pd.DataFrame,
    gaps: Sensitivity,
    size: float,
    natural: float,
) -> pd.DataFrame:
    """Return the change of a scale under each assumption, columns as `identified_table`.

    `joined` is the table of `late_joiners`. `size` persons sit in a course, and without a course
    persons would have changed by as much as `natural` spreads before. Empty where no change or no
    bounds are stated.
    """
    total = change.total
    known = total.p is not None and bounds is not None and bounds.rise is not None
    # By the means and spreads as they are shown, so that nothing here tells more than they do.
    alone, courses = (
        clustered(total, size, alike) if known else None for alike in (0.0, RESEMBLANCE)
    )
    if courses is None:
        return identified_table(0.0, 1.0, ()).iloc[:0]
    rules = [one.difference for one in gaps.by_rule.values() if one.difference is not None]
    shifts = [rule - total.difference for rule in rules]
    recovered = natural * total.before.sd
    wide, wider = alone.high - alone.low, (courses.high - courses.low) / (alone.high - alone.low)
    return identified_table(
        total.difference,
        wide / 2 / float(stats.norm.ppf(0.975)),
        (
            ("leavers", min(0.0, bounds.low - bounds.rise), max(0.0, bounds.high - bounds.rise), 1),
            ("late", *_late(joined, bounds), 1),
            ("gaps", min(0.0, *shifts), max(0.0, *shifts), 1),
            ("courses", 0.0, 0.0, wider),
            ("natural", min(0.0, -recovered), 0.0, 1),
        ),
    )  # fmt: skip


def doubt_figures(table: pd.DataFrame, change: Change, size: float, prefix: str) -> pd.DataFrame:
    """Return what falls as figures to record: `prefix.all` and one each of `ROWS`, with intervals.

    The value is the change, low and high its interval under the assumption. `prefix.falls` counts
    the single assumptions under which it reaches zero; `prefix.breakdown` is the correlation within
    a course at which it does, `prefix.at_10` the change with its interval at one of 0.1.
    """
    total, found = change.total, table.set_index("assumption")
    stated = len(table) > 0
    # What is stated does not vouch for itself.
    rests = total.compared, (False if total.withheld else None)
    rows = []
    for name in ROWS:
        told = (total.difference, *found.loc[name, ["low", "high"]]) if stated else None
        rows.append((name, told, "scale points", *rests))
    single = [name for name in ROWS if name not in ("none", "all")]
    falls = int((~found.loc[single, "holds"].astype(bool)).sum()) if stated else None
    undone = breakdown(total, size) if stated else None
    close = clustered(total, size, RESEMBLANCE) if stated else None
    at = (close.value, close.low, close.high) if close else None
    rows += [
        ("falls", falls, "assumptions", *rests),
        ("breakdown", undone, "coefficient", *rests),
        ("at_10", at, "scale points", *rests),
    ]
    return figure_table(rows, prefix)


@view
def doubt_table(table: pd.DataFrame) -> dict[str, Any]:
    """Return `doubts` as arguments of `tables.show`, a row an assumption."""
    rows = [
        (
            ROWS[row.assumption],
            quantity(row.least, "scale"),
            quantity(row.most, "scale"),
            span(row.low, row.high, 2),
            YES if row.holds else NO,
        )
        for row in table.itertuples()
    ]
    return of_numbers(HEADINGS, rows, CAPTION)


def _late(joined: pd.DataFrame, bounds: Bounds) -> tuple[float, float]:
    """Return how much further than leavers alone late joiners may move the change."""
    some = joined[joined["late"] >= LATE]
    if some.empty:
        return 0.0, 0.0
    first = some.iloc[0]
    return min(0.0, float(first["low"] - bounds.low)), max(0.0, float(first["high"] - bounds.high))


def identified_interval(low: float, high: float, error: float) -> tuple[float, float]:
    """Return the 95 % interval of a value that lies between two estimates of one standard error.

    With both ends the same it is the usual one; with ends far apart each has half the doubt of it.
    """
    if not error:
        return low, high
    apart = (high - low) / error

    def excess(c: float) -> float:
        return float(stats.norm.cdf(c + apart) - stats.norm.cdf(-c) - 0.95)

    beyond = float(brentq(excess, 0, 10)) * error
    return low - beyond, high + beyond


def identified_table(value: float, error: float, assumptions: Iterable[tuple]) -> pd.DataFrame:
    """Return a finding under each assumption, and under all of them in the last row, named `all`.

    An assumption is its name, how far it may move the finding down (at most 0) and up, and by how
    much it multiplies the standard error. Columns: `assumption`, `least`, `most` (the range),
    `low`, `high` (its 95 % interval), `holds` (whether the interval leaves out zero on the
    finding's side). Ranges add up, and the factors of the standard error multiply, which is the
    worst that can come together.
    """
    each = pd.DataFrame(assumptions, columns=["assumption", "down", "up", "wider"])
    together = ("all", each["down"].sum(), each["up"].sum(), each["wider"].prod())
    rows = []
    for name, down, up, wider in (("none", 0.0, 0.0, 1.0), *each.itertuples(index=False), together):
        ends = value + down, value + up
        low, high = identified_interval(*ends, error * wider)
        rows.append((name, *ends, low, high, bool(low > 0 if value > 0 else high < 0)))
    return pd.DataFrame(rows, columns=["assumption", "least", "most", "low", "high", "holds"])
