"""Means of what is no single question: withheld where few answered, and where others would tell.

A mean with its n is a sum, and sums over municipalities and years add up. What nobody registered is
such a mean too: of all who filled in a form, whatever it is.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from cellguard.problem import Problem, equations
from modning.compare.missing import added, gaps, gaps_cell
from modning.protection.tables import Tables
from modning.register import entry
from modning.scales import scale_of
from slicebook.programme import Programme
from surveys.codebook import Form
from surveys.disclosure import everybody_cell, fewest

# How wide the interval of a withheld mean must be, in its own unit: a scale point, a type.
WIDTH = 1.0


@dataclass(frozen=True)
class Group:
    """Means withheld together: `answered` has a boolean column for each, from `low` to `high`."""

    cell: str
    answered: pd.DataFrame
    low: float
    high: float


def groups(form: Form, answers: pd.DataFrame) -> Iterator[Group]:
    """Yield every group of means whose answers are no codes of a question (`statistics`)."""
    for item in form.items:
        if item.scale:
            scale = scale_of(item)
            for cell, whom in added(form.id, answers, scale):
                yield Group(cell, whom.to_frame("added"), scale.low, scale.high)
        for together in entry(form.id, item.id).together:
            yield _gaps(form, answers, item.id, together)
    everybody = pd.DataFrame({"form": True}, index=answers.index)
    yield Group(everybody_cell(form.id), everybody, 0, 100)


def problem(group: Group, tables: Tables, programme: Programme) -> Problem:
    """Return the sums behind a group's means as a problem, one unit a slice."""
    counts = np.array(
        [tables.counts(column.to_numpy(bool)) for _, column in group.answered.items()]
    )
    n = counts.max(axis=0).astype(float)
    few = ((counts > 0) & (counts < fewest(programme))).any(axis=0)
    public = n == 0
    forced = few & ~public
    sensitive = np.flatnonzero(forced)
    level = np.array([3.0 ** key.count("all") for key in tables.slices])
    return Problem(
        value=n * (group.low + group.high) / 2,
        low=n * group.low,
        high=n * group.high,
        equations=equations(tables.totals, len(n)),
        unit=np.arange(len(n)),
        cost=level * (1 + n / max(1.0, n.max(initial=1.0))),
        public=public,
        forced=forced,
        sensitive=sensitive,
        width=WIDTH * n[sensitive],
        whole=False,
        place=np.array(tables.places),
    )


def _gaps(form: Form, answers: pd.DataFrame, item: str, rows: Sequence[str]) -> Group:
    """Return who left some of the rows out: their sum is that of the rows less that of the mean."""
    codes = [option.code for option in form.item(item).options]
    left_out = gaps(answers[[f"{item}_{row}" for row in rows]])
    return Group(gaps_cell(form.id, item, rows), left_out.to_frame("gaps"), min(codes), max(codes))
