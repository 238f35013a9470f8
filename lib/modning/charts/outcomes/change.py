"""Charts of a scale before and after: municipalities, items, and what others found."""

from collections.abc import Iterable, Mapping

import altair as alt
import pandas as pd

from modning.charts.notes import after_form, with_basis
from modning.charts.outcomes.parts import answer_axis, dots, times, title_row
from modning.compare import Change, Comparison
from modning.compare.words import place_labels
from modning.scales import AFTER, BEFORE, Scale
from slicebook.shown.house import MUTED, NOTHING, PALETTE, Chart, Notice
from slicebook.text import Label, number

MEANS = Label(
    "{title}: gennemsnit før og efter, 95 %-intervaller. * p < 0,05, ** p < 0,01, *** p < 0,001.",
    "{title}: means before and after, 95% intervals. * p < 0.05, ** p < 0.01, *** p < 0.001.",
)
KIND = Label("Gennemsnit før og efter", "Means before and after")
PROGRAMME = Label("Deltagerne", "The participants")
PUBLISHED = Label("Offentliggjort", "Published")
POINTS = Label("Score fra 0 til 100", "Score from 0 to 100")
BESIDE = Label(
    "{title}: deltagernes gennemsnit (95 %-intervaller) ved siden af offentliggjorte værdier.",
    "{title}: the participants' means (95% intervals) beside published values.",
)
HEADINGS = Label(
    "Gruppe|Tidspunkt|Svar|Gennemsnit|95 % fra|95 % til",
    "Group|When|Answers|Mean|95% from|95% to",
)
SCORES = Label("Hvem|Score|95 % fra|95 % til", "Who|Score|95% from|95% to")


def places_chart(change: Change, language: str) -> Chart | Notice:
    """Draw a scale's mean before and after in each municipality (report Figur 2.9 and 3.4)."""
    return _before_after(change.places, place_labels(language), change.scale, language)


def items_chart(change: Change, language: str) -> Chart | Notice:
    """Draw the mean of each of a scale's items before and after."""
    labels = {item: label[language] for item, label in change.scale.items.items()}
    return _before_after(change.items, labels, change.scale, language)


def published_chart(change: Change, language: str) -> Chart | Notice:
    """Draw a scale from 0 to 100 beside what its published users found."""
    title = change.scale.title[language]
    data = _scores(change, language)
    if data["low"].isna().all():
        return Notice(NOTHING[language])
    kinds = [PROGRAMME[language], PUBLISHED[language]]
    base = alt.Chart(data).encode(
        y=alt.Y("what:N", sort=list(data["what"]), title=None),
        color=alt.Color("kind:N", scale=alt.Scale(domain=kinds, range=[PALETTE[0], MUTED])),
    )
    x = alt.X("score:Q", title=POINTS[language], scale=alt.Scale(domain=[0, 100]))
    shape = alt.Shape("kind:N", scale=alt.Scale(domain=kinds, range=["circle", "diamond"]))
    chart = alt.layer(
        base.mark_rule(strokeWidth=2, clip=True).encode(x=alt.X("low:Q"), x2=alt.X2("high:Q")),
        base.mark_point(size=110, opacity=1, filled=True).encode(x=x, shape=shape),
        height=alt.Step(32),
    )
    scores = "; ".join(f"{row.what} {number(row.score, language, 1)}" for row in data.itertuples())
    caption = BESIDE[language].format(title=title)
    return Chart(
        chart=chart,
        caption=with_basis(caption, after_form(), change.scale.id, language),
        alt=f"{title}, 0–100. {scores}.",
        table=data.drop(columns="kind").round(1).set_axis(title_row(SCORES, language), axis=1),
    )


def _scores(change: Change, language: str) -> pd.DataFrame:
    hundred = change.scale.hundred
    ours = [
        (when[language].capitalize(), *map(hundred, (side.mean, side.low, side.high)), PROGRAMME)
        for when, side in ((BEFORE, change.total.before), (AFTER, change.total.after))
        if side.low is not None
    ]
    measure = change.scale.measure
    references = measure.references.values() if measure and measure.range == (0, 100) else ()
    published = [
        (reference.label[language], reference.value, None, None, PUBLISHED)
        for reference in references
        if reference.kind in ("norm", "cutoff")
    ]
    data = pd.DataFrame([*ours, *published], columns=["what", "score", "low", "high", "kind"])
    return data.assign(kind=[kind[language] for kind in data["kind"]])


def _before_after(
    comparisons: Iterable[Comparison], labels: Mapping[str, str], scale: Scale, language: str
) -> Chart | Notice:
    means = _means(comparisons, labels, language)
    if means.empty:
        return Notice(NOTHING[language])
    title = scale.title[language]
    table = means.drop(columns="mark").round(1)
    caption = MEANS[language].format(title=title)
    return Chart(
        chart=dots(means, answer_axis(scale, language), times(language)),
        caption=with_basis(caption, after_form(), scale.id, language),
        alt=f"{title}. {KIND[language]}. {_words(means, language)}.",
        table=table.set_axis(title_row(HEADINGS, language), axis=1),
    )


def _means(
    comparisons: Iterable[Comparison], labels: Mapping[str, str], language: str
) -> pd.DataFrame:
    rows = [
        {
            "group": labels[comparison.name],
            "series": when[language].capitalize(),
            "n": side.n,
            "value": side.mean,
            "low": side.low,
            "high": side.high,
            "mark": comparison.stars if when is AFTER else "",
        }
        for comparison in comparisons
        for when, side in ((BEFORE, comparison.before), (AFTER, comparison.after))
        if side.mean is not None
    ]
    return pd.DataFrame(rows, columns=["group", "series", "n", "value", "low", "high", "mark"])


def _words(means: pd.DataFrame, language: str) -> str:
    groups = []
    for group, rows in means.groupby("group", sort=False):
        words = (
            f"{row.series.lower()} {number(row.value, language, 1)}{row.mark}"
            for row in rows.itertuples()
        )
        groups.append(f"{group}: {', '.join(words)}")
    return "; ".join(groups)
