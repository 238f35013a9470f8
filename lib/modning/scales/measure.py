"""Published scales as data: items, scoring, gaps, terms of use, and what others found.

One is a file of `scales/known` or of the project's own `scales/`. The item of a form that asks it
says so (`scale: who5`), with its rows in the scale's order. Wordings are not part of a file.
"""

import builtins
from collections.abc import Iterator
from dataclasses import field
from pathlib import Path
from typing import Annotated, Literal

import numpy as np
import pandas as pd
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
class Part:
    """A subscale: the positions of its items, counted from 1."""

    label: Words
    items: tuple[Whole, ...]


@written
class Example:
    """A published case: the answers (None where missing) and the score that is printed for them."""

    answers: tuple[Whole | None, ...]
    score: float | str
    source: str
    part: str | None = None


@written
class Measure:
    """A published scale of `items` items, each answered from `low` to `high`, as its file has it.

    The score is the mean answer on the scale's own `range`, which is what sums of items are; with
    fewer than `least` answers (all) there is none, and gaps count as the mean of the rest. `table`
    turns a sum into the published score. `reversed` items are turned round first. `parts` are
    scored by themselves, `total` names those whose sum is the score; items count from 1. `whole`
    rounds half up. A `profile` has no score. `sources` are named by their keys.
    """

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

    def score(self, answers: pd.DataFrame, part: str | None = None) -> pd.Series:
        """Return each row's score, or that of a part; `answers` has a column an item, in order.

        NaN where too few were answered, or an answer is none of the scale's.
        """
        given = self._turned(answers)
        if part:
            return self._scored(given.iloc[:, [at - 1 for at in self.parts[part].items]])
        if self.parts:
            scores = [self.score(answers, name) for name in self.total]
            return pd.concat(scores, axis=1).sum(axis=1, skipna=False)
        return self._scored(given)

    def digits(self, answers: pd.DataFrame) -> pd.Series:
        """Return each row's answers as digits, "11313"; missing where one is."""
        given = self._turned(answers)
        digits = given.fillna(0).astype(int).astype(str).agg("".join, axis=1)
        return digits.where(given.notna().all(axis=1), None)

    def reference(self, kind: str) -> Reference | None:
        """Return the first published value of a kind, None where none is known."""
        return next((one for one in self.references.values() if one.kind == kind), None)

    def _turned(self, answers: pd.DataFrame) -> pd.DataFrame:
        if answers.shape[1] != self.items:
            raise ValueError(f"expected {self.items} items, {answers.shape[1]} were given")
        columns = [pd.to_numeric(column).astype("Float64") for _, column in answers.items()]
        given = pd.concat(columns, axis=1).to_numpy(float, na_value=np.nan)
        given[(given < self.low) | (given > self.high)] = np.nan
        turned = [at - 1 for at in self.reversed]
        given[:, turned] = self.low + self.high - given[:, turned]
        return pd.DataFrame(given, index=answers.index)

    def _scored(self, given: pd.DataFrame) -> pd.Series:
        fewest = self.items if self.least is None else self.least
        enough = given.notna().sum(axis=1) >= fewest
        if self.table:
            return given.sum(axis=1, skipna=False).map(self.table).where(enough)
        if self.range is None:
            raise ValueError(f"{self.title} has a profile and no score")
        least, most = self.range
        share = (given.mean(axis=1) - self.low) / (self.high - self.low)
        score = least + share * (most - least)
        # Sums of whole answers are whole; the tolerance is that of adding them up.
        score = np.floor(score + 0.5 + 1e-9) if self.whole else score.round(9)
        return score.where(enough)

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
