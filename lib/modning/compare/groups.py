"""Two independent groups of answers: the difference between them, and how sure it is.

The main line is Welch's t-test, as the report's t-test on groups of unequal size and spread; a
rank test stands beside it because the answers are ordered categories. Where a small group also has
the wider spread the rank test rejects too often; Welch's does not.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from pingouin import multicomp
from statsmodels.stats.weightstats import CompareMeans, DescrStatsW

from modning.compare.effects import hedges, higher, ranks
from modning.scales import Reason, numbers
from modning.scales.stated import Stated

STARS = ((0.001, "***"), (0.01, "**"), (0.05, "*"))


@dataclass(frozen=True)
class Side(Stated):
    """One group: answers given and missing, mean with 95 % interval, standard deviation."""

    n: int
    missing: int
    mean: float | None = None
    low: float | None = None
    high: float | None = None
    sd: float | None = None
    reason: Reason | None = None

    @property
    def withheld(self) -> bool:
        """Tell whether there are answers, but too few to be shown."""
        return self.reason is Reason.WITHHELD or (self.n > 0 and self.mean is None)

    @property
    def groups(self) -> tuple["Side", ...]:
        """Return the groups whose means it is made of: itself."""
        return (self,)


@dataclass(frozen=True)
class Comparison(Stated):
    """Before against after as independent groups; `difference` is after less before.

    `low` and `high` bound the difference, `g_low` and `g_high` Hedges' g (95 %). `p` is Welch's,
    `p_rank` Mann and Whitney's, `p_holm` Welch's adjusted over the items of a scale. `superiority`
    is the common-language effect size: the chance that an answer after exceeds one before, ties
    counted half, with Brunner and Munzel's interval. What cannot be stated is None, for `reason`.
    """

    name: str
    before: Side
    after: Side
    difference: float | None = None
    low: float | None = None
    high: float | None = None
    t: float | None = None
    df: float | None = None
    p: float | None = None
    p_rank: float | None = None
    p_holm: float | None = None
    g: float | None = None
    g_low: float | None = None
    g_high: float | None = None
    superiority: float | None = None
    superiority_low: float | None = None
    superiority_high: float | None = None
    reason: Reason | None = None

    @property
    def n(self) -> int:
        """Return how many answers there are, before and after."""
        return self.before.n + self.after.n

    @property
    def groups(self) -> tuple[Side, ...]:
        """Return the groups whose means it is made of."""
        return self.before, self.after

    @property
    def compared(self) -> int:
        """Return how many answers there are to compare: none where there are none on a side."""
        return self.n if self.before.n and self.after.n else 0

    @property
    def stars(self) -> str:
        """Return the report's marks: * p < 0.05, ** p < 0.01, *** p < 0.001."""
        return stars(self.p if self.p_holm is None else self.p_holm)

    def rows(self, unit: str, gain: str) -> Iterator[tuple]:
        """Yield `before`, `after` and `gain` as rows of `figure_table`, by the units of the two."""
        for name, one in (("before", self.before), ("after", self.after)):
            yield name, (one.mean, one.low, one.high), unit, *one.rests
        yield "gain", (self.difference, self.low, self.high), gain, *self.rests


def compare(
    before: Iterable[float], after: Iterable[float], name: str = "", ordered: bool = True
) -> Comparison:
    """Compare two independent groups of answers; missing answers are counted and left out.

    A test needs two answers a side; with fewer, or without any spread, the means stand alone and
    `reason` says why. Unless `ordered`, nothing is said of how often an answer is higher.
    """
    x, y = numbers(before), numbers(after)
    sides = side(x), side(y)
    x, y = x[~np.isnan(x)], y[~np.isnan(y)]
    if why := _reason(x, y):
        known = why in (Reason.TOO_FEW, Reason.NO_SPREAD)
        return Comparison(name, *sides, float(y.mean() - x.mean()) if known else None, reason=why)
    # SciPy's test warns where one side has no spread.
    welch = CompareMeans.from_data(y, x)
    t, p, df = map(float, welch.ttest_ind(usevar="unequal"))
    low, high = map(float, welch.tconfint_diff(usevar="unequal"))
    p_rank, superiority = ranks(x, y)
    g, g_low, g_high = hedges(x, y)
    order = higher(x, y) if ordered else None
    return Comparison(
        name, *sides, float(y.mean() - x.mean()), low, high, t, df, p, p_rank,
        g=g, g_low=g_low, g_high=g_high, superiority=superiority if ordered else None,
        superiority_low=order and order.low, superiority_high=order and order.high,
    )  # fmt: skip


def compare_items(before: pd.DataFrame, after: pd.DataFrame) -> list[Comparison]:
    """Compare each column of two frames; p-values adjusted by Holm."""
    return adjust([compare(before[item], after[item], item) for item in before.columns])


def adjust(comparisons: Sequence[Comparison]) -> list[Comparison]:
    """Add Holm's adjusted p-values over the comparisons that have a p-value."""
    adjusted = holm([comparison.p for comparison in comparisons])
    return [
        replace(comparison, p_holm=p) for comparison, p in zip(comparisons, adjusted, strict=True)
    ]


def side(values: Iterable[float]) -> Side:
    """Describe one group: mean, its 95 % interval by Student's t, and standard deviation."""
    all_values = numbers(values)
    present = all_values[~np.isnan(all_values)]
    n, missing = len(present), len(all_values) - len(present)
    if n == 0:
        return Side(n, missing)
    if not np.isfinite(present).all():
        return Side(n, missing, float("nan"))
    if n == 1:
        return Side(1, missing, float(present[0]))
    described = DescrStatsW(present)
    ends = map(float, described.tconfint_mean())
    return Side(n, missing, float(described.mean), *ends, float(present.std(ddof=1)))


def stars(p: float | None) -> str:
    """Return the significance marks of a p-value, "" where there is none."""
    return "" if p is None else next((mark for bound, mark in STARS if p < bound), "")


def _reason(x: np.ndarray, y: np.ndarray) -> Reason | None:
    sizes = len(x), len(y)
    if sizes == (0, 0):
        return Reason.NO_ANSWERS
    if 0 in sizes:
        return Reason.NO_AFTER if sizes[0] else Reason.NO_BEFORE
    if not (np.isfinite(x).all() and np.isfinite(y).all()):
        return Reason.INFINITE
    if min(sizes) < 2:
        return Reason.TOO_FEW
    return Reason.NO_SPREAD if np.ptp(x) == 0 and np.ptp(y) == 0 else None


def holm(p: Sequence[float | None]) -> list[float | None]:
    """Return p-values adjusted so that any false finding among them is rare; None stays None.

    Holm (1979), Scandinavian Journal of Statistics 6:65.
    """
    return _adjusted(p, "holm")


def false_discovery(p: Sequence[float | None]) -> list[float | None]:
    """Return p-values adjusted so that few of the findings are false; None stays None.

    Benjamini and Hochberg (1995), Journal of the Royal Statistical Society B 57:289.
    """
    return _adjusted(p, "fdr_bh")


def _adjusted(p: Sequence[float | None], method: str) -> list[float | None]:
    known = np.array(p, dtype=float)
    if np.isnan(known).all():
        return list(p)
    _, adjusted = multicomp(known, method=method)
    return [None if np.isnan(one) else float(one) for one in adjusted]
