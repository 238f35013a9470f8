"""The bounds that drop-out gives a rise as tables: by municipality, and by year within it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from modning.compare.dropout import Bounds, dropout_bounds
from modning.compare.words import NO, YES, place_labels, span
from modning.scales import Scale
from slicebook.programme import ALL
from slicebook.shown.view import view
from slicebook.tables import of_numbers
from slicebook.text import NONE, WITHHELD, Message, _, number, quantity
from surveys.answers import YEAR
from surveys.disclosure import SLICE, slice_of_frame

HEADINGS = _(
    "Municipality|Started|Completed|Rise|Bounds, completers|With uncertainty|"
    "Bounds, all who started|Drop-out that undoes it"
)
CAPTION = _("The change and its bounds when nobody knows who left")
NOTE = _(
    "Started and completed: forms. With uncertainty: 95%, resampled. Where no fewer completed than "
    "started, the counts show no drop-out, and the bounds for all who started are the completers'."
)
YEARS_HEADINGS = _(
    "Municipality|Year|Started|Completed|Rise|Lowest, completers|Lowest, with uncertainty|"
    "Still a rise?"
)
YEARS_CAPTION = _(
    "Started and completed by municipality and year, and the lower bound of the change"
)
YEARS_NOTE = _(
    "Forms by the year they were sent in. Who started in one year may be among the completers of "
    "the next."
)


@view
def bound_table(bounds: Sequence[Bounds]) -> dict[str, Any]:
    """Return the bounds as arguments of `tables.show`, one row a municipality."""
    labels = place_labels()
    rows = [
        [labels[one.name], number(one.started), number(one.completed), *_bounds(one)]
        for one in bounds
    ]
    return of_numbers(HEADINGS, rows, CAPTION, NOTE)


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
    labels = place_labels()
    rows = [
        [labels[one.name], year, number(one.started), number(one.completed), *_lowest(one)]
        for year, one in found
    ]
    return of_numbers(YEARS_HEADINGS, rows, YEARS_CAPTION, YEARS_NOTE)


def _bounds(one: Bounds) -> list[str | Message]:
    if one.withheld:
        return [WITHHELD] * 5
    return [
        quantity(one.rise, "scale"),
        span(one.low, one.high),
        span(one.low_sure, one.high_sure),
        span(one.worst, one.best),
        quantity(None if one.breakdown is None else 100 * one.breakdown, "percent"),
    ]


def _lowest(one: Bounds) -> list[str | Message]:
    if one.rise is None:
        return [*[NONE] * 3, one.reason.value]
    rise = [quantity(x, "scale") for x in (one.rise, one.low, one.low_sure)]
    return [*rise, YES if one.low_sure > 0 else NO]


def _of(form: pd.DataFrame, year: int) -> pd.DataFrame:
    """Return the forms of a year as a slice of their own, for disclosure control."""
    part, here = form[form[YEAR] == year], slice_of_frame(form)
    if here is not None:
        part.attrs = {**form.attrs, SLICE: replace(here, year=str(year))}
    return part
