"""The attack on comparisons: what tests, intervals and effect sizes tell of both groups.

Each is reckoned from the groups' sums and sums of squares, which are whole numbers. Of all pairs of
them that fit what is shown of each group, those are kept that give the comparison as it is shown;
how often an answer is higher is held against the sets of answers themselves, where these are few
enough to be counted. What is left of a group is a fact like those that are shown of it alone.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from math import exp, lgamma, sqrt

import numpy as np
from scipy import stats

from cellguard.moments import ANY, Span, Told, moments
from modning.audit.comparisons import Compared, Side
from modning.audit.findings import one_build
from modning.audit.sets import Cells, Group, counted, sets_of
from modning.audit.statistics import Codes
from modning.audit.told import Fact

# Errors of a difference and degrees of freedom, the least and the most of each.
Test = tuple[tuple[np.ndarray, np.ndarray], tuple[np.ndarray, np.ndarray]]
# So many sums with their squares are looked at of a group; of more, those that are close as one.
CELLS = 1200
# Quantiles of t are read off a table, and numbers have twelve digits.
NEAR = 1e-4


def narrowed(
    told: Mapping[Side, Group],
    compared: Iterable[Compared],
    codes: Mapping[str, Codes],
) -> Iterator[Fact]:
    """Yield what comparisons tell of each of the groups that they are of.

    `codes` has the whole numbers that each question is answered by. Raises `InputError` where what
    is shown contradicts itself.
    """
    pairs: dict[tuple[Side, Side], dict[str, Span]] = defaultdict(dict)
    for one in compared:
        shown = pairs[one.first, one.second]
        low, high = shown.get(one.what, (-np.inf, np.inf))
        shown[one.what] = max(low, one.span[0]), min(high, one.span[1])
    for sides, shown in pairs.items():
        groups = [told.get(side, {}) for side in sides]
        if all({"n", "mean"} <= set(one) and one["n"][0] > 1 for one in groups):
            with one_build(sides[0][0]):
                yield from _facts(sides, groups, shown, [codes[side[0]] for side in sides])


def _facts(sides, groups, shown, codes) -> Iterator[Fact]:
    cells = [possible(told, of) for told, of in zip(groups, codes, strict=True)]
    fits = together(*cells, shown)
    if not fits.any():
        raise ValueError(f"no answers give what is shown of {sides}: {shown}")
    cells = [one.kept(fits.any(axis=1 - at)) for at, one in enumerate(cells)]
    for side, one in zip(sides, cells, strict=True):
        spreads = sqrt(one.variance[0].min()), sqrt(one.variance[1].max())
        for what, ends in (("mean", (one.mean.min(), one.mean.max())), ("sd", spreads)):
            yield Fact(*side, what, (float(ends[0]) - 1e-9, float(ends[1]) + 1e-9))
    if "higher" in shown:
        sets = [sets_of(*of) for of in zip(cells, groups, codes, strict=True)]
        yield from counted(sides, sets, codes, shown["higher"])


def possible(told: Group, codes: Codes) -> Cells:
    """Return what a group's sum and sum of squares can be."""
    n = int(told["n"][0])
    spans = [codes.span(told.get(what, ANY)) for what in ("mean", "low", "high", "sd")]
    fits = list(moments(Told(n, *spans), min(codes.levels), max(codes.levels)))
    if not fits:
        raise ValueError(f"what is shown contradicts itself: n = {n}, {dict(told)}")
    each = max(CELLS // len(fits), 1)
    found = [(one.sum, low, high) for one in fits for low, high in _cut(*one.squares, each)]
    sums, lows, highs = np.array(found, dtype=float).T
    return Cells(n, sums, (lows, highs), codes.unit)


def _cut(low: int, high: int, most: int) -> Iterator[tuple[int, int]]:
    """Yield spans that make up one of whole numbers, each number by itself where they are few."""
    ends = np.linspace(low, high + 1, min(high - low + 1, most) + 1).astype(int)
    yield from zip(ends[:-1], ends[1:] - 1, strict=True)


def together(one: Cells, other: Cells, shown: Mapping[str, Span]) -> np.ndarray:
    """Tell which pairs of what is possible of two groups give what is shown of both."""
    between = other.mean[None, :] - one.mean[:, None]
    parts = [tuple(end / of.n for end in of.variance) for of in (one, other)]
    error = tuple(np.sqrt(a[:, None] + b[None, :]) for a, b in zip(*parts, strict=True))
    test = error, _freedom(parts, (one.n, other.n))
    fits = np.ones(between.shape, dtype=bool)
    for what, (low, high) in shown.items():
        if what == "p":
            fits &= _is_tail(np.abs(between), test, (low / 2, high / 2))
        elif what.startswith("same "):
            fits &= _is_tail(float(what.split()[1]) - np.abs(between), test, (low, high))
        elif what in ("low", "high"):
            sign = -1 if what == "low" else 1
            ends = [between + sign * _in_errors(0.025, test, least) for least in (True, False)]
            fits &= (np.maximum(*ends) >= low - NEAR) & (np.minimum(*ends) <= high + NEAR)
        elif what in ("g", "g low", "g high"):
            fits &= _is_effect(between, (one, other), _effect(what, (low, high), one.n, other.n))
    return fits


def _freedom(parts, sizes) -> tuple[np.ndarray, np.ndarray]:
    """Return the least and the most degrees of freedom of Welch's test."""
    (a_low, a_high), (b_low, b_high) = parts
    n, m = (size - 1 for size in sizes)
    with np.errstate(invalid="ignore"):
        ends = [np.nan_to_num(a[:, None] / (a[:, None] + b[None, :]), nan=0.5)
                for a, b in ((a_low, b_high), (a_high, b_low))]  # fmt: skip

    def at(share: np.ndarray) -> np.ndarray:
        return 1 / (share**2 / n + (1 - share) ** 2 / m)

    # Most where each group has its share of the degrees of freedom.
    return np.minimum(*map(at, ends)), at(np.clip(n / (n + m), *ends))


def _is_tail(far: np.ndarray, test: Test, tail: Span) -> np.ndarray:
    """Tell where so much of t's distribution may lie above a number, in its errors."""
    least, most = _in_errors(tail[1], test, True), _in_errors(tail[0], test, False)
    return (far >= least - NEAR * np.abs(least)) & (far <= most + NEAR * np.abs(most))


def _in_errors(tail: float, test: Test, least: bool) -> np.ndarray:
    """Return the least, or the largest, number above which so much of t's distribution lies."""
    if tail <= 0 or tail >= 1:
        return np.full(test[0][0].shape, np.inf if tail <= 0 else -np.inf)
    error, df = test
    near = least == (tail <= 0.5)
    return _quantile(tail, df[near]) * error[not near]


def _quantile(tail: float, df: np.ndarray) -> np.ndarray:
    """Return t above which so much of its distribution lies."""
    return np.interp(1 / df, *_table(tail))


@cache
def _table(tail: float) -> tuple[np.ndarray, np.ndarray]:
    at = np.linspace(1e-5, 1, 4000)
    return at, stats.t.isf(tail, 1 / at)


def _small(df: int) -> float:
    """Return what Hedges' g is of a difference in spreads."""
    return exp(lgamma(df / 2) - lgamma((df - 1) / 2)) / sqrt(df / 2) if df > 1 else 1.0


def _effect(what: str, span: Span, n: int, m: int) -> Span:
    """Return between which g lies, by itself or by an end of its interval."""
    if what == "g":
        return span
    df, per = n + m - 2, sqrt(1 / n + 1 / m) * _small(n + m - 2)
    tail = 0.975 if what == "g low" else 0.025
    return tuple(float(stats.nct.ppf(tail, df, end / per)) * per for end in span)


def _is_effect(between, groups: tuple[Cells, Cells], span: Span) -> np.ndarray:
    df = sum(one.n for one in groups) - 2
    squares = [tuple(end * (one.n - 1) for end in one.variance) for one in groups]
    with np.errstate(invalid="ignore", divide="ignore"):
        ends = [_small(df) * between / np.sqrt((a[:, None] + b[None, :]) / df)
                for a, b in zip(*squares, strict=True)]  # fmt: skip
    ends = [np.nan_to_num(one, nan=0.0, posinf=np.inf, neginf=-np.inf) for one in ends]
    low, high = np.minimum(*ends), np.maximum(*ends)
    return (high >= span[0] - NEAR) & (low <= span[1] + NEAR)
