"""Read the scales of `scales/known` and of the project's own `scales/`."""

import builtins
from collections.abc import Iterator
from dataclasses import field, replace
from pathlib import Path
from typing import Annotated, TypeVar

from annotated_types import Len

from modning.scales.measure import Example, Measure, Part, Reference
from slicebook import paths
from slicebook.entries import Flag, Number, Positive, Whole
from slicebook.errors import InputError
from slicebook.files import read_once
from slicebook.programme import Words, read_yaml
from slicebook.written import read, written

KNOWN = Path(__file__).with_name("known")
Cited = TypeVar("Cited", Reference, Example)


def measures() -> dict[str, Path]:
    """Return the files of all scales by id; the project's own come before the library's."""
    files = [*sorted(KNOWN.glob("*.yml")), *sorted(paths.scales().glob("*.yml"))]
    return {path.stem: path for path in files}


def load_measure(id: str) -> Measure:
    """Return a scale; `InputError` where there is none, or naming its file and what is wrong."""
    found = measures()
    if id not in found:
        raise InputError(
            f'the scale "{id}" is unknown; expected one of {", ".join(found)}, or a file '
            f"scales/{id}.yml"
        )
    return _read(found[id])


@read_once
def _read(path: Path) -> Measure:
    return read(MeasureFile, read_yaml(path), f"scales/{path.name}").measure(path.stem)


@written
class MeasureFile:
    """The entries of a scale's file; items count from 1, and `sources` are named by their keys."""

    title: Words
    items: Positive
    low: Whole
    high: Whole
    licence: str
    source: str
    sources: dict[str, str]
    range: Annotated[tuple[Number, ...], Len(2, 2)] | None = None
    least: Whole | None = None
    whole: Flag = False
    worse: Flag = False
    profile: Flag = False
    reversed: tuple[Whole, ...] = ()
    table: dict[Whole, Number] = field(default_factory=dict)
    parts: dict[str, Part] = field(default_factory=dict)
    total: tuple[str, ...] = ()
    references: dict[str, Reference] = field(default_factory=dict)
    examples: tuple[Example, ...] = ()

    def __post_init__(self) -> None:
        """Refuse what contradicts itself."""
        if obstacles := [*self._of_range(), *self._of_items(), *self._of_names()]:
            raise ValueError("\n".join(obstacles))

    def _of_range(self) -> Iterator[str]:
        if self.low >= self.high:
            yield f"low {self.low} is not below high {self.high}"
        if self.range is None and not self.profile:
            yield "the entry 'range' is missing"
        sums = (self.items * self.low, self.items * self.high)
        if self.table and sorted(self.table) != list(builtins.range(sums[0], sums[1] + 1)):
            yield f"table: expected a score for each sum from {sums[0]} to {sums[1]}"

    def _of_items(self) -> Iterator[str]:
        for at in (*self.reversed, *(at for part in self.parts.values() for at in part.items)):
            if not 1 <= at <= self.items:
                yield f"item {at} is none of its {self.items}"
        for example in self.examples:
            if len(example.answers) != self.items:
                yield f"examples: {len(example.answers)} answers to {self.items} items"

    def _of_names(self) -> Iterator[str]:
        for name in self.total:
            if name not in self.parts:
                yield f"total: {name} is none of the parts"
        cited = (*self.references.values(), *self.examples)
        for key in dict.fromkeys((self.source, *(one.source for one in cited))):
            if key not in self.sources:
                yield f'the source "{key}" is not among sources ({", ".join(self.sources)})'

    def measure(self, id: str) -> Measure:
        """Return the scale, its items counted from 0 and its sources in full."""
        parts, references = (
            {key: change(one) for key, one in entries.items()}
            for entries, change in ((self.parts, _from_0), (self.references, self._cited))
        )
        return Measure(
            id=id,
            title=self.title,
            items=self.items,
            low=self.low,
            high=self.high,
            licence=self.licence,
            source=self.sources[self.source],
            range=None if self.profile else self.range,
            least=self.items if self.least is None else self.least,
            whole=self.whole,
            worse=self.worse,
            reversed=tuple(position - 1 for position in self.reversed),
            table=self.table,
            parts=parts,
            total=self.total,
            references=references,
            examples=tuple(map(self._cited, self.examples)),
        )

    def _cited(self, one: Cited) -> Cited:
        return replace(one, source=self.sources[one.source])


def _from_0(part: Part) -> Part:
    return replace(part, items=tuple(position - 1 for position in part.items))
