"""Means and spreads as cells of the counts they are made of.

A mean with its n is a sum, and an interval a sum of squares: equations between the counts of a
question's answers, known to a reader but for the rounding. So counts and statistics are decided
together, in all slices: where both would tell of few, what loses the least goes.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

import pandas as pd

from modning.register import Counted, Entry, entry
from modning.scales import Scale, scale_items, scale_of
from modning.shares import tally, tally_rows
from surveys.codebook import Form, Item
from surveys.codebook.bands import bands_of
from surveys.disclosure import cell_name, mean_cell, spread_cell

ENDS_WORTH = 0.2


@dataclass(frozen=True)
class Statistic:
    """The answers behind a mean: `codes` has a boolean column for each whole number given.

    Missing where nothing was answered. `mean` and `spread` name the cells that decide whether each
    is shown, the same for statistics that are shown together; no `spread`, no interval. `answers`
    has the codes of each answer by its id in the names of published cells. Of `ties` each says that
    the counts of some published cells add up to a sum over the codes, each times its factor.
    `worth` is what a count of the question is worth beside its mean. `tested` ones stand in tests,
    intervals and effect sizes too, which may tell a spread to the number.
    """

    scope: str
    codes: pd.DataFrame
    mean: str
    spread: str | None
    ties: tuple[tuple[tuple[str, ...], Mapping[int, float]], ...] = ()
    worth: float = 1.0
    answers: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    tested: bool = False


def statistics(form: Form, answers: pd.DataFrame) -> Iterator[Statistic]:
    """Yield every mean of whole-number answers that may be shown of a form."""
    for item in form.items:
        told = entry(form.id, item.id)
        if item.type == "grid" and (item.scale or told.means):
            yield from _grid(form, item, told, answers)
        if item.type == "number" and told.means:
            yield _number(form, item, answers)
        for counted in told.counted:
            yield _kinds(form, item, told, counted, answers)


def scores(form: Form, answers: pd.DataFrame) -> Iterator[tuple[Scale, pd.Series]]:
    """Yield each scale with the sum of each person's answers to all its items."""
    for item in scale_items(form):
        scale = scale_of(item)
        yield scale, scale.answers(answers).sum(axis=1, skipna=False)


def _grid(form: Form, item: Item, told: Entry, answers: pd.DataFrame) -> Iterator[Statistic]:
    whole = item.scale
    complete = scale_of(item).score(answers).notna() if whole else None
    for row in item.rows:
        given = tally(answers, form, item.id, row.id).given
        codes = given.rename(columns={option.id: option.code for option in item.options})
        if whole:
            codes = codes.where(complete)
        gate = f"{item.id}_{told.gate(row.id)}"
        yield Statistic(
            cell_name(form.id, f"{item.id}_{row.id}"),
            codes,
            mean_cell(form.id, gate),
            spread_cell(form.id, gate),
            # Of a scale's items only the ends are shown, beside the mean.
            worth=ENDS_WORTH if whole else 1.0,
            answers={option.id: (option.code,) for option in item.options},
            tested=bool(whole),
        )


def _number(form: Form, item: Item, answers: pd.DataFrame) -> Statistic:
    """Return a number by itself; its bands are sums of the numbers in them."""
    given = answers[item.id]
    codes = pd.DataFrame({code: given == code for code in range(item.low, item.high + 1)})
    edges = bands_of(item)
    bands = {
        str(low): tuple(range(low, high))
        for low, high in zip(edges, [*edges[1:], item.high + 1], strict=True)
    }
    ties = tuple(
        ((cell_name(form.id, item.id, (low,)),), dict.fromkeys(band, 1.0))
        for low, band in bands.items()
    )
    whole = _statistic(form, item.id, item.id, codes.where(given.notna()), ties)
    return replace(whole, answers=bands)


def _kinds(
    form: Form, item: Item, told: Entry, counted: Counted, answers: pd.DataFrame
) -> Statistic:
    """Return of how many rows of a grid each person gave an answer of a set: the rows' counts."""
    chosen = told.answers(counted.set)
    given = tally_rows(answers, form, item.id, chosen).given
    count = given.sum(axis=1)
    codes = pd.DataFrame({code: count == code for code in range(len(item.rows) + 1)})
    rows = tuple(cell_name(form.id, f"{item.id}_{row.id}", chosen) for row in item.rows)
    ties = ((rows, {code: float(code) for code in codes}),)
    known = given.notna().any(axis=1)
    scope = f"{counted.gate}{counted.set}"
    whole = _statistic(form, scope, counted.gate, codes.where(known), ties)
    return whole if counted.spread else replace(whole, spread=None)


def _statistic(form: Form, scope: str, gate: str, codes: pd.DataFrame, ties: tuple) -> Statistic:
    return Statistic(
        cell_name(form.id, f"{scope}#codes"), codes.astype("boolean"),
        mean_cell(form.id, gate), spread_cell(form.id, gate), ties,
    )  # fmt: skip
