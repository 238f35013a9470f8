"""What costs are divided by: persons, courses, sessions and quarters, each with its source."""

from pathlib import Path

import pandas as pd

from modning.costs.intervals import Interval
from modning.costs.lines import rows_of, span
from slicebook import paths
from slicebook.errors import InputError

ALL = "all"
COLUMNS = ("volume", "municipality", "year", "low", "high", "unit", "item", "source")


def load_volumes(path: Path | None = None) -> pd.DataFrame:
    """Read the volumes: one row a volume, municipality and year; `low` and `high` are Decimal."""
    path = path or paths.report("volumes.csv")
    rows = rows_of(path, COLUMNS)
    ranges = [span(row, where) for where, row in rows]
    table = pd.DataFrame([row for _, row in rows])[list(COLUMNS)]
    return table.assign(low=[r.low for r in ranges], high=[r.high for r in ranges])


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
