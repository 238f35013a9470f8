"""What the report prints of a figure, to stand beside what is computed."""

from pathlib import Path

from modning.costs.intervals import Interval
from modning.costs.lines import rows_of, span
from slicebook import paths
from slicebook.errors import InputError
from slicebook.files import read_once

COLUMNS = ("figure", "municipality", "year", "low", "high")


def printed(
    figure: str, municipality: str = "all", year: str | int = "all", path: Path | None = None
) -> Interval:
    """Return the printed range of a figure; `InputError` if the report prints none."""
    path = path or paths.report("published.csv")
    key = figure, municipality, str(year)
    if key not in _rows(path):
        raise InputError(f"{path.name}: no figure {figure}, {municipality}, {year}")
    where, row = _rows(path)[key]
    return span(row, where)


def prints(figure: str, municipality: str, year: str | int) -> bool:
    """Tell whether the report prints a figure."""
    return (figure, municipality, str(year)) in _rows(paths.report("published.csv"))


@read_once
def _rows(path: Path) -> dict[tuple[str, str, str], tuple[str, dict[str, str]]]:
    found = {}
    for where, row in rows_of(path, COLUMNS):
        # A figure may be printed twice; the first counts.
        found.setdefault((row["figure"], row["municipality"], row["year"]), (where, row))
    return found
