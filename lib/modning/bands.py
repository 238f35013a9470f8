"""How a group answered a question about a number, in the form's bands."""

from dataclasses import replace

import pandas as pd

from modning.shares import Tally, base_cell
from slicebook.programme import load_programme
from slicebook.text import message
from surveys import disclosure
from surveys.answers import MUNICIPALITY
from surveys.codebook import Form, Option
from surveys.codebook.bands import bands_of


def tally_bands(answers: pd.DataFrame, form: Form, item: str) -> Tally:
    """Count the answers to a number question in the form's bands.

    A band's id is its lowest number; the last one is open.
    """
    question = form.item(item)
    edges = bands_of(question)
    bounds = list(zip(edges, [*edges[1:], None], strict=True))
    options = tuple(
        Option(low, str(low), message(_band(low, high, question.high))) for low, high in bounds
    )
    numbers = answers[item]
    given = {
        option.id: (numbers >= option.code) & (numbers < high if high else True)
        for option, (_, high) in zip(options, bounds, strict=True)
    }
    return Tally(
        form=form.id,
        item=replace(question, type="single", options=options, ordered=True),
        given=pd.DataFrame(given, dtype="boolean"),
        municipality=answers[MUNICIPALITY],
        municipalities=tuple(load_programme().municipalities),
        cells={option.id: disclosure.cell_name(form.id, item, (option.id,)) for option in options},
        here=disclosure.slice_of_frame(answers),
        base=base_cell(form, question, item),
    )


def _band(low: int, high: int | None, most: int | None) -> str:
    if high is None:
        return str(low) if low == most else f"{low}+"
    return str(low) if high == low + 1 else f"{low}–{high - 1}"
