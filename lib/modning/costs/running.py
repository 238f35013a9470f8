"""What a year of running the programme costs, and what the grant gives a year."""

from collections.abc import Iterable
from decimal import Decimal

import pandas as pd

from modning.costs.intervals import Interval
from modning.costs.lines import Line, of_phase
from modning.costs.totals import (
    amount,
    figures,
    line_of,
    money,
    named,
    overhead_of,
    total,
    total_quantity,
)
from modning.costs.volumes import ALL, volume
from slicebook.shown.view import view
from slicebook.text import _, printed_place

QUARTERS_A_YEAR = Interval.of(4)
HUNDRED = Interval.of(100)
RATE = "running.rate"
_RATE_HEADINGS = _("Hourly rate|From (DKK)|To (DKK)|Wages a year from|Wages a year to|Source")


def running_total(lines: Iterable[Line]) -> Interval:
    """Return what a year of running costs."""
    return total(of_phase(lines, "running"), lines)


def grant_per_year(lines: Iterable[Line], volumes: pd.DataFrame) -> Interval:
    """Return the grant spread evenly over the quarters it is given for, by the year."""
    grant = total(of_phase(lines, "grant"), lines)
    return grant * QUARTERS_A_YEAR / volume(volumes, "grant.quarters")


def hours_per_fte(lines: Iterable[Line], volumes: pd.DataFrame) -> Decimal:
    """Return the hours of a running year that one full-time equivalent stands for."""
    hours = named(of_phase(lines, "running"), "running.hours")
    return total_quantity(hours, lines) / volume(volumes, "running.fte").mid


def running_figures(lines: Iterable[Line], volumes: pd.DataFrame) -> pd.DataFrame:
    """Return the figures of a running year: hours and amounts of the lines, and their sums.

    Wages are the lines in hours at the hourly rate. `running.overhead_rate` is the
    percentage laid on the other hours, `running.grant_cover` the grant a year as a percentage of
    the running cost. Columns as `totals.figures`.
    """
    running = of_phase(lines, "running")
    hours = named(running, "running.hours")
    currency = running[0].currency
    whole, grant = total(running, lines), grant_per_year(lines, volumes)
    spent = total_quantity(hours, lines)
    used = line_of(lines, RATE)
    rates = [money(rate.line, amount(rate, lines), f"{currency} per hour", municipality=ALL)
             for rate in named(lines, RATE)]  # fmt: skip
    wages = [money(_wages(rate), Interval.of(spent) * rate.price, currency, municipality=ALL)
             for rate in named(lines, RATE) if rate is not used]  # fmt: skip
    overhead = overhead_of(running)
    sums = [
        _plain("running.overhead_rate", overhead.quantity, "percent"),
        _plain("running.hours.total", spent, "hours", municipality=hours[0].municipality),
        _plain("running.hours.per_fte", hours_per_fte(lines, volumes), "hours"),
        *rates,
        *wages,
        money("running.wages", total(hours, lines), currency, municipality=ALL),
        money("running.total", whole, currency, municipality=ALL),
        money("grant.per_year", grant, currency, municipality=ALL),
        money("running.grant_cover", HUNDRED * grant / whole, "percent", municipality=ALL),
    ]
    return pd.concat([figures(running, lines), pd.DataFrame(sums)], ignore_index=True)


@view
def rates_table(lines: Iterable[Line]) -> pd.DataFrame:
    """Return the hourly rates the report names and what the year's hours cost at each."""
    lines = tuple(lines)
    hours = Interval.of(total_quantity(named(of_phase(lines, "running"), "running.hours"), lines))
    rows = [
        (
            str(rate.item),
            *(
                float(end)
                for cost in (rate.price, hours * rate.price)
                for end in (cost.low, cost.high)
            ),
            printed_place(rate.source),
        )
        for rate in named(lines, RATE)
    ]
    return pd.DataFrame(rows, columns=str(_RATE_HEADINGS).split("|"))


def _wages(rate: Line) -> str:
    """Return "running.wages.krl" for the rate "running.rate.krl"."""
    return rate.line.replace("rate", "wages")


def _plain(name: str, value: object, unit: str, municipality: str = ALL) -> dict[str, object]:
    return {"figure": name, "value": value, "unit": unit, "municipality": municipality}
