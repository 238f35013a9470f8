"""How amounts are stated, and one price level: moved by a series of price and wage increases."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd

from modning.costs.lines import Year
from slicebook import paths
from slicebook.entries import Needed, Told
from slicebook.errors import InputError
from slicebook.shown.view import view
from slicebook.tables import of_rows
from slicebook.text import _, number
from slicebook.text_tables import read_rows
from slicebook.written import written

Prices = dict[int, Decimal]
_HEADINGS = _("Year|Increase (%)|Factor to {}")
_CAPTION = _("The series that moves the prices")
_SOURCE = _("Source: {}")


@written
class Increase:
    """A row of `prices.csv`: a year's increase over the year before, in percent."""

    year: Year
    general_price_wage_increase_percent: Needed
    source: Told


def load_prices(path: Path | None = None) -> Prices:
    """Read each year's increase over the year before, in percent.

    The series is the state agency's general price and wage increase, as its own table of
    2024-2025 has it; later tables may revise the last years.
    """
    path = path or paths.report("prices.csv")
    return {row.year: row.general_price_wage_increase_percent for row in read_rows(path, Increase)}


def price_factor(prices: Prices, start: int, end: int) -> Decimal:
    """Return what an amount in prices of `start` is multiplied by for prices of `end`.

    The increases of the years after `start`, up to and with `end`, are compounded; `InputError`
    if the series lacks one.
    """
    if end < start:
        return 1 / price_factor(prices, end, start)
    factor = Decimal(1)
    for year in range(start + 1, end + 1):
        if year not in prices:
            raise InputError(f"prices.csv: no increase for {year}, needed for {start} to {end}")
        factor *= 1 + prices[year] / 100
    return factor


def at_level(amounts: pd.Series, years: pd.Series, level: int) -> pd.Series:
    """Return amounts, each in prices of its year, in prices of `level`; one that is None is."""
    prices = load_prices()
    moved = [
        None if amount is None else amount * price_factor(prices, year, level)
        for amount, year in zip(amounts, years, strict=True)
    ]
    return pd.Series(moved, amounts.index, dtype=object)


@view
def prices_table(level: int, path: Path | None = None) -> dict[str, Any]:
    """Return the series up to `level` as arguments of `tables.show`, with its own source."""
    path = path or paths.report("prices.csv")
    prices = load_prices(path)
    sources = dict.fromkeys(str(row.source) for row in read_rows(path, Increase))
    rows = [
        (str(year), number(increase, 1), number(factor, 4))
        for year, increase in prices.items()
        if year <= level
        for factor in [price_factor(prices, year, level)]
    ]
    return of_rows(_HEADINGS.format(level), rows, _CAPTION, _SOURCE.format("; ".join(sources)))


_BASIS = _("Lines|Currency|Price year|The price year is|VAT")
_STATED_HOW = _("How the amounts are stated")
_AT_LEVEL = _(
    "Where it is said, amounts are moved to prices of {} by the general price and wage increase."
)
# Words that the lines file uses otherwise are shown as it has them.
_WORDS = {"stated": _("stated"), "assumed": _("assumed"), "not stated": _("not stated")}


@view
def basis_table(lines: pd.DataFrame, level: int | None = None) -> dict[str, Any]:
    """Return how amounts are stated, and the activities so stated, as arguments of `tables.show`.

    `level` is the year whose prices all are moved to, if so.
    """
    columns = ["currency", "price_year", "price_year_basis", "vat"]
    said = lines[columns].map(lambda one: str(_WORDS.get(one, one)))
    said.insert(0, "activity", lines["activity"].map(str))
    activities = said.groupby(columns, sort=False)["activity"].unique().map("; ".join)
    table = activities.reset_index()[["activity", *columns]]
    note = _AT_LEVEL.format(level) if level else None
    return of_rows(_BASIS, table.itertuples(index=False), _STATED_HOW, note)
