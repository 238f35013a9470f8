"""What the report prints of a figure, to stand beside what is computed."""

from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from modning.costs.intervals import Interval
from modning.costs.lines import span
from modning.costs.ranges import range_figures
from slicebook import paths
from slicebook.entries import Needed
from slicebook.errors import InputError
from slicebook.files import read_once
from slicebook.text_tables import read_text_table, row_of
from slicebook.written import read, written

COLUMNS = ("figure", "municipality", "year", "low", "high")


@written
class Ends:
    """The range that a row of `published.csv` prints."""

    low: Needed
    high: Needed


def printed(
    figure: str, municipality: str = "all", year: str | int = "all", path: Path | None = None
) -> Interval:
    """Return the printed range of a figure; `InputError` if the report prints none."""
    path = path or paths.report("published.csv")
    key = figure, municipality, str(year)
    if key not in _rows(path):
        raise InputError(f"{path.name}: no figure {figure}, {municipality}, {year}")
    at, row = _rows(path)[key]
    ends = {"low": row["low"], "high": row["high"]}
    return span(read(Ends, ends, f"{path.name}, row {row_of(at)}"))


def printed_figures(names: Iterable[str], unit: str = "DKK") -> pd.DataFrame:
    """Return the report's own range of some figures, `printed.<name>`, for the run's slice."""
    return range_figures({f"printed.{name}": printed(name) for name in names}, unit)


@read_once
def _rows(path: Path) -> dict[tuple[str, str, str], tuple[int, dict[str, str]]]:
    found = {}
    for at, row in enumerate(read_text_table(path, COLUMNS).to_dict("records")):
        # A figure may be printed twice; the first counts.
        found.setdefault((row["figure"], row["municipality"], row["year"]), (at, row))
    return found
