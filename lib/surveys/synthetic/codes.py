"""Draw the answers to a single or a multiple choice, or to a line of a grid."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from slicebook.errors import InputError
from surveys.codebook import Column, Item, Row
from surveys.synthetic.counts import count_within, ordinal_counts, ranked, scores, split, ticked
from surveys.synthetic.margins import Assumption, Margin
from surveys.synthetic.sheet import Sheet, matches, since


def draw_codes(
    sheet: Sheet,
    column: Column,
    assumption: Assumption,
    margins: Sequence[Margin],
    answered: np.ndarray,
    factor: np.ndarray | None,
) -> None:
    """Fill in one column of codes for those who answer the item.

    `factor` is what the item's columns have in common. Raises `InputError` where the margins leave
    somebody without an answer.
    """
    item, frame = column.item, sheet.frame
    rank = scores(len(frame), assumption.loading, factor, sheet.chance(column.name))
    answered = answered & since(sheet, column.added)
    order = assumption.order or tuple(option.id for option in item.options)
    row_id = column.row.id if column.row else None
    about = [margin for margin in margins if margin.row in (None, row_id)]
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
        chosen = left & matches(sheet, dict(limit), row)
        yield chosen, [margin for margin in margins if tuple(sorted(margin.when.items())) == limit]
        left &= ~chosen
    yield left, [margin for margin in margins if not margin.when]


def _by_options(
    sheet: Sheet, item: Item, persons: np.ndarray
) -> Iterator[tuple[np.ndarray, list[str]]]:
    """Yield persons with the options the form offered them on their day."""
    days = sorted({option.added for option in item.options if option.added})
    for start, end in pairwise([None, *days, None]):
        part = persons & since(sheet, start)
        if end:
            part &= ~since(sheet, end)
        offered = [o.id for o in item.options if not o.added or (start and o.added <= start)]
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
        offered: margin.percent
        for margin in margins
        if margin.percent and (offered := frozenset(margin.options) & frozenset(options))
    }
    tables = sorted((m for m in margins if m.weights), key=lambda margin: margin.row is None)
    return split(n, options, percentages, tables[0].weights if tables else {})


def draw_flags(sheet: Sheet, item: Item, margins: Sequence[Margin], answered: np.ndarray) -> None:
    """Fill in an item's columns of flags for those who answer it.

    Margins without `among` count all of them; those with one say how many of that count belong to
    the group. Whoever ticks nothing has not answered.
    """
    totals = _ticks(item, answered.sum(), [margin for margin in margins if not margin.among])
    left = answered
    among = [margin for margin in margins if margin.among]
    if among:
        group = answered & matches(sheet, among[0].among)
        part = _ticks(item, group.sum(), among)
        part = {name: min(count, totals[name]) for name, count in part.items()}
        _tick(sheet, item, np.flatnonzero(group), part, "among")
        totals = {name: totals[name] - part[name] for name in totals}
        left = answered & ~group
    _tick(sheet, item, np.flatnonzero(left), totals, "the rest")


def _ticks(item: Item, n: int, margins: Sequence[Margin]) -> dict[str, int]:
    """Return how many of `n` tick each option."""
    counts = {option.id: 0 for option in item.options}
    for margin in margins:
        if margin.percent:
            counts[margin.options[0]] = count_within(n, margin.percent)
    return counts


def _tick(
    sheet: Sheet,
    item: Item,
    persons: np.ndarray,
    counts: dict[str, int],
    purpose: str,
) -> None:
    counts = {name: min(count, len(persons)) for name, count in counts.items()}
    alone = [option.id for option in item.options if option.alone]
    flags = ticked(len(persons), counts, alone, sheet.chance(item.id, purpose))
    some = np.logical_or.reduce(list(flags.values()))
    for name, flag in flags.items():
        sheet.frame.loc[persons[some], f"{item.id}_{name}"] = flag[some]
