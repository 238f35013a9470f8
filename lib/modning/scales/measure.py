"""Published scales as data: items, scoring, gaps, terms of use, and what others found.

One is a file of `scales/known` or of the project's own `scales/`. The item of a form that asks it
says so (`scale: who5`), with its rows in the scale's order. Wordings are not part of a file.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from slicebook.entries import Number, Whole
from slicebook.programme import Words
from slicebook.text import Message
from slicebook.written import written

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
    """A subscale: the positions of its items, counted from 0 (in a file from 1)."""

    label: Words
    items: tuple[Whole, ...]


@written
class Example:
    """A published case: the answers (None where missing) and the score that is printed for them."""

    answers: tuple[Whole | None, ...]
    score: float | str
    source: str
    part: str | None = None


@dataclass(frozen=True)
class Measure:
    """A published scale of `items` items, each answered from `low` to `high`.

    The score is the mean answer on the scale's own `range`, which is what sums of items are; with
    fewer than `least` answers there is none, and gaps count as the mean of the rest. `table` turns
    a sum into the published score. `reversed` items (from 0) are turned round first. `parts` are
    scored by themselves, `total` names those whose sum is the score. `whole` rounds half up.
    """

    id: str
    title: Message
    items: int
    low: int
    high: int
    licence: str
    source: str
    range: tuple[float, float] | None
    least: int
    whole: bool
    worse: bool
    reversed: tuple[int, ...]
    table: Mapping[int, float]
    parts: Mapping[str, Part]
    total: tuple[str, ...]
    references: Mapping[str, Reference]
    examples: tuple[Example, ...]

    def score(self, answers: pd.DataFrame, part: str | None = None) -> pd.Series:
        """Return each row's score, or that of a part; `answers` has a column an item, in order.

        NaN where too few were answered, or an answer is none of the scale's.
        """
        given = self._turned(answers)
        if part:
            return self._scored(given.iloc[:, list(self.parts[part].items)])
        if self.parts:
            scores = [self.score(answers, name) for name in self.total]
            return pd.concat(scores, axis=1).sum(axis=1, skipna=False)
        return self._scored(given)

    def profile(self, answers: pd.DataFrame) -> pd.Series:
        """Return each row's answers as digits, "11313"; missing where one is."""
        given = self._turned(answers)
        digits = given.fillna(0).astype(int).astype(str).agg("".join, axis=1)
        return digits.where(given.notna().all(axis=1), None)

    def reference(self, kind: str) -> Reference | None:
        """Return the first published value of a kind, None where none is known."""
        return next((one for one in self.references.values() if one.kind == kind), None)

    def _turned(self, answers: pd.DataFrame) -> pd.DataFrame:
        if answers.shape[1] != self.items:
            raise ValueError(f"{self.id} has {self.items} items, {answers.shape[1]} were given")
        columns = [pd.to_numeric(answers.iloc[:, at]).astype("Float64") for at in range(self.items)]
        given = pd.concat(columns, axis=1).to_numpy(float, na_value=np.nan)
        given[(given < self.low) | (given > self.high)] = np.nan
        turned = list(self.reversed)
        given[:, turned] = self.low + self.high - given[:, turned]
        return pd.DataFrame(given, index=answers.index)

    def _scored(self, given: pd.DataFrame) -> pd.Series:
        enough = given.notna().sum(axis=1) >= self.least
        if self.table:
            return given.sum(axis=1, skipna=False).map(self.table).where(enough)
        if self.range is None:
            raise ValueError(f"{self.id} has a profile and no score")
        least, most = self.range
        share = (given.mean(axis=1) - self.low) / (self.high - self.low)
        score = least + share * (most - least)
        # Sums of whole answers are whole; the tolerance is that of adding them up.
        score = np.floor(score + 0.5 + 1e-9) if self.whole else score.round(9)
        return score.where(enough)
