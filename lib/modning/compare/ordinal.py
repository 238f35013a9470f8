"""Answers in order, not in distances: the odds of a higher one after.

Beside Welch's comparison of means, which takes the steps between answers for equal.
"""

import warnings
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats
from scipy.special import expit
from statsmodels.miscmodels.ordinal_model import OrderedModel

from modning.scales import numbers

Z = float(stats.norm.ppf(0.975))


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


def proportional_odds(
    before: Iterable[float],
    after: Iterable[float],
    alike: tuple[Iterable[float], Iterable[float]] | None = None,
) -> Odds | None:
    """Return the odds ratio of a higher answer after (McCullagh 1980, JRSS B 42:109).

    With `alike`, a number for each answer before and after, it is that of persons in whom this
    number is the same; the steps are then not tested. None where a side has fewer than two answers,
    fewer than two different ones were given, or every answer of one side is at or beyond all of the
    other, so that the odds have no end.
    """
    sides = [numbers(side) for side in (before, after)]
    with_ = [np.zeros_like(side) for side in sides] if alike is None else list(map(numbers, alike))
    there = [~np.isnan(side) & ~np.isnan(one) for side, one in zip(sides, with_, strict=True)]
    x, y = (side[known] for side, known in zip(sides, there, strict=True))
    together = np.concatenate([x, y])
    if min(len(x), len(y)) < 2 or len(np.unique(together)) < 2 or _parted(x, y) or _parted(y, x):
        return None
    given = np.concatenate([one[known] for one, known in zip(with_, there, strict=True)])
    columns = [np.repeat([0.0, 1.0], [len(x), len(y)])]
    if alike is not None and given.std():
        columns.append((given - given.mean()) / given.std())
    found = _fitted(together, np.column_stack(columns))
    if found is None:
        return None
    slope, error, likelihood = found
    ratio, low, high = (float(np.exp(slope + z * error)) for z in (0, -Z, Z))
    p = float(2 * stats.norm.sf(abs(slope) / error))
    return Odds(ratio, low, high, p, _parallel(x, y, likelihood) if alike is None else None)


def _fitted(answers: np.ndarray, columns: np.ndarray) -> tuple[float, float, float] | None:
    """Return the first slope, its standard error and the log-likelihood; None without an end."""
    codes = pd.Series(pd.Categorical(answers, ordered=True))
    model = OrderedModel(codes, columns, distr="logit")
    model.cdf = expit  # The same without the checks, which took longer than all else.
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")  # Of no end, which is told by the standard error.
        near = model.fit(method="bfgs", disp=False)
        try:
            fit = model.fit(start_params=near.params, method="newton", disp=False)
        except np.linalg.LinAlgError:  # The number tells each answer: nothing is left to odds.
            return None
        slope, error = float(np.asarray(fit.params)[0]), float(np.asarray(fit.bse)[0])
    known = fit.mle_retvals["converged"] and np.isfinite(error) and 0 < error < 10
    return (slope, error, float(fit.llf)) if known else None


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
