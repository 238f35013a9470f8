"""Municipality by year with all totals: the table in which every count of a form stands."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from slicebook.programme import ALL, Programme
from surveys.answers import MUNICIPALITY, YEAR


@dataclass(frozen=True)
class Tables:
    """The slices, (municipality, year), and which answer sets each of them holds.

    `inside` has a row an answer set and a column a slice; `single` are the slices that are no
    total; `totals` are the equations between slices, (slice, factor) each; of those in `large`
    shares are shown: of everybody, and of parts with answer sets enough.
    """

    slices: tuple[tuple[str, str], ...]
    inside: np.ndarray
    single: tuple[int, ...]
    totals: tuple[tuple[tuple[int, float], ...], ...]
    large: np.ndarray

    def counts(self, mask: np.ndarray) -> np.ndarray:
        """Return how many of a set of answer sets are in each slice."""
        return mask.astype(np.int64) @ self.inside


def tables(answers: pd.DataFrame, programme: Programme) -> Tables:
    """Return the tables of a form's answer sets."""
    places, years = list(programme.municipalities), [str(year) for year in programme.years]
    slices = tuple((place, year) for place in (*places, ALL) for year in (*years, ALL))
    place, year = answers[MUNICIPALITY].to_numpy(), answers[YEAR].astype(str).to_numpy()
    columns = [((place == p) | (p == ALL)) & ((year == y) | (y == ALL)) for p, y in slices]
    at = {key: i for i, key in enumerate(slices)}
    rows = [(*((at[p, y], 1.0) for y in years), (at[p, ALL], -1.0)) for p in (*places, ALL)]
    rows += [(*((at[p, y], 1.0) for p in places), (at[ALL, y], -1.0)) for y in years]
    inside = np.array(columns, dtype=np.int64).T.reshape(len(answers), len(slices))
    return Tables(
        slices=slices,
        inside=inside,
        single=tuple(i for i, key in enumerate(slices) if ALL not in key),
        totals=tuple(rows),
        large=inside.sum(axis=0) >= min(programme.rules.minimum_slice, len(answers)),
    )
