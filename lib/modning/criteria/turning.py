"""What would change a verdict: the condition nearest to its limit, and what follows if it turns."""

from typing import Any

import pandas as pd

from modning.criteria.rules import verdict_of
from modning.criteria.words import VERDICTS, found, named
from slicebook.figures import figure_table
from slicebook.shown.view import view
from slicebook.tables import of_rows
from slicebook.text import _, quantity

HEADINGS = _(
    "Criterion|Now|The figure nearest to its limit|From, to|Change it takes|It then becomes"
)
CAPTION = _("What would change the verdict")
NOTE = _(
    "The change is in per cent of the figure found. The nearest figure is the one that needs to "
    "change least."
)


def turning_points(assessed: pd.DataFrame) -> pd.DataFrame:
    """Return one row a criterion: its condition that turns with the smallest change of its figure.

    `assessed` is from `rules.assess`, whose columns are kept; added are `verdict` (now), `change`
    (per cent of the figure's value that it has to move, signed) and `then` (the verdict when this
    one condition has turned). A criterion with a figure missing has no turning point and no row.
    """
    rows = []
    for _name, group in assessed.groupby("criterion", sort=False):
        if group["met"].isna().any():
            continue
        share = (100 * (group["limit"] - group["value"]) / group["value"].abs()).where(
            group["value"] != 0
        )
        if share.isna().all():
            continue
        nearest = share.abs().idxmin()
        turned = group["met"].copy()
        turned[nearest] = not turned[nearest]
        rows.append(
            group.loc[nearest].to_dict()
            | {
                "verdict": verdict_of(group["met"]),
                "change": share[nearest],
                "then": verdict_of(turned),
            }
        )
    return pd.DataFrame(rows, columns=[*assessed.columns, "verdict", "change", "then"])


def turning_figures(points: pd.DataFrame) -> pd.DataFrame:
    """Return each criterion's change as a figure to record, `criteria.turns.affordable`."""
    changes = zip(points["criterion"], points["change"].abs(), strict=True)
    return figure_table(((name, one, "percent") for name, one in changes), "criteria.turns")


@view
def turning_table(points: pd.DataFrame) -> dict[str, Any]:
    """Return `turning_points` as arguments of `tables.show`."""
    rows = [
        (
            row.name,
            VERDICTS[row.verdict],
            named(row),
            f"{found(row)} → {quantity(row.limit, row.unit)}",
            quantity(row.change, "percent"),
            VERDICTS[row.then],
        )
        for row in points.itertuples(index=False)
    ]
    return of_rows(HEADINGS, rows, CAPTION, NOTE)
