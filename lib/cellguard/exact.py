"""The least loss that protects, by cuts from the reader's programs (Fischetti and Salazar 2001)."""

import highspy
import numpy as np

from cellguard.attack import TOLERANCE, Reader, solver
from cellguard.problem import Problem, with_implied

ROUNDS = 20
# A limit by work and not by the clock, so that every machine stops at the same choice.
NODES = 2000


def exact(problem: Problem, reader: Reader, wanted: np.ndarray) -> tuple[np.ndarray | None, float]:
    """Return the units to withhold at the least cost, and that cost as a lower bound.

    `wanted` has the width of each sensitive cell's interval (`attack.needed`).
    None for the units where all rounds of cuts were not enough; the bound still holds.
    """
    master = _Master(problem)
    for _ in range(ROUNDS):
        withheld, bound = master.solve()
        if withheld is None:
            return None, bound
        cuts = list(_violated(problem, reader, withheld, wanted))
        if not cuts:
            return withheld, bound
        for weights, width in cuts:
            master.add(weights, width)
    return None, bound


def _violated(problem: Problem, reader: Reader, withheld: np.ndarray, wanted: np.ndarray):
    """Yield a cut for each sensitive cell whose interval is too narrow."""
    reader.sees(withheld)
    for cell, width in zip(problem.sensitive, wanted, strict=True):
        if reader.seen(cell) >= width:
            continue
        found, added = reader.reasons(cell)
        if found < width - TOLERANCE:
            yield added, width
        elif reader.seen(cell) < width:
            least, largest = reader.whole_interval(cell)
            if largest - least < width - TOLERANCE:
                # No cut of fractions tells these apart: something more must go.
                yield np.where(problem.unknown(withheld), 0.0, width), width


class _Master:
    """The choice of units as a program of zeros and ones, with the cuts found so far."""

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        self._solver = solver()
        self._solver.setOptionValue("mip_max_nodes", NODES)
        units = len(problem.cost)
        self._units = np.arange(units, dtype=np.int32)
        low = problem.forced.astype(float)
        high = (~problem.public).astype(float)
        self._solver.addVars(units, low, np.maximum(low, high))
        self._solver.changeColsCost(units, self._units, problem.cost)
        kinds = np.full(units, highspy.HighsVarType.kInteger)
        self._solver.changeColsIntegrality(units, self._units, kinds)
        for first, second in problem.implied:
            if not problem.public[second]:
                pair = np.array([first, second], dtype=np.int32)
                self._solver.addRow(-np.inf, 0.0, 2, pair, np.array([1.0, -1.0]))

    def solve(self) -> tuple[np.ndarray | None, float]:
        """Return the units of the least cost that meet all cuts, and a lower bound of the cost.

        None for the units where the search was too long.
        """
        self._solver.run()
        bound = float(self._solver.getInfo().mip_dual_bound)
        if self._solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None, bound
        chosen = np.asarray(self._solver.getSolution().col_value) > 0.5
        return with_implied(self._problem, chosen), bound

    def add(self, weights: np.ndarray, width: float) -> None:
        """Demand that the weights of the cells withheld come to the width at least."""
        problem = self._problem
        own = problem.unit >= 0
        total = width - weights[~own].sum()
        each = np.bincount(problem.unit[own], weights[own], minlength=len(problem.cost))
        # A unit need not count for more than all that is missing.
        each = np.minimum(each, total)
        chosen = np.flatnonzero(each > TOLERANCE).astype(np.int32)
        self._solver.addRow(total, np.inf, len(chosen), chosen, each[chosen])
