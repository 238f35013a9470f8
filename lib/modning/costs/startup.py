"""What it cost to get the programme going, before the first course."""

from collections.abc import Iterable

import pandas as pd

from modning.costs.intervals import ZERO, Interval
from modning.costs.lines import Line, of_phase
from modning.costs.prices import Prices, at_level
from modning.costs.totals import (
    amount,
    computed_overhead,
    figures,
    line_of,
    money,
    named,
    overhead_of,
    total,
)
from modning.costs.volumes import volume
from slicebook.shown.view import view
from slicebook.text import _

_OVERHEAD_HEADINGS = _("Item|As printed|As computed|Difference")
_OVERHEAD_ROWS = _("The other lines|Overhead, {}%|Total")


def startup_total(lines: Iterable[Line], level: int, prices: Prices) -> Interval:
    """Return what the start-up cost, each line moved from its price year to that of `level`."""
    lines = tuple(lines)
    return sum(
        (
            at_level(amount(line, lines), line.price_year, level, prices)
            for line in of_phase(lines, "startup")
        ),
        ZERO,
    )


def startup_figures(lines: Iterable[Line], volumes: pd.DataFrame) -> pd.DataFrame:
    """Return the start-up's lines and sums as figures.

    `startup.total` is the sum of the lines as stated, `startup.total_computed` the sum with the
    overhead computed from its percentage; `startup.overhead` is the computed one. The fees of the
    course (`startup.course_fees`) are participants times price. Columns as `totals.figures`.
    """
    lines = tuple(lines)
    startup = of_phase(lines, "startup")
    place, currency = startup[0].municipality, startup[0].currency
    stated = total(startup, lines)
    overhead = overhead_of(startup)
    computed = computed_overhead(overhead, lines)
    price = line_of(lines, "startup.course_price").price
    fees = price * volume(volumes, "startup.course_participants", place)
    direct = Interval.of(stated.mid - total([overhead], lines).mid)
    sums = {
        "startup.wages": total(named(startup, "startup.wages"), lines),
        "startup.overhead": computed,
        "startup.total": stated,
        "startup.total_computed": direct + computed,
        "startup.course_fees": fees,
    }
    rows = [money(name, value, currency, municipality=place) for name, value in sums.items()]
    wage = _wage_per_hour(startup, volumes, place)
    rows.append(money("startup.wage_per_hour", wage, f"{currency} per hour", municipality=place))
    rate = {"figure": "startup.overhead_rate", "value": overhead.quantity, "unit": "percent"}
    rows.append({**rate, "municipality": place})
    parts = figures([line for line in startup if line is not overhead], lines)
    return pd.concat([parts, pd.DataFrame(rows)], ignore_index=True)


@view
def overhead_table(lines: Iterable[Line]) -> pd.DataFrame:
    """Return the start-up's overhead and total twice: as the table prints it and as computed."""
    lines = tuple(lines)
    startup = of_phase(lines, "startup")
    overhead = overhead_of(startup)
    printed, computed = amount(overhead, lines).mid, computed_overhead(overhead, lines).mid
    direct = total(startup, lines).mid - printed
    ways = [(direct, direct), (printed, computed), (direct + printed, direct + computed)]
    names = _OVERHEAD_ROWS.format(f"{overhead.quantity.normalize():f}").split("|")
    rows = [
        (name, *map(float, (*way, way[1] - way[0]))) for name, way in zip(names, ways, strict=True)
    ]
    return pd.DataFrame(rows, columns=str(_OVERHEAD_HEADINGS).split("|"))


def _wage_per_hour(startup: tuple[Line, ...], volumes: pd.DataFrame, place: str) -> Interval:
    """Return what the lines that state their hours pay for one."""
    paid = total(named(startup, "startup.wages.outreach"), startup)
    return paid / volume(volumes, "startup.hours.outreach", place)
