"""What cost lines add up to: amounts, hours, shares and overhead."""

from collections.abc import Iterable
from decimal import Decimal

import pandas as pd

from modning.costs.intervals import ZERO, Interval
from modning.costs.lines import LUMP_SUM, PERCENT, Line
from slicebook.errors import InputError
from slicebook.shown.view import view
from slicebook.text import NONE, _, printed_place

ITEM = _("Item")
PAYER = _("Paid by")
AMOUNT = _("Amount")
SHARE = _("Share")
TOTAL = _("Total")
PRICES = _("Rate|From (DKK)|To (DKK)|A year from|A year to|Source")


def amount(line: Line, lines: Iterable[Line]) -> Interval:
    """Return what a line costs; of an overhead, the amount stated or else computed."""
    if line.unit == PERCENT:
        return line.price or computed_overhead(line, lines)
    return Interval.of(line.quantity) * _price(line, lines)


def quantity(line: Line, lines: Iterable[Line]) -> tuple[Decimal, str]:
    """Return how much a line is and of what; a percentage of hours is hours.

    A percentage of lump sums, or of lines of several kinds, has no quantity but its percentage.
    """
    if line.unit != PERCENT:
        return line.quantity, line.unit
    base = base_of(line, lines)
    units = {other.unit for other in base}
    if len(units) != 1 or units == {LUMP_SUM}:
        return line.quantity, PERCENT
    return sum((other.quantity for other in base), Decimal(0)) * line.quantity / 100, units.pop()


def computed_overhead(line: Line, lines: Iterable[Line]) -> Interval:
    """Return the overhead's percentage of the lines it is laid upon."""
    base = total(base_of(line, lines), lines)
    return base * Interval.of(line.quantity / 100)


def base_of(line: Line, lines: Iterable[Line]) -> tuple[Line, ...]:
    """Return the lines of the same phase that an overhead is a percentage of."""
    return tuple(
        other
        for other in named(lines, line.percent_of)
        if other.unit != PERCENT and other.phase == line.phase
    )


def named(lines: Iterable[Line], name: str) -> tuple[Line, ...]:
    """Return the line `name` and those under it: "wages" has "wages.manager" under it."""
    return tuple(line for line in lines if line.line == name or line.line.startswith(name + "."))


def line_of(lines: Iterable[Line], name: str) -> Line:
    """Return the line of a name; `InputError` where the file has none."""
    found = [line for line in lines if line.line == name]
    if not found:
        raise InputError(f"costs.csv: expected a line {name}; found none")
    return found[0]


def overhead_of(lines: Iterable[Line]) -> Line:
    """Return the line that is a percentage of others; `InputError` where there is none."""
    found = [line for line in lines if line.unit == PERCENT]
    if not found:
        raise InputError(f'costs.csv: expected an overhead, a line in the unit "{PERCENT}"')
    return found[0]


def total(some: Iterable[Line], lines: Iterable[Line]) -> Interval:
    """Return the sum of some lines; `lines` are all of them, with the prices."""
    return sum((amount(line, lines) for line in some), ZERO)


def total_quantity(some: Iterable[Line], lines: Iterable[Line]) -> Decimal:
    """Return the summed quantity of lines that have one unit; ValueError if they differ."""
    parts = [quantity(line, lines) for line in some]
    if len({unit for _, unit in parts}) > 1:
        raise ValueError("quantities of different units cannot be added up")
    return sum((number for number, _ in parts), Decimal(0))


@view
def share_table(some: Iterable[Line], lines: Iterable[Line]) -> pd.DataFrame:
    """Return one row a line: what it is, how much, from what to what it costs, and its share.

    Columns: `line`, `activity`, `item`, `quantity`, `unit`, `low`, `high` (currency), `share`
    (percent of the sum, of the ranges' middles), `payer`. Amounts are Decimal.
    """
    some = tuple(some)
    whole = total(some, lines).mid
    return pd.DataFrame(
        [_row(line, lines, whole) for line in some],
        columns=[
            "line", "activity", "item", "quantity", "unit", "low", "high", "share", "payer",
        ],
    )  # fmt: skip


@view
def lines_table(table: pd.DataFrame) -> pd.DataFrame:
    """Return a `share_table` to print: item, amount (the range's middle), share and payer.

    The last row is the total.
    """
    middles = [float(low + high) / 2 for low, high in zip(table["low"], table["high"], strict=True)]
    columns = {
        ITEM: table["item"],
        AMOUNT: middles,
        SHARE: table["share"],
        PAYER: table["payer"],
    }
    rows = pd.DataFrame({str(heading): column for heading, column in columns.items()})
    whole = float((table["low"] + table["high"]).sum()) / 2
    rows.loc[len(rows)] = [str(TOTAL), whole, float(table["share"].sum()), NONE]
    return rows


@view
def prices_of(rates: Iterable[Line], quantity: Decimal) -> pd.DataFrame:
    """Return what each of some rates is, and what a quantity costs at it, to print."""
    rows = [
        (
            str(rate.item),
            *(float(end)
              for cost in (rate.price, Interval.of(quantity) * rate.price)
              for end in (cost.low, cost.high)),
            printed_place(rate.source),
        )
        for rate in rates
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=str(PRICES).split("|"))


def figures(some: Iterable[Line], lines: Iterable[Line]) -> pd.DataFrame:
    """Return each line as a figure to record: hours as hours, all else as an amount.

    Columns: `figure`, `value`, `low`, `high`, `unit`, `municipality`.
    """
    return pd.DataFrame([_figure(line, lines) for line in some])


def money(name: str, range: Interval, currency: str, **key: object) -> dict[str, object]:
    """Return an amount as `record` takes it: the middle of its range, and the range."""
    return {
        "figure": name,
        "value": range.mid,
        "low": range.low,
        "high": range.high,
        "unit": currency,
        **key,
    }


def _figure(line: Line, lines: Iterable[Line]) -> dict[str, object]:
    number, unit = quantity(line, lines)
    if unit == "hours":
        values = {"figure": line.line, "value": number, "low": None, "high": None, "unit": unit}
        return {**values, "municipality": line.municipality}
    return money(line.line, amount(line, lines), line.currency, municipality=line.municipality)


def _row(line: Line, lines: Iterable[Line], whole: Decimal) -> tuple:
    number, unit = quantity(line, lines)
    cost = amount(line, lines)
    share = float(100 * cost.mid / whole) if whole else None
    labels = (str(line.activity), str(line.item))
    return line.line, *labels, number, unit, cost.low, cost.high, share, str(line.payer)


def _price(line: Line, lines: Iterable[Line]) -> Interval:
    if line.price:
        return line.price
    return line_of(lines, line.priced_by).price
