"""Self-generated codes that are so many slips apart, and how often strangers' codes are.

More parts tell people better apart, so that more of them may be wrong. Two strangers agree in a
part by chance; over all pairs of a programme that makes false links, and the more slips are
forgiven the more of them.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from itertools import combinations

import numpy as np
import pandas as pd

Code = tuple[Hashable, ...]


def slip_pairs(
    before: Mapping[Hashable, Code], after: Mapping[Hashable, Code], slips: int
) -> Iterator[tuple[Hashable, Hashable]]:
    """Yield (row before, row after) of codes that differ in exactly `slips` parts, each pair once.

    None is a part left out, which agrees with nothing. The first entry of each code is where it was
    given, and must agree. Codes are looked up by what is left of them without the parts that
    differ, so that the work grows with the number of codes and not with that of pairs.

    >>> list(slip_pairs({1: ("", "A", "5")}, {2: ("", "A", None), 3: ("", "B", None)}, 1))
    [(1, 2)]
    """
    width = len(next(iter(before.values()), ()))
    for parts in combinations(range(1, width), slips):
        kept = [part for part in range(width) if part not in parts]
        there = defaultdict(list)
        for row, code in after.items():
            there[_of(code, kept)].append(row)
        for row, code in before.items():
            if None in (rest := _of(code, kept)):
                continue
            for other in there[rest]:
                if all(code[part] is None or code[part] != after[other][part] for part in parts):
                    yield row, other


def _of(code: Code, parts: list[int]) -> Code:
    return tuple(code[part] for part in parts)


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
