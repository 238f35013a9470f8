"""One question of a form, whatever its type: counted, recorded and drawn in one line."""

from collections.abc import Mapping

import pandas as pd

from modning.charts.shares import Level, share_bars, stacked_rows
from modning.compare.share_change import ShareChange, share_change
from modning.days import tally_days
from modning.scales import AFTER, scale_of, statistics_table, when
from modning.shares import Tally, tally, tally_bands
from slicebook.errors import InputError
from slicebook.results import record_all
from slicebook.shown.house import Chart, Notice
from slicebook.shown.view import View, view
from slicebook.tables import show
from surveys.codebook import Form, Item, load_codebook
from surveys.disclosure import form_of_frame

# From the first answer to the last; what says nothing is grey.
RAMP = ("#DEEBF7", "#C6DBEF", "#9ECAE1", "#6BAED6", "#4292C6", "#2171B5", "#08519C", "#08306B")
GREY = "#BDBDBD"
SAYS_NOTHING = ("unknown", "in_doubt", "undisclosed", "dont_know", "other")


def question(answers: pd.DataFrame, item: str) -> View | pd.DataFrame:
    """Show how a question was answered, and record each answer's share.

    `answers` is a frame of `answers.answers`. Figures are `<form>.<item>.<answer>`, of a grid
    `<form>.<item>.<row>.<answer>`, and `….n`, how many answered. A number is shown in the form's
    bands, a day in years; of a grid that asks a published scale, its items' statistics.
    `InputError` for what is not shown: free text, codes and the municipality itself.
    """
    form = load_codebook()[form_of_frame(answers, "")]
    asked = form.item(item)
    if asked.scale:
        return show(**statistics_table(scale_of(asked), answers, when(form.id)))
    counted = tallies(answers, form, asked)
    parts = [(one.figures(prefix), one.n_figure(prefix)) for prefix, one in counted.items()]
    record_all(pd.concat([table for pair in parts for table in pair], ignore_index=True))
    if asked.type == "grid":
        return grid_bars(answers, form, item)
    return share_bars(next(iter(counted.values())))


def asked_twice(before: pd.DataFrame, after: pd.DataFrame, item: str) -> ShareChange:
    """Compare the shares of a choice's answers in two forms that ask it, and record them.

    Figures are `<item>.<answer>.before`, `.after` and `.gain`, in the first form after the
    programme; in others they begin with `<form>.`.
    """
    forms = load_codebook()
    sides = [(one, forms[form_of_frame(one, "")]) for one in (before, after)]
    first, last = (tally(one, form, item) for one, form in sides)
    change = share_change(first, last, forms[first.form].item(item).question)
    record_all(change.figures(prefix_of(last.form, item)))
    return change


def prefix_of(form: str, item: str) -> str:
    """Return what the figures of a change are named by: the question, or first the form."""
    return item if when(form) is AFTER else f"{form}.{item}"


def tallies(answers: pd.DataFrame, form: Form, item: Item) -> Mapping[str, Tally]:
    """Count a question's answers, each row of a grid by itself; keys are the figures' prefixes."""
    own = f"{form.id}.{item.id}"
    if item.type in ("single", "multiple"):
        return {own: tally(answers, form, item.id)}
    if item.type == "grid":
        return {f"{own}.{row.id}": tally(answers, form, item.id, row.id) for row in item.rows}
    if item.type == "number":
        return {own: tally_bands(answers, form, item.id)}
    if item.type == "date":
        return {own: tally_days(answers, form, item.id)}
    raise InputError(f"{form.id}: {item.id}: answers of the type {item.type} are not shown")


@view
def grid_bars(answers: pd.DataFrame, form: Form, item: str) -> Chart | Notice:
    """Draw each row of a grid as its answers in the form's order, a panel a municipality."""
    return stacked_rows(answers, form, item, levels(form.item(item)))


def levels(item: Item) -> list[Level]:
    """Return a grid's answers with their colours, from light to dark."""
    said = [option for option in item.options if option.id not in SAYS_NOTHING]
    last = max(1, len(said) - 1)
    shades = {option.id: RAMP[round(at * (len(RAMP) - 1) / last)] for at, option in enumerate(said)}
    return [
        Level(option.label, (option.id,), shades.get(option.id, GREY)) for option in item.options
    ]
