"""One question of a form, whatever its type: counted, recorded and drawn in one line."""

from collections.abc import Iterator

import pandas as pd

from modning import guarded
from modning.bands import tally_bands
from modning.charts.shares import difference_dots, share_bars, stacked_places, stacked_rows
from modning.compare.share_change import ShareChange, share_change
from modning.places import largest_differences
from modning.proportions import figures, shares
from modning.register import Entry, Within, entry
from modning.scales import AFTER, scale_of, statistics_table, when
from modning.shares import Tally, tally, tally_rows, within
from slicebook.errors import InputError
from slicebook.figures import figure_table
from slicebook.results import record_all
from slicebook.shown.view import View
from slicebook.tables import show
from slicebook.written import refuse_unknown
from surveys.answers import chose
from surveys.codebook import Form, Item, load_codebook
from surveys.disclosure import cell_name, form_of_frame, is_printed


def question(answers: pd.DataFrame, item: str) -> View | pd.DataFrame:
    """Show how a question was answered, and record each answer's share.

    `answers` is a frame of `answers.answers`. Figures are named as `data/tables.yml` says, or else
    `<form>.<item>.<answer>`, of a grid `<form>.<item>.<row>.<answer>`, and `….n`, how many
    answered; sets of answers that it names are recorded too. A number is shown in the form's bands,
    a day in years; of a grid that asks a published scale, its items' statistics. `InputError` for
    what is not shown: free text, codes and the municipality itself.
    """
    form = _form(answers)
    asked, told = form.item(item), entry(form.id, item)
    if asked.scale:
        return show(**statistics_table(scale_of(asked), answers, when(form.id)))
    record_all(pd.concat(list(question_figures(answers, form, asked)), ignore_index=True))
    if asked.type == "grid":
        return stacked_rows(answers, form, item)
    one = counted(answers, item)
    return stacked_places(one) if told.levels else share_bars(one)


def differences(answers: pd.DataFrame, item: str) -> View:
    """Show how far apart the municipalities lie on each answer to a question, and record it.

    Figures are `<name>.<answer>.<first>_less_<second>` and `<name>.<answer>.largest_difference`.
    """
    one = counted(answers, item)
    record_all(pd.concat([one.difference_figures(), largest_differences(one)]))
    return difference_dots(one)


def among(answers: pd.DataFrame, item: str, group: str) -> pd.DataFrame:
    """Return how those of a group of `data/tables.yml` answered a question, as figures."""
    form = _form(answers)
    told = entry(form.id, item).groups[group]
    asked = form.item(told.question)
    there = answers[chose(answers, asked, asked.option(told.answer))]
    table = tally(there, form, item, group=group).merged().shares()
    names = [told.figures.format(answer=answer) for answer in table["answer"]]
    return figures(table, "").assign(figure=names)


def asked_twice(before: pd.DataFrame, after: pd.DataFrame, item: str) -> ShareChange:
    """Compare the shares of a choice's answers in two forms that ask it, and record them.

    Figures are `<item>.<answer>.before`, `.after` and `.gain`, in the first form after the
    programme; in others they begin with `<form>.`.
    """
    first, last = counted(before, item), counted(after, item)
    change = share_change(first, last, _form(before).item(item).question)
    record_all(change.figures(prefix_of(last.form, item)))
    return change


def counted(answers: pd.DataFrame, item: str, some: str = "") -> Tally:
    """Count the answers to a question, or those of a set together; of a grid, in each row.

    `some` is a set of `data/tables.yml`, or one answer.
    """
    form = _form(answers)
    asked = form.item(item)
    told = entry(form.id, item)
    if some:
        known = [*told.sets, *told.merged, *(option.id for option in asked.options)]
        refuse_unknown(f"{form.id}: {item}: the answer or set", some, known)
    if asked.type == "grid":
        return tally_rows(answers, form, item, told.answers(some))
    counts = {"single": tally, "multiple": tally, "number": tally_bands, "date": tally_bands}
    if asked.type not in counts:
        raise InputError(f"{form.id}: {item}: answers of the type {asked.type} are not shown")
    one = counts[asked.type](answers, form, item)
    return one.together(told.answers(some), some) if some else one.merged()


def prefix_of(form: str, item: str) -> str:
    """Return what the figures of a change are named by: the question, or first the form."""
    return item if when(form) is AFTER else f"{form}.{item}"


def question_figures(answers: pd.DataFrame, form: Form, item: Item) -> Iterator[pd.DataFrame]:
    """Yield the figures of a question: its answers, sets of them, and how many answered."""
    told = entry(form.id, item.id)
    if item.type == "grid" and told.sets:
        yield from _set_figures(answers, form, item, told)
        return
    if item.type == "grid":
        parts = {f"{told.figures}.{row.id}": tally(answers, form, item.id, row.id).merged()
                 for row in item.rows}  # fmt: skip
    else:
        parts = {told.figures: counted(answers, item.id)}
    for name, one in parts.items():
        yield one.figures(name)
        yield one.n_figure(name)
        if told.apart and one.apart:
            yield one.apart.figures(name)
        elif one.apart:
            yield printed_apart(one, name)
    if item.type != "grid":
        yield one.set_figures()
        yield from (_within(one, rest) for rest in told.within.values())


def printed_apart(one: Tally, name: str) -> pd.DataFrame:
    """Return as withheld what the report prints of an answer that is shown with others only."""
    key = one.here and (one.here.municipality, str(one.here.year))
    gone = [f"{name}.{id}" for id in one.apart.given if id not in one.given]
    printed = (figure for figure in gone if key and is_printed(figure, key))
    return figure_table((figure, None, "percent", None, False) for figure in printed)


def _within(one: Tally, rest: Within) -> pd.DataFrame:
    """Return the share of an answer among those who gave one of a set, as figures."""
    given = within(one, entry(one.form, one.item.id).answers(rest.of), rest.answer)
    cell = cell_name(one.form, one.item.id, (rest.answer,), rest.of)
    told = figures(guarded.shares(shares(given), [cell], one.here), "")
    return pd.concat([told.assign(figure=figure) for figure in rest.figures])


def _set_figures(
    answers: pd.DataFrame, form: Form, item: Item, told: Entry
) -> Iterator[pd.DataFrame]:
    """Yield of a grid the share of each set in each row, and how many answered any row."""
    counts = [(some, tally_rows(answers, form, item.id, some.answers))
              for some in told.sets.values() if some.figures]  # fmt: skip
    for some, one in counts:
        rows = [some.figures[0].format(row=row) for row in one.given.columns]
        yield figures(one.shares(), "").assign(figure=rows)
    yield counts[0][1].n_figure(told.figures)


def _form(answers: pd.DataFrame) -> Form:
    if not (form := form_of_frame(answers, "")):
        raise InputError("expected answers, or some rows of them, as `answers(form, here)` gives")
    return load_codebook()[form]
