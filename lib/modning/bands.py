"""How a group answered a question about a number, in the form's bands, or about a day, in years."""

from dataclasses import replace

import pandas as pd

from modning.shares import Tally, base_cell, tally_of
from slicebook.programme import load_programme
from slicebook.text import _, message
from surveys.codebook import Form, Item, Option
from surveys.codebook.bands import bands_of
from surveys.disclosure import cell_name

BEFORE, LATER = "before", "later"
_BEFORE = _("before {year}")
_LATER = _("after {year}")


def tally_bands(answers: pd.DataFrame, form: Form, item: str) -> Tally:
    """Count the answers to a number question in the form's bands, those to a day by year.

    A band's id is its lowest number; the last one is open. No day is shown by itself: it is in one
    of the programme's years, whose ids these are, `before` them or `later`.
    """
    question, there = form.item(item), answers[item].notna()
    options, given = (_years if question.type == "date" else _numbers)(question, answers[item])
    cells = {option.id: cell_name(form.id, item, (option.id,)) for option in options}
    known = replace(question, type="single", options=options, ordered=True)
    given = pd.DataFrame(given, answers.index).astype("boolean").where(there)
    return tally_of(answers, form, known, given, cells, base_cell(form, question, item))


def _numbers(question: Item, numbers: pd.Series) -> tuple[tuple[Option, ...], dict[str, pd.Series]]:
    edges = bands_of(question)
    bounds = list(zip(edges, [*edges[1:], None], strict=True))
    options = tuple(
        Option(low, str(low), message(_band(low, high, question.high))) for low, high in bounds
    )
    return options, {
        str(low): (numbers >= low) & (numbers < high if high else True) for low, high in bounds
    }


def _band(low: int, high: int | None, most: int | None) -> str:
    if high is None:
        return str(low) if low == most else f"{low}+"
    return str(low) if high == low + 1 else f"{low}–{high - 1}"


def _years(_question: Item, days: pd.Series) -> tuple[tuple[Option, ...], dict[str, pd.Series]]:
    first, last = min(load_programme().years), max(load_programme().years)
    years, inside = days.dt.year, range(first, last + 1)
    options = (
        Option(0, BEFORE, _BEFORE.format(year=first)),
        *(Option(year, str(year), message(str(year))) for year in inside),
        Option(last + 1, LATER, _LATER.format(year=last)),
    )
    each = {str(year): years == year for year in inside}
    return options, {BEFORE: years < first, **each, LATER: years > last}
