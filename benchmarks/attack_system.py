"""Whole numbers of which sums are known, and the sums of answers that fit what is told of them."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
from scipy import stats
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

Span = tuple[float, float]
# What is read off by so much is the same number.
NEAR = 1e-6


@dataclass
class System:
    """Whole numbers between bounds, and sums of them between bounds."""

    high: list[float] = field(default_factory=list)
    rows: list[tuple[dict[int, float], float, float]] = field(default_factory=list)
    found: list[np.ndarray] = field(default_factory=list)

    def number(self, high: float) -> int:
        """Add a number from 0 on."""
        self.high.append(high)
        return len(self.high) - 1

    def know(self, terms: Mapping[int, float], low: float, high: float) -> None:
        """Add what is known of a sum."""
        self.rows.append((dict(terms), low, high))

    def ends(self, terms: Mapping[int, float], enough: float) -> Span:
        """Return the least and largest value of a sum, or two possible ones so far apart."""
        cost = np.zeros(len(self.high))
        cost[list(terms)] = list(terms.values())
        if self.found:
            values = np.array(self.found) @ cost
            if np.ptp(values) >= enough:
                return float(values.min()), float(values.max())
        return self._least(cost), -self._least(-cost)

    def _least(self, cost: np.ndarray) -> float:
        at = [(row, place, factor) for row, (terms, *_) in enumerate(self.rows)
              for place, factor in terms.items()]  # fmt: skip
        row, place, factor = (np.array(column) for column in zip(*at, strict=True))
        matrix = csr_array((factor, (row, place)), shape=(len(self.rows), len(cost)))
        low, high = (np.array([one[end] for one in self.rows]) for end in (1, 2))
        # Without presolve: with it some systems that have a solution are said to have none.
        found = milp(cost, integrality=np.ones(len(cost)), bounds=Bounds(0, self.high),
                     constraints=LinearConstraint(matrix, low - NEAR, high + NEAR),
                     options={"presolve": False})  # fmt: skip
        if found.x is None:
            raise ValueError(found.message)
        self.found.append(np.round(found.x))
        return float(self.found[-1] @ cost)


def fitting(n: int, facts: Mapping[str, Span]) -> Iterator[tuple[int, Span]]:
    """Yield each sum of n answers, and the span of the sum of squares, that fit what is told."""
    low, high = facts["mean"]
    most = n * 1e4
    for total in range(math.ceil(n * low - NEAR), math.floor(n * high + NEAR) + 1):
        mean, sd = total / n, list(facts.get("sd", (0.0, np.inf)))
        if n > 1:
            per = math.sqrt(n) / stats.t.ppf(0.975, n - 1)
            for what, sign in (("low", 1), ("high", -1)):
                if what in facts:
                    ends = sorted(sign * (mean - end) * per for end in facts[what])
                    sd = [max(sd[0], ends[0]), min(sd[1], ends[1])]
        squares = [total**2 / n + (n - 1) * one**2 for one in sd]
        if sd[0] <= sd[1] + NEAR:
            yield total, (squares[0] - NEAR * n, min(squares[1] + NEAR * n, most))
