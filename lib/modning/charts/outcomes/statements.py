"""Charts of statements on one subject: means and answers by municipality."""

from collections.abc import Sequence
from dataclasses import replace

import altair as alt
import pandas as pd

from modning.between import are_many
from modning.charts.across import across
from modning.charts.notes import after_form, nothing_apart, with_basis
from modning.charts.outcomes.parts import (
    answer_axis,
    dots,
    percent_axis,
    place_colours,
)
from modning.compare.distribution import Segment
from modning.compare.statements import Statements
from modning.compare.words import place_labels
from slicebook.programme import ALL
from slicebook.shown.house import (
    ANSWER_SCALE,
    INK,
    Chart,
    Finding,
    Notice,
    coloured_if,
    labelled,
    nothing,
)
from slicebook.shown.view import view
from slicebook.tables import headed
from slicebook.text import WITHHELD, Message, _, number, quantity

MEANS = _("{title}: means with 95% intervals ({answers}).")
MEANS_OF_MANY = _("{title}: means ({answers}).")
ANSWERS = _("{title}: how the answers fall ({answers}).")
TOGETHER = _("A part marked ? holds the answers that are withheld, taken together.")
# A code of its own and a colour that stands for no answer.
HIDDEN, HIDDEN_COLOUR = "?", "#EDEDED"
MEAN_HEADINGS = _("Statement|Municipality|Answers|Mean|95% from|95% to")
ANSWER_HEADINGS = _("Statement|Municipality|Answer|Per cent")


@view
def means_chart(statements: Statements, figures: str = "") -> Chart | Notice:
    """Draw the mean of each item by municipality with 95 % intervals (Figur 3.1, 3.2, 3.3, 3.5).

    Of many municipalities, how the means are spread.
    `figures` is what the statements' figures were recorded by, for the chart to say what it shows.
    """
    if are_many(statements.places):
        return _means_of_many(statements, figures)
    names = place_labels()
    rows = [
        (str(label), names[place], side.n, side.mean, side.low, side.high)
        for item, label in statements.labels.items()
        for place in statements.places
        if (side := statements.side(item, place)).mean is not None
    ]
    if not rows:
        return nothing(statements.n())
    data = pd.DataFrame(rows, columns=["group", "series", "n", "value", "low", "high"])
    drawn = [names[place] for place in statements.places if names[place] in set(data["series"])]
    words = (f"{r.group}, {r.series} {number(r.value, 1)}" for r in data.itertuples())
    return Chart(
        chart=dots(data, answer_axis(statements.scale), place_colours(drawn), decimals=1),
        caption=_caption(MEANS, statements),
        alt=f"{statements.title}. {'; '.join(words)}.",
        table=headed(data.round(1), MEAN_HEADINGS),
        finding=_ends(statements, figures),
    )


def _means_of_many(statements: Statements, figures: str) -> Chart | Notice:
    means = [
        (str(label), place, statements.side(item, place).mean)
        for item, label in statements.labels.items()
        for place in (ALL, *statements.places)
    ]
    rows = pd.DataFrame(means, columns=["group", "municipality", "value"])
    if rows["value"].isna().all():
        return nothing(statements.n())
    order, axis = [*map(str, statements.labels.values())], answer_axis(statements.scale)
    drawn = across(rows, order, "scale", _caption(MEANS_OF_MANY, statements), axis)
    return replace(drawn, finding=_ends(statements, figures))


def _ends(statements: Statements, figures: str) -> Finding:
    """Return which statement has the highest mean and which the lowest."""
    labels = statements.labels.items()
    return labelled("ends", {f"{figures}.{item}": label for item, label in labels})


