"""Rounding to a base instead of withholding: every count a multiple, and all of them additive.

Each single count goes up or down to a multiple next to it and each total has a multiple to aim at,
both drawn without bias, the single counts so that all together keep their sum (systematic sampling
in random order: Madow 1949, Annals of Mathematical Statistics 20:333). Totals are the sums of what
they consist of, so that no total tells more than its parts. Of all such tables the one nearest to
the draws is taken, by integer programming (zero-restricted controlled rounding: Cox 1987, Journal
of the American Statistical Association 82:520). Where tables are linked not all can be as drawn,
which leaves a count biased by a few tenths of a person at most. A reader knows of a rounded count
that it lies within less than a base of what is shown.
"""

from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp


@dataclass(frozen=True)
class Counts:
    """Counts to be rounded together.

    `value` has an entry a cell; `sums` are equations between them whose sum is nought, and hold for
    what is rounded too. `single` cells go to a multiple next to them, or to `fixed` where that is a
    number; `totals` are to be near their value. Cells that are neither are never shown.
    """

    value: np.ndarray
    sums: sparse.csr_array
    single: np.ndarray
    totals: np.ndarray
    fixed: np.ndarray


def rounded(counts: Counts, base: int, draw: np.random.Generator) -> np.ndarray | None:
    """Return the counts rounded to a base; None where no such table adds up."""
    cells, off = len(counts.value), np.flatnonzero(counts.totals)
    low, high, cost = _choices(counts, base, draw)
    # No two ways to mend a total cost the same, or the solver's order would decide.
    cost = cost * (1 + 0.1 * draw.random(cells))
    aim = np.floor(counts.value[off] / base + draw.random(len(off)))
    kinds = np.where(counts.totals, 0, 1)
    # What a total that is off by a base costs against a part that goes the other way than drawn.
    off_by_base = 1 + 1 / base
    # A total's distance from its value, up and down, in bases.
    distance = sparse.csr_array(
        (np.ones(len(off)), (np.arange(len(off)), off)), shape=(len(off), cells)
    )
    apart = sparse.hstack([distance, -sparse.eye(len(off)), sparse.eye(len(off))])
    width = cells + 2 * len(off)
    sums = sparse.hstack([counts.sums, sparse.csr_array((counts.sums.shape[0], 2 * len(off)))])
    found = milp(
        np.concatenate([cost, np.full(2 * len(off), off_by_base)]),
        integrality=np.concatenate([kinds, np.zeros(2 * len(off))]),
        bounds=Bounds(
            np.concatenate([low, np.zeros(2 * len(off))]),
            np.concatenate([high, np.full(width - cells, np.inf)]),
        ),
        constraints=[
            LinearConstraint(sums.tocsr(), 0, 0),
            LinearConstraint(apart.tocsr(), aim, aim),
        ],
    )
    return None if found.x is None else base * np.round(found.x[:cells])


def nearest(value: np.ndarray, base: int, width: float) -> np.ndarray:
    """Return public numbers rounded, down where up would be so far that nought tells too much.

    Who knows the number `n` and sees it as `r`, all of it in one answer, knows of another that it
    is at most `base` - 1 - (r - n).
    """
    down = base * np.floor(value / base)
    up = down + base
    return np.where((up - value <= value - down) & (up - value <= base - 1 - width), up, down)


def window(shown: np.ndarray, base: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the least and largest count that is shown as a multiple of the base."""
    return np.maximum(shown - base + 1, 0), shown + base - 1


def _choices(
    counts: Counts, base: int, draw: np.random.Generator
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return each cell's least and largest multiple, and what the larger one costs."""
    share, down = np.modf(counts.value / base)
    # Each goes up with its share and all together have their sum, up to one base. In an order that
    # nobody knows, for sums of parts in a known order would tell more than parts do.
    order = draw.permutation(len(share))
    passed = np.cumsum(np.where(counts.single, share, 0)[order]) + draw.random()
    up = np.empty(len(share), dtype=bool)
    up[order] = np.diff(np.floor(passed), prepend=0) > 0
    given = ~np.isnan(counts.fixed)
    low = np.where(counts.single, down, 0.0)
    high = np.where(counts.single, down + (share > 0), np.inf)
    low = np.where(given, np.nan_to_num(counts.fixed) / base, low)
    high = np.where(given, low, high)
    return low, high, np.where(counts.single & ~given, np.where(up, -1.0, 1.0), 0.0)
