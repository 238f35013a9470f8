"""What was seen of demand, and what it means for places of other sizes.

Joins the counts of forms and the populations with `scale`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import pandas as pd

from modning.costs.counted import Counts, counted_as
from modning.costs.counts import mean_interval
from modning.costs.intervals import Interval
from modning.costs.lines import Line
from modning.costs.phases import running_total
from modning.costs.scale import (
    PER,
    WEEKS_A_YEAR,
    Demand,
    Team,
    cost_per_completer,
    courses,
    demand_of,
    load_populations,
    population,
    smallest_catchment,
    weeks_between,
)
from modning.costs.volumes import ALL, volume
from slicebook.programme import Programme
from slicebook.shown.view import view
from slicebook.text import _

# A course started every quarter of a year.
QUARTER = WEEKS_A_YEAR / 4
MOST_JOINED = 4
UNIT = "per 10,000 inhabitants"


def demand_seen(counts: Counts, year: int, programme: Programme) -> dict[str, Demand]:
    """Return what the forms of one year say of demand in each municipality.

    Left out are those without enough forms that year, or without a number of inhabitants
    (populations.csv).
    """
    known = _known(load_populations(), year)
    forms = {
        key: [counted_as(counts, role, key, year) for role in ("register", "before")]
        for key in programme.municipalities
        if key in known
    }
    return {
        key: demand_of(*both, population_of(key, year)) for key, both in forms.items() if all(both)
    }


def smallest_seen(seen: Mapping[str, Demand], year: int) -> Demand | None:
    """Return the demand of the place with the fewest inhabitants; None where none was seen."""
    place = min(seen, key=lambda key: population_of(key, year), default=None)
    return seen[place] if place else None


def _known(populations: pd.DataFrame, year: int) -> set[str]:
    """Return the municipalities whose inhabitants are known."""
    return set(populations.loc[populations["year"] == str(year), "municipality"])


def population_of(municipality: str, year: int) -> int:
    """Return a municipality's inhabitants on 1 January of a year."""
    return population(load_populations(), municipality, year)


def team_of(volumes: pd.DataFrame, counts: Counts) -> Team:
    """Return the team, whatever it costs, its groups at the middle of their range.

    It leads at most the upper number of courses; of those who begin, the share completes that the
    forms show, all of them where too few came in to say or no fewer completed than began.
    """
    began, completed = (counted_as(counts, role) for role in ("before", "after"))
    return Team(
        most_courses=float(volume(volumes, "running.courses").high),
        group_size=float(volume(volumes, "group.size").mid),
        completing=min(completed / began, 1.0) if began and completed else 1.0,
    )


def paid(team: Team, lines: Iterable[Line]) -> Team:
    """Return the team with what the cost lines say it costs, the middle of their range."""
    return replace(team, cost=float(running_total(lines).mid))


def demand_figures(seen: Mapping[str, Demand], counts: Counts, year: int) -> pd.DataFrame:
    """Return demand as figures: inquiries and joiners per 10,000 inhabitants, share that joins.

    Joiners have the exact interval of their count.
    """
    rows = []
    for key, demand in seen.items():
        low, high = _joiners_interval(counts, key, year)
        rows += [
            (key, "demand.inquiries", demand.inquiries, None, None, UNIT),
            (key, "demand.joining", 100 * demand.joining, None, None, "percent"),
            (key, "demand.joiners", demand.joiners, low, high, UNIT),
        ]
    columns = ["municipality", "figure", "value", "low", "high", "unit"]
    return pd.DataFrame(rows, columns=columns).assign(year=ALL)


