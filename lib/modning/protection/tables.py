"""Municipality by year with all totals: the table in which every count of a form stands."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from cellguard import blocks
from slicebook.programme import ALL, Programme
from surveys.answers import MUNICIPALITY, YEAR


@dataclass(frozen=True)
class Tables:
    """The slices, (municipality, year), a row of years after the other, and their answer sets.

    `inside` has the single slice that each answer set is in; `totals` are the equations between
    slices, (slice, factor) each; a slice has shares shown with `least` answer sets, or all.
    """

    slices: tuple[tuple[str, str], ...]
    inside: np.ndarray
    totals: tuple[tuple[tuple[int, float], ...], ...]
    least: int

    @cached_property
    def single(self) -> tuple[int, ...]:
        """Return the slices that are no total."""
        return tuple(at for at, key in enumerate(self.slices) if ALL not in key)

    @cached_property
    def places(self) -> tuple[int, ...]:
        """Return the number of each slice's municipality, `blocks.ALL` for all of them."""
        names = dict.fromkeys(place for place, _ in self.slices if place != ALL)
        numbers = {place: at for at, place in enumerate(names)}
        return tuple(numbers.get(place, blocks.ALL) for place, _ in self.slices)

    @cached_property
    def parts(self) -> tuple[tuple[int, ...], ...]:
        """Return the single slices that each consists of."""
        singles = [(at, *self.slices[at]) for at in self.single]
        return tuple(
            tuple(at for at, p, y in singles if place in (p, ALL) and year in (y, ALL))
            for place, year in self.slices
        )

    @cached_property
    def large(self) -> np.ndarray:
        """Tell of which slices shares are shown."""
        everybody = self.counts(np.ones(len(self.inside)))
        return everybody >= min(self.least, len(self.inside))

    def counts(self, mask: np.ndarray) -> np.ndarray:
        """Return how many of a set of answer sets are in each slice; of numbers, their sums."""
        counts = np.bincount(self.inside, mask, len(self.slices)).astype(np.int64)
        grid = counts.reshape(-1, len({year for _, year in self.slices}))
        grid[-1] = grid.sum(axis=0)
        grid[:, -1] = grid.sum(axis=1)
        return grid.ravel()


def tables(answers: pd.DataFrame, programme: Programme) -> Tables:
    """Return the tables of a form's answer sets."""
    places, years = [*programme.municipalities, ALL], [*map(str, programme.years), ALL]
    slices = tuple((place, year) for place in places for year in years)
    at = {key: i for i, key in enumerate(slices)}
    inside = [at[key] for key in zip(answers[MUNICIPALITY], answers[YEAR].astype(str), strict=True)]
    rows = [(*((at[p, y], 1.0) for y in years[:-1]), (at[p, ALL], -1.0)) for p in places]
    rows += [(*((at[p, y], 1.0) for p in places[:-1]), (at[ALL, y], -1.0)) for y in years[:-1]]
    return Tables(slices, np.array(inside, dtype=int), tuple(rows), programme.rules.minimum_slice)
