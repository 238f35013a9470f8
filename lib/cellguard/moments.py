"""What a mean, its interval and a standard deviation tell of whole-number answers.

Answers are codes, so their sum and their sum of squares are whole numbers, and of these only few
fit what is printed. A number printed with one decimal stands for all that round to it.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from scipy import special

from cellguard.coarse import Coarse

# What is computed with twelve digits is off by less.
EXACT = 1e-9
Span = tuple[float, float]
ANY: Span = (-math.inf, math.inf)


@dataclass(frozen=True)
class Told:
    """What is shown of a group of `n` answers: spans of the mean, its 95 % ends and the spread."""

    n: int
    mean: Span = ANY
    low: Span = ANY
    high: Span = ANY
    sd: Span = ANY


@dataclass(frozen=True)
class Moments:
    """A sum of answers that is possible, and the span of their sum of squares with it."""

    sum: int
    squares: tuple[int, int]


@cache
def half_width(n: int) -> float:
    """Return the half width of a mean's 95 % interval (Student's t) per standard deviation."""
    return float(special.stdtrit(n - 1, 0.975)) / math.sqrt(n)


def moments(told: Told, least: int, most: int) -> Iterator[Moments]:
    """Yield every sum, with its squares, that fits; answers run from `least` to `most`."""
    n = told.n
    first = max(n * least, math.ceil(n * told.mean[0] - EXACT * n))
    last = min(n * most, math.floor(n * told.mean[1] + EXACT * n))
    for total in range(first, last + 1):
        squares = _squares(told, total, least, most)
        if squares[0] <= squares[1]:
            yield Moments(total, squares)


def _squares(told: Told, total: int, least: int, most: int) -> tuple[int, int]:
    """Return the span of the sum of squares of answers with this sum."""
    n = told.n
    low, high = _extremes(n, total, least, most)
    if n < 2:
        return low, high
    mean = total / n
    half = (
        max(mean - told.low[1], told.high[0] - mean, 0.0),
        min(mean - told.low[0], told.high[1] - mean),
    )
    if half[1] < -EXACT:
        return 1, 0
    per_sd = half_width(n)
    spread = max(half[0] / per_sd, told.sd[0], 0.0), min(half[1] / per_sd, told.sd[1])
    base, slack = total * total / n, EXACT * n * most * most
    return (
        max(low, math.ceil(base + (n - 1) * spread[0] ** 2 - slack)),
        high if math.isinf(spread[1]) else
        min(high, math.floor(base + (n - 1) * spread[1] ** 2 + slack)),
    )  # fmt: skip


def _extremes(n: int, total: int, least: int, most: int) -> tuple[int, int]:
    """Return the least and the largest sum of squares of n whole numbers with a sum."""
    each, more = divmod(total, n)
    even = (n - more) * each * each + more * (each + 1) ** 2
    if most == least:
        return even, even
    ends, rest = divmod(total - n * least, most - least)
    if ends >= n:
        return even, n * most * most
    odd = least + rest
    return even, ends * most * most + odd * odd + (n - ends - 1) * least * least


def told(n: int, total: float, squares: float, coarse: Coarse, spread: bool) -> Told:
    """Return what a reader is told of n answers with a sum and a sum of squares.

    The mean, and where the `spread` is shown its 95 % interval and the standard deviation.
    """
    mean = total / n
    shown = coarse.value(mean)
    span = shown - coarse.mean / 2, shown + coarse.mean / 2
    if not spread or n < 2:
        return Told(n, span)
    sd = math.sqrt(max(squares - n * mean * mean, 0.0) / (n - 1))
    low, high = mean - half_width(n) * sd, mean + half_width(n) * sd
    ends = coarse.low(low), coarse.high(high)
    about = coarse.value(sd)
    return Told(
        n,
        span,
        (ends[0], ends[0] + coarse.interval),
        (ends[1] - coarse.interval, ends[1]),
        (about - coarse.mean / 2, about + coarse.mean / 2),
    )
