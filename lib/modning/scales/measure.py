"""Published scales as data: items, answers, terms of use, and what others found.

One is a file of `scales/known` or of the project's own `scales/`. The item of a form that asks it
says so (`scale: who5`), with its rows in the scale's order. Wordings are not part of a file.
"""

from collections.abc import Iterator
from dataclasses import field
from pathlib import Path
from typing import Annotated, Literal

from annotated_types import Len

from slicebook import paths
from slicebook.entries import Flag, Number, Positive, Whole
from slicebook.errors import InputError
from slicebook.files import read_once
from slicebook.programme import Words, read_yaml
from slicebook.written import read, written

COEFFICIENTS = ("alpha", "retest")


@written
class Reference:
    """A published value to compare with, and where it is printed.

    It is a mean of others, a boundary, a change worth noticing, or one of two kinds of reliability.
    """

    kind: Literal["norm", "cutoff", "change", "alpha", "retest"]
    label: Words
    value: Number
    source: str

    @property
    def unit(self) -> str:
        """Return the unit of its figure."""
        return "coefficient" if self.kind in COEFFICIENTS else "points"


@written
class Measure:
    """A published scale of `items` items, each answered from `low` to `high`, as its file has it.

    The score is the mean answer, on the scale's own `range`, which is what sums of items are; one
    that is read in a table has no range. Of a scale with `worse` more is worse. `sources` are named
    by their keys.
    """

    title: Words
    items: Positive
    low: Whole
    high: Whole
    licence: str
    source: str
    sources: dict[str, str]
    range: Annotated[tuple[Number, ...], Len(2, 2)] | None = None
    worse: Flag = False
    references: dict[str, Reference] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse what contradicts itself."""
        if obstacles := list(self._obstacles()):
            raise ValueError("\n".join(obstacles))

    def reference(self, kind: str) -> Reference | None:
        """Return the first published value of a kind, None where none is known."""
        return next((one for one in self.references.values() if one.kind == kind), None)

    def _obstacles(self) -> Iterator[str]:
        if self.low >= self.high:
            yield f"low {self.low} is not below high {self.high}"
        cited = (one.source for one in self.references.values())
        for key in dict.fromkeys((self.source, *cited)):
            if key not in self.sources:
                yield f'the source "{key}" is not among sources ({", ".join(self.sources)})'


KNOWN = Path(__file__).with_name("known")


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
    return read(Measure, read_yaml(path), f"scales/{path.name}")
