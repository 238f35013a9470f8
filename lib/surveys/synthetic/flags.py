"""Draw the answers to a multiple choice."""

from collections.abc import Sequence

import numpy as np

from surveys.codebook import Item
from surveys.synthetic.assign import ticked
from surveys.synthetic.counts import count_within
from surveys.synthetic.margins import Margin
from surveys.synthetic.sheet import Sheet, matches


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
