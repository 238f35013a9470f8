"""Cost lines as data: what was bought, how much of it, at what price, when and who pays.

One row a line. A line is a lump sum (`low`, `high`: its amount), a quantity at a unit price
(`low`, `high`, or `priced_by`: the line that holds the price), or a percentage of the lines whose
names begin with `percent_of`.
"""

from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any

from modning.costs.intervals import Interval
from slicebook import paths
from slicebook.ending import end
from slicebook.entries import Amount, Made, Needed, Told
from slicebook.errors import InputError
from slicebook.text import _
from slicebook.text_tables import read_rows
from slicebook.written import written

PERCENT = "percent"
LUMP_SUM = "lump sum"
NO_COSTS = _("No costs were recorded, so nothing can be said of them here.")
Year = Annotated[int, Made(lambda raw, _: _year(raw), {"type": "string"})]


@written
class Line:
    """A cost line; `price` is the range per unit, None where another line gives it.

    `price_year_basis` is "stated" (the source gives the price level) or "assumed".
    """

    line: str
    phase: str
    activity: Told
    item: Told
    municipality: str
    period: str
    quantity: Needed
    unit: str
    low: Amount
    high: Amount
    priced_by: str
    percent_of: str
    currency: str
    vat: str
    price_year: Year
    price_year_basis: str
    payer: Told
    source: Told

    def __post_init__(self) -> None:
        """Refuse a line without a price."""
        if not (self.price or self.priced_by or self.unit == PERCENT):
            raise ValueError("low: empty; expected a price, or priced_by, or a percentage")
        if (self.unit == PERCENT) != bool(self.percent_of):
            raise ValueError(f"percent_of: {self.percent_of!r} does not go with the unit")

    @cached_property
    def price(self) -> Interval | None:
        """Return the range per unit."""
        return span(self)


def load_lines(path: Path | None = None) -> tuple[Line, ...]:
    """Read the cost lines, in the file's order; without file or lines the notebook ends here.

    Raises `InputError` naming file, row, column and value for anything a line cannot be.
    """
    path = path or paths.data("costs.csv")
    lines = read_rows(path, Line) if path.is_file() else ()
    if not lines:
        end(NO_COSTS)
    _check_references(lines, path.name)
    return lines


def of_phase(lines: Iterable[Line], phase: str) -> tuple[Line, ...]:
    """Return the lines of one phase."""
    return tuple(line for line in lines if line.phase == phase)


def span(row: Any) -> Interval | None:
    """Return a row's range from `low` to `high`, None where it has neither.

    Raises `ValueError` where it has one alone, or they stand the other way round.
    """
    if row.low is None and row.high is None:
        return None
    if row.low is None or row.high is None:
        raise ValueError("low and high: expected both or neither")
    if row.low > row.high:
        raise ValueError(f"high: {row.high} is below low, {row.low}")
    return Interval(row.low, row.high)


def _year(raw: str) -> int:
    if not raw.isdigit():
        raise ValueError(f"{raw!r} is no year")
    return int(raw)


def _check_references(lines: tuple[Line, ...], file: str) -> None:
    names = [line.line for line in lines]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise InputError(f"{file}, line: {', '.join(twice)} occurs twice")
    prices = {line.line for line in lines if line.price}
    for line in lines:
        if line.priced_by and line.priced_by not in prices:
            raise InputError(f'{file}, {line.line}, priced_by: no line "{line.priced_by}" with one')
    if len(currencies := sorted({line.currency for line in lines})) > 1:
        raise InputError(f"{file}, currency: {', '.join(currencies)} cannot be added up")
