"""Draw one municipality's answers to one form, item by item, in the order of the assumptions.

A frame under way holds option ids in columns of codes, booleans in columns of flags (missing where
the item was not answered), numbers and text. How many get which answer is fixed; chance decides
who.
"""

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from modning.codebook import SUBMITTED, Column, Form, Item, Row
from modning.errors import InputError
from modning.synthetic.assign import ranked, scores, ticked
from modning.synthetic.counts import apportion, count_within, ordinal_counts, split
from modning.synthetic.margins import Assumption, Assumptions, Margin, Text

# The share of an item's common factor that is the person's own over all items (assumed).
PERSON = 0.5


@dataclass(frozen=True)
class Sheet:
    """One municipality's answers to one form under way."""

    form: Form
    municipality: str
    seed: int
    frame: pd.DataFrame

    def chance(self, *purpose: str) -> np.random.Generator:
        """Return random numbers that depend on the purpose only, not on what else is drawn."""
        name = "/".join((self.form.id, self.municipality, *purpose))
        return np.random.default_rng([self.seed, zlib.crc32(name.encode())])

    def factor(self, name: str | None, item: Item) -> np.ndarray | None:
        """Return an item's standard normal factor, or None: the person's own and the item's."""
        if name is None:
            return None
        n = len(self.frame)
        person = self.chance("factor", name).standard_normal(n)
        part = self.chance("factor", name, item.id).standard_normal(n)
        return np.sqrt(PERSON) * person + np.sqrt(1 - PERSON) * part


def draw_answers(
    form: Form,
    municipality: str,
    submitted: pd.DatetimeIndex,
    assumptions: Assumptions,
    known: set[str],
    seed: int,
) -> pd.DataFrame:
    """Return one municipality's answers to one form.

    One row a form: `submitted`, then the form's columns with option ids. `known` are the
    municipalities that the report covers; another gets the mean of their margins.
    """
    columns = {name: pd.Series(None, range(len(submitted)), dtype=object) for name in form.columns}
    frame = pd.DataFrame({SUBMITTED: submitted, **columns})
    frame["municipality"] = municipality
    sheet = Sheet(form, municipality, seed, frame)
    for id, assumption in assumptions.items.items():
        _draw_item(sheet, form.item(id), assumption, assumption.of(municipality, known))
    for name, text in assumptions.texts.items():
        _draw_text(sheet, form.columns[name], text)
    return frame


def _draw_item(sheet: Sheet, item: Item, assumption: Assumption, margins: Sequence[Margin]) -> None:
    answered = _answered(sheet, item, margins)
    if item.type == "multiple":
        _draw_flags(sheet, item, assumption.exclusive, margins, answered)
    elif item.type == "number":
        _draw_number(sheet, item, margins, answered)
    else:
        factor = sheet.factor(assumption.factor, item)
        for column in item.columns():
            if column.kind == "code":
                _draw_codes(sheet, column, assumption, margins, answered, factor)


def _answered(sheet: Sheet, item: Item, margins: Sequence[Margin]) -> np.ndarray:
    """Tell who answers an item: those it is put to, less those who leave it out."""
    asked = _since(sheet, item.added)
    for earlier in sheet.form.items:
        for option in earlier.options:
            if item in sheet.form.skipped_by(earlier, option):
                asked &= ~_matches(sheet, {earlier.id: (option.id,)})
    share = next((margin.answered for margin in margins if margin.answered), (100.0, 100.0))
    persons = np.flatnonzero(asked)
    left_out = len(persons) - count_within(len(persons), share)
    asked[sheet.chance(item.id, "left out").choice(persons, left_out, replace=False)] = False
    return asked


def _draw_codes(
    sheet: Sheet,
    column: Column,
    assumption: Assumption,
    margins: Sequence[Margin],
    answered: np.ndarray,
    factor: np.ndarray | None,
) -> None:
    item, frame = column.item, sheet.frame
    rank = scores(len(frame), assumption.loading, factor, sheet.chance(column.name))
    answered = answered & _since(sheet, column.added)
    order = assumption.order or tuple(option.id for option in item.options)
    about = [margin for margin in margins if margin.row in (None, _row_id(column))]
    for persons, stated in _populations(sheet, about, column.row, answered):
        for part, options in _by_options(sheet, item, persons):
            counts = _counts(len(part), options, column.row, stated)
            if sum(counts.values()) != len(part):
                raise InputError(
                    f"{sheet.form.id}.yml: item {item.id}: the margins of {sheet.municipality} "
                    f"do not say what {len(part) - sum(counts.values())} persons answer"
                )
            frame.loc[part, column.name] = ranked(counts, order, rank[part])


def _populations(
    sheet: Sheet, margins: Sequence[Margin], row: Row | None, answered: np.ndarray
) -> Iterator[tuple[np.ndarray, list[Margin]]]:
    """Yield persons with the margins that hold for them: those under a `when`, then the rest."""
    left = answered.copy()
    limits = {tuple(sorted(margin.when.items())) for margin in margins if margin.when}
    for limit in sorted(limits):
        chosen = left & _matches(sheet, dict(limit), row)
        yield chosen, [margin for margin in margins if tuple(sorted(margin.when.items())) == limit]
        left &= ~chosen
    yield left, [margin for margin in margins if not margin.when]


