"""What stands beside the amounts: currency, price year and value added tax."""

from typing import Any

import pandas as pd

from slicebook.shown.view import view
from slicebook.tables import of_rows
from slicebook.text import _

_BASIS = _("Lines|Currency|Price year|The price year is|VAT")
_STATED_HOW = _("How the amounts are stated")
_AT_LEVEL = _(
    "Where it is said, amounts are moved to prices of {} by the general price and wage increase."
)
# Words that the lines file uses otherwise are shown as it has them.
_WORDS = {"stated": _("stated"), "assumed": _("assumed"), "not stated": _("not stated")}


@view
def basis_table(lines: pd.DataFrame, level: int | None = None) -> dict[str, Any]:
    """Return how amounts are stated, and the activities so stated, as arguments of `tables.show`.

    `level` is the year whose prices all are moved to, if so.
    """
    columns = ["currency", "price_year", "price_year_basis", "vat"]
    said = lines[columns].map(lambda one: str(_WORDS.get(one, one)))
    said.insert(0, "activity", lines["activity"].map(str))
    activities = said.groupby(columns, sort=False)["activity"].unique().map("; ".join)
    table = activities.reset_index()[["activity", *columns]]
    note = _AT_LEVEL.format(level) if level else None
    return of_rows(_BASIS, table.itertuples(index=False), _STATED_HOW, note)
