"""How closely whole-number answers can be bounded from all that is shown of sums of groups.

What follows from all of it together is found by integer programming.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import highspy
import numpy as np

from cellguard.attack import TOLERANCE, is_whole, model
from cellguard.near import FEASIBLE, Near, Terms

WHOLE, FRACTION = highspy.HighsVarType.kInteger, highspy.HighsVarType.kContinuous
# HiGHS's presolve calls some systems infeasible that are not.
_EITHER, _WITHOUT = ("choose", "off"), ("off",)


@dataclass
class Program:
    """Whole numbers (fractions too if not `whole`), their bounds, and spans of sums of them.

    A table found possible is kept in `seen`, its first `kept` numbers (all): two of them far enough
    apart answer a question without solving. Questions are asked of those numbers. Numbers are in
    `groups` (one), few of which are asked first; of `choices` among some sums each is one's.
    """

    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)
    sums: list[tuple[Terms, float, float]] = field(default_factory=list)
    seen: list[np.ndarray] = field(default_factory=list)
    kept: int | None = None
    whole: bool = True
    groups: list[int] = field(default_factory=list)
    choices: list[tuple[list[int], list[int], Terms]] = field(default_factory=list)
    _solver: highspy.Highs | None = None
    _close: Near | None = None

    def __post_init__(self) -> None:
        self.groups = self.groups or [0] * len(self.low)

    def unknown(self, low: float, high: float, group: int = 0) -> int:
        """Add a whole number between two bounds and return its place."""
        self.low.append(low)
        self.high.append(high)
        self.groups.append(group)
        return len(self.low) - 1

    def know(self, terms: Terms, low: float, high: float) -> None:
        """Add that a sum of numbers, each times its factor, lies in a span."""
        self.sums.append((terms, low, high))

    def bounds(
        self, terms: Terms, enough: float = np.inf, below: float = -np.inf
    ) -> tuple[float, float]:
        """Return the least and largest value of a sum, or two that far apart or one `below`.

        Raises `ValueError` where no table fits what is known.
        """
        weights = self._weights(terms)
        if self._settles(weights, enough, below):
            return self._found(weights)
        if self.whole and enough < np.inf:
            if not self.seen:
                self._end(np.zeros_like(weights))
            if self._reaches(weights, enough, self._nearby(weights), below=below):
                return self._found(weights)
            least, most = self._of_own(weights, *self.about(terms))
            may = most - least >= enough or least < below
            if self._found(weights) == (least, most) or (
                may and self._reaches(weights, enough, [None], least, most, below)
            ):
                return self._found(weights)
        low, high = self._end(weights), -self._end(-weights)
        if high - low < enough:
            # HiGHS's presolve cuts off some solutions: what is bounded closely is asked twice.
            low = min(low, self._end(weights, presolve=_WITHOUT))
            high = max(high, -self._end(-weights, presolve=_WITHOUT))
        return low, high

    def _of_own(self, weights: np.ndarray, least: int, most: int) -> tuple[int, int]:
        """Return ends of a sum, no wider than those given, if but its own groups are whole numbers.

        Among all numbers of many groups a search for what is not there does not end.
        """
        own = np.isin(self.groups, np.unique(np.array(self.groups)[weights != 0]))
        if self._found(weights) == (least, most) or own.all():
            return least, most
        highs, every = self._ready(), np.arange(len(own), dtype=np.int32)
        highs.changeColsIntegrality(len(own), every, np.where(own, WHOLE, FRACTION))
        low, high = (sign * self._end(sign * weights, whole=None, presolve=_WITHOUT)
                     for sign in (1, -1))  # fmt: skip
        highs.changeColsIntegrality(len(own), every, np.full(len(own), WHOLE))
        return max(least, math.ceil(low - TOLERANCE)), min(most, math.floor(high + TOLERANCE))

    def about(self, terms: Terms) -> tuple[int, int]:
        """Return whole numbers between which a sum, with whole factors, certainly lies.

        Sooner told than `bounds`, and no narrower.
        """
        weights = self._weights(terms)
        least, most = self._end(weights, whole=False), -self._end(-weights, whole=False)
        return math.ceil(least - TOLERANCE), math.floor(most + TOLERANCE)

    def is_within(self, terms: Terms, width: float, many: float = np.inf) -> bool:
        """Tell whether a sum, with whole factors, is bounded more closely than a width.

        One that is certainly as much as `many` may be. Sooner told than `bounds`: fractions may
        show that it is, and two tables that it is not.
        """
        weights, width = self._weights(terms), width - TOLERANCE
        if self._settles(weights, width):
            return False
        least, most = self.about(terms)
        blocks = [*self._nearby(weights), None]
        if least >= many or (
            most - least >= width and self._reaches(weights, width, blocks, least, most)
        ):
            return False
        return many == np.inf or self._end(weights) < many

    def _reaches(
        self, weights: np.ndarray, width: float, blocks: Iterable[tuple[int, ...] | None],
        least: float = -np.inf, most: float = np.inf, below: float = -np.inf,
    ) -> bool:  # fmt: skip
        """Look for tables in which a sum, from `least` to `most`, is a width apart, or one `below`.

        Near one that was found first, in `blocks`: there are enough there as a rule. None is all.
        """
        near = self._near()
        low, high = self._found(weights) or (np.inf, -np.inf)
        for block in blocks:
            # First where there is more room; a value so far from one that is possible ends it.
            sides = [(low - least, 1.0), (most - high, -1.0)]
            for room, sign in sorted(sides, reverse=True):
                far = max(high - width, below - 0.5) if sign > 0 else -low - width
                if room > 0 and block is None:
                    self._end(sign * weights, far)
                elif room > 0:
                    self.seen.append(near.least(sign * weights, far, block)[: self.kept])
                low, high = self._found(weights) or (low, high)
                if self._settles(weights, width, below):
                    return True
        return False

    def _settles(self, weights: np.ndarray, width: float, below: float = -np.inf) -> bool:
        """Tell whether a sum is a width apart in the tables found so far, or below a number."""
        found = self._found(weights)
        return found is not None and (found[1] - found[0] >= width or found[0] < below)

    def _nearby(self, weights: np.ndarray) -> Iterable[tuple[int, ...]]:
        """Return the groups of numbers that may move near a table that was found, for a sum."""
        near = self._near()
        return near.blocks(weights) if near else ()

    def _near(self) -> Near | None:
        if self._close is None and self.seen and self.whole:
            columns = np.array(self.low), np.array(self.high)
            self._close = Near(columns, self.sums, self.seen[0], self.choices, self.groups)
        return self._close

    def _weights(self, terms: Terms) -> np.ndarray:
        weights = np.zeros(len(self.low))
        for place, factor in terms.items():
            weights[place] = factor
        return weights

    def _found(self, weights: np.ndarray) -> tuple[float, float] | None:
        """Return the least and largest value of a sum in the tables found so far."""
        if not self.seen:
            return None
        places = np.flatnonzero(weights)
        values = np.array([table[places] for table in self.seen]) @ weights[places]
        return float(values.min()), float(values.max())

    def _end(
        self,
        weights: np.ndarray,
        far: float = -np.inf,
        whole: bool | None = True,
        presolve: Sequence[str] = _EITHER,
    ) -> float:
        """Return the least value of a sum, or one below `far`.

        Fractions are allowed if it need not be `whole`; with None, where the solver has them.
        """
        highs = self._ready()
        highs.changeColsCost(len(weights), np.arange(len(weights), dtype=np.int32), weights)
        highs.setOptionValue("solve_relaxation", whole is False)
        highs.setOptionValue("objective_target", far)
        for option in presolve:
            highs.setOptionValue("presolve", option)
            highs.run()
            if highs.getInfo().primal_solution_status == FEASIBLE:
                break
        else:
            why = highs.modelStatusToString(highs.getModelStatus())
            raise ContradictionError(f"what is shown contradicts itself: {why}")
        table = np.array(highs.getSolution().col_value)
        if self.whole and (whole or is_whole(table)):
            table = np.round(table)
        if whole or is_whole(table):
            self.seen.append(table[: self.kept])
        return float(weights @ table)

    def _ready(self) -> highspy.Highs:
        if self._solver is None:
            terms = [one for one, *_ in self.sums]
            matrix = (
                np.cumsum([0, *map(len, terms)]),
                np.array([place for one in terms for place in one], dtype=np.int32),
                np.array([factor for one in terms for factor in one.values()], dtype=float),
            )
            rows = tuple(np.array([one[end] for one in self.sums], dtype=float) for end in (1, 2))
            columns = np.array(self.low), np.array(self.high)
            self._solver = model(columns, matrix, rows, whole=self.whole)
        return self._solver


class ContradictionError(ValueError):
    """No numbers fit what is shown."""
