"""Whether municipalities differ, and whether they can be called alike.

"No difference" is a claim of its own: that a test finds none is no evidence for it. Two one-sided
tests (Schuirmann 1987, Journal of Pharmacokinetics and Biopharmaceutics 15:657) ask whether a
difference of `MARGIN` or more can be ruled out.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from statsmodels.stats.weightstats import CompareMeans

from modning.compare.clustering import together
from modning.compare.groups import Comparison, holm
from modning.guarded import outward
from slicebook.figures import figure_table

# Half an answer category, our choice: the smallest difference that we would call one.
MARGIN = 0.5
# The level of both tests.
LEVEL = 0.05


@dataclass(frozen=True)
class Pair:
    """Two municipalities' answers to one item; `p_same` rejects a difference of `MARGIN`."""

    comparison: Comparison
    p_same: float | None


def equivalence(one: pd.Series, other: pd.Series, margin: float) -> float | None:
    """Return the p-value of two one-sided Welch tests that the means differ by `margin` or more.

    None where a group has fewer than two answers, or neither any spread.
    """
    groups = [group.dropna().to_numpy(float) for group in (one, other)]
    if min(map(len, groups)) < 2 or not any(map(np.ptp, groups)):
        return None
    return float(CompareMeans.from_data(*groups).ttost_ind(-margin, margin, usevar="unequal")[0])


def answers_of(places: Sequence[Comparison], anybody: bool) -> int | None:
    """Return of how many answers comparisons of two places are.

    0 where not `anybody` answered an item at all; None where a place alone did, so that there is
    nothing to compare.
    """
    if both := [one.compared for one in places if one.compared]:
        return max(both)
    alone = any(one.n for one in places) or not places
    return None if anybody and alone else 0


def municipal_figures(pairs: Sequence[Pair], prefix: str, anybody: bool) -> pd.DataFrame:
    """Return how two municipalities differ in several items, a pair each, as figures to record.

    `prefix.municipal` is the item's difference farthest from zero (second less first), with an
    interval that holds with all the others at once (Bonferroni), since it was picked from them;
    `.tested` how many items are compared, `.apart` in how many of them Welch's test finds a
    difference, adjusted by Holm, and `.alike` in how many one of `MARGIN` or more is ruled out, at
    5 %.
    """
    tested = [pair for pair in pairs if pair.comparison.p is not None]
    compared = [pair.comparison for pair in tested]
    farthest = max(compared, key=lambda one: abs(one.difference), default=None)
    held_back = any(pair.comparison.withheld for pair in pairs)
    of, shown = answers_of([pair.comparison for pair in pairs], anybody), not held_back
    told, counts = None, dict.fromkeys(("tested", "apart", "alike"))
    if farthest:
        of, shown = farthest.n, True
        told = farthest.difference, *_simultaneous(farthest, len(tested))
        apart = holm([one.p for one in compared])
        counts = {
            "tested": len(tested),
            "apart": sum(p < LEVEL for p in apart),
            "alike": sum(pair.p_same < LEVEL for pair in tested),
        }
    rows = [("municipal", told, "scale points", of, shown)]
    of = None if farthest else of
    rows += [(f"municipal.{name}", n, "statements", of, shown) for name, n in counts.items()]
    return figure_table(rows, prefix)


def _simultaneous(one: Comparison, tests: int) -> tuple[float, float]:
    """Return a difference's interval that holds together with those of so many tests.

    Reckoned from the means and spreads as they are shown, and shown as coarsely.
    """
    parts = [(side.sd**2 / side.n, side.n - 1) for side in one.groups]
    low = high = one.difference
    if any(variance for variance, _ in parts):
        found = together(one.difference, parts, LEVEL / tests)
        low, high = found.low, found.high
    return outward(low, high)
