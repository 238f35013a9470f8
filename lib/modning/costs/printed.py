"""What the report prints of a figure, to stand beside what is computed."""

from collections.abc import Iterator
from pathlib import Path

from modning import paths
from modning.costs.intervals import Interval
from modning.costs.lines import rows_of, span
from modning.errors import InputError

COLUMNS = ("figure", "municipality", "year", "low", "high")


def printed(
    figure: str, municipality: str = "all", year: str | int = "all", path: Path | None = None
) -> Interval:
    """Return the printed range of a figure; `InputError` if the report prints none."""
    path = path or paths.report("published.csv")
    for where, row in _rows(path, figure, municipality, year):
        return span(row, where)
    raise InputError(f"{path.name}: no figure {figure}, {municipality}, {year}")


def prints(figure: str, municipality: str, year: str | int) -> bool:
    """Tell whether the report prints a figure."""
    return any(_rows(paths.report("published.csv"), figure, municipality, year))


def _rows(
    path: Path, figure: str, municipality: str, year: str | int
) -> Iterator[tuple[str, dict[str, str]]]:
    for where, row in rows_of(path, COLUMNS):
        if (row["figure"], row["municipality"], row["year"]) == (figure, municipality, str(year)):
            yield where, row
