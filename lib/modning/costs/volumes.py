"""What costs are divided by: persons, courses, sessions and quarters, each with its source."""

from typing import Literal

import pandas as pd

from modning.costs.intervals import ZERO, Interval
from modning.costs.lines import span, table_of
from slicebook import paths
from slicebook.entries import Needed, Told
from slicebook.errors import InputError
from slicebook.programme import load_programme
from slicebook.slices import Slice
from slicebook.text_tables import read_rows
from slicebook.written import written

ALL = "all"


@written
class Volume:
    """A row of `volumes.csv`."""

    volume: str
    municipality: str
    year: str
    low: Needed
    high: Needed
    unit: str
    item: Told
    source: Told

    def __post_init__(self) -> None:
        """Refuse a range that is none."""
        span(self)


def load_volumes() -> pd.DataFrame:
    """Read the volumes: a row a volume, municipality and year, each with its `range`."""
    return table_of(paths.report("volumes.csv"), Volume)


def volume(
    volumes: pd.DataFrame, name: str, municipality: str = ALL, year: str | int = ALL
) -> Interval:
    """Return one volume; `InputError` if the file has none of that key."""
    key = (volumes["volume"] == name) & (volumes["municipality"] == municipality)
    found = volumes[key & (volumes["year"] == str(year))]
    if len(found) != 1:
        raise InputError(
            f"volumes: expected one row {name}, {municipality}, {year}; found {len(found)}"
        )
    return found["range"].iloc[0]


def volumes_of(volumes: pd.DataFrame, name: str) -> dict[tuple[str, str], Interval]:
    """Return a volume of each of the programme's municipalities, by municipality and year."""
    places = list(load_programme().municipalities)
    rows = volumes[(volumes["volume"] == name) & volumes["municipality"].isin(places)]
    return dict(
        zip(zip(rows["municipality"], rows["year"], strict=True), rows["range"], strict=True)
    )


def volumes_in(volumes: pd.DataFrame, name: str, year: str | int) -> pd.Series:
    """Return a volume of one year of each of the programme's municipalities that has it."""
    found = volumes_of(volumes, name)
    here = {place: one for (place, when), one in found.items() if when == str(year)}
    return pd.Series(here, dtype=object).rename_axis("municipality")


def volumes_below(volumes: pd.DataFrame, name: str) -> dict[str, dict[str, Interval]]:
    """Return the volumes `name.…` of each of the programme's municipalities that has any."""
    found = {key: {} for key in load_programme().municipalities}
    for row in volumes[volumes["volume"].str.startswith(f"{name}.")].itertuples():
        last = row.volume.removeprefix(f"{name}.")
        found.get(row.municipality, {})[last] = row.range
    return {key: its for key, its in found.items() if its}


def volume_here(volumes: pd.DataFrame, name: str, here: Slice) -> Interval | None:
    """Return a volume of a slice's municipalities together; None where one's is not known."""
    known = volumes_of(volumes, name)
    places = load_programme().municipalities if here.municipality == ALL else [here.municipality]
    parts = [known.get((place, here.year)) for place in places]
    return None if None in parts else sum(parts, start=ZERO)


@written
class Inhabitants:
    """A row of `populations.csv`."""

    municipality: str
    year: str
    population: Needed
    verified: Literal["primary", "secondary"]
    source: Told


def load_populations(year: str | int) -> pd.Series:
    """Read how many live in each municipality on 1 January of a year, as far as it is known."""
    rows = read_rows(paths.report("populations.csv"), Inhabitants)
    here = {row.municipality: int(row.population) for row in rows if row.year == str(year)}
    return pd.Series(here, name="inhabitants", dtype=float)
