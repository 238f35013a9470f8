"""A fast choice for tables too large for the exact one: cheapest shifts, then what is not needed.

For each sensitive cell in turn, the cheapest way to move it by the width asked (Kelly, Golden and
Assad 1992, Networks 22:397) shows which cells must move along; they are withheld. Afterwards each
unit, the dearest first, is shown again where protection holds without it.
"""

import numpy as np
from scipy import sparse

from cellguard.attack import TOLERANCE, Reader, model
from cellguard.problem import ALWAYS, Problem, with_implied


def heuristic(problem: Problem, reader: Reader, wanted: np.ndarray) -> np.ndarray:
    """Return units to withhold that protect every sensitive cell, at a low cost.

    `wanted` has the width of each sensitive cell's interval (`attack.needed`).
    """
    withheld = with_implied(problem, problem.forced)
    shifts = _Shifts(problem)
    for cell, width in zip(problem.sensitive, wanted, strict=True):
        if not _holds(problem, reader, withheld, [cell], [width]):
            withheld = with_implied(problem, withheld | shifts.cheapest(cell, width, withheld))
    return _without_needless(problem, reader, withheld, wanted)


def _without_needless(
    problem: Problem, reader: Reader, withheld: np.ndarray, wanted: np.ndarray
) -> np.ndarray:
    for unit in np.argsort(-problem.cost, kind="stable"):
        if withheld[unit] and problem.free[unit]:
            fewer = withheld.copy()
            fewer[unit] = False
            if with_implied(problem, fewer)[unit]:
                continue
            if _holds(problem, reader, fewer, problem.sensitive, wanted):
                withheld = fewer
    return withheld


def _holds(problem: Problem, reader: Reader, withheld: np.ndarray, cells, wanted) -> bool:
    reader.sees(withheld)
    for cell, width in zip(cells, wanted, strict=True):
        least, largest = reader.closest(cell, width)
        if largest - least < width - TOLERANCE:
            return False
    return True


class _Shifts:
    """Two tables that a reader thinks possible, far enough apart in one cell, at the least cost."""

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        self._cells = len(problem.value)
        rows = problem.equations
        # Variables: each cell's rise and fall in one table, then in the other.
        both = sparse.block_array([[rows, -rows, None, None], [None, None, rows, -rows]])
        both = sparse.csr_array(both)
        still, nought = np.zeros(both.shape[1]), np.zeros(both.shape[0])
        matrix = both.indptr, both.indices, both.data
        self._solver = model((still, still), matrix, (nought, nought))
        # The last row: how far the two tables are apart in the cell asked for.
        self._solver.addRow(-np.inf, np.inf, 0, np.array([], dtype=np.int32), np.array([]))
        self._apart = both.shape[0]

    def cheapest(self, cell: int, width: float, withheld: np.ndarray) -> np.ndarray:
        """Return the units that move when a cell's two values are `width` apart."""
        problem, cells = self._problem, self._cells
        price = np.where(problem.unknown(withheld), 0.0, problem.cost[problem.unit])
        fixed = (problem.unit != ALWAYS) & problem.public[problem.unit]
        up, down = problem.high - problem.value, problem.value - problem.low
        upper = np.where(fixed, 0.0, [up, down])
        prices, most = np.tile(price, 4), np.tile(upper.ravel(), 2)
        every = np.arange(len(most), dtype=np.int32)
        self._solver.changeColsCost(len(every), every, prices)
        self._solver.changeColsBounds(len(every), every, np.zeros_like(most), most)
        places = cell + cells * np.arange(4)
        for place, factor in zip(places, (1.0, -1.0, -1.0, 1.0), strict=True):
            self._solver.changeCoeff(self._apart, int(place), factor)
        self._solver.changeRowBounds(self._apart, width, np.inf)
        self._solver.run()
        moved = np.asarray(self._solver.getSolution().col_value).reshape(4, cells).max(axis=0)
        for place in places:
            self._solver.changeCoeff(self._apart, int(place), 0.0)
        found = np.zeros(len(problem.cost), dtype=bool)
        found[problem.unit[(moved > TOLERANCE) & (problem.unit != ALWAYS)]] = True
        return found