def catchment_figures(
    seen: Mapping[str, Demand],
    counts: Counts,
    team: Team,
    sizes: Interval,
    weeks: float,
    year: int,
) -> pd.DataFrame:
    """Return the inhabitants needed for a course every `weeks` weeks, to the nearest hundred.

    The low end has many joiners (the upper end of their count's interval) and the smallest groups
    of `sizes`, the high end few joiners and the largest.
    """
    small, large = (replace(team, group_size=float(end)) for end in (sizes.low, sizes.high))
    rows = []
    for key, demand in seen.items():
        few, many = (Demand(rate, 1.0) for rate in _joiners_interval(counts, key, year))
        needed = [
            smallest_catchment(weeks, *case)
            for case in ((demand, team), (many, small), (few, large))
        ]
        rows.append((key, "catchment.quarterly", *map(_hundreds, needed), "inhabitants"))
    columns = ["municipality", "figure", "value", "low", "high", "unit"]
    return pd.DataFrame(rows, columns=columns).assign(year=ALL)


def cheapest_figures(team: Team) -> pd.DataFrame:
    """Return the cost per completer of a place whose team is always at full work, as a figure."""
    cheapest = team.cost / (team.most_courses * team.group_size * team.completing)
    row = {"municipality": ALL, "figure": "scale.cheapest", "value": cheapest, "unit": "DKK"}
    return pd.DataFrame([row | {"year": ALL}])


@view
def demand_table(
    seen: Mapping[str, Demand], counts: Counts, programme: Programme, year: int
) -> pd.DataFrame:
    """Return demand to print: inhabitants, forms and rates, one row a municipality."""
    headings = str(
        _("Municipality|Inhabitants|Inquiries|Joiners|Inquiries per 10,000|Joiners per 10,000")
    ).split("|")
    rows = [
        (
            programme.municipality_name(key),
            population_of(key, year),
            counted_as(counts, "register", key, year),
            counted_as(counts, "before", key, year),
            round(demand.inquiries, 1),
            round(demand.joiners, 1),
        )
        for key, demand in seen.items()
    ]
    return pd.DataFrame(rows, columns=headings)


def alone_figures(inhabitants: int, seen: Mapping[str, Demand], team: Team) -> pd.DataFrame:
    """Return the courses a year that so many inhabitants fill if they ask as a place does."""
    rows = [
        {"municipality": key, "figure": "joining.alone", "unit": "courses",
         "value": courses(inhabitants, demand, team)}
        for key, demand in seen.items()
    ]  # fmt: skip
    columns = ["municipality", "figure", "unit", "value"]
    return pd.DataFrame(rows, columns=columns).assign(year=ALL, shown=True)


@view
def joining_table(inhabitants: int, demands: Mapping[str, Demand], team: Team) -> pd.DataFrame:
    """Return weeks between starts and cost per completer when 1, 2, … equal places join.

    One row a number of places; two columns a demand.
    """
    weeks = str(_("Weeks, as {}"))
    cost = str(_("DKK per completer, as {}"))
    joined = range(1, MOST_JOINED + 1)
    sizes = [inhabitants * number for number in joined]
    columns: dict[str, Sequence[object]] = {
        str(_("Municipalities")): [str(number) for number in joined],
        str(_("Inhabitants together")): sizes,
    }
    for name, demand in demands.items():
        columns[weeks.format(name)] = [round(weeks_between(n, demand, team)) for n in sizes]
        columns[cost.format(name)] = [round(cost_per_completer(n, demand, team), -2) for n in sizes]
    return pd.DataFrame(columns)


def volume_table(lines: Iterable[Line], volumes: pd.DataFrame, counts: Counts) -> pd.DataFrame:
    """Return the cost per completer by courses and group size, as `curves.volume_chart` draws it.

    Courses go from one to the most the report names, sizes over its range.
    """
    team = paid(team_of(volumes, counts), lines)
    size = volume(volumes, "group.size")
    rows = [
        (courses, people, team.cost / (courses * people * team.completing))
        for people in range(int(size.low), int(size.high) + 1)
        for courses in range(1, int(team.most_courses) + 1)
    ]
    return pd.DataFrame(rows, columns=["courses", "size", "cost"])


def _joiners_interval(counts: Counts, municipality: str, year: int) -> tuple[float, float]:
    low, high = mean_interval(counted_as(counts, "before", municipality, year))
    inhabitants = population_of(municipality, year)
    return PER * low / inhabitants, PER * high / inhabitants


def _hundreds(number: float) -> float | None:
    return None if number == float("inf") else round(number, -2)
