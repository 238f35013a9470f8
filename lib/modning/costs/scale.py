"""How cost and waiting depend on the size of the place: a fixed team, courses as they fill.

A course starts when a group is full. A place of so many inhabitants has so many inquiries a year,
of which a share joins a group; so many joiners fill so many courses, up to what the team can lead.
The team's cost is fixed: the report holds that the programme cannot meaningfully be run with less
(section 4.2).
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from slicebook import paths
from slicebook.entries import Needed, Told
from slicebook.errors import InputError
from slicebook.text_tables import read_rows
from slicebook.written import written

WEEKS_A_YEAR = 52
PER = 10_000


@dataclass(frozen=True)
class Demand:
    """How many ask and join: inquiries a year per 10,000 inhabitants, share (0 to 1) that joins."""

    inquiries: float
    joining: float

    @property
    def joiners(self) -> float:
        """Return joiners a year per 10,000 inhabitants."""
        return self.inquiries * self.joining


@dataclass(frozen=True)
class Team:
    """How many courses the team can lead, of what size they are, and what it costs a year.

    Without a cost (NaN) nothing costs anything that is known.
    """

    most_courses: float
    group_size: float
    completing: float = 1.0
    cost: float = math.nan


def demand_of(inquiries: int, joiners: int, inhabitants: int) -> Demand:
    """Return the demand seen in a place in a year; joining is 0 where nobody asked."""
    joining = joiners / inquiries if inquiries else 0.0
    return Demand(PER * inquiries / inhabitants, joining)


def courses(inhabitants: float, demand: Demand, team: Team) -> float:
    """Return how many courses fill in a year, at most what the team can lead."""
    filled = inhabitants / PER * demand.joiners / team.group_size
    return min(filled, team.most_courses)


def weeks_between(inhabitants: float, demand: Demand, team: Team) -> float:
    """Return the weeks from one course's start to the next, on average; infinite without joiners.

    How long people wait is another matter: see `costs.queue`.
    """
    number = courses(inhabitants, demand, team)
    return WEEKS_A_YEAR / number if number else float("inf")


def cost_per_completer(inhabitants: float, demand: Demand, team: Team) -> float:
    """Return the team's cost over those who complete; infinite where nobody does."""
    completers = courses(inhabitants, demand, team) * team.group_size * team.completing
    return team.cost / completers if completers else float("inf")


def smallest_catchment(weeks: float, demand: Demand, team: Team) -> float:
    """Return the inhabitants needed for a course to start at least every `weeks` weeks.

    Infinite where nobody joins, or where the team cannot lead so many courses.
    """
    needed = WEEKS_A_YEAR / weeks
    if needed > team.most_courses or not demand.joiners:
        return float("inf")
    return needed * team.group_size / demand.joiners * PER


def scale_table(
    inhabitants: Iterable[float], demands: dict[str, Demand], team: Team
) -> pd.DataFrame:
    """Return courses, weeks between starts and cost per completer by size and demand.

    Columns: `name`, `inhabitants`, `courses`, `weeks`, `cost`.
    """
    rows = [
        (
            name,
            number,
            courses(number, demand, team),
            weeks_between(number, demand, team),
            cost_per_completer(number, demand, team),
        )
        for name, demand in demands.items()
        for number in inhabitants
    ]
    return pd.DataFrame(rows, columns=["name", "inhabitants", "courses", "weeks", "cost"])


@written
class Inhabitants:
    """A row of `populations.csv`."""

    municipality: str
    year: str
    population: Needed
    verified: str
    source: Told


def load_populations(path: Path | None = None) -> pd.DataFrame:
    """Read how many live where: `municipality`, `year`, `population`, `verified`, `source`."""
    rows = read_rows(path or paths.report("populations.csv"), Inhabitants)
    return pd.DataFrame(map(vars, rows)).astype({"population": int})


def population(populations: pd.DataFrame, municipality: str, year: int | str) -> int:
    """Return a municipality's inhabitants on 1 January; `InputError` if not in the file."""
    here = populations["municipality"] == municipality
    found = populations[here & (populations["year"] == str(year))]
    if len(found) != 1:
        raise InputError(
            f"populations.csv: expected one row {municipality}, {year}; found {len(found)}"
        )
    return int(found["population"].iloc[0])
