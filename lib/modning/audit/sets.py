"""Sets of answers by how often each was given, of groups that are small enough to count them.

How often one of a second group is higher than one of a first follows from the sets of both, and not
from their sums.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import exp, lgamma

import numpy as np

from cellguard.moments import Span
from modning.audit.comparisons import Side
from modning.audit.statistics import Codes
from modning.audit.told import Fact, codes_of

Group = Mapping[str, Span]
# Sets are counted of groups that have no more, and pairs of sets of no more groups.
SETS, PAIRS = 150_000, 4_000_000


@dataclass(frozen=True)
class Cells:
    """What is possible of a group: its means, and spans of the variance that go with each."""

    n: int
    sums: np.ndarray
    squares: tuple[np.ndarray, np.ndarray]
    unit: int

    @property
    def mean(self) -> np.ndarray:
        """Return the means, on the scale on which they are shown."""
        return self.sums / (self.n * self.unit)

    @property
    def variance(self) -> tuple[np.ndarray, np.ndarray]:
        """Return the least and the largest variance with each mean."""
        around, df = self.sums**2 / self.n, (self.n - 1) * self.unit**2
        return tuple(np.maximum(one - around, 0) / df for one in self.squares)

    def kept(self, which: np.ndarray) -> "Cells":
        """Return those that are still possible."""
        return Cells(self.n, self.sums[which], tuple(one[which] for one in self.squares), self.unit)


def sets_of(cells: Cells, told: Group, of: Codes) -> np.ndarray | None:
    """Return every set of answers that is possible, by how often each was given; None of many."""
    codes, n = np.array(of.levels), cells.n
    if _many(n, len(codes)) > SETS:
        return None
    sets = _all(n, len(codes))
    sums, squares = sets @ codes, sets @ codes**2
    fits = np.zeros(len(sets), dtype=bool)
    for total in np.unique(cells.sums):
        here, mine = np.flatnonzero(sums == total), cells.sums == total
        spans = [one[mine][:, None] for one in cells.squares]
        fits[here] = ((squares[here] >= spans[0]) & (squares[here] <= spans[1])).any(axis=0)
    for what, (low, high) in told.items():
        if what.startswith("percent "):
            share = 100 * sets[:, np.isin(codes, codes_of(what.split()[1]))].sum(axis=1) / n
            fits &= (share >= low - 1e-6) & (share <= high + 1e-6)
    return sets[fits]


def _many(n: int, levels: int) -> float:
    return exp(lgamma(n + levels) - lgamma(n + 1) - lgamma(levels))


@cache
def _all(n: int, levels: int) -> np.ndarray:
    """Return in how many ways n answers fall on so many levels, each a row."""
    if levels == 1:
        return np.array([[n]], dtype=np.int16)
    rows = [_all(n - first, levels - 1) for first in range(n + 1)]
    firsts = np.repeat(np.arange(n + 1, dtype=np.int16), list(map(len, rows)))
    return np.column_stack([firsts, np.concatenate(rows)])


def counted(
    sides: Sequence[Side],
    sets: Sequence[np.ndarray | None],
    codes: Sequence[Codes],
    span: Span,
) -> Iterator[Fact]:
    """Yield how often each answer was given, by how often one of the second is higher."""
    if any(one is None for one in sets) or len(sets[0]) * len(sets[1]) > PAIRS:
        return
    above = np.subtract.outer(*(np.array(one.levels) for one in codes))
    pairs = sets[0].sum(axis=1)[0] * sets[1].sum(axis=1)[0]
    higher = sets[0] @ (0.5 - np.sign(above) / 2) @ sets[1].T / pairs
    fits = (higher >= span[0] - 1e-9) & (higher <= span[1] + 1e-9)
    if not fits.any():
        raise ValueError(f"no answers are higher as often as is shown of {sides}")
    for at, (side, one) in enumerate(zip(sides, sets, strict=True)):
        left = one[fits.any(axis=1 - at)]
        for code, counts in zip(codes[at].levels, left.T, strict=True):
            ends = float(counts.min()), float(counts.max())
            yield Fact(*side, f"count {code}", ends)
