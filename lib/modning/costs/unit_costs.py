"""What one person or course costs: a year's cost over what the year achieved."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

import pandas as pd

from modning.costs.intervals import Interval
from modning.costs.lines import Line
from modning.costs.printed import printed
from modning.costs.running import running_total
from modning.costs.totals import money
from modning.costs.volumes import ALL, volume
from modning.slices import Slice


def own_costs(lines: Iterable[Line], volumes: pd.DataFrame) -> tuple[Interval, Interval]:
    """Return the cost per course and per completer, every end of every range carried."""
    course = running_total(lines) / volume(volumes, "running.courses")
    return course, course / volume(volumes, "group.size")


def printed_way(lines: Iterable[Line], volumes: pd.DataFrame) -> pd.DataFrame:
    """Return the cost per course and per completer as the report reckons, every end carried.

    The running cost over the courses a year, and that over the participants of a group (report
    section 4.2.1). One row a figure, as `record` takes it.
    """
    lines = tuple(lines)
    course, person = own_costs(lines, volumes)
    currency = lines[0].currency
    key = {"municipality": ALL, "year": ALL}
    return pd.DataFrame(
        [
            money("running.per_course", course, currency, **key),
            money("running.per_completer", person, currency, **key),
        ]
    )


def printed_figures(names: Iterable[str]) -> pd.DataFrame:
    """Return the report's own range of some figures, `printed.<name>`, for the run's slice."""
    ranges = {name: printed(name) for name in names}
    return pd.DataFrame(
        [
            {"figure": f"printed.{name}", "value": r.mid, "low": r.low, "high": r.high,
             "unit": "DKK"}
            for name, r in ranges.items()
        ]
    )  # fmt: skip


def years_covered(first: date, last: date, years: Iterable[int]) -> dict[int, Decimal]:
    """Return the part of each calendar year from `first` to `last`, both days counted."""
    return {year: _covered(first, last, year) for year in years}


def unit_costs(
    counts: Mapping[str, pd.DataFrame],
    cost: Interval,
    places: Sequence[str],
    covered: Mapping[int, Decimal],
    here: Slice,
    threshold: int = 1,
) -> pd.DataFrame:
    """Return what a year costs over what it achieved, for a slice and the slices within it.

    `counts` maps a unit to a frame of one row a person with the columns `municipality` and `year`;
    `cost` is what a full year costs one of `places`; `covered` the part of each year that is
    counted: a third of a year is charged a third of the cost. Columns: `municipality`, `year`
    (text), `unit`, `n`, `low`, `high` (Decimal). Both ends are missing where the count is nought,
    which no cost can be divided by, or from 1 to threshold - 1.
    """
    some_places = [ALL, *places] if here.municipality == ALL else [here.municipality]
    some_years = [ALL, *map(str, covered)] if here.year == ALL else [here.year]
    rows = []
    for place in some_places:
        for year in some_years:
            spent = cost * Interval.of(_place_years(place, year, places, covered))
            for unit, frame in counts.items():
                n = _count(frame, place, year)
                rows.append((place, year, unit, n, *_each(spent, n, threshold)))
    return pd.DataFrame(rows, columns=["municipality", "year", "unit", "n", "low", "high"])


def course_costs(lines: Iterable[Line], volumes: pd.DataFrame) -> pd.DataFrame:
    """Return what a course cost where the number held is known; columns as `unit_costs`."""
    cost = running_total(lines)
    held = volumes[(volumes["volume"] == "running.courses") & (volumes["year"] != ALL)]
    rows = []
    for row in held.itertuples():
        each = cost / Interval(row.low, row.high)
        rows.append((row.municipality, row.year, "course", int(row.low), each.low, each.high))
    return pd.DataFrame(rows, columns=["municipality", "year", "unit", "n", "low", "high"])


def unit_figures(table: pd.DataFrame, currency: str) -> pd.DataFrame:
    """Return a table of `unit_costs` as figures to record, `unit_cost.<unit>`."""
    rows = [
        {
            "figure": f"unit_cost.{row.unit}",
            "value": None if row.low is None else (row.low + row.high) / 2,
            "low": row.low,
            "high": row.high,
            "n": row.n,
            "unit": currency,
            "municipality": row.municipality,
            "year": row.year,
        }
        for row in table.itertuples()
    ]
    columns = ["figure", "value", "low", "high", "n", "unit", "municipality", "year"]
    return pd.DataFrame(rows, columns=columns)


def _covered(first: date, last: date, year: int) -> Decimal:
    new_year, old_year = date(year, 1, 1), date(year, 12, 31)
    days = (min(last, old_year) - max(first, new_year)).days + 1
    return Decimal(max(days, 0)) / Decimal((old_year - new_year).days + 1)


def _place_years(
    place: str, year: str, places: Sequence[str], covered: Mapping[int, Decimal]
) -> Decimal:
    """Return how many full years of one place's cost a slice has borne."""
    parts = covered.values() if year == ALL else [covered[int(year)]]
    return sum(parts, Decimal(0)) * (len(places) if place == ALL else 1)


def _count(frame: pd.DataFrame, place: str, year: str) -> int:
    here = pd.Series(True, index=frame.index)
    if place != ALL:
        here &= frame["municipality"] == place
    if year != ALL:
        here &= frame["year"] == int(year)
    return int(here.sum())


def _each(spent: Interval, n: int, threshold: int) -> tuple[Decimal | None, Decimal | None]:
    if n < max(threshold, 1):
        return None, None
    each = spent / Interval.of(n)
    return each.low, each.high
