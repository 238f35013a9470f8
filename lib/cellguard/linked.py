"""How closely whole-number answers can be bounded from all that is shown of sums of groups.

A question's answers in each part (a municipality and year) are counts of its levels. Slices are
sets of parts; of a slice counts of levels may be shown, or moments of its answers. What follows
from all of it together is found by integer programming.
"""

import math
from collections.abc import Hashable, Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field

import highspy
import numpy as np

from cellguard.attack import TOLERANCE, is_whole, model
from cellguard.moments import Moments

FEASIBLE = highspy.SolutionStatus.kSolutionStatusFeasible

# HiGHS's presolve calls some systems infeasible that are not.
_EITHER, _WITHOUT = ("choose", "off"), ("off",)

# Any key: a municipality and year, or a number.
Part = Hashable
Terms = dict[int, float]


@dataclass
class Program:
    """Whole numbers (fractions too if not `whole`), their bounds, and spans of sums of them.

    A table found possible is kept in `seen`, its first `kept` numbers (all): two of them far enough
    apart answer a question without solving. Questions are asked of those numbers.
    """

    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)
    sums: list[tuple[Terms, float, float]] = field(default_factory=list)
    seen: list[np.ndarray] = field(default_factory=list)
    kept: int | None = None
    whole: bool = True
    _solver: highspy.Highs | None = None

    def unknown(self, low: float, high: float) -> int:
        """Add a whole number between two bounds and return its place."""
        self.low.append(low)
        self.high.append(high)
        return len(self.low) - 1

    def know(self, terms: Terms, low: float, high: float) -> None:
        """Add that a sum of numbers, each times its factor, lies in a span."""
        self.sums.append((terms, low, high))

    def bounds(self, terms: Terms, enough: float = np.inf) -> tuple[float, float]:
        """Return the least and largest value of a sum, or two values that far apart.

        Raises `ValueError` where no table fits what is known.
        """
        weights = self._weights(terms)
        if (found := self._found(weights)) and found[1] - found[0] >= enough:
            return found
        low, high = self._end(weights), -self._end(-weights)
        if high - low < enough:
            # HiGHS's presolve cuts off some solutions: what is bounded closely is asked twice.
            low = min(low, self._end(weights, presolve=_WITHOUT))
            high = max(high, -self._end(-weights, presolve=_WITHOUT))
        return low, high

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
        if self._apart(weights) >= width:
            return False
        least, most = self.about(terms)
        if least >= many or (most - least >= width and self._reaches(weights, width, least, most)):
            return False
        return many == np.inf or self._end(weights) < many

    def _reaches(self, weights: np.ndarray, width: float, least: float, most: float) -> bool:
        """Look for tables in which a sum, from `least` to `most` at most, is a width apart."""
        low, high = self._found(weights) or (np.inf, -np.inf)
        # First where there is more room; a value so far from one that is possible ends the search.
        sides = [(low - least, 1.0, high - width), (most - high, -1.0, -low - width)]
        for room, sign, far in sorted(sides, reverse=True):
            if room > 0:
                self._end(sign * weights, far)
            if self._apart(weights) >= width:
                return True
        return False

    def _weights(self, terms: Terms) -> np.ndarray:
        weights = np.zeros(len(self.low))
        for place, factor in terms.items():
            weights[place] = factor
        return weights

    def _found(self, weights: np.ndarray) -> tuple[float, float] | None:
        """Return the least and largest value of a sum in the tables found so far."""
        if not self.seen:
            return None
        values = np.array(self.seen) @ weights[: self.kept]
        return float(values.min()), float(values.max())

    def _apart(self, weights: np.ndarray) -> float:
        found = self._found(weights)
        return found[1] - found[0] if found else -np.inf

    def _end(
        self,
        weights: np.ndarray,
        far: float = -np.inf,
        whole: bool = True,
        presolve: Sequence[str] = _EITHER,
    ) -> float:
        """Return the least value of a sum, fractions allowed if not `whole`, or one below `far`."""
        highs = self._ready()
        highs.changeColsCost(len(weights), np.arange(len(weights), dtype=np.int32), weights)
        highs.setOptionValue("solve_relaxation", not whole)
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


class Question:
    """The counts of a question's levels in each part, as unknowns of a program."""

    def __init__(self, program: Program, levels: Sequence[int], most: Mapping[Part, float]) -> None:
        self.program, self.levels, self.most = program, tuple(levels), dict(most)
        self._also: tuple[Question, ...] = ()
        self._place = {
            (part, level): program.unknown(0, most[part]) for part in most for level in levels
        }
        for part in most:
            program.know(self.count((part,)), 0, most[part])

    def on(self, program: Program) -> "Question":
        """Return the question as it stands in another program that began with the same unknowns."""
        other = copy(self)
        other.program = program
        return other

    def with_(self, other: "Question") -> "Question":
        """Return both questions' answers taken together, those of this one first."""
        both = copy(self)
        both._also = (*self._also, other)
        return both

    def count(self, parts: Iterable[Part], levels: Iterable[int] | None = None) -> Terms:
        """Return how many gave one of some answers (any) in some parts, as a sum."""
        chosen = self.levels if levels is None else tuple(levels)
        own = {self._place[part, level]: 1.0 for part in parts for level in chosen}
        return own | self._others("count", parts, chosen)

    def total(self, parts: Iterable[Part], power: int = 1) -> Terms:
        """Return the sum of the answers in some parts, or of their squares, as a sum."""
        own = {
            self._place[part, level]: float(level**power) for part in parts for level in self.levels
        }
        return own | self._others("total", parts, power)

    def _others(self, what: str, *asked: object) -> Terms:
        terms: Terms = {}
        for other in self._also:
            terms |= getattr(other, what)(*asked)
        return terms

    def told(self, parts: Sequence[Part], fits: Sequence[Moments], exact: bool = True) -> None:
        """Add that the answers in some parts have one of some moments.

        Not `exact`, sum and squares are bounded by lines around them all, which is sooner asked
        and never narrower.
        """
        if exact:
            self._one_of(parts, fits)
            return
        program, total, squares = self.program, self.total(parts), self.total(parts, 2)
        program.know(total, fits[0].sum, fits[-1].sum)
        slope = sum(one.sum for one in fits) * 2 / len(fits) / max(1, self.size(parts))
        for factor in {math.floor(slope), math.ceil(slope)}:
            ends = [(one.squares[0] - factor * one.sum, one.squares[1] - factor * one.sum)
                    for one in fits]  # fmt: skip
            low, high = min(end[0] for end in ends), max(end[1] for end in ends)
            terms = {place: squares[place] - factor * total[place] for place in squares}
            program.know(terms, low, high)

    def size(self, parts: Iterable[Part]) -> int:
        """Return how many answers there are at most in some parts."""
        return int(sum(self.most[part] for part in parts))

    def _one_of(self, parts: Sequence[Part], fits: Sequence[Moments]) -> None:
        program = self.program
        choice = [program.unknown(0, 1) for _ in fits]
        program.know(dict.fromkeys(choice, 1.0), 1, 1)
        program.know(
            self.total(parts) | {at: -float(one.sum) for at, one in zip(choice, fits, strict=True)},
            0, 0,
        )  # fmt: skip
        squares = self.total(parts, 2)
        for end, low, high in ((0, 0.0, np.inf), (1, -np.inf, 0.0)):
            offs = {at: -float(one.squares[end]) for at, one in zip(choice, fits, strict=True)}
            program.know(squares | offs, low, high)
