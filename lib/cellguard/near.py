"""Tables near one that is possible: most numbers stand as in it, and sums of many of them.

That a number can be otherwise is shown among these much sooner than among all tables. That it
cannot is not shown.
"""

from collections.abc import Iterator, Sequence

import highspy
import numpy as np
from scipy import sparse

from cellguard.attack import Ends, model

FEASIBLE = highspy.SolutionStatus.kSolutionStatusFeasible

Terms = dict[int, float]
# How many groups of numbers move: first few, then more.
FEW, MORE = 2, 8
# Persons of a group beyond these make it no easier to move the others.
ENOUGH = 3
# What such small programs are sooner solved without.
PLAIN = {
    "mip_heuristic_run_feasibility_jump": False,
    "mip_heuristic_effort": 0.0,
    "mip_detect_symmetry": False,
}


class Near:
    """A possible `table` of numbers between their ends, in `groups`, and spans of sums of them.

    Of each of `choices`, numbers of nought and one, that one is one whose sum the table has.
    """

    def __init__(
        self, columns: Ends, sums: Sequence[tuple[Terms, float, float]], table: np.ndarray,
        choices: Sequence[tuple[list[int], list[int], Terms]], groups: Sequence[int],
    ) -> None:  # fmt: skip
        self._columns, self._groups = columns, np.array(groups)
        self._table = np.zeros(len(groups))
        self._table[: len(table)] = table
        still = np.zeros(len(groups), dtype=bool)
        for places, each, terms in choices:
            true = sum(factor * self._table[place] for place, factor in terms.items())
            self._table[places] = np.isclose(each, true)
            own = np.unique(self._groups[list(terms)])
            # A choice of one group's sum is that group's; of many groups' it stands.
            if len(own) == 1:
                self._groups[places] = own
            else:
                still[places] = True
        self._free = ~still & (columns[0] < columns[1])
        starts = np.cumsum([0, *(len(terms) for terms, *_ in sums)])
        places = np.fromiter((place for terms, *_ in sums for place in terms), int)
        factors = np.fromiter((one for terms, *_ in sums for one in terms.values()), float)
        rows = sparse.csr_array((factors, places, starts), shape=(len(sums), len(groups)))
        self._matrix, value = rows.tocsc(), rows @ self._table
        ends = (np.array([one[end] for one in sums]) for end in (1, 2))
        self._room = tuple(end - value for end in ends)
        alone = (np.diff(rows.indptr) == 1) & (self._room[0] == self._room[1])
        self._free[rows.indices[rows.indptr[:-1][alone]]] = False
        persons = np.where(self._free, np.minimum(np.abs(self._table), ENOUGH), 0)
        self._freest = np.argsort(-np.bincount(self._groups, persons), kind="stable")
        self._solvers: dict[tuple[int, ...], tuple[np.ndarray, highspy.Highs]] = {}

    def blocks(self, weights: np.ndarray) -> Iterator[tuple[int, ...]]:
        """Yield groups that may move, those of a sum among them."""
        own = set(self._groups[np.flatnonzero(weights)])
        order = sorted(self._freest, key=lambda one: one not in own)
        for size in (FEW, MORE):
            yield tuple(sorted(order[:size]))
            if size >= len(order):
                break

    def least(self, weights: np.ndarray, far: float, block: tuple[int, ...]) -> np.ndarray:
        """Return the table with the least value of a sum, or one with a value below `far`."""
        places, solver = self._solver(block)
        mine = np.append(weights, np.zeros(len(self._table) - len(weights)))[places]
        rest = float(weights @ self._table[: len(weights)] - mine @ self._table[places])
        solver.changeColsCost(len(places), np.arange(len(places), dtype=np.int32), mine)
        solver.setOptionValue("objective_target", far - rest)
        solver.run()
        table = self._table.copy()
        if solver.getInfo().primal_solution_status == FEASIBLE:
            table[places] = np.round(solver.getSolution().col_value)
        return table

    def _solver(self, block: tuple[int, ...]) -> tuple[np.ndarray, highspy.Highs]:
        if block not in self._solvers:
            places = np.flatnonzero(self._free & np.isin(self._groups, block))
            rows = self._matrix[:, places].tocsr()
            there = np.flatnonzero(np.diff(rows.indptr))
            rows = rows[there]
            moved = rows @ self._table[places]
            low, high = (end[there] + moved for end in self._room)
            columns = tuple(end[places] for end in self._columns)
            matrix = rows.indptr, rows.indices, rows.data
            solver = model(columns, matrix, (low, high), whole=True)
            for option, value in PLAIN.items():
                solver.setOptionValue(option, value)
            self._solvers[block] = places, solver
        return self._solvers[block]