@view
def answers_chart(statements: Statements, figures: str = "") -> Chart | Notice:
    """Draw how the answers to each item are distributed, a bar an item and municipality.

    What is withheld is one part at the end of the bar; see `compare.distribution`. One bar an item
    where `data/tables.yml` has the answers of the whole only, and of many municipalities. `figures`
    is what `top_figures` were recorded by, for the chart to say what it shows.
    """
    data = _bars(statements)
    if data.empty or (data["code"] == HIDDEN).all():
        n = statements.n()
        return nothing_apart(statements.here, n) if statements.whole else nothing(n)
    parts = list(statements.parts)
    codes = [_code(part) for part in parts]
    ramp = [ANSWER_SCALE[part[-1] - statements.scale.low] for part in parts]
    base = alt.Chart(data).encode(
        y=alt.Y("place:N", sort=list(dict.fromkeys(data["place"])), title=None)
    )
    colours = alt.Scale(domain=[*codes, HIDDEN], range=[*ramp, HIDDEN_COLOUR])
    on_dark = coloured_if(f"datum.code === '{codes[-1]}'", "white", INK)
    bars = base.mark_bar(stroke="white", cornerRadiusEnd=0).encode(
        x=percent_axis("start"),
        x2=alt.X2("end:Q"),
        color=alt.Color("code:N", legend=None, scale=colours),
    )
    labels = base.mark_text().encode(x=alt.X("centre:Q"), text=alt.Text("code:N"), color=on_dark)
    header = alt.Header(labelAngle=0, labelOrient="top", labelAnchor="start", labelPadding=2)
    items = alt.Row("item:N", sort=list(dict.fromkeys(data["item"])), header=header)
    bar = alt.layer(bars, labels, height=alt.Step(24))
    words = (
        f"{row.item}, {row.place}: {row.answer} {quantity(row.percent, 'percent')}"
        for row in data.itertuples()
    )
    table = data[["item", "place", "answer", "percent"]].round(0)
    return Chart(
        chart=bar.facet(row=items, spacing=6),
        caption=_caption(ANSWERS, statements, bool((data["code"] == HIDDEN).any())),
        alt=f"{statements.title}. {'; '.join(words)}.",
        table=headed(table, ANSWER_HEADINGS),
        finding=_row_of_most(statements, figures),
    )


def _row_of_most(statements: Statements, figures: str) -> Finding:
    """Return to which statement the highest answer was given most often."""
    answer = str(list(statements.parts.values())[-1])
    return Finding("of_rows", {
        f"{figures}.{item}.top": {"label": label, "answer": answer}
        for item, label in statements.labels.items()
    })  # fmt: skip


def _bars(statements: Statements) -> pd.DataFrame:
    names, places = place_labels(), statements.places
    places = [ALL] if statements.whole or are_many(places) else places
    rows = [
        (str(label), names[place], _answer(segment, statements),
         HIDDEN if segment.withheld else _code(segment.codes), 100 * segment.share)
        for item, label in statements.labels.items()
        for place in places
        for segment in statements.segments(item, place)
    ]  # fmt: skip
    data = pd.DataFrame(rows, columns=["item", "place", "answer", "code", "percent"])
    data = data.astype({"percent": float})
    end = data.groupby(["item", "place"])["percent"].cumsum()
    return data.assign(start=end - data["percent"], end=end, centre=end - data["percent"] / 2)


def _caption(words: Message, statements: Statements, hidden: bool = False) -> str:
    scale = statements.scale
    answers = (f"{code} = {str(word).lower()}" for code, word in scale.answer_labels.items())
    caption = words.format(title=str(statements.title), answers=", ".join(answers))
    caption = f"{caption} {TOGETHER}" if hidden else caption
    return with_basis(caption, after_form(), scale.id)


def _answer(segment: Segment, statements: Statements) -> str:
    if not segment.withheld:
        return str(statements.parts[segment.codes])
    words = (str(statements.scale.answer_labels[code]) for code in segment.codes)
    return f"{str(WITHHELD).capitalize()}: {', '.join(words)}"


def _code(codes: Sequence[int]) -> str:
    """Return what stands in a bar's part: "5", or "1–4" where answers are merged."""
    return "–".join(str(code) for code in dict.fromkeys((codes[0], codes[-1])))
