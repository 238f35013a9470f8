"""Who started and who completed in each municipality and year, and whether the rise holds there."""

from dataclasses import replace
from typing import Any

import pandas as pd

from modning.compare.dropout import Bounds, dropout_bounds
from modning.compare.words import of_texts, place_labels
from modning.scales import Scale
from slicebook.programme import ALL
from slicebook.text import Label, number, quantity
from surveys.answers import YEAR
from surveys.disclosure import SLICE, slice_of_frame

HEADINGS = (
    Label("Kommune", "Municipality"),
    Label("År", "Year"),
    Label("Startede", "Started"),
    Label("Gennemførte", "Completed"),
    Label("Stigning", "Rise"),
    Label("Laveste, gennemførende", "Lowest, completers"),
    Label("Laveste, med usikkerhed", "Lowest, with uncertainty"),
    Label("Stadig en stigning?", "Still a rise?"),
)
YES, NO = Label("ja", "yes"), Label("nej", "no")
FEW = Label("for få svar", "too few answers")
CAPTION = Label(
    "Startede og gennemførte efter kommune og år, og stigningens nedre grænse",
    "Started and completed by municipality and year, and the lower bound of the rise",
)
NOTE = Label(
    "Antal skemaer efter det år, de er sendt ind. Den, der startede i ét år, kan være blandt de "
    "gennemførende i det næste.",
    "Forms by the year they were sent in. Who started in one year may be among the completers of "
    "the next.",
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
    order = list(place_labels("en"))
    return sorted(found, key=lambda pair: (order.index(pair[1].name), pair[0]))


def years_table(found: list[tuple[str, Bounds]], language: str) -> dict[str, Any]:
    """Return started, completed and the lower bounds as arguments of `tables.show`."""
    headings = [heading[language] for heading in HEADINGS]
    labels = place_labels(language)
    rows = [[labels[one.name], year, *_cells(one, language)] for year, one in found]
    frame = pd.DataFrame(rows, columns=headings)
    return of_texts(frame, CAPTION[language], language, NOTE[language])


def _of(form: pd.DataFrame, year: int) -> pd.DataFrame:
    """Return the forms of a year as a slice of their own, for disclosure control."""
    part, here = form[form[YEAR] == year], slice_of_frame(form)
    if here is not None:
        part.attrs = {**form.attrs, SLICE: replace(here, year=str(year))}
    return part


def _cells(one: Bounds, language: str) -> list[str]:
    rise = [quantity(x, "scale", language) for x in (one.rise, one.low, one.low_sure)]
    counts = [number(one.started, language), number(one.completed, language)]
    if one.rise is None:
        return [*counts, *rise, FEW[language]]
    return [*counts, *rise, (YES if one.low_sure > 0 else NO)[language]]
