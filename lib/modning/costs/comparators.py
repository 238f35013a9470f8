"""Alternatives: what else the money buys, at one price level, with what is in each figure."""

from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import Literal

import pandas as pd

from modning.costs.intervals import Interval
from modning.costs.lines import Line, Year, span
from modning.costs.phases import hours_per_fte
from modning.costs.prices import Prices, at_level
from modning.costs.totals import line_of, money
from modning.costs.volumes import ALL, volume
from slicebook import paths
from slicebook.entries import Amount, Told
from slicebook.shown.view import view
from slicebook.text import _, printed_place
from slicebook.text_tables import read_rows
from slicebook.written import written


@written
class Comparator:
    """An alternative; `price` in prices of `price_year`, None where staff at a rate give it."""

    comparator: str
    label: Told
    per: Told
    preventable: Literal["yes", "no"]
    price_year: Year
    low: Amount
    high: Amount
    priced_by: str
    includes: Told
    excludes: Told
    source: Told

    @cached_property
    def price(self) -> Interval | None:
        """Return the range of its price."""
        return span(self)

    def __post_init__(self) -> None:
        """Refuse a range that is none."""
        span(self)


def load_comparators(path: Path | None = None) -> tuple[Comparator, ...]:
    """Read the alternatives, in the file's order."""
    return read_rows(path or paths.report("comparators.csv"), Comparator)


def prices_at(
    comparators: Iterable[Comparator],
    level: int,
    prices: Prices,
    lines: Iterable[Line],
    volumes: pd.DataFrame,
) -> dict[str, Interval]:
    """Return each alternative's price by its name, at the price level of year `level`.

    One known by its staff alone is priced at this programme's rate and hours to a full-time
    equivalent, over the persons it is said to reach.
    """
    lines = tuple(lines)
    return {
        one.comparator: at_level(
            one.price or _by_staff(one, lines, volumes), one.price_year, level, prices
        )
        for one in comparators
    }


def comparator_figures(prices: Mapping[str, Interval], level: int, currency: str) -> pd.DataFrame:
    """Return the prices of `prices_at` as figures to record, `<comparator>.<level>`.

    And once more under a name without the year, `comparator.<short name>.at_level`, for prose
    that holds at whatever level the programme chooses.
    """
    short = short_names(prices)
    named = {f"{name}.{level}": price for name, price in prices.items()}
    named |= {f"comparator.{name}.at_level": price for name, price in short.items()}
    return pd.DataFrame(
        [money(name, price, currency, municipality=ALL, year=ALL) for name, price in named.items()]
    )


def short_names(prices: Mapping[str, Interval]) -> dict[str, Interval]:
    """Return prices by one-word names: "comparator.house.north" becomes "house_north"."""
    return {
        name.removeprefix("comparator.").replace(".", "_"): price for name, price in prices.items()
    }


def preventable(comparators: Iterable[Comparator]) -> tuple[Comparator, ...]:
    """Return the alternatives that the programme may spare somebody from."""
    return tuple(one for one in comparators if one.preventable == "yes")


@view
def contents_table(comparators: Iterable[Comparator]) -> pd.DataFrame:
    """Return what is and what is not in each alternative's price."""
    headings = str(_("Alternative|Per|Price level|In the amount|Not in it|Source")).split("|")
    rows = [
        (
            str(one.label),
            str(one.per),
            str(one.price_year),
            str(one.includes),
            str(one.excludes),
            printed_place(one.source),
        )
        for one in comparators
    ]
    return pd.DataFrame(rows, columns=headings)


def _by_staff(one: Comparator, lines: tuple[Line, ...], volumes: pd.DataFrame) -> Interval:
    rate = line_of(lines, one.priced_by).price
    staff = volume(volumes, f"{one.comparator}.fte") * Interval.of(hours_per_fte(lines, volumes))
    return staff * rate / volume(volumes, f"{one.comparator}.persons")