def _by_options(
    sheet: Sheet, item: Item, persons: np.ndarray
) -> Iterator[tuple[np.ndarray, list[str]]]:
    """Yield persons with the options the form offered them on their day."""
    days = sorted({option.added for option in item.options if option.added})
    bounds = [_since(sheet, day) for day in days]
    for index in range(len(bounds) + 1):
        part = persons.copy()
        if index > 0:
            part &= bounds[index - 1]
        if index < len(bounds):
            part &= ~bounds[index]
        offered = [o.id for o in item.options if not o.added or o.added in days[:index]]
        yield np.flatnonzero(part), offered


def _counts(
    n: int, options: list[str], row: Row | None, margins: Sequence[Margin]
) -> dict[str, int]:
    id = row.id if row else None
    means = next((margin.means for margin in margins if margin.means), {})
    if id in means:
        sd = next(margin.sd for margin in margins if margin.sd)
        return ordinal_counts(n, options, means[id], sd)
    percentages = {
        frozenset(margin.options) & frozenset(options): margin.percent
        for margin in margins
        if margin.percent
    }
    tables = sorted((m for m in margins if m.weights), key=lambda margin: margin.row is None)
    return split(n, options, percentages, tables[0].weights if tables else {})


def _draw_flags(
    sheet: Sheet,
    item: Item,
    exclusive: Sequence[str],
    margins: Sequence[Margin],
    answered: np.ndarray,
) -> None:
    totals = _ticks(item, answered.sum(), [margin for margin in margins if not margin.among])
    left = answered
    among = [margin for margin in margins if margin.among]
    if among:
        group = answered & _matches(sheet, among[0].among)
        part = _ticks(item, group.sum(), among)
        part = {name: min(count, totals[name]) for name, count in part.items()}
        _tick(sheet, item, np.flatnonzero(group), part, exclusive, "among")
        totals = {name: totals[name] - part[name] for name in totals}
        left = answered & ~group
    _tick(sheet, item, np.flatnonzero(left), totals, exclusive, "the rest")


def _ticks(item: Item, n: int, margins: Sequence[Margin]) -> dict[str, int]:
    """Return how many of `n` tick each option; in a multiple choice weights are percentages."""
    counts = {option.id: 0 for option in item.options}
    for margin in margins:
        for name, percent in margin.weights.items():
            counts[name] = count_within(n, (percent, percent))
    for margin in margins:
        if margin.percent:
            counts[margin.options[0]] = count_within(n, margin.percent)
    return counts


def _tick(
    sheet: Sheet,
    item: Item,
    persons: np.ndarray,
    counts: dict[str, int],
    exclusive: Sequence[str],
    purpose: str,
) -> None:
    counts = {name: min(count, len(persons)) for name, count in counts.items()}
    flags = ticked(len(persons), counts, exclusive, sheet.chance(item.id, purpose))
    some = np.logical_or.reduce(list(flags.values()))
    for name, flag in flags.items():
        sheet.frame.loc[persons[some], f"{item.id}_{name}"] = flag[some]


def _draw_number(sheet: Sheet, item: Item, margins: Sequence[Margin], answered: np.ndarray) -> None:
    """Draw numbers: so many in each bracket "30-39", evenly within it."""
    chance = sheet.chance(item.id)
    weights = next(margin.weights for margin in margins if margin.weights)
    persons = chance.permutation(np.flatnonzero(answered))
    values: list[int] = []
    for bracket, count in apportion(len(persons), weights).items():
        low, high = map(int, bracket.split("-"))
        values += chance.integers(low, high + 1, size=count).tolist()
    sheet.frame.loc[persons, item.id] = values


def _draw_text(sheet: Sheet, column: Column, text: Text) -> None:
    persons = np.flatnonzero(_may_write(sheet, column, text))
    chance = sheet.chance(column.name)
    count = count_within(len(persons), (text.percent, text.percent))
    writers = np.sort(chance.choice(persons, count, replace=False))
    sheet.frame.loc[writers, column.name] = chance.choice(np.array(text.choices, object), count)


def _may_write(sheet: Sheet, column: Column, text: Text) -> np.ndarray:
    item = column.item
    if text.when:
        row = next((row for row in item.rows if row.write_in), None)
        return _matches(sheet, text.when, row)
    option = next((option for option in item.options if option.write_in), None)
    if option is None:
        return _since(sheet, column.added)
    return _matches(sheet, {item.id: (option.id,)})


def _matches(
    sheet: Sheet, limits: dict[str, tuple[str, ...]], row: Row | None = None
) -> np.ndarray:
    """Tell who gave one of these answers to each of these items (of a grid: in the same row)."""
    chosen = np.ones(len(sheet.frame), dtype=bool)
    for id, options in limits.items():
        item = sheet.form.item(id)
        if item.type == "multiple":
            names = [f"{id}_{option}" for option in options]
            chosen &= sheet.frame[names].eq(True).any(axis=1).to_numpy()
        else:
            name = f"{id}_{row.id}" if item.type == "grid" and row else id
            chosen &= sheet.frame[name].isin(options).to_numpy()
    return chosen


def _since(sheet: Sheet, day: object) -> np.ndarray:
    if day is None:
        return np.ones(len(sheet.frame), dtype=bool)
    return (sheet.frame[SUBMITTED] >= pd.Timestamp(day)).to_numpy(copy=True)


def _row_id(column: Column) -> str | None:
    return column.row.id if column.row else None
