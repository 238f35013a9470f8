"""Ranges as figures and in tables: what is stated, or reckoned from it, from least to most."""

from collections.abc import Iterable, Mapping

import pandas as pd
from pandas.api.types import is_scalar

from modning.costs.intervals import Interval
from slicebook import paths
from slicebook.shown.view import view
from slicebook.text import NONE, Message, number, printed_place
from slicebook.text_tables import read_text_table


def spread(ranges: Iterable[Interval | float | None]) -> pd.DataFrame:
    """Return ranges as numbers: the columns `value` (the middle), `low` and `high`.

    A plain number has no ends; what is not known, None, is missing.

    >>> from modning.costs.intervals import Interval
    >>> spread([Interval.of(9, 11)])["value"].tolist()
    [10.0]
    """
    ranges = pd.Series(ranges, dtype=object)
    rows = [
        tuple(map(float, (one.mid, one.low, one.high))) if isinstance(one, Interval)
        else (one, None, None)
        for one in ranges
    ]  # fmt: skip
    return pd.DataFrame(rows, ranges.index, ["value", "low", "high"])


def range_figures(
    ranges: Mapping[str, tuple[Interval | float | None, str] | Interval | float | None],
    unit: str = "",
) -> pd.DataFrame:
    """Return ranges as figures: each one's middle, and from `low` to `high`, in its unit or `unit`.

    A plain number is a figure without ends.

    >>> from modning.costs.intervals import Interval
    >>> range_figures({"course.weeks": (Interval.of(9, 11), "weeks")})["value"].tolist()
    [10.0]
    """
    ranges = dict(ranges)
    pairs = [one if isinstance(one, tuple) else (one, unit) for one in ranges.values()]
    units = [unit for _, unit in pairs]
    figures = spread([one for one, _ in pairs])
    return figures.assign(figure=list(ranges), unit=units, shown=True)


def place_figures(table: pd.DataFrame, units: Mapping[str, str]) -> pd.DataFrame:
    """Return numbers of municipalities as figures: of each row the columns that `units` names."""
    figures = table[list(units)].rename_axis("municipality").reset_index()
    figures = figures.melt("municipality", var_name="figure")
    return figures.assign(unit=figures["figure"].map(units))


@view
def listing(table: pd.DataFrame, headings: str) -> pd.DataFrame:
    """Return a table to print, as text in the reader's language.

    `headings` are those of its columns, between bars. A range is written from end to end, what is
    missing as a dash; places in the printed report (`source`) keep their Danish names.
    """
    columns = [
        [_text(value, place=name == "source") for value in table.iloc[:, at]]
        for at, name in enumerate(table)
    ]
    return pd.DataFrame(dict(enumerate(columns))).set_axis(headings.split("|"), axis=1)


@view
def file_table(name: str, columns: str, headings: str, **only: str) -> pd.DataFrame:
    """Return columns of a file of `data/report` to print, of rows in which others are `only` so.

    Both `columns` and their `headings` are written between bars.
    """
    rows = read_text_table(paths.report(name), [*columns.split("|"), *only])
    for column, value in only.items():
        rows = rows[rows[column] == value]
    return listing(rows[columns.split("|")], headings)


def _text(value: object, place: bool) -> object:
    if isinstance(value, Interval):
        return "–".join(dict.fromkeys(number(end) for end in (value.low, value.high)))
    if isinstance(value, Message):
        return printed_place(str(value)) if place else str(value)
    if is_scalar(value) and pd.isna(value):
        return NONE
    return printed_place(value) if place else value
