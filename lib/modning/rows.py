"""How many rows of a grid a person gave an answer in, and how it changed."""

from typing import Any

import pandas as pd

from modning import guarded
from modning.compare.change import compare_places
from modning.compare.groups import Comparison, Side
from modning.compare.words import place_labels, tabulate
from modning.proportions import percent
from modning.register import entry
from modning.shares import Tally
from slicebook.figures import figure_table
from slicebook.shown.view import view
from slicebook.text import Message
from surveys.answers import MUNICIPALITY
from surveys.disclosure import SLICE, mean_cell


def mean_rows(counted: Tally, figure: str, unit: str) -> pd.DataFrame:
    """Return in how many rows a person gave the answers counted, on average, as a figure.

    Of those with an answer to a row at least; the tally is one of a grid's rows.
    """
    n = counted.n
    mean = guarded.nearest(counted.given.sum().sum() / n) if n else None
    return _figure(counted, figure, mean, n, unit)


def share_of_rows(counted: Tally, figure: str) -> pd.DataFrame:
    """Return the whole per cent of all answers to a grid that are those counted, as a figure.

    No interval: a person gives several of them.
    """
    given = counted.given
    told, answered = int(given.sum().sum()), int(given.notna().to_numpy().sum())
    return _figure(
        counted, figure, round(percent(told, answered)) if answered else None, counted.n,
        "percent",
    )  # fmt: skip


def rows_change(before: Tally, after: Tally) -> list[Comparison]:
    """Compare in how many rows a person gave the answers, in each municipality and in all."""
    cells = tuple(_cell(side) for side in (before, after))
    return compare_places(*(_by_person(side) for side in (before, after)), cells)


def rows_figures(counts: list[Comparison], prefix: str, unit: str) -> pd.DataFrame:
    """Return the mean number of rows of the whole slice: `prefix.before`, `.after`, `.gain`."""
    total = counts[-1] if counts else Comparison("", Side(0, 0), Side(0, 0))
    return figure_table(total.rows(unit, unit), prefix)


@view
def rows_table(counts: list[Comparison], title: Message | str) -> dict[str, Any]:
    """Return a comparison of numbers of rows as arguments of `tables.show`."""
    return tabulate(counts, place_labels(), str(title))


def _figure(counted: Tally, figure: str, value: float | None, n: int, unit: str) -> pd.DataFrame:
    return guarded.figures([(figure, value, unit, n, [_cell(counted)])], counted.here)


def _cell(counted: Tally) -> str:
    """Return the cell of the mean of what is counted, as the register says."""
    told = entry(counted.form, counted.item.id)
    answers = next(iter(counted.cells.values())).rpartition(".")[2].split("+")
    gates = {told.answers(one.set): one.gate for one in told.counted}
    return mean_cell(counted.form, gates[tuple(answers)])


def _by_person(counted: Tally) -> pd.DataFrame:
    answered = counted.given.notna().any(axis=1)
    value = counted.given.sum(axis=1).astype("Float64").where(answered)
    frame = pd.DataFrame({MUNICIPALITY: counted.municipality, "value": value})
    frame.attrs[SLICE] = counted.here
    return frame
