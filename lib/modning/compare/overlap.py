"""Before and after when some persons answered both times, but nobody knows which.

The independent test takes the answers for strangers'. Persons who answer twice usually resemble
themselves, and then the difference is known better than that test says; by how much depends on
how many they are and how strongly the two answers go together. Neither is known here, so both are
varied. The test is that of partially overlapping samples with unequal variances: Derrick, Russ,
Toher and White (2017), "Test statistics for the comparison of means for two samples that include
both paired and independent observations", Journal of Modern Applied Statistical Methods 16(1):137.
"""

from typing import Any

import pandas as pd

from modning.compare.effects import Tested, by_t
from modning.compare.groups import Comparison, Side
from slicebook.figures import figure_table
from slicebook.shown.view import view
from slicebook.tables import of_numbers
from slicebook.text import _, number, quantity

CORRELATIONS = tuple(step / 20 for step in range(17))
SHARES = (0.25, 0.5, 0.75, 1.0)
# A variance below this share of its parts is nothing but the rounding of sums.
ROUNDING = 1e-12

CORRELATION = _("Correlation")
SHARE = _("{share} answered both times")
CAPTION = _("P-value by correlation and the share who answered both times")


def overlap(before: Side, after: Side, pairs: int, correlation: float) -> Tested | None:
    """Test the difference of two means of which `pairs` observations belong together.

    Without pairs it is Welch's test, with nothing but pairs the paired t-test. None where a side
    has fewer than two answers, there are more pairs than answers on a side, or the difference has
    no spread.
    """
    n, m = before.n, after.n
    if None in (before.sd, after.sd) or not 0 <= pairs <= min(n, m):
        return None
    parts = before.sd**2 / n, after.sd**2 / m
    common = 2 * correlation * before.sd * after.sd * pairs / (n * m)
    if sum(parts) - common <= ROUNDING * sum(parts):
        return None
    se = (sum(parts) - common) ** 0.5
    welch = sum(parts) ** 2 / (parts[0] ** 2 / (n - 1) + parts[1] ** 2 / (m - 1))
    # Derrick and others (2017): degrees of freedom between those of the two tests, by the share of
    # observations that are not paired. n + m - 2 pairs are unpaired, n + m are all.
    df = (pairs - 1) + (welch - pairs + 1) / (n + m) * (n + m - 2 * pairs)
    return by_t(after.mean - before.mean, se, df)


def sensitivity(comparison: Comparison) -> pd.DataFrame:
    """Return interval and p-value for each share who answered both times and each correlation.

    `share` is of the smaller side. Columns: `share`, `correlation`, `pairs`, `difference`, `low`,
    `high`, `p`. Empty where the comparison has no test.
    """
    columns = ["share", "correlation", "pairs", "difference", "low", "high", "p"]
    if comparison.p is None:
        return pd.DataFrame(columns=columns, dtype=float)
    smaller = min(comparison.before.n, comparison.after.n)
    rows = []
    for share in SHARES:
        for correlation in CORRELATIONS:
            pairs = round(share * smaller)
            found = overlap(comparison.before, comparison.after, pairs, correlation)
            rows.append((share, correlation, pairs, found.value, found.low, found.high, found.p))
    return pd.DataFrame(rows, columns=columns)


def sensitivity_figures(comparison: Comparison, table: pd.DataFrame, prefix: str) -> pd.DataFrame:
    """Return how far the interval can narrow, as figures to record.

    `prefix.independent` is the report's case, `prefix.narrowest` the strongest correlation with
    everybody in both groups, `prefix.every` reaches from the lowest end of all cases to the
    highest; each is the difference with its interval. `prefix.p_largest` and `prefix.p_smallest`
    are the extremes of the p-values, `prefix.narrower` says how much narrower the narrowest
    interval is than the report's, in per cent.
    """
    names = ["independent", "narrowest", "every", "p_largest", "p_smallest", "narrower"]
    units = [*["scale points"] * 3, "probability", "probability", "percent"]
    told = [None] * len(names)
    if not table.empty:
        last = table.iloc[-1]
        # Of means and spreads as shown, as those of the table: the shown interval is widened.
        alone = overlap(comparison.before, comparison.after, 0, 0.0)
        width, least = alone.high - alone.low, last["high"] - last["low"]
        # Without correlation pairs cost degrees of freedom: the report's case is not the widest.
        ends = min(table["low"].min(), comparison.low), max(table["high"].max(), comparison.high)
        largest, smallest = max(table["p"].max(), comparison.p), min(table["p"].min(), comparison.p)
        told = [
            (comparison.difference, comparison.low, comparison.high),
            (last["difference"], last["low"], last["high"]),
            (comparison.difference, *ends),
            largest,
            smallest,
            100 * (1 - least / width),
        ]
    rests = 0 if table.empty else comparison.n, not comparison.withheld
    rows = [(*row, *rests) for row in zip(names, told, units, strict=True)]
    return figure_table(rows, prefix)


@view
def sensitivity_table(table: pd.DataFrame) -> dict[str, Any]:
    """Return the p-values as arguments of `tables.show`: a row a correlation, a column a share."""
    fifths = table[(table["correlation"] * 20).round() % 4 == 0]
    wide = fifths.pivot(index="correlation", columns="share", values="p")
    headings = [SHARE.format(share=quantity(100 * share, "percent")) for share in wide]
    rows = [(number(row.Index, 1), *(quantity(p, "probability") for p in row[1:]))
            for row in wide.itertuples()]  # fmt: skip
    return of_numbers("|".join([str(CORRELATION), *headings]), rows, CAPTION)
