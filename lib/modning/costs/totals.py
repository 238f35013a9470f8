"""What cost lines add up to: one of them, hours, shares and figures."""

from decimal import Decimal
from typing import Any

import pandas as pd

from modning.costs.intervals import middle
from modning.costs.lines import PERCENT, total
from modning.costs.ranges import spread
from slicebook.errors import InputError
from slicebook.shown.view import view
from slicebook.text import NONE, _

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
