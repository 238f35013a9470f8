"""A form's counts as a problem: what is known, what is withheld by the rule, what it costs.

Cells of the problem are set x slice, in that order.
"""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from cellguard.problem import ALWAYS, Problem, equations
from modning.protection.counts import Cell, System
from slicebook.programme import ALL
from surveys.disclosure import is_printed

# What is lost with a share of which the report prints something, against others of the slice.
PRINTED = 10.0


def problem(whole: System) -> tuple[Problem, Mapping[str, Sequence[int]]]:
    """Return the system as a problem, and the units of each cell in each slice, in slice order."""
    return _Builder(whole).problem()


class _Builder:
    """What is known of each set in each slice, by which the parts of the problem are made."""

    def __init__(self, whole: System) -> None:
        self.whole = whole
        self.tables = whole.tables
        self.counts = whole.counts
        self.width = self.counts.shape[1]
        published = whole.cells.values()
        self.open = {cell.counted for cell in published if cell.open}
        self.seen = {cell.counted for cell in published}
        self.seen |= {cell.base for cell in published if not cell.open}
        # How many a count is a share of, the fewest where it is a share of several.
        everybody = self.tables.counts(np.ones(len(whole.sets[0]), dtype=bool))
        self.of = np.tile(everybody.astype(float), (len(self.counts), 1))
        # The most a reader can think it is: how many answered is told of open questions alone.
        self.most = self.of.copy()
        for cell in published:
            for number in {cell.counted, cell.rest} - {cell.base}:
                self.of[number] = np.minimum(self.of[number], self.counts[cell.base])
                if cell.open:
                    self.most[number] = np.minimum(self.most[number], self.counts[cell.base])

    def problem(self) -> tuple[Problem, Mapping[str, Sequence[int]]]:
        unit = self._units()
        units = int(unit.max()) + 1 if (unit >= 0).any() else 0
        public, forced = self._decided(unit, units)
        counts = self.counts.astype(float)
        low, high = np.zeros(counts.shape), self.most.copy()
        # That everybody asked has answered is what a reader expects.
        for number in self.whole.silent:
            if not counts[number].any():
                high[number] = 0
        flat = unit.ravel()
        cost = np.zeros(units)
        np.maximum.at(cost, flat[flat >= 0], self._cost().ravel()[flat >= 0])
        sensitive = np.flatnonzero(self._sensitive(unit, public).ravel())
        rule = float(self.whole.programme.rules.protection_width)
        return (
            Problem(
                value=counts.ravel(),
                low=low.ravel(),
                high=high.ravel(),
                equations=equations(self._equations(), counts.size),
                unit=flat,
                cost=cost,
                public=public,
                forced=forced,
                implied=self._implied(unit),
                sensitive=sensitive,
                width=np.full(len(sensitive), rule),
                few=self.whole.programme.threshold,
                place=np.tile(self.tables.places, len(counts)),
            ),
            {cell: self._told(unit, one) for cell, one in self.whole.cells.items()},
        )

    def _units(self) -> np.ndarray:
        """Return the number of each decision: a set in a slice, and what its share gives away.

        In a slice of too few there is nothing to decide: it shows what is public alone.
        """
        unit = np.full(self.counts.shape, ALWAYS)
        for number in sorted(self.seen):
            unit[number] = number * self.width + np.arange(self.width)
        for cell in self.whole.cells.values():
            first, second = unit[cell.counted], unit[cell.rest]
            if cell.open or cell.rest not in self.seen:
                old = np.where(second == ALWAYS, first, second)
                unit = np.where(unit == old, first, unit)
                unit[cell.rest] = first
        public = [unit[self.whole.cells[cell].counted, at] for cell, at in self.whole.public]
        unit[~self._asked() & ~np.isin(unit, public)] = ALWAYS
        kept = np.unique(unit[unit != ALWAYS])
        return np.where(unit == ALWAYS, ALWAYS, np.searchsorted(kept, unit))

    def _asked(self) -> np.ndarray:
        """Tell which sets are shown, if they may be, in which slices."""
        tables = self.tables
        asked = np.tile(tables.large, (len(self.counts), 1))
        everything = tables.counts(np.ones(len(tables.inside))) == len(tables.inside)
        all_years = np.array([year == ALL for _, year in tables.slices])
        seen: dict[int, np.ndarray] = {}
        for cell in self.whole.cells.values():
            where = everything if cell.whole else all_years if cell.rare else everything | True
            for number in (cell.counted, cell.rest):
                seen[number] = seen.get(number, False) | where
        for number, where in seen.items():
            asked[number] &= where
        return asked

    def _decided(self, unit: np.ndarray, units: int) -> tuple[np.ndarray, np.ndarray]:
        """Tell which units are shown whatever happens and which are withheld by the rule."""
        threshold = self.whole.programme.threshold
        small = (self.counts > 0) & (self.counts < threshold)
        few = (self.of > 0) & (self.of < threshold)
        forced, public = np.zeros(units, dtype=bool), np.zeros(units, dtype=bool)
        mine = unit != ALWAYS
        forced[unit[mine & (small | few)]] = True
        for cell, at in self.whole.public:
            public[unit[self.whole.cells[cell].counted, at]] = True
        return public, forced & ~public

    def _sensitive(self, unit: np.ndarray, public: np.ndarray) -> np.ndarray:
        small = (self.counts > 0) & (self.counts < self.whole.programme.threshold)
        guarded = np.zeros(small.shape, dtype=bool)
        mine = unit != ALWAYS
        guarded[mine] = ~public[unit[mine]]
        for number in self.seen:
            guarded[number] |= ~mine[number]
        for number in self.whole.derived:
            guarded[number] = True
        return small & guarded

    def _cost(self) -> np.ndarray:
        """Return what is lost with each cell: totals before parts, many answers before few."""
        share = self.of / max(1.0, self.of.max(initial=1.0))
        level = np.array([3.0 ** key.count("all") for key in self.tables.slices])
        cost = level * (1 + share)
        # What the report says something of is what readers look for.
        for cell in self.whole.cells.values():
            for at, key in enumerate(self.tables.slices):
                if any(is_printed(name, key) for name in cell.figures):
                    cost[cell.counted, at] = PRINTED * level[at]
        return cost

    def _equations(self) -> Iterable[list[tuple[int, float]]]:
        for number in range(len(self.counts)):
            for row in self.tables.totals:
                yield [(number * self.width + at, factor) for at, factor in row]
        for relation in self.whole.relations:
            for at in self.tables.single:
                yield [(number * self.width + at, factor) for number, factor in relation]

    def _implied(self, unit: np.ndarray) -> np.ndarray:
        shares = [(cell.base, cell.counted) for cell in self.whole.cells.values()
                  if not cell.open and cell.counted not in self.open]  # fmt: skip
        pairs = unit[np.array(shares, dtype=int).reshape(-1, 2).T].reshape(2, -1).T
        return np.unique(pairs[pairs[:, 0] != pairs[:, 1]], axis=0)

    def _told(self, unit: np.ndarray, cell: Cell) -> list[list[int]]:
        """Return for each slice the units a share tells: of its count, its rest and its base.

        None where it is not shown in any case.
        """
        told = [cell.counted, cell.rest, *([] if cell.open else [cell.base])]
        asked = unit[cell.counted] != ALWAYS
        return [[int(unit[n, at]) for n in told if asked[at] and unit[n, at] != ALWAYS]
                for at in range(self.width)]  # fmt: skip
