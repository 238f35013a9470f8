"""The counts of a form as one system of linked tables.

Every cell is a set of answer sets: two figures about the same set are the same cell, whatever their
names and wherever they are printed. Each stands in a table of municipality by year with all totals,
and the tables are tied by what the questions are: answers of which everybody gives one, answers
taken together, those asked and those not.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from modning.disclosure import is_public
from modning.programme import Programme
from modning.protection.published import Family
from modning.protection.tables import Tables
from modning.suppression.problem import ALWAYS, Problem, equations


@dataclass
class System:
    """The counts of a form, being gathered.

    `sets` are the distinct sets of answer sets, each a row of the tables; `cells` maps a published
    cell to its set, those it is a share of, and whether their number is open.
    """

    tables: Tables
    programme: Programme
    sets: list[np.ndarray] = field(default_factory=list)
    place: dict[tuple[str, bytes], int] = field(default_factory=dict)
    cells: dict[str, "Cell"] = field(default_factory=dict)
    relations: list[list[tuple[int, float]]] = field(default_factory=list)
    derived: set[int] = field(default_factory=set)
    silent: set[int] = field(default_factory=set)

    def set(self, scope: str, mask: np.ndarray) -> int:
        """Return the number of a set of answer sets, the same for the same set of a question.

        Sets of two questions that happen to be the same are two: no reader knows of it.
        """
        key = scope, np.packbits(mask).tobytes()
        if key not in self.place:
            self.place[key] = len(self.sets)
            self.sets.append(mask)
        return self.place[key]


@dataclass(frozen=True)
class Cell:
    """A published count: its set, the set it is a share of, and its figures."""

    counted: int
    base: int
    rest: int
    open: bool
    figures: tuple[str, ...]


def system(found: Iterable[Family], tables: Tables, programme: Programme) -> System:
    """Gather the families of a form into one system."""
    whole = System(tables, programme)
    known = list(found)
    for family in known:
        _add(family, whole)
    for family in known:
        _tie(family, whole)
    return whole


def _add(family: Family, whole: System) -> None:
    """Add the sets of a family and what ties them within it."""
    scope = family.scope
    answered = family.atoms.notna().any(axis=1).to_numpy()
    masks = {id: column.fillna(False).to_numpy(bool) for id, column in family.atoms.items()}
    base = whole.set(scope, answered)
    numbers = {id: whole.set(scope, mask) for id, mask in masks.items()}
    if family.exclusive:
        parts = [(number, 1.0) for number in numbers.values()]
        whole.relations.append(parts if family.open else [*parts, (base, -1.0)])
    if not family.open and family.base not in whole.cells:
        names = family.figures.get(family.base, ())
        whole.cells[family.base] = Cell(base, base, base, False, names)
    for cell, chosen in family.sets.items():
        mask = np.logical_or.reduce([masks[id] for id in chosen])
        union, rest = whole.set(scope, mask), whole.set(scope, answered & ~mask)
        figures = family.figures.get(cell, ())
        whole.cells[cell] = Cell(union, base, rest, family.open, figures)
        if len(chosen) > 1:
            _union(whole, union, mask, [(numbers[id], masks[id]) for id in chosen], family)
        whole.relations.append([(union, 1.0), (rest, 1.0), *_open(family, base)])


def _open(family: Family, base: int) -> list[tuple[int, float]]:
    return [] if family.open else [(base, -1.0)]


def _union(whole: System, union: int, mask: np.ndarray, parts: list, family: Family) -> None:
    scope = family.scope
    if family.exclusive:
        whole.relations.append([(union, -1.0), *((number, 1.0) for number, _ in parts)])
        return
    for number, part in parts:
        others = whole.set(scope, mask & ~part)
        whole.relations.append([(union, -1.0), (number, 1.0), (others, 1.0)])


def _tie(family: Family, whole: System) -> None:
    """Tie those who answered to the answers by which they were asked."""
    scope = family.scope
    answered = family.atoms.notna().any(axis=1).to_numpy()
    base = whole.set(scope, answered)
    if family.skipped:
        away = [whole.cells[cell].counted for cell in family.skipped]
        skipped = np.logical_or.reduce([whole.sets[number] for number in away])
        silent = whole.set(scope, ~skipped & ~answered)
        whole.silent.add(silent)
        whole.relations.append([(base, 1.0), (silent, 1.0), *((number, 1.0) for number in away)])
    if family.inside:
        outer = whole.cells[family.inside].counted
        silent = whole.set(scope, whole.sets[outer] & ~answered)
        whole.silent.add(silent)
        whole.relations.append([(base, 1.0), (silent, 1.0), (outer, -1.0)])
        for cell in family.sets:
            _subtract(cell, family, whole)


def _subtract(cell: str, family: Family, whole: System) -> None:
    """Tie a group's count to everybody's: what is left is the count of all others."""
    scope = family.scope
    name = cell.split("[")[0] + cell.split("]")[1]
    inner, outer = whole.cells[cell].counted, whole.cells[name].counted
    others = whole.set(scope, whole.sets[outer] & ~whole.sets[inner])
    whole.derived.add(others)
    whole.relations.append([(inner, 1.0), (others, 1.0), (outer, -1.0)])


def problem(whole: System) -> tuple[Problem, Mapping[str, Sequence[int]]]:
    """Return the system as a problem, and the units of each cell in each slice, in slice order."""
    return _Builder(whole).problem()


class _Builder:
    """Cells of the problem are set x slice, in that order."""

    def __init__(self, whole: System) -> None:
        self.whole = whole
        self.tables = whole.tables
        self.counts = np.array([self.tables.counts(mask) for mask in whole.sets])
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
            ),
            {cell: self._told(unit, one) for cell, one in self.whole.cells.items()},
        )

    def _units(self) -> np.ndarray:
        """Return the number of each decision: a set in a slice, and what its share gives away."""
        unit = np.full(self.counts.shape, ALWAYS)
        for number in sorted(self.seen):
            unit[number] = number * self.width + np.arange(self.width)
        for cell in self.whole.cells.values():
            first, second = unit[cell.counted], unit[cell.rest]
            if cell.open or cell.rest not in self.seen:
                old = np.where(second == ALWAYS, first, second)
                for one, other in zip(old, first, strict=True):
                    unit[unit == one] = other
                unit[cell.rest] = first
        kept = np.unique(unit[unit != ALWAYS])
        return np.where(unit == ALWAYS, ALWAYS, np.searchsorted(kept, unit))

    def _decided(self, unit: np.ndarray, units: int) -> tuple[np.ndarray, np.ndarray]:
        """Tell which units are shown whatever happens and which are withheld by the rule."""
        threshold = self.whole.programme.threshold
        small = (self.counts > 0) & (self.counts < threshold)
        few = (self.of > 0) & (self.of < threshold)
        forced, public = np.zeros(units, dtype=bool), np.zeros(units, dtype=bool)
        mine = unit != ALWAYS
        forced[unit[mine & (small | few)]] = True
        for cell in self.whole.cells.values():
            for at, key in enumerate(self.tables.slices):
                names = [
                    name for name in cell.figures if is_public(name, key, self.whole.programme)
                ]
                if names:
                    public[unit[cell.counted, at]] = True
        return public, forced & ~public

    def _sensitive(self, unit: np.ndarray, public: np.ndarray) -> np.ndarray:
        small = (self.counts > 0) & (self.counts < self.whole.programme.threshold)
        guarded = np.zeros(small.shape, dtype=bool)
        mine = unit != ALWAYS
        guarded[mine] = ~public[unit[mine]]
        for number in self.whole.derived:
            guarded[number] = True
        return small & guarded

    def _cost(self) -> np.ndarray:
        """Return what is lost with each cell: totals before parts, many answers before few."""
        share = self.of / max(1.0, self.of.max(initial=1.0))
        level = np.array([3.0 ** key.count("all") for key in self.tables.slices])
        return level * (1 + share)

    def _equations(self) -> Iterable[list[tuple[int, float]]]:
        for number in range(len(self.counts)):
            for row in self.tables.totals:
                yield [(number * self.width + at, factor) for at, factor in row]
        for relation in self.whole.relations:
            for at in self.tables.single:
                yield [(number * self.width + at, factor) for number, factor in relation]

    def _implied(self, unit: np.ndarray) -> tuple[tuple[int, int], ...]:
        pairs = {
            (int(first), int(second))
            for cell in self.whole.cells.values()
            if not cell.open and cell.counted not in self.open
            for first, second in zip(unit[cell.base], unit[cell.counted], strict=True)
            if first != second
        }
        return tuple(sorted(pairs))

    def _told(self, unit: np.ndarray, cell: Cell) -> list[list[int]]:
        """Return for each slice the units a share tells: of its count, its rest and its base."""
        told = [cell.counted, cell.rest, *([] if cell.open else [cell.base])]
        return [[int(unit[n, at]) for n in told if unit[n, at] != ALWAYS]
                for at in range(self.width)]  # fmt: skip
