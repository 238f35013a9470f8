"""How many parts of two codes may differ before strangers are taken for one person.

More parts tell people better apart, so that more of them may be wrong. Two strangers agree in a
part by chance; over all pairs of a programme that makes false links, and the more slips are
forgiven the more of them.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd


def agreement(codes: Sequence[pd.DataFrame]) -> list[float]:
    """Return for each part, a column, how often two persons of one form agree in it.

    By all pairs of the rows of each frame, one agreeing in two taken for seen besides, so that few
    codes do not seem to tell everybody apart. A part left out is not counted.
    """
    return [_agree([frame[part].dropna() for frame in codes]) for part in codes[0]]


def strangers_apart(agreement: Sequence[float], slips: int) -> float:
    """Return the chance that two strangers' codes differ in exactly so many parts.

    `agreement` has for each part the chance that they agree in it (a Poisson-binomial count).

    >>> round(strangers_apart([0.5, 0.5], 1), 2)
    0.5
    """
    differ = np.array([1.0])
    for agree in agreement:
        differ = np.convolve(differ, [agree, 1 - agree])
    return float(differ[slips])


def _agree(sides: list[pd.Series]) -> float:
    pairs = sum(len(side) * (len(side) - 1) / 2 for side in sides)
    alike = sum(float((n * (n - 1) / 2).sum()) for n in (side.value_counts() for side in sides))
    return (alike + 0.5) / (pairs + 1)
