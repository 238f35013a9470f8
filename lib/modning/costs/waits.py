"""How long people wait for a course in the municipalities themselves and by joiners a year."""

from collections.abc import Mapping, Sequence

import pandas as pd

from modning.costs.demand import population_of
from modning.costs.queue import Waiting, most_joiners, waiting
from modning.costs.scale import PER, Demand, Team
from modning.costs.volumes import ALL
from slicebook.shown.view import view
from slicebook.text import _, number

# Mean waits, in weeks, for which the most joiners are reckoned.
LONGEST = (8, 13)
ENDLESS = _("grows without end")


def wait_of(inhabitants: float, demand: Demand, team: Team) -> Waiting:
    """Return how long people wait for a course in a place of so many inhabitants."""
    joiners = inhabitants / PER * demand.joiners
    return waiting(joiners, round(team.group_size), team.most_courses)


def waiting_figures(seen: Mapping[str, Demand], team: Team, year: int) -> pd.DataFrame:
    """Return the waiting in the municipalities themselves as figures, `waiting.mean` and so on.

    `.used` is joiners over places in per cent; where it reaches 100 the queue grows without end,
    and mean and 90th percentile are missing. Joiners of a place that is full are no more than its
    places, so that its demand may be larger. `.error` is the percentile's Monte Carlo error.
    """
    rows = []
    for key, demand in seen.items():
        found = wait_of(population_of(key, year), demand, team)
        endless = found.utilisation >= 1
        weeks = [None if endless else one for one in (found.mean, found.ninetieth, found.error)]
        rows.append((key, "waiting.used", 100 * found.utilisation, "percent"))
        names = "mean", "ninetieth", "error"
        rows += [
            (key, f"waiting.{name}", one, "weeks") for name, one in zip(names, weeks, strict=True)
        ]
    size = round(team.group_size)
    for weeks in LONGEST:
        most = most_joiners(size, team.most_courses, weeks)
        rows.append((ALL, f"waiting.joiners_within_{weeks}", most, "persons a year"))
    table = pd.DataFrame(rows, columns=["municipality", "figure", "value", "unit"])
    return table.assign(year=ALL)


@view
def waiting_table(joiners: Sequence[float], team: Team) -> pd.DataFrame:
    """Return utilisation, mean and 90th percentile of waiting by joiners a year, to print."""
    headings = str(
        _("Joiners a year|Places used, %|Mean wait, weeks|Nine in ten wait at most, weeks")
    ).split("|")
    rows = []
    for each in joiners:
        found = waiting(each, round(team.group_size), team.most_courses)
        weeks = [
            str(ENDLESS) if one == float("inf") else number(one, 1)
            for one in (found.mean, found.ninetieth)
        ]
        rows.append((str(each), number(100 * found.utilisation, 0), *weeks))
    return pd.DataFrame(rows, columns=headings)
