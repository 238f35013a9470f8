"""Answers in order, not in distances: how often one after is higher, and the odds of it.

Beside Welch's comparison of means, which takes the steps between answers for equal.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats
from statsmodels.miscmodels.ordinal_model import OrderedModel

from modning.scales import numbers

Z = float(stats.norm.ppf(0.975))


@dataclass(frozen=True)
class Higher:
    """The chance that an answer after is higher than one before, ties half, with 95 % interval."""

    chance: float
    low: float
    high: float
    df: float
    p: float


@dataclass(frozen=True)
class Odds:
    """The odds of a higher answer after against before, the same at every step, with 95 % interval.

    `p` tests that they are even, `p_parallel` that they are the same at every step.
    """

    ratio: float
    low: float
    high: float
    p: float
    p_parallel: float | None


def higher(before: pd.Series, after: pd.Series) -> Higher | None:
    """Return how often an answer after is higher, by Brunner and Munzel.

    Holds for unequal spreads and ties, and tests the same as its interval says (Brunner and Munzel
    2000, Biometrical Journal 42:17). None where a side has fewer than two answers, or the ranks
    have no spread: all alike, or every answer of one side above all of the other.
    """
    x, y = (side[~np.isnan(side)] for side in map(numbers, (before, after)))
    n, m = len(x), len(y)
    if min(n, m) < 2:
        return None
    together = stats.rankdata(np.concatenate([x, y]))
    above = together[:n] - stats.rankdata(x), together[n:] - stats.rankdata(y)
    chance = float(above[1].mean() / n)
    parts = [ranks.var(ddof=1) / size for ranks, size in zip(above, (n, m), strict=True)]
    # Each person's rank among the others is a share of their number.
    variance = [parts[0] / m**2, parts[1] / n**2]
    if not sum(variance):
        return None
    df = sum(variance) ** 2 / (variance[0] ** 2 / (n - 1) + variance[1] ** 2 / (m - 1))
    error = float(sum(variance) ** 0.5)
    half = float(stats.t.ppf(0.975, df) * error)
    p = float(2 * stats.t.sf(abs(chance - 0.5) / error, df))
    return Higher(chance, max(0.0, chance - half), min(1.0, chance + half), float(df), p)


def proportional_odds(before: pd.Series, after: pd.Series) -> Odds | None:
    """Return the odds ratio of a higher answer after (McCullagh 1980, JRSS B 42:109).

    None where a side has fewer than two answers, fewer than two different ones were given, or every
    answer of one side is at or beyond all of the other, so that the odds have no end.
    """
    x, y = (side[~np.isnan(side)] for side in map(numbers, (before, after)))
    together = np.concatenate([x, y])
    if min(len(x), len(y)) < 2 or len(np.unique(together)) < 2 or _parted(x, y) or _parted(y, x):
        return None
    late = np.repeat([0.0, 1.0], [len(x), len(y)])
    codes = pd.Series(pd.Categorical(together, ordered=True))
    model = OrderedModel(codes, late[:, None], distr="logit")
    near = model.fit(method="bfgs", disp=False)
    fit = model.fit(start_params=near.params, method="newton", disp=False)
    slope, error = float(np.asarray(fit.params)[0]), float(np.asarray(fit.bse)[0])
    ratio, low, high = (float(np.exp(slope + z * error)) for z in (0, -Z, Z))
    p = float(2 * stats.norm.sf(abs(slope) / error))
    return Odds(ratio, low, high, p, _parallel(x, y, float(fit.llf)))


def _parted(one: np.ndarray, other: np.ndarray) -> bool:
    return bool(one.max() <= other.min())


def _parallel(x: np.ndarray, y: np.ndarray, fitted: float) -> float | None:
    """Return the likelihood-ratio p that each side's shares follow from one odds ratio."""
    values = np.unique(np.concatenate([x, y]))
    free = 0.0
    for side in (x, y):
        counts = np.array([(side == value).sum() for value in values])
        given = counts[counts > 0]
        free += float((given * np.log(given / given.sum())).sum())
    df = len(values) - 2
    return float(stats.chi2.sf(max(0.0, 2 * (free - fitted)), df)) if df else None
