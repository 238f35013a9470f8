"""The survey systems as data: how to know an export of each, and which columns are its own."""

from collections.abc import Sequence
from dataclasses import replace
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Annotated, Any

import numpy as np

from slicebook.entries import Before, Word
from slicebook.programme import read_yaml
from slicebook.written import read, written
from surveys.intake.grid import Aside, Grid, distinct, rows
from surveys.intake.values import folded

FOLDER = Path(__file__).parents[1] / "systems"
# So many of a system's own columns tell an export of it.
_TELLING = 2


def _folded(raw: Any, _: Any) -> Any:
    return [folded(str(value)) for value in raw] if isinstance(raw, list) else raw or []


# Values that are compared without case.
Values = Annotated[tuple[str, ...], Before(_folded, lambda known: known | {
    "items": {"type": ["string", "number"]}})]  # fmt: skip


@written
class Rule:
    """Which rows count: those with `only` these values in a column, or with `never` these.

    Without a reason `why` the others belong to another form and are not mentioned.
    """

    column: Word
    only: Values = ()
    never: Values = ()
    why: Word = ""


@written
class System:
    """A survey system; names of columns are patterns in the codebook's spelling.

    `event` are columns that say which form a row is, `ends` those that end a form's columns,
    `repeat` those that count the answer sets of one id; `missing` are its codes of no answer.
    """

    name: str
    known_by: tuple[Word, ...]
    id: tuple[Word, ...]
    time: tuple[Word, ...]
    own: tuple[Word, ...]
    count: tuple[Rule, ...] = ()
    event: tuple[Word, ...] = ()
    ends: tuple[Word, ...] = ()
    repeat: tuple[Word, ...] = ()
    utc: tuple[Word, ...] = ()
    order: str | None = None
    missing: tuple[Word, ...] = ()

    def owns(self, name: str) -> bool:
        """Tell whether a column is the system's own and no question."""
        return first_of([name], self.own) is not None


@cache
def systems() -> tuple[System, ...]:
    """Return the systems described in `surveys/systems/*.yml`."""
    return tuple(read(System, read_yaml(path), path.name) for path in sorted(FOLDER.glob("*.yml")))


def recognise(names: Sequence[str]) -> System | None:
    """Return the system with most of whose telling columns a table comes, None where too few."""
    told = {
        system: sum(first_of(names, [pattern]) is not None for pattern in set(system.known_by))
        for system in systems()
    }
    best = max(told, key=lambda system: told[system])
    return best if told[best] >= _TELLING else None


def first_of(names: Sequence[str], patterns: Sequence[str]) -> str | None:
    """Return the first name that a pattern fits, by the order of the patterns."""
    found = (name for pattern in patterns for name in names if fnmatchcase(name, pattern))
    return next(found, None)


def counted(grid: Grid, rules: Sequence[Rule], names: Sequence[str] | None = None) -> Grid:
    """Set the rows aside that do not count, each with the column and the value that says so.

    `names` are the grid's columns as the rules call them.
    """
    for rule in rules:
        called = list(names or grid.names)
        if rule.column not in called:
            continue
        cells = grid.cells[called.index(rule.column)]
        positions, values = distinct(cells)
        out = [at for at, value in enumerate(values) if not _counts(value, rule)]
        for at in out if rule.why else ():
            where = np.flatnonzero(positions == at)
            wanted = f"a row that counts ({rule.why})"
            aside = Aside(
                grid.rows[where], grid.names[called.index(rule.column)], values[at], wanted
            )
            grid = replace(grid, aside=(*grid.aside, aside))
        grid = rows(grid, ~np.isin(positions, out))
    return grid


def _counts(value: str, rule: Rule) -> bool:
    text = folded(value).removesuffix(".0")
    if rule.only:
        return text in rule.only
    return text not in rule.never
