"""Cost lines as data: what was bought, how much of it, at what price, when and who pays.

One row a line. A line is a lump sum (`low`, `high`: its amount), a quantity at a unit price
(`low`, `high`, or `priced_by`: the line that holds the price), or a percentage of the lines of its
phase whose names begin with `percent_of`.
"""

from dataclasses import fields
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any

import pandas as pd
from pydantic import PlainValidator

from modning.costs.intervals import ZERO, Interval, middle
from modning.costs.ranges import spread
from slicebook import paths
from slicebook.ending import end
from slicebook.entries import CELL, Amount, Needed, Told
from slicebook.errors import InputError
from slicebook.shown.view import view
from slicebook.text import NONE, _
from slicebook.text_tables import read_rows
from slicebook.written import written

PERCENT = "percent"
LUMP_SUM = "lump sum"
NO_COSTS = _("No costs were recorded, so nothing can be said of them here.")
Year = Annotated[int, PlainValidator(lambda raw: _year(raw)), CELL]


@written
class Line:
    """A cost line.

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
        if not (span(self) or self.priced_by or self.unit == PERCENT):
            raise ValueError("low: empty; expected a price, or priced_by, or a percentage")
        if (self.unit == PERCENT) != bool(self.percent_of):
            raise ValueError(f"percent_of: {self.percent_of!r} does not go with the unit")


def load_lines(path: Path | None = None) -> pd.DataFrame:
    """Read the cost lines, in the file's order; without file or lines the notebook ends here.

    One row a line: the file's columns; `price`, the range of a unit; `amount`, what the line costs,
    of an overhead what is stated or else computed, which is `computed`; and `number`, how much it
    is, of `measure`: a percentage of hours is hours. The ranges are `Interval`s. Raises
    `InputError` naming file, row, column and value for anything a line cannot be.
    """
    path = path or paths.data("costs.csv")
    lines = table_of(path, Line) if path.is_file() else pd.DataFrame()
    if lines.empty:
        end(NO_COSTS)
    _check_references(lines, path.name)
    return _reckoned(lines)


def of_phase(lines: pd.DataFrame, phase: str) -> pd.DataFrame:
    """Return the lines of one phase."""
    return lines[lines["phase"] == phase]


def named(lines: pd.DataFrame, name: str) -> pd.DataFrame:
    """Return the line `name` and those under it: "wages" has "wages.manager" under it."""
    return lines[(lines["line"] + ".").str.startswith(name + ".")]


def total(lines: pd.DataFrame) -> Interval:
    """Return the sum of some lines."""
    return sum(lines["amount"], ZERO)


def table_of(path: Path, kind: type) -> pd.DataFrame:
    """Read a file of which each row is a `kind`: its columns, and its `range`, None without."""
    rows, columns = read_rows(path, kind), [column.name for column in fields(kind)]
    table = pd.DataFrame([[getattr(row, name) for name in columns] for row in rows], None, columns)
    return table.assign(range=pd.Series(map(span, rows), dtype=object))


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


def _check_references(lines: pd.DataFrame, file: str) -> None:
    if twice := sorted(set(lines.loc[lines["line"].duplicated(), "line"])):
        raise InputError(f"{file}, line: {', '.join(twice)} occurs twice")
    prices = {"", *lines.loc[lines["range"].notna(), "line"]}
    for line in lines[~lines["priced_by"].isin(prices)].itertuples():
        raise InputError(f'{file}, {line.line}, priced_by: no line "{line.priced_by}" with one')
    if len(currencies := sorted(set(lines["currency"]))) > 1:
        raise InputError(f"{file}, currency: {', '.join(currencies)} cannot be added up")


def _reckoned(lines: pd.DataFrame) -> pd.DataFrame:
    prices = dict(zip(lines["line"], lines["range"], strict=True))
    own = zip(lines.pop("range"), lines["priced_by"], strict=True)
    lines["price"] = pd.Series([price or prices.get(by) for price, by in own], dtype=object)
    columns = ["amount", "computed", "number", "measure"]
    worth = [_worth(line, lines) for line in lines.itertuples()]
    return lines.join(pd.DataFrame(worth, columns=columns, dtype=object))


def _worth(line: Any, lines: pd.DataFrame) -> tuple[Interval, Interval, Decimal, str]:
    """Return a line's amount, the one that is computed, and its number and measure.

    A percentage of lump sums, or of lines of several kinds, has no number but its percentage.
    """
    if line.unit != PERCENT:
        amount = line.price * line.quantity
        return amount, amount, line.quantity, line.unit
    base = of_phase(named(lines, line.percent_of), line.phase)
    base, share = base[base["unit"] != PERCENT], line.quantity / 100
    computed = sum(base["price"] * base["quantity"], ZERO) * share
    amount = line.price or computed
    if base["unit"].nunique() != 1 or base["unit"].iloc[0] == LUMP_SUM:
        return amount, computed, line.quantity, PERCENT
    return amount, computed, base["quantity"].sum() * share, base["unit"].iloc[0]


HEADINGS = _("Item|Amount|Share|Paid by")
TOTAL = _("Total")


def line_of(lines: pd.DataFrame, name: str) -> pd.Series:
    """Return the line of a name; `InputError` where the file has none."""
    found = lines[lines["line"] == name]
    if found.empty:
        raise InputError(f"costs.csv: expected a line {name}; found none")
    return found.iloc[0]


def overhead_of(lines: pd.DataFrame) -> pd.Series:
    """Return the line that is a percentage of others; `InputError` where there is none."""
    found = lines[lines["unit"] == PERCENT]
    if found.empty:
        raise InputError(f'costs.csv: expected an overhead, a line in the unit "{PERCENT}"')
    return found.iloc[0]


def total_quantity(lines: pd.DataFrame) -> Decimal:
    """Return the summed quantity of lines that have one measure; ValueError if they differ."""
    if lines["measure"].nunique() > 1:
        raise ValueError("quantities of different units cannot be added up")
    return sum(lines["number"], Decimal(0))


def shares(lines: pd.DataFrame) -> pd.Series:
    """Return each line's share of their sum, of the ranges' middles, in percent."""
    whole = total(lines).mid
    return lines["amount"].map(lambda one: float(100 * one.mid / whole) if whole else None)


@view
def lines_table(lines: pd.DataFrame) -> dict[str, Any]:
    """Return lines as arguments of `tables.show`: item, amount (the middle), share and payer.

    The last row is the total.
    """
    each = zip(
        lines["item"], lines["amount"].map(middle), shares(lines), lines["payer"], strict=True
    )
    rows = [*each, (TOTAL, middle(total(lines)), shares(lines).sum(), NONE)]
    frame = pd.DataFrame(rows, columns=str(HEADINGS).split("|"))
    units = dict(zip(frame.columns[1:3], (lines["currency"].iloc[0], "percent"), strict=True))
    return {"frame": frame, "units": units}


def line_figures(lines: pd.DataFrame) -> pd.DataFrame:
    """Return each line as a figure of its place: hours as hours, all else as an amount."""
    hours = lines["measure"] == "hours"
    table = spread(lines["amount"]).assign(
        figure=lines["line"], municipality=lines["municipality"], unit=lines["currency"]
    )
    table.loc[hours, "value"] = lines.loc[hours, "number"].astype(float)
    table.loc[hours, "unit"] = "hours"
    table.loc[hours, ["low", "high"]] = None
    return table
