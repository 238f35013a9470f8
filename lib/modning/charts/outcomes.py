"""Charts of what the participants say before and after: means, answers and their uncertainty."""

from collections.abc import Iterable, Mapping

import altair as alt
import pandas as pd

from modning.charts.house import (
    ANSWER_SCALE,
    INK,
    MUTED,
    PALETTE,
    Chart,
    Notice,
    municipality_colour,
)
from modning.charts.notes import with_basis
from modning.compare import Change, Comparison
from modning.compare.elements import Element, Segment
from modning.compare.words import place_labels
from modning.programme import ALL
from modning.scales import AFTER, BEFORE, OUTPATIENTS, POPULATION, RECOVERED, Scale
from modning.text import Label, number

NOTHING = Label(
    "Der er ingen svar at vise her, eller for få til at vise dem.",
    "There are no answers to show here, or too few to show them.",
)
MEANS = Label(
    "{title}: gennemsnit før og efter, 95 %-intervaller. * p < 0,05, ** p < 0,01, *** p < 0,001.",
    "{title}: means before and after, 95% intervals. * p < 0.05, ** p < 0.01, *** p < 0.001.",
)
PROGRAMME = Label("Deltagerne", "The participants")
PUBLISHED = Label("Offentliggjort", "Published")
POINTS = Label("Score fra 0 til 100", "Score from 0 to 100")
BESIDE = Label(
    "{title}: deltagernes gennemsnit (95 %-intervaller) ved siden af offentliggjorte værdier.",
    "{title}: the participants' means (95% intervals) beside published values.",
)
PERCENT = Label("Procent af svarene", "Per cent of the answers")
ELEMENT_MEANS = Label(
    "{title}: gennemsnit med 95 %-intervaller ({answers}).",
    "{title}: means with 95% intervals ({answers}).",
)
ELEMENT_ANSWERS = Label(
    "{title}: fordeling af svarene ({answers}). Svar fra få er lagt sammen med nabosvar.",
    "{title}: how the answers fall ({answers}). Answers of few are joined to neighbours.",
)
ELEMENT_HEADINGS = Label(
    "Udsagn|Kommune|Svar|Gennemsnit|95 % fra|95 % til",
    "Statement|Municipality|Answers|Mean|95% from|95% to",
)
DISTRIBUTION_HEADINGS = Label(
    "Udsagn|Kommune|Svar|Procent", "Statement|Municipality|Answer|Per cent"
)
HEADINGS = Label(
    "Gruppe|Tidspunkt|Svar|Gennemsnit|95 % fra|95 % til",
    "Group|When|Answers|Mean|95% from|95% to",
)


def places_chart(change: Change, language: str) -> Chart | Notice:
    """Draw a scale's mean before and after in each municipality (report Figur 2.9 and 3.4)."""
    return _before_after(change.places, place_labels(language), change.scale, language)


def items_chart(change: Change, language: str) -> Chart | Notice:
    """Draw the mean of each of a scale's items before and after."""
    labels = {item: label[language] for item, label in change.scale.items.items()}
    return _before_after(change.items, labels, change.scale, language)


def published_chart(change: Change, language: str) -> Chart | Notice:
    """Draw Brief INSPIRE-O from 0 to 100 beside what others found; see `scales.REFERENCES`."""
    scale, sides = change.scale, {BEFORE: change.total.before, AFTER: change.total.after}
    ours = [
        {
            "what": when[language].capitalize(),
            "score": scale.hundred(side.mean),
            "low": scale.hundred(side.low),
            "high": scale.hundred(side.high),
        }
        for when, side in sides.items()
        if side.low is not None
    ]
    if not ours:
        return Notice(NOTHING[language])
    published = [
        {"what": reference.label[language], "score": reference.value}
        for reference in (OUTPATIENTS, RECOVERED, POPULATION)
    ]
    data = pd.DataFrame([*ours, *published], columns=["what", "score", "low", "high"])
    data["kind"] = [PROGRAMME[language]] * len(ours) + [PUBLISHED[language]] * len(published)
    kinds = [PROGRAMME[language], PUBLISHED[language]]
    base = alt.Chart(data).encode(
        y=alt.Y("what:N", sort=list(data["what"]), title=None),
        color=alt.Color("kind:N", scale=alt.Scale(domain=kinds, range=[PALETTE[0], MUTED])),
    )
    x = alt.X("score:Q", title=POINTS[language], scale=alt.Scale(domain=[0, 100]))
    chart = alt.layer(
        base.mark_rule(strokeWidth=2, clip=True).encode(x="low:Q", x2="high:Q"),
        base.mark_point(size=110, opacity=1, filled=True).encode(
            x=x,
            shape=alt.Shape("kind:N", scale=alt.Scale(domain=kinds, range=["circle", "diamond"])),
        ),
    ).properties(height=alt.Step(32))
    scores = "; ".join(f"{row.what} {number(row.score, language, 1)}" for row in data.itertuples())
    headings = {
        "da": ["", "Score", "95 % fra", "95 % til"],
        "en": ["", "Score", "95% from", "95% to"],
    }
    return Chart(
        chart=chart,
        caption=with_basis(
            BESIDE[language].format(title=scale.title[language]), "completion", scale.id, language
        ),
        alt=f"{scale.title[language]}, 0–100. {scores}.",
        table=data.drop(columns="kind").round(1).set_axis(headings[language], axis=1),
    )


