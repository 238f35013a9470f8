"""Two groups of numbers: how many spreads lie between them, and how their ranks differ."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import exp, lgamma, sqrt

import numpy as np
from scipy import optimize, special, stats
from statsmodels.stats.nonparametric import rank_compare_2indep

from modning.scales import numbers

# With fewer answers on both sides the rank test is exact, as R's `wilcox.test` has it.
EXACT_BELOW = 50


@dataclass(frozen=True)
class Tested:
    """A mean, a difference or a chance with its 95 % interval, degrees of freedom and p-value."""

    value: float
    low: float
    high: float
    df: float
    p: float


def by_t(value: float, error: float, df: float, level: float = 0.05) -> Tested:
    """Test by Student's t that a value of this standard error is nought."""
    half = float(stats.t.ppf(1 - level / 2, df)) * error
    p = float(2 * stats.t.sf(abs(value) / error, df))
    return Tested(value, value - half, value + half, df, p)


def hedges(before: np.ndarray, after: np.ndarray) -> tuple[float, float, float]:
    """Return Hedges' g, after less before, with its 95 % interval by the noncentral t distribution.

    The pooled spread, which is above zero, and the exact correction for small samples, which are of
    two answers a side at least (Hedges 1981, Journal of Educational Statistics 6:107); as
    `hedges_g` of R's effectsize.
    """
    sizes = len(before), len(after)
    df, per_group = sum(sizes) - 2, 1 / sizes[0] + 1 / sizes[1]
    squares = sum(((group - group.mean()) ** 2).sum() for group in (before, after))
    d = (after.mean() - before.mean()) / sqrt(squares / df)
    shift = d / sqrt(per_group)
    low, high = (_shift_at(tail, shift, df) * sqrt(per_group) for tail in (0.975, 0.025))
    small = exp(lgamma(df / 2) - lgamma((df - 1) / 2)) / sqrt(df / 2)
    return float(small * d), small * low, small * high


def _shift_at(tail: float, t: float, df: int) -> float:
    """Return the noncentrality under which the share `tail` of all t values is below this one."""
    near = float(special.nctdtrinc(df, tail, t))
    wide = 1e-3 * (1 + abs(near))
    return float(
        optimize.brentq(
            lambda x: stats.nct.cdf(t, df, x) - tail, near - wide, near + wide, xtol=1e-13
        )
    )


def higher(before: Iterable[float], after: Iterable[float]) -> Tested | None:
    """Return the chance that an answer after is higher, ties half, by Brunner and Munzel.

    Holds for unequal spreads and ties, and tests the same as its interval says (Brunner and Munzel
    2000, Biometrical Journal 42:17). None where a side has fewer than two answers, or the ranks
    have no spread: all alike, or every answer of one side above all of the other.
    """
    x, y = (side[~np.isnan(side)] for side in map(numbers, (before, after)))
    if min(len(x), len(y)) < 2:
        return None
    with np.errstate(all="ignore"):  # Without spread, which is told by the variance.
        found = rank_compare_2indep(y, x)
        ends, p = found.conf_int(), found.test_prob_superior().pvalue
    if not found.var:
        return None
    low, high = max(0.0, float(ends[0])), min(1.0, float(ends[1]))
    return Tested(float(found.prob1), low, high, float(found.df), float(p))


def ranks(before: np.ndarray, after: np.ndarray) -> tuple[float, float]:
    """Return Mann and Whitney's p, and the share of pairs higher after, ties counted half.

    Exact with groups below `EXACT_BELOW`, ties or not; else the normal approximation, corrected
    for ties and continuity.
    """
    n, m = len(before), len(after)
    found = stats.mannwhitneyu(after, before, method="asymptotic")
    exact = max(n, m) < EXACT_BELOW
    p = _by_permutation(before, after) if exact else found.pvalue
    return float(p), float(found.statistic) / (n * m)


def _by_permutation(before: np.ndarray, after: np.ndarray) -> float:
    """Return the share of all ways to draw the groups with ranks as far from even, or farther.

    Ranks are doubled, so that those of ties are whole; `ways[k, s]` counts the ways to draw k
    answers whose doubled ranks sum to s (Streitberg and Roehmel 1986, EDV in Medizin und Biologie
    17:12).
    """
    doubled = np.round(2 * stats.rankdata(np.concatenate([before, after]))).astype(int)
    n = len(before)
    few, seen = min((n, doubled[:n].sum()), (len(after), doubled[n:].sum()))
    ways = np.zeros((few + 1, np.sort(doubled)[-few:].sum() + 1))
    ways[0, 0] = 1
    for rank in doubled:
        ways[1:, rank:] += ways[:-1, : ways.shape[1] - rank].copy()
    sums, even = np.arange(ways.shape[1]), few * (len(doubled) + 1)
    far = np.abs(sums - even) >= abs(seen - even)
    return float(ways[few, far].sum() / ways[few].sum())
