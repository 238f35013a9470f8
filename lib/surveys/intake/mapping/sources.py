"""The columns of a table as evidence: what they are called, what they ask, what they hold."""

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from surveys.codebook import SUBMITTED
from surveys.intake.grid import Grid, distinct
from surveys.intake.mapping.model import keys
from surveys.intake.mapping.words import compared, name_tokens, readings
from surveys.intake.systems import System
from surveys.intake.values import NOTHING, folded

# So many different values tell what a column holds.
_ENOUGH = 500


@dataclass(frozen=True)
class Source:
    """A column of a table: `at` its place, `key` its heading, `values` as the file labels them.

    `inside` is the heading without the name of a group of columns before it.
    """

    at: int
    key: str
    heading: str
    name: str
    title: str
    values: tuple[str, ...]
    inside: str = ""

    @property
    def filled(self) -> list[str]:
        """Return the values that are answers."""
        return [value for value in self.values if folded(value) not in NOTHING]

    @cached_property
    def readings(self) -> frozenset[tuple[str, str]]:
        """Return how heading and title may be read, as question and part."""
        found = {*readings(self.heading), *readings(self.title), *readings(self.inside)}
        if self.title and self.heading:
            # A title above the column's own heading.
            found |= {(compared(self.title), compared(self.heading))}
        return frozenset((question, part) for question, part in found if question)

    @cached_property
    def tokens(self) -> list[str]:
        """Return the pieces of the column's name."""
        return name_tokens(self.heading)


def sources(grid: Grid) -> list[Source]:
    """Return the columns of a table that have a heading or hold anything."""
    headings = grid.headings or grid.names
    groups = Counter(heading.partition("/")[0] for heading in headings if "/" in heading)
    made = []
    for at, key in enumerate(keys(grid)):
        name, labels = grid.names[at], grid.labels.get(grid.names[at], {})
        values = distinct(grid.cells[at])[1][:_ENOUGH]
        heading = _without_copy_number(headings[at], headings)
        shown = tuple(labels.get(value, value) for value in values)
        title = grid.titles.get(name, "")
        group, _, inside = heading.partition("/")
        source = Source(at, key, heading, name, title, shown, inside if groups[group] > 1 else "")
        if heading or source.filled:
            made.append(source)
    return made


def _without_copy_number(heading: str, headings: tuple[str, ...]) -> str:
    """Return a heading without the number by which Forms tells it from an earlier one alike."""
    plainer = re.sub(r"\s?\(?\d+\)?$", "", heading)
    return plainer if plainer != heading and plainer in headings else heading


def questions(grid: Grid, system: System | None) -> list[Source]:
    """Return the columns that may be questions: those that are not the system's own."""
    return [
        column
        for column in sources(grid)
        if not (system and system.owns(column.name)) and column.name != SUBMITTED
    ]