def element_means_chart(element: Element, language: str) -> Chart | Notice:
    """Draw the mean of each item by municipality with 95 % intervals (Figur 3.1, 3.2, 3.3, 3.5)."""
    names = place_labels(language)
    rows = [
        {"item": label[language], "place": names[place], "n": side.n, "mean": side.mean,
         "low": side.low, "high": side.high}
        for item, label in element.labels.items()
        for place in element.places
        if (side := element.side(item, place)).mean is not None
    ]  # fmt: skip
    if not rows:
        return Notice(NOTHING[language])
    data = pd.DataFrame(rows)
    scale, drawn = element.scale, list(dict.fromkeys(data["place"]))
    base = alt.Chart(data).encode(
        y=alt.Y("item:N", sort=list(dict.fromkeys(data["item"])), title=None),
        yOffset=alt.YOffset("place:N", sort=drawn),
        color=alt.Color("place:N", sort=drawn, scale=_place_colours(drawn, names)),
    )
    chart = alt.layer(
        base.mark_rule(strokeWidth=2, clip=True).encode(x="low:Q", x2="high:Q"),
        base.mark_circle(size=110, opacity=1).encode(x=_answer_axis("mean", scale, language)),
    ).properties(height=alt.Step(18))
    words = [
        f"{row.item}, {row.place} {number(row.mean, language, 2)}" for row in data.itertuples()
    ]
    headings = ELEMENT_HEADINGS[language].split("|")
    return Chart(
        chart=chart,
        caption=_element_caption(ELEMENT_MEANS, element, language),
        alt=f"{element.title[language]}. {'; '.join(words)}.",
        table=data.round(2).set_axis(headings, axis=1),
    )


def element_answers_chart(element: Element, language: str) -> Chart | Notice:
    """Draw how the answers to each item are distributed, a bar an item and municipality.

    Answers of few participants are joined with their neighbours; see `compare.elements.segments`.
    """
    names, scale = place_labels(language), element.scale
    rows = [
        {"item": label[language], "place": names[place], "answer": _span(segment, scale, language),
         "percent": 100 * segment.share, "codes": _codes(segment), "middle": _middle(segment)}
        for item, label in element.labels.items()
        for place in element.places
        for segment in element.segments(item, place)
    ]  # fmt: skip
    if not rows:
        return Notice(NOTHING[language])
    data = pd.DataFrame(rows)
    data["end"] = data.groupby(["item", "place"])["percent"].cumsum()
    data["start"] = data["end"] - data["percent"]
    codes = list(scale.answer_labels)
    base = alt.Chart(data).encode(
        y=alt.Y("place:N", sort=list(dict.fromkeys(data["place"])), title=None)
    )
    x = alt.X("start:Q", title=PERCENT[language], scale=alt.Scale(domain=[0, 100]))
    colour = alt.Color(
        "middle:O", legend=None, scale=alt.Scale(domain=codes, range=list(ANSWER_SCALE))
    )
    bars = base.mark_bar(stroke="white", cornerRadiusEnd=0).encode(x=x, x2="end:Q", color=colour)
    labels = (
        base.transform_calculate(centre="(datum.start + datum.end) / 2")
        .mark_text()
        .encode(
            x=alt.X("centre:Q"),
            text="codes:N",
            color=alt.condition(alt.datum.middle == codes[-1], alt.value("white"), alt.value(INK)),
        )
    )
    header = alt.Header(labelAngle=0, labelOrient="top", labelAnchor="start", labelPadding=2)
    items = alt.Row("item:N", sort=list(dict.fromkeys(data["item"])), header=header)
    bar = alt.layer(bars, labels).properties(height=alt.Step(24))
    chart = bar.facet(row=items, spacing=6)
    words = [
        f"{row.item}, {row.place}: {row.answer} {number(row.percent, language)} %"
        for row in data.itertuples()
    ]
    table = data[["item", "place", "answer", "percent"]].round(0)
    return Chart(
        chart=chart,
        caption=_element_caption(ELEMENT_ANSWERS, element, language),
        alt=f"{element.title[language]}. {'; '.join(words)}.",
        table=table.set_axis(DISTRIBUTION_HEADINGS[language].split("|"), axis=1),
    )


