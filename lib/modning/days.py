"""Days in years: what may be shown of a question that is answered with a date."""

from collections.abc import Iterator
from dataclasses import replace

import pandas as pd

from modning.shares import Tally, base_cell
from slicebook.programme import load_programme
from slicebook.text import _, message
from surveys import disclosure
from surveys.answers import MUNICIPALITY
from surveys.codebook import Form, Option

BEFORE, LATER = "before", "later"
_BEFORE = _("before {year}")
_LATER = _("after {year}")


def tally_days(answers: pd.DataFrame, form: Form, item: str) -> Tally:
    """Count the days given to a question by year: before the programme's, each of them, and later.

    A day is never shown by itself. An answer's id is its year, `before` or `later`.
    """
    years, given = answers[item].dt.year, answers[item].notna()
    inside = _inside()
    options = tuple(_options(inside))
    chosen = {
        BEFORE: years < inside[0],
        **{str(year): years == year for year in inside},
        LATER: years > inside[-1],
    }
    table = pd.DataFrame(chosen, index=answers.index).astype("boolean")
    return Tally(
        form=form.id,
        item=replace(form.item(item), type="single", options=options, ordered=True),
        given=table.where(given),
        municipality=answers[MUNICIPALITY],
        municipalities=tuple(load_programme().municipalities),
        cells={option.id: disclosure.cell_name(form.id, item, (option.id,)) for option in options},
        here=disclosure.slice_of_frame(answers),
        base=base_cell(form, form.item(item), item),
    )


def _inside() -> range:
    years = load_programme().years
    return range(min(years), max(years) + 1)


def _options(years: range) -> Iterator[Option]:
    yield Option(0, BEFORE, _BEFORE.format(year=years[0]))
    yield from (Option(year, str(year), message(str(year))) for year in years)
    yield Option(years[-1] + 1, LATER, _LATER.format(year=years[-1]))
