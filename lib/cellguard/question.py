"""Answers to a question as counts of its levels in each part (a municipality and year).

Slices are sets of parts; of a slice counts of levels may be shown, or moments of its answers.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from copy import copy

import numpy as np

from cellguard.linked import Program
from cellguard.moments import Moments
from cellguard.near import Terms

# Any key: a municipality and year, or a number.
Part = Hashable


class Question:
    """The counts of a question's levels in each part, as unknowns of a program."""

    def __init__(
        self, program: Program, levels: Sequence[int], most: Mapping[Part, float],
        groups: Mapping[Part, int] | None = None,
    ) -> None:  # fmt: skip
        self.program, self.levels, self.most = program, tuple(levels), dict(most)
        self._also: tuple[Question, ...] = ()
        self._place = {
            (part, level): program.unknown(0, most[part], (groups or {}).get(part, 0))
            for part in most for level in levels
        }  # fmt: skip
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

    def told(self, parts: Sequence[Part], fits: Sequence[Moments]) -> None:
        """Add that the answers in some parts have one of some moments."""
        program, total = self.program, self.total(parts)
        choice = [program.unknown(0, 1) for _ in fits]
        program.choices.append((choice, [one.sum for one in fits], total))
        program.know(dict.fromkeys(choice, 1.0), 1, 1)
        program.know(
            total | {at: -float(one.sum) for at, one in zip(choice, fits, strict=True)},
            0, 0,
        )  # fmt: skip
        squares = self.total(parts, 2)
        for end, low, high in ((0, 0.0, np.inf), (1, -np.inf, 0.0)):
            offs = {at: -float(one.squares[end]) for at, one in zip(choice, fits, strict=True)}
            program.know(squares | offs, low, high)
