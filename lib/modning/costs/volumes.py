"""What costs are divided by: persons, courses, sessions and quarters, each with its source."""

from dataclasses import fields
from pathlib import Path

import pandas as pd

from modning.costs.intervals import ZERO, Interval
from modning.costs.lines import span
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


def load_volumes(path: Path | None = None) -> pd.DataFrame:
    """Read the volumes: one row a volume, municipality and year; `low` and `high` are Decimal."""
    rows = read_rows(path or paths.report("volumes.csv"), Volume)
    return pd.DataFrame(map(vars, rows), columns=[column.name for column in fields(Volume)])


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
    row = found.iloc[0]
    return Interval(row["low"], row["high"])


def has_volume(volumes: pd.DataFrame, name: str, municipality: str, year: str | int) -> bool:
    """Tell whether the file has a volume of a municipality and year."""
    key = (volumes["volume"] == name) & (volumes["municipality"] == municipality)
    return bool((key & (volumes["year"] == str(year))).any())


def volumes_of(volumes: pd.DataFrame, name: str) -> dict[tuple[str, str], Interval]:
    """Return a volume of each of the programme's municipalities, by municipality and year."""
    places = list(load_programme().municipalities)
    rows = volumes[(volumes["volume"] == name) & volumes["municipality"].isin(places)]
    return {(row.municipality, row.year): Interval(row.low, row.high) for row in rows.itertuples()}


def volumes_below(volumes: pd.DataFrame, name: str) -> dict[str, dict[str, Interval]]:
    """Return the volumes `name.…` of each of the programme's municipalities that has any."""
    found = {key: {} for key in load_programme().municipalities}
    for row in volumes[volumes["volume"].str.startswith(f"{name}.")].itertuples():
        last = row.volume.removeprefix(f"{name}.")
        found.get(row.municipality, {})[last] = Interval(row.low, row.high)
    return {key: its for key, its in found.items() if its}


def volume_here(volumes: pd.DataFrame, name: str, here: Slice) -> Interval | None:
    """Return a volume of a slice's municipalities together; None where one's is not known."""
    known = volumes_of(volumes, name)
    places = load_programme().municipalities if here.municipality == ALL else [here.municipality]
    parts = [known.get((place, here.year)) for place in places]
    return None if None in parts else sum(parts, start=ZERO)
