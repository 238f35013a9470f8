"""A table, or several linked ones, in which some cells must not be recomputed.

Cells are numbers tied by equations (a total and its parts). A reader who sees some of them can
bound the others: the least and the largest value of a withheld cell, given the equations and what
is known beforehand, is an interval. Protection withholds so many further cells that the interval of
each sensitive one is at least as wide as asked (Fischetti and Salazar 2001, Management Science
47:1008).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy import sparse

ALWAYS = -1


@dataclass(frozen=True)
class Problem:
    """Cells, their equations, and which of them are withheld together.

    `value`, `low` and `high` have an entry a cell: its value, and the bounds that a reader knows
    who does not see it. `equations` times the values is the same for every table a reader thinks
    possible. `unit` says to which decision a cell belongs, or `ALWAYS` where nobody ever sees it.
    `cost` has an entry a unit: what is lost when it is withheld. Units in `public` stay shown,
    those in `forced` are withheld; of a row of two in `implied`, the second is with the first.
    `sensitive` are cells and `width` how wide their intervals must be. `whole` says that cells are
    counts, and that a reader knows it. Counts from 1 to `few` - 1 must not be told: a cell withheld
    for another's sake is guarded like a sensitive one where its interval would hold such a count.
    `place` numbers the place a cell is of, none (-1) where it is a total of all places.
    """

    value: np.ndarray
    low: np.ndarray
    high: np.ndarray
    equations: sparse.csr_array
    unit: np.ndarray
    cost: np.ndarray
    public: np.ndarray
    forced: np.ndarray
    sensitive: np.ndarray
    width: np.ndarray
    whole: bool = True
    few: int = 0
    place: np.ndarray = field(default_factory=lambda: np.array([], dtype=int))
    implied: np.ndarray = field(default_factory=lambda: np.empty((0, 2), dtype=int))

    @property
    def free(self) -> np.ndarray:
        """Tell of each unit whether it may be withheld or shown."""
        return ~self.public & ~self.forced

    def unknown(self, withheld: np.ndarray) -> np.ndarray:
        """Tell of each cell whether a reader does not see it, given the units withheld."""
        return np.where(self.unit == ALWAYS, True, withheld[self.unit])


@dataclass(frozen=True)
class Solution:
    """Which units are withheld, by which method, and how far at most from the least loss.

    `gap` is the loss above a lower bound of it as a share of the loss; 0 is proven to be the best.
    """

    withheld: np.ndarray
    method: str
    gap: float


def equations(terms: Iterable[Sequence[tuple[int, float]]], cells: int) -> sparse.csr_array:
    """Return equations from their terms, (cell, factor) each; a sum is zero."""
    found = [(row, cell, factor) for row, terms_ in enumerate(terms) for cell, factor in terms_]
    rows, columns, factors = zip(*found, strict=True) if found else ((), (), ())
    shape = (max(rows, default=-1) + 1, cells)
    # The sum of doubles: a cell may stand in an equation under two names.
    matrix = sparse.coo_array((factors, (rows, columns)), shape=shape).tocsr()
    matrix.sum_duplicates()
    matrix.eliminate_zeros()
    return matrix


def with_implied(problem: Problem, withheld: np.ndarray) -> np.ndarray:
    """Return the units withheld when those that follow from others are added."""
    withheld = withheld.copy()
    first, second = problem.implied[~problem.public[problem.implied[:, 1]]].T
    while (more := withheld[first] & ~withheld[second]).any():
        withheld[second[more]] = True
    return withheld


def part_of(
    problem: Problem, own: np.ndarray, rows: np.ndarray, mine: np.ndarray
) -> tuple[np.ndarray, Problem]:
    """Return the problem of some cells and equations, with the numbers of its units.

    `mine` tells of each sensitive cell whether it is one there. Other cells stand as they are.
    """
    units = np.unique(problem.unit[own])
    units = units[units != ALWAYS]
    place, where = np.full(len(problem.cost), -1), np.full(len(problem.value), -1)
    place[units], where[own] = np.arange(len(units)), np.arange(len(own))
    implied = place[problem.implied]
    return units, Problem(
        value=problem.value[own],
        low=problem.low[own],
        high=problem.high[own],
        equations=problem.equations[rows][:, own],
        unit=np.where(problem.unit[own] == ALWAYS, ALWAYS, place[problem.unit[own]]),
        cost=problem.cost[units],
        public=problem.public[units],
        forced=problem.forced[units],
        implied=implied[(implied >= 0).all(axis=1)],
        sensitive=where[problem.sensitive[mine]],
        width=problem.width[mine],
        whole=problem.whole,
        few=problem.few,
        place=problem.place[own] if len(problem.place) else problem.place,
    )
