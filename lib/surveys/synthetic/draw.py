"""Draw one municipality's answers to one form, item by item, in the order of the assumptions.

How many get which answer is fixed by the margins; chance decides who.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from surveys.codebook import SUBMITTED, Column, Form, Item
from surveys.synthetic.codes import draw_codes, draw_flags
from surveys.synthetic.counts import apportion, count_within
from surveys.synthetic.margins import Assumption, Assumptions, Margin, Text
from surveys.synthetic.sheet import Sheet, matches, since
from surveys.synthetic.unassumed import draw_days


def draw_answers(
    form: Form,
    municipality: str,
    submitted: pd.DatetimeIndex,
    assumptions: Assumptions,
    known: set[str],
    seed: int,
) -> pd.DataFrame:
    """Return one municipality's answers to one form.

    One row a form: `submitted`, then the form's columns with option ids. `known` are the
    municipalities that the report covers; another gets the mean of their margins.
    """
    columns = {name: pd.Series(None, range(len(submitted)), dtype=object) for name in form.columns}
    frame = pd.DataFrame({SUBMITTED: submitted, **columns})
    frame["municipality"] = municipality
    frame[form.place.id] = municipality
    sheet = Sheet(form, municipality, seed, frame)
    for id, assumption in assumptions.items.items():
        _draw_item(sheet, form.item(id), assumption, assumption.of(municipality, known))
    for name, text in assumptions.texts.items():
        _draw_text(sheet, form.columns[name], text)
    return frame


def _draw_item(sheet: Sheet, item: Item, assumption: Assumption, margins: Sequence[Margin]) -> None:
    answered = _answered(sheet, item, margins)
    if item.type == "multiple":
        draw_flags(sheet, item, margins, answered)
    elif item.type == "number":
        _draw_number(sheet, item, margins, answered)
    elif item.type == "date":
        draw_days(sheet, item, answered)
    else:
        factor = sheet.factor(assumption.factor, item)
        for column in item.columns():
            if column.kind == "code":
                draw_codes(sheet, column, assumption, margins, answered, factor)


def _answered(sheet: Sheet, item: Item, margins: Sequence[Margin]) -> np.ndarray:
    """Tell who answers an item: those it is put to, less those who leave it out."""
    asked = since(sheet, item.added)
    for earlier in sheet.form.items:
        for option in earlier.options:
            if item in sheet.form.skipped_by(earlier, option):
                asked &= ~matches(sheet, {earlier.id: (option.id,)})
    share = next((margin.answered for margin in margins if margin.answered), (100.0, 100.0))
    persons = np.flatnonzero(asked)
    left_out = len(persons) - count_within(len(persons), share)
    asked[sheet.chance(item.id, "left out").choice(persons, left_out, replace=False)] = False
    return asked


def _draw_number(sheet: Sheet, item: Item, margins: Sequence[Margin], answered: np.ndarray) -> None:
    """Draw numbers: so many in each bracket "30-39", evenly within it."""
    chance = sheet.chance(item.id)
    weights = next(margin.weights for margin in margins if margin.weights)
    persons = chance.permutation(np.flatnonzero(answered))
    values: list[int] = []
    for bracket, count in apportion(len(persons), weights).items():
        low, high = map(int, bracket.split("-"))
        values += chance.integers(low, high + 1, size=count).tolist()
    sheet.frame.loc[persons, item.id] = values


def _draw_text(sheet: Sheet, column: Column, text: Text) -> None:
    persons = np.flatnonzero(_may_write(sheet, column, text))
    chance = sheet.chance(column.name)
    count = count_within(len(persons), (text.percent, text.percent))
    writers = np.sort(chance.choice(persons, count, replace=False))
    sheet.frame.loc[writers, column.name] = chance.choice(np.array(text.choices, object), count)


def _may_write(sheet: Sheet, column: Column, text: Text) -> np.ndarray:
    item = column.item
    if text.when:
        row = next((row for row in item.rows if row.write_in), None)
        return matches(sheet, text.when, row)
    option = next((option for option in item.options if option.write_in), None)
    if option is None:
        return since(sheet, column.added)
    return matches(sheet, {item.id: (option.id,)})
