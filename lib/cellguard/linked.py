"""How closely whole-number answers can be bounded from all that is shown of sums of groups.

A question's answers in each part (a municipality and year) are counts of its levels. Slices are
sets of parts; of a slice counts of levels may be shown, or moments of its answers. What follows
from all of it together is found by integer programming.
"""

import math
from collections.abc import Hashable, Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from cellguard.moments import Moments

# Any key: a municipality and year, or a number.
Part = Hashable
Terms = dict[int, float]


@dataclass
class Program:
    """Whole numbers, their bounds, and spans of sums of them.

    A table found possible is kept in `seen`, its first `kept` numbers (all): two of them far enough
    apart answer a question without solving. Questions are asked of those numbers.
    """

    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)
    sums: list[tuple[Terms, float, float]] = field(default_factory=list)
    seen: list[np.ndarray] = field(default_factory=list)
    kept: int | None = None
    _built: tuple | None = None

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
        weights = np.zeros(len(self.low))
        for place, factor in terms.items():
            weights[place] = factor
        if self.seen:
            values = np.array(self.seen) @ weights[: self.kept]
            if values.max() - values.min() >= enough:
                return float(values.min()), float(values.max())
        return self._end(weights), -self._end(-weights)

    def _end(self, weights: np.ndarray) -> float:
        known, ends, kinds = self._ready()
        found = milp(weights, integrality=kinds, bounds=ends, constraints=known)
        if found.x is None:
            # HiGHS's presolve calls some systems infeasible that are not.
            found = milp(weights, integrality=kinds, bounds=ends, constraints=known,
                         options={"presolve": False})  # fmt: skip
        if found.x is None:
            raise ValueError(f"what is shown contradicts itself: {found.message}")
        table = np.round(found.x)
        self.seen.append(table[: self.kept])
        return float(weights @ table)

    def _ready(self) -> tuple:
        if self._built is None:
            cells = [(row, place, factor) for row, (terms, _, _) in enumerate(self.sums)
                     for place, factor in terms.items()]  # fmt: skip
            rows, places, factors = zip(*cells, strict=True) if cells else ((), (), ())
            matrix = sparse.csr_array((factors, (rows, places)), (len(self.sums), len(self.low)))
            ends = np.array([one[1:] for one in self.sums]).reshape(-1, 2)
            known = [LinearConstraint(matrix, ends[:, 0], ends[:, 1])] if self.sums else []
            limits = Bounds(np.array(self.low), np.array(self.high))
            self._built = known, limits, np.ones(len(self.low))
        return self._built


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