def _element_caption(words: Label, element: Element, language: str) -> str:
    scale = element.scale
    answers = ", ".join(
        f"{code} = {word[language].lower()}" for code, word in scale.answer_labels.items()
    )
    caption = words[language].format(title=element.title[language], answers=answers)
    return with_basis(caption, "completion", scale.id, language)


def _place_colours(drawn: list[str], names: Mapping[str, str]) -> alt.Scale:
    keys = [key for key in names if key != ALL]
    colours = municipality_colour(keys, keys).to_dict()["range"]
    return alt.Scale(
        domain=drawn, range=[colours[[names[key] for key in keys].index(name)] for name in drawn]
    )


def _codes(segment: Segment) -> str:
    return (
        str(segment.first) if segment.first == segment.last else f"{segment.first}–{segment.last}"
    )


def _span(segment: Segment, scale: Scale, language: str) -> str:
    ends = dict.fromkeys((segment.first, segment.last))
    return " – ".join(scale.answer_labels[code][language] for code in ends)


def _middle(segment: Segment) -> int:
    return (segment.first + segment.last + 1) // 2


def _answer_axis(field: str, scale: Scale, language: str) -> alt.X:
    return alt.X(
        f"{field}:Q",
        title=_ends(scale, language),
        scale=alt.Scale(domain=[scale.low, scale.high]),
        axis=alt.Axis(values=list(range(scale.low, scale.high + 1)), format="d"),
    )


def _before_after(
    comparisons: Iterable[Comparison], labels: Mapping[str, str], scale: Scale, language: str
) -> Chart | Notice:
    means = _means(comparisons, labels, language)
    if means.empty:
        return Notice(NOTHING[language])
    order = list(dict.fromkeys(means["group"]))
    times = [BEFORE[language].capitalize(), AFTER[language].capitalize()]
    base = alt.Chart(means).encode(
        y=alt.Y("group:N", sort=order, title=None, scale=alt.Scale(paddingInner=0.35)),
        yOffset=alt.YOffset("when:N", sort=times),
        color=alt.Color("when:N", scale=alt.Scale(domain=times, range=[MUTED, PALETTE[0]])),
    )
    x = _answer_axis("mean", scale, language)
    chart = alt.layer(
        base.mark_rule(strokeWidth=2, clip=True).encode(x=alt.X("low:Q"), x2="high:Q"),
        base.mark_circle(size=110, opacity=1).encode(x=x),
        base.mark_text(align="left", dx=10, dy=-5).encode(x=x, text="stars:N"),
    ).properties(height=alt.Step(18))
    title = scale.title[language]
    return Chart(
        chart=chart,
        caption=with_basis(MEANS[language].format(title=title), "completion", scale.id, language),
        alt=_alt_means(title, means, language),
        table=_table(means, language),
    )


def _means(
    comparisons: Iterable[Comparison], labels: Mapping[str, str], language: str
) -> pd.DataFrame:
    rows = [
        {
            "group": labels[comparison.name],
            "when": when[language].capitalize(),
            "n": side.n,
            "mean": side.mean,
            "low": side.low,
            "high": side.high,
            "stars": comparison.stars if when is AFTER else "",
        }
        for comparison in comparisons
        for when, side in ((BEFORE, comparison.before), (AFTER, comparison.after))
        if side.mean is not None
    ]
    return pd.DataFrame(rows, columns=["group", "when", "n", "mean", "low", "high", "stars"])


def _ends(scale: Scale, language: str) -> str:
    ends = (scale.low, scale.high)
    return ", ".join(f"{code} = {scale.answer_labels[code][language].lower()}" for code in ends)


def _alt_means(title: str, means: pd.DataFrame, language: str) -> str:
    groups = [
        f"{group}: "
        + ", ".join(
            f"{row.when.lower()} {number(row.mean, language, 2)}{row.stars}"
            for row in rows.itertuples()
        )
        for group, rows in means.groupby("group", sort=False)
    ]
    kind = {"da": "Gennemsnit før og efter", "en": "Means before and after"}[language]
    return f"{title}. {kind}. {'; '.join(groups)}."


def _table(means: pd.DataFrame, language: str) -> pd.DataFrame:
    table = means.drop(columns="stars").round(2)
    return table.set_axis(HEADINGS[language].split("|"), axis=1)
