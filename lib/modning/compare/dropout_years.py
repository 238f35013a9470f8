"""Who started and who completed in each municipality and year, and whether the rise holds there."""

from dataclasses import replace
from typing import Any

import pandas as pd

from modning.compare.dropout import Bounds, dropout_bounds
from modning.compare.words import of_texts, place_labels
from modning.scales import Reason, Scale
from slicebook.programme import ALL
from slicebook.shown.view import view
from slicebook.text import NONE, _, number, quantity
from surveys.answers import YEAR
from surveys.disclosure import SLICE, slice_of_frame

HEADINGS = (
    _("Municipality"),
    _("Year"),
    _("Started"),
    _("Completed"),
    _("Rise"),
    _("Lowest, completers"),
    _("Lowest, with uncertainty"),
    _("Still a rise?"),
)
YES, NO = _("yes"), _("no")
CAPTION = _("Started and completed by municipality and year, and the lower bound of the change")
NOTE = _(
    "Forms by the year they were sent in. Who started in one year may be among the completers of "
    "the next."
)


def dropout_years(
    before: pd.DataFrame, after: pd.DataFrame, scale: Scale
) -> list[tuple[str, Bounds]]:
    """Return (year, bounds) for each municipality and year with a form before or after.

    Both are frames of `answers.answers`; municipalities in the programme's order, then years.
    """
    years = sorted({*before[YEAR], *after[YEAR]})
    found = [
        (str(year), one)
        for year in years
        for one in dropout_bounds(_of(before, year), _of(after, year), scale)
        if one.name != ALL
    ]
    order = list(place_labels())
    return sorted(found, key=lambda pair: (order.index(pair[1].name), pair[0]))


@view
def years_table(found: list[tuple[str, Bounds]]) -> dict[str, Any]:
    """Return started, completed and the lower bounds as arguments of `tables.show`."""
    headings = [str(heading) for heading in HEADINGS]
    labels = place_labels()
    rows = [[labels[one.name], year, *_cells(one)] for year, one in found]
    frame = pd.DataFrame(rows, columns=headings)
    return of_texts(frame, str(CAPTION), str(NOTE))


def _of(form: pd.DataFrame, year: int) -> pd.DataFrame:
    """Return the forms of a year as a slice of their own, for disclosure control."""
    part, here = form[form[YEAR] == year], slice_of_frame(form)
    if here is not None:
        part.attrs = {**form.attrs, SLICE: replace(here, year=str(year))}
    return part


def _cells(one: Bounds) -> list[str]:
    counts = [number(one.started), number(one.completed)]
    why = Reason.WITHHELD if one.withheld else Reason.NO_ANSWERS
    if one.rise is None:
        return [*counts, *[NONE] * 3, str(why.value)]
    rise = [quantity(x, "scale") for x in (one.rise, one.low, one.low_sure)]
    return [*counts, *rise, str(YES if one.low_sure > 0 else NO)]
