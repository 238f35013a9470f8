"""What each phase of a programme costs: starting it, running it for a year, and the grant."""

from collections.abc import Iterable
from decimal import Decimal

import pandas as pd

from modning.costs.intervals import ZERO, Interval
from modning.costs.lines import Line, of_phase
from modning.costs.prices import Prices, at_level
from modning.costs.totals import amount, named, total, total_quantity
from modning.costs.volumes import volume

QUARTERS_A_YEAR = Interval.of(4)


def startup_total(lines: Iterable[Line], level: int, prices: Prices) -> Interval:
    """Return what the start-up cost, each line moved from its price year to that of `level`."""
    lines = tuple(lines)
    moved = (
        at_level(amount(line, lines), line.price_year, level, prices)
        for line in of_phase(lines, "startup")
    )
    return sum(moved, ZERO)


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
