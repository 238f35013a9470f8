"""The tightest bounds of what is not shown, by integer programming (SciPy's HiGHS)."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, OptimizeResult, milp

from cellguard.linked import ContradictionError

Term = Mapping[str, float]
# SciPy's word for a system without a solution.
INFEASIBLE = 2


@dataclass
class System:
    """Unknown numbers by name, their bounds, and what is known of their sums.

    `whole` says that the numbers are counts.
    """

    whole: bool = True
    low: dict[str, float] = field(default_factory=dict)
    high: dict[str, float] = field(default_factory=dict)
    sums: list[tuple[dict[str, float], float, float]] = field(default_factory=list)

    def unknown(self, name: str, low: float = 0, high: float = np.inf) -> None:
        """Add a number between two bounds, or narrow those it has."""
        self.low[name] = max(low, self.low.get(name, -np.inf))
        self.high[name] = min(high, self.high.get(name, np.inf))

    def know(self, terms: Term, low: float, high: float) -> None:
        """Add that a sum of numbers, each times its factor, lies between two bounds."""
        self.sums.append((dict(terms), low, high))


class Attack:
    """A system ready to be asked; every table found narrows what must still be asked."""

    def __init__(self, system: System) -> None:
        self._names = {name: i for i, name in enumerate(system.low)}
        self._bounds = Bounds(
            np.array(list(system.low.values())), np.array(list(system.high.values()))
        )
        rows, columns, factors = [], [], []
        for i, (terms, _, _) in enumerate(system.sums):
            for name, factor in terms.items():
                rows.append(i)
                columns.append(self._names[name])
                factors.append(factor)
        shape = (len(system.sums), len(self._names))
        matrix = sparse.csr_array((factors, (rows, columns)), shape=shape)
        ends = np.array([(low, high) for _, low, high in system.sums]).reshape(-1, 2)
        self._known = [LinearConstraint(matrix, ends[:, 0], ends[:, 1])] if len(ends) else []
        self._kinds = np.full(len(self._names), int(system.whole))
        self._tables: list[np.ndarray] = []

    def width(self, terms: Term, enough: float) -> tuple[float, float]:
        """Return the least and largest value of a sum; of a table seen, where it is wide enough."""
        weights = np.zeros(len(self._names))
        for name, factor in terms.items():
            weights[self._names[name]] = factor
        if self._tables:
            seen = np.array(self._tables) @ weights
            if seen.max() - seen.min() >= enough:
                return float(seen.min()), float(seen.max())
        low, high = self._end(weights), -self._end(-weights)
        if high - low < enough:
            # HiGHS' presolve has cut off solutions: what gives a count away is looked at twice.
            low = min(low, self._end(weights, presolve=False))
            high = max(high, -self._end(-weights, presolve=False))
        return low, high

    def _end(self, weights: np.ndarray, presolve: bool = True) -> float:
        found = self._solved(weights, presolve)
        if found.status == INFEASIBLE and presolve:
            return self._end(weights, presolve=False)
        if found.x is None:
            raise ContradictionError(
                f"what is shown contradicts itself, with presolve and without: {found.message}"
            )
        table = np.round(found.x) if self._kinds.any() else found.x
        self._tables.append(table)
        return float(weights @ table)

    def _solved(self, weights: np.ndarray, presolve: bool) -> OptimizeResult:
        return milp(
            weights,
            integrality=self._kinds,
            bounds=self._bounds,
            constraints=self._known,
            options={"presolve": presolve},
        )
