"""Cost lines as data: what was bought, how much of it, at what price, when and who pays.

One row a line. A line is a lump sum (`low`, `high`: its amount), a quantity at a unit price
(`low`, `high`, or `priced_by`: the line that holds the price), or a percentage of the lines whose
names begin with `percent_of`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

from modning.costs.intervals import Interval
from slicebook import paths
from slicebook.errors import InputError
from slicebook.text import Message
from slicebook.text_tables import read_text_table, row_of

PERCENT = "percent"
LUMP_SUM = "lump sum"
COLUMNS = (
    "line", "phase", "activity", "item", "municipality", "period",
    "quantity", "unit", "low", "high", "priced_by", "percent_of", "currency", "vat", "price_year",
    "price_year_basis", "payer", "source",
)  # fmt: skip


@dataclass(frozen=True)
class Line:
    """A cost line; `price` is the range per unit, None where another line gives it.

    `price_year_basis` is "stated" (the source gives the price level) or "assumed".
    """

    line: str
    phase: str
    activity: Message
    item: Message
    municipality: str
    period: str
    quantity: Decimal
    unit: str
    price: Interval | None
    priced_by: str
    percent_of: str
    currency: str
    vat: str
    price_year: int
    price_year_basis: str
    payer: Message
    source: str


def load_lines(path: Path | None = None) -> tuple[Line, ...]:
    """Read the cost lines, in the file's order.

    Raises `InputError` naming file, row, column and value for anything a line cannot be, and for a
    file without any.
    """
    path = path or paths.data("costs.csv")
    lines = tuple(_line(row, where) for where, row in rows_of(path, COLUMNS))
    if not lines:
        raise InputError(
            f"{path.name}: expected cost lines below the heading; found none. A programme whose "
            "costs are not known has no notebook on them"
        )
    _check_references(lines, path.name)
    return lines


def of_phase(lines: Iterable[Line], phase: str) -> tuple[Line, ...]:
    """Return the lines of one phase."""
    return tuple(line for line in lines if line.phase == phase)


def rows_of(path: Path, columns: Iterable[str]) -> list[tuple[str, dict[str, str]]]:
    """Read a CSV file as (where, row) pairs; `InputError` as `read_text_table`."""
    table = read_text_table(path, columns)
    return [
        (f"{path.name}, row {row_of(index)}", row)
        for index, row in enumerate(table.to_dict("records"))
    ]


def decimal(row: dict[str, str], column: str, where: str) -> Decimal:
    """Read a number that is not negative; `InputError` otherwise."""
    try:
        value = Decimal(row[column])
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite() or value < 0:
        raise InputError(f'{where}, {column}: "{row[column]}" is no number of 0 or more')
    return value


def span(row: dict[str, str], where: str) -> Interval:
    """Read the columns `low` and `high` as a range."""
    low, high = decimal(row, "low", where), decimal(row, "high", where)
    if low > high:
        raise InputError(f"{where}, high: {high} is below low, {low}")
    return Interval(low, high)


def _line(row: dict[str, str], where: str) -> Line:
    price = span(row, where) if row["low"] or row["high"] else None
    if not (price or row["priced_by"] or row["unit"] == PERCENT):
        raise InputError(f"{where}, low: empty; expected a price, or priced_by, or a percentage")
    if (row["unit"] == PERCENT) != bool(row["percent_of"]):
        raise InputError(f'{where}, percent_of: "{row["percent_of"]}" does not go with the unit')
    if not row["price_year"].isdigit():
        raise InputError(f'{where}, price_year: "{row["price_year"]}" is no year')
    return Line(
        line=row["line"],
        phase=row["phase"],
        activity=row["activity"],
        item=row["item"],
        municipality=row["municipality"],
        period=row["period"],
        quantity=decimal(row, "quantity", where),
        unit=row["unit"],
        price=price,
        priced_by=row["priced_by"],
        percent_of=row["percent_of"],
        currency=row["currency"],
        vat=row["vat"],
        price_year=int(row["price_year"]),
        price_year_basis=row["price_year_basis"],
        payer=row["payer"],
        source=row["source"],
    )


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
