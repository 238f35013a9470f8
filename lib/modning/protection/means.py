"""Means: withheld where few answered, and where another slice's mean would tell a withheld one.

A mean with its n is a sum, and sums over municipalities and years add up. What is withheld goes for
all means of a group, since the mean of a scale follows from those of its items.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from cellguard.problem import Problem, equations
from modning.compare import violence
from modning.compare.elements import BENEFIT, TOGETHER
from modning.compare.missing import added, gaps, gaps_cell
from modning.protection.tables import Tables
from modning.scales import scale_of
from slicebook.programme import Programme
from surveys.codebook import Form
from surveys.disclosure import fewest, is_public, mean_cell

# How wide the interval of a withheld mean must be, in its own unit: a scale point, a type.
WIDTH = 1.0
FIGURES = {
    "baseline/recovery#mean": "inspire_o.",
    "completion/recovery#mean": "inspire_o.",
    "baseline/support#mean": "inspire.",
    "completion/support#mean": "inspire.",
    "completion/experience_benefit#mean": "overall_benefit",
    gaps_cell("completion", "experience", BENEFIT): "overall_benefit",
    "registration/violence#mean": "violence.types",
    "completion/sessions#mean": "sessions.mean",
}


@dataclass(frozen=True)
class Group:
    """Means withheld together: `answered` has a boolean column for each, from `low` to `high`."""

    cell: str
    answered: pd.DataFrame
    low: float
    high: float


def groups(form: Form, answers: pd.DataFrame) -> Iterator[Group]:
    """Yield every group of means that the notebooks publish of a form."""
    for item in form.items:
        if item.scale:
            yield _grid(form, answers, item.id, [row.id for row in item.rows], item.id)
            scale = scale_of(item)
            for cell, whom in added(form.id, answers, scale):
                yield Group(cell, whom.to_frame("added"), scale.low, scale.high)
        if item.id == "experience":
            for row in item.rows:
                if row.id not in BENEFIT:
                    yield _grid(form, answers, item.id, [row.id], f"{item.id}_{row.id}")
            yield _grid(form, answers, item.id, list(BENEFIT), f"{item.id}_benefit")
            for together in TOGETHER:
                yield _gaps(form, answers, item.id, together)
        if item.id == violence.FREQUENCY and form.id != "registration":
            yield _types(form, answers, item.id, "types_named")
        if item.id == "violence":
            yield _types(form, answers, item.id, item.id)
        if item.id == "sessions":
            yield Group(
                mean_cell(form.id, item.id), answers[[item.id]].notna(), item.low, item.high
            )
    everybody = pd.DataFrame({"form": True}, index=answers.index)
    yield Group(mean_cell(form.id, "unanswered"), everybody, 0, 100)


def problem(group: Group, tables: Tables, programme: Programme) -> Problem:
    """Return the sums behind a group's means as a problem, one unit a slice."""
    counts = np.array(
        [tables.counts(column.to_numpy(bool)) for _, column in group.answered.items()]
    )
    n = counts.max(axis=0).astype(float)
    few = ((counts > 0) & (counts < fewest(programme))).any(axis=0)
    public = (n == 0) | np.array([_is_printed(group.cell, key, programme) for key in tables.slices])
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
        implied=(),
        sensitive=sensitive,
        width=WIDTH * n[sensitive],
        whole=False,
    )


def _is_printed(cell: str, key: tuple[str, str], programme: Programme) -> bool:
    prefix = FIGURES.get(cell)
    names = _names(prefix) if prefix else ()
    return any(is_public(name, key, programme) for name in names)


def _names(prefix: str) -> tuple[str, ...]:
    if not prefix.endswith("."):
        return (prefix,)
    return tuple(prefix + name for name in ("before", "after", "gain", "change"))


def _grid(form: Form, answers: pd.DataFrame, item: str, rows: list[str], name: str) -> Group:
    codes = [option.code for option in form.item(item).options]
    given = answers[[f"{item}_{row}" for row in rows]].notna()
    given = given.assign(all=given.all(axis=1))
    return Group(mean_cell(form.id, name), given, min(codes), max(codes))


def _gaps(form: Form, answers: pd.DataFrame, item: str, rows: Sequence[str]) -> Group:
    """Return who left some of the rows out: their sum is that of the rows less that of the mean."""
    codes = [option.code for option in form.item(item).options]
    left_out = gaps(answers[[f"{item}_{row}" for row in rows]])
    return Group(gaps_cell(form.id, item, rows), left_out.to_frame("gaps"), min(codes), max(codes))


def _types(form: Form, answers: pd.DataFrame, item: str, name: str) -> Group:
    rows = [f"{item}_{row.id}" for row in form.item(item).rows]
    answered = answers[rows].notna().any(axis=1).to_frame("any")
    return Group(mean_cell(form.id, name), answered, 0, len(rows))
