"""How many parts of two codes may differ before strangers are taken for one person.

More parts tell people better apart, so that more of them may be wrong. Two strangers agree in a
part by chance; over all pairs of a programme that makes false links, and the more slips are
forgiven the more of them.
"""

from collections.abc import Sequence

import numpy as np


def strangers_within(agreement: Sequence[float], slips: int) -> float:
    """Return the chance that two strangers' codes differ in at most so many parts.

    `agreement` has for each part the chance that they agree in it (a Poisson-binomial count).

    >>> round(strangers_within([0.5, 0.5], 1), 2)
    0.75
    """
    differ = np.array([1.0])
    for agree in agreement:
        differ = np.convolve(differ, [agree, 1 - agree])
    return float(differ[: slips + 1].sum())


def false_links(before: int, after: int, agreement: Sequence[float], slips: int) -> float:
    """Return the false links to expect among so many forms before and after, at most."""
    return before * after * strangers_within(agreement, slips)


def slips_allowed(
    before: int, after: int, agreement: Sequence[float], most: float = 0.02
) -> int | None:
    """Return the most slips with at most the share `most` of false links; None where none is safe.

    The share is of the smaller side, each of whom has one right link at most.
    """
    smaller = min(before, after)
    safe = [
        slips
        for slips in range(len(agreement))
        if false_links(before, after, agreement, slips) <= most * smaller
    ]
    return max(safe, default=None)


def recalled_within(parts: int, slip: float, slips: int) -> float:
    """Return the chance that a person repeats all parts of her code but so many.

    Each part goes wrong with the chance `slip`, independently of the others.
    """
    return strangers_within([1 - slip] * parts, slips)
