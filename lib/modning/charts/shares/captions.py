"""What charts of shares have in common: which groups are shown, and the caption that says so."""

from collections.abc import Sequence

import pandas as pd

from modning.between import alike
from modning.charts.notes import with_basis
from modning.charts.reader import place_name, so_many
from modning.charts.shares.levels import levels
from modning.register import entry
from modning.shares import Tally
from slicebook.programme import load_programme
from slicebook.shown.house import Finding, labelled
from slicebook.slices import SIDE_BY_SIDE
from slicebook.text import _
from surveys.codebook import Item, load_codebook
from surveys.disclosure import why_withheld

ANSWER = _("Answer")
LOW = _("95% from")
HIGH = _("95% to")
SHARES_OF_MANY = _("{question}: share of those who answered.")
_REPORT = _("Source: {form} ({figure} of the report).")
_FORM = _("Source: {form}.")
TOGETHER = _(
    "Where the report's text does not tell municipalities apart, synthetic answers do not either; "
    "all municipalities stand together there."
)
_NOT_COMPARED = _(
    "Not to be compared, since synthetic answers were drawn with one share for all municipalities: "
    "{names}."
)
_WITHHELD = _("Not shown because of few answers: {names}.")


def source(
    caption: str,
    form: str,
    item: str,
    withheld: Sequence[str],
    shown: pd.Series,
) -> str:
    """Return a caption with its form, the report's figure, what is withheld and the basis.

    The report's figure is the one that `data/tables.yml` names. `withheld` names groups with too
    few answers; `shown` is false for each number withheld.
    """
    title, figure = str(load_codebook()[form].title), entry(form, item).printed
    where = (_REPORT if figure else _FORM).format(form=title, figure=figure)
    caption = f"{caption} {where}"
    if withheld:
        names = ", ".join(withheld) if len(withheld) <= SIDE_BY_SIDE else so_many(len(withheld))
        caption = f"{caption} {_WITHHELD.format(names=names)}"
    caption += why_withheld(bool(shown.all()))
    return with_basis(caption, form, item)


def not_compared(names: Sequence[str]) -> str:
    """Return that answers are not to be compared, to stand after a caption; "" without any."""
    return f" {_NOT_COMPARED.format(names=', '.join(names))}" if names else ""


def drawn_alike(tally: Tally) -> list[str]:
    """Return the words of the answers that were drawn with one share for all municipalities."""
    drawn = alike(tally.form, tally.item.id, tally.cells)
    return [str(one.label) for one in tally.item.options if one.id in drawn]


def commonest(tally: Tally) -> Finding:
    """Return that one answer is the commonest, as the figures recorded of a question tell."""
    labels = {one.id: str(one.label) for one in tally.item.options}
    rule = "most_named" if tally.item.type == "multiple" else "commonest"
    return labelled(rule, {f"{tally.name}.{answer}": labels[answer] for answer in tally.given})


def row_of_most(form: str, item: Item) -> Finding:
    """Return in which row of a grid its darkest part is the largest, as recorded figures tell."""
    told = entry(form, item.id)
    darkest = 0 if told.darkest == "first" else -1
    level, names = levels(form, item)[darkest], told.levels or told.shown_answers(item)
    each = f"{told.figures}.{{row}}.{getattr(names[darkest], 'id', names[darkest])}"
    sets = (one.figures for one in told.sets.values() if one.answers == level.answers)
    figure = next(filter(None, sets), (each,))[0]
    return Finding("of_rows", {
        figure.format(row=row.id): {"label": str(row.label), "answer": str(level.label)}
        for row in item.rows
    })  # fmt: skip


def enough(table: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    """Return the groups that may be shown, and the names of those with too few answers.

    Where nothing may be told of any but that an answer was not given, there is no group to draw.
    """
    few = table[(table["n"] > 0) & (table["n"] < load_programme().threshold)]
    shown = table[table["n"] >= load_programme().threshold]
    told = shown["percent"].astype(float)
    shown = shown if told.gt(0).any() or told.notna().all() else shown.iloc[:0]
    return shown, [place_name(key) for key in dict.fromkeys(few["municipality"])]
