"""The counts of a form as one system of linked tables.

Every cell is a set of answer sets: two figures about the same set are the same cell, whatever their
names and wherever they are printed. Each stands in a table of municipality by year with all totals,
and the tables are tied by what the questions are: answers of which everybody gives one, answers
taken together, those asked and those not.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from modning.protection.published import Family
from modning.protection.tables import Tables
from slicebook.programme import Programme
from surveys.disclosure import is_public_count


@dataclass
class System:
    """The counts of a form, being gathered.

    `sets` are the distinct sets of answer sets, each a row of the tables; `cells` maps a published
    cell to its set, those it is a share of, and whether their number is open. `relations` are the
    equations that a reader knows; those to a public number lack it.
    """

    tables: Tables
    programme: Programme
    sets: list[np.ndarray] = field(default_factory=list)
    named: dict[tuple[str, str], int] = field(default_factory=dict)
    alike: dict[tuple[str, bytes], int] = field(default_factory=dict)
    cells: dict[str, "Cell"] = field(default_factory=dict)
    relations: list[list[tuple[int, float]]] = field(default_factory=list)
    derived: set[int] = field(default_factory=set)
    silent: set[int] = field(default_factory=set)

    def answered(self, family: Family) -> int:
        """Return the number of those who gave any of a family's answers."""
        if family.base in self.cells:
            return self.cells[family.base].counted
        return self._numbered((family.scope, family.base), _answered(family))

    def answers(self, family: Family, ids: Iterable[str], mask: np.ndarray) -> int:
        """Return the number of those who gave one of some answers, and of their rest as well.

        Where everybody gives one answer these are the same who gave none of the others. Where not,
        the same as in another set of the question of which somebody is; sets of two questions that
        happen to be the same are two, and so are answers that nobody gave: no reader knows of it.
        """
        name, same = f"{family.base}: {sorted(ids)}", (family.scope, np.packbits(mask).tobytes())
        number = None if family.exclusive else self.alike.get(same)
        number = self._numbered((family.scope, name), mask, number)
        if mask.any():
            self.alike.setdefault(same, number)
        return number

    def silent_ones(self, family: Family, mask: np.ndarray) -> int:
        """Return the number of those who were asked and did not answer."""
        number = self._numbered((family.scope, f"{family.base}: silent"), mask)
        self.silent.add(number)
        return number

    def _numbered(self, name: tuple[str, str], mask: np.ndarray, number: int | None = None) -> int:
        if name not in self.named:
            self.named[name] = len(self.sets) if number is None else number
            if number is None:
                self.sets.append(mask)
        return self.named[name]

    def relate(self, terms: list[tuple[int, float]]) -> None:
        """Add an equation between sets, whose sum is nought or a public number."""
        self.relations.append(terms)

    @cached_property
    def counts(self) -> np.ndarray:
        """Return how many are in each set, a row each, in each slice, once all are gathered."""
        return np.array([self.tables.counts(mask) for mask in self.sets])

    @cached_property
    def public(self) -> frozenset[tuple[str, int]]:
        """Return the cells, each in a slice, that are shown whatever happens."""
        found = set()
        for name, cell in self.cells.items():
            for at, key in enumerate(self.tables.slices):
                told = self.counts[[cell.counted, cell.base], at]
                if any(is_public_count(one, key, self.programme, *told) for one in cell.figures):
                    found.add((name, at))
        return frozenset(found)


@dataclass(frozen=True)
class Cell:
    """A published count: its set, the set it is a share of, and its figures.

    Of the `whole` it is shown of all places and years together only, if `rare` of all years.
    """

    counted: int
    base: int
    rest: int
    open: bool
    figures: tuple[str, ...]
    whole: bool = False
    rare: bool = False


def system(found: Iterable[Family], tables: Tables, programme: Programme) -> System:
    """Gather the families of a form into one system."""
    whole = System(tables, programme)
    known = list(found)
    for family in known:
        _add(family, whole)
    for family in known:
        _tie(family, whole)
    return whole


def _answered(family: Family) -> np.ndarray:
    return family.atoms.notna().any(axis=1).to_numpy()


def _add(family: Family, whole: System) -> None:
    """Add the sets of a family and what ties them within it."""
    answered, base = _answered(family), whole.answered(family)
    masks = {id: column.fillna(False).to_numpy(bool) for id, column in family.atoms.items()}
    numbers = {id: whole.answers(family, [id], mask) for id, mask in masks.items()}
    if family.exclusive:
        parts = [(number, 1.0) for number in numbers.values()]
        whole.relate(_of_base(parts, base, family))
    if not family.open and family.base not in whole.cells:
        names = family.figures.get(family.base, ())
        whole.cells[family.base] = Cell(base, base, base, False, names)
    for cell, chosen in family.sets.items():
        mask = np.logical_or.reduce([masks[id] for id in chosen])
        union = whole.answers(family, chosen, mask)
        others = [id for id in masks if id not in chosen]
        left = others if family.exclusive else [f"not {id}" for id in chosen]
        rest = whole.answers(family, left, answered & ~mask)
        figures = family.figures.get(cell, ())
        alone, rare = cell in family.whole, cell in family.rare
        whole.cells[cell] = Cell(union, base, rest, family.open, figures, alone, rare)
        if len(chosen) > 1:
            _union(whole, union, mask, [(id, numbers[id], masks[id]) for id in chosen], family)
        whole.relate(_of_base([(union, 1.0), (rest, 1.0)], base, family))


def _of_base(parts: list, base: int, family: Family) -> list[tuple[int, float]]:
    return parts if family.open else [*parts, (base, -1.0)]


def _union(whole: System, union: int, mask: np.ndarray, parts: list, family: Family) -> None:
    together = [id for id, _number, _part in parts]
    if family.exclusive:
        whole.relate([(union, -1.0), *((number, 1.0) for _id, number, _part in parts)])
        return
    for id, number, part in parts:
        others = whole.answers(family, [*together, f"not {id}"], mask & ~part)
        whole.relate([(union, -1.0), (number, 1.0), (others, 1.0)])


def _tie(family: Family, whole: System) -> None:
    """Tie those who answered to the answers by which they were asked."""
    answered, base = _answered(family), whole.answered(family)
    if family.skipped:
        away = [whole.cells[cell].counted for cell in family.skipped]
        skipped = np.logical_or.reduce([whole.sets[number] for number in away])
        silent = whole.silent_ones(family, ~skipped & ~answered)
        whole.relate([(base, 1.0), (silent, 1.0), *((number, 1.0) for number in away)])
    if family.inside:
        outer = whole.cells[family.inside].counted
        silent = whole.silent_ones(family, whole.sets[outer] & ~answered)
        whole.relate([(base, 1.0), (silent, 1.0), (outer, -1.0)])
        for cell in family.sets:
            _subtract(cell, family, whole)


def _subtract(cell: str, family: Family, whole: System) -> None:
    """Tie a group's count to everybody's: what is left is the count of all others."""
    name = cell.split("[")[0] + cell.split("]")[1]
    inner, outer = whole.cells[cell].counted, whole.cells[name].counted
    mask = whole.sets[outer] & ~whole.sets[inner]
    others = whole.answers(family, ["outside", *family.sets[cell]], mask)
    whole.derived.add(others)
    whole.relate([(inner, 1.0), (others, 1.0), (outer, -1.0)])
