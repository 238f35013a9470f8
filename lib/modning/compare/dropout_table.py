"""The bounds that drop-out gives a rise, as a table."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from modning.compare.dropout import Bounds
from modning.compare.words import of_texts
from slicebook.shown.view import view
from slicebook.text import NONE, WITHHELD, _, number, quantity

HEADINGS = (
    _("Municipality"),
    _("Started"),
    _("Completed"),
    _("Rise"),
    _("Bounds, completers"),
    _("With uncertainty"),
    _("Bounds, all who started"),
    _("Drop-out that undoes it"),
)
CAPTION = _("The change and its bounds when nobody knows who left")
NOTE = _(
    "Started and completed: forms. With uncertainty: 95%, resampled. Where no fewer completed than "
    "started, the counts show no drop-out, and the bounds for all who started are the completers'."
)


@view
def bound_table(bounds: Sequence[Bounds], labels: Mapping[str, str]) -> dict[str, Any]:
    """Return the bounds as arguments of `tables.show`, one row a municipality."""
    rows = [
        [labels[one.name], number(one.started), number(one.completed), *_cells(one)]
        for one in bounds
    ]
    headings = [str(heading) for heading in HEADINGS]
    frame = pd.DataFrame(rows, columns=headings)
    return of_texts(frame, str(CAPTION), str(NOTE))


def _cells(one: Bounds) -> list[str]:
    if one.withheld:
        return [str(WITHHELD)] * 5
    return [
        quantity(one.rise, "scale"),
        _span(one.low, one.high),
        _span(one.low_sure, one.high_sure),
        _span(one.worst, one.best),
        quantity(None if one.breakdown is None else 100 * one.breakdown, "percent"),
    ]


def _span(low: float | None, high: float | None) -> str:
    if low is None or high is None:
        return NONE
    return f"{number(low, 1)}; {number(high, 1)}"
