"""Charts of a scale before and after: municipalities, items, and what others found."""

from collections.abc import Iterable, Mapping, Sequence

import altair as alt
import pandas as pd

from modning.between import are_many
from modning.charts.across import across
from modning.charts.notes import with_basis
from modning.charts.outcomes.parts import answer_axis, dots, series, times, written
from modning.compare import Change, Comparison
from modning.compare.words import place_labels
from modning.scales.measure import Reference
from slicebook.shown.house import (
    MUTED,
    PALETTE,
    Chart,
    Finding,
    Notice,
    intervals,
    labelled,
    nothing,
    titled,
)
from slicebook.shown.view import view
from slicebook.tables import headed
from slicebook.text import _, number

MEANS = _("{title}: means before and after, 95% intervals. * p < 0.05, ** p < 0.01, *** p < 0.001.")
MEANS_OF_MANY = _("{title}: means before and after.")
KIND = _("Means before and after")
PROGRAMME = _("The participants")
PUBLISHED = _("Published")
POINTS = _("Score from 0 to 100")
BESIDE = _("{title}: the participants' means (95% intervals) beside published values.")
HEADINGS = _("Group|When|Answers|Mean|95% from|95% to")
SCORES = _("Who|Score|95% from|95% to")


@view
def places_chart(change: Change, figures: str = "") -> Chart | Notice:
    """Draw a scale's mean before and after in each municipality (report Figur 2.9 and 3.4).

    Of many, how the means are spread. `figures` is what the change's figures were recorded by, for
    the chart to say what it shows.
    """
    finding, places = Finding("change", {f"{figures}.gain": {}}), change.places
    if not are_many(one.name for one in places):
        return titled(_before_after(places, place_labels(), change), finding)
    times = list(zip(series(change.forms), ("before", "after"), strict=True))
    means = [(word, one.name, getattr(one, when).mean) for word, when in times for one in places]
    rows = pd.DataFrame(means, columns=["group", "municipality", "value"])
    if rows["value"].isna().all():
        return nothing(change.total.n)
    caption = with_basis(
        MEANS_OF_MANY.format(title=str(change.scale.title)), change.forms[1], change.scale.id
    )
    order, axis = [word for word, _when in times], answer_axis(change.scale)
    return titled(across(rows, order, "scale", caption, axis), finding)


@view
def items_chart(change: Change, figures: str = "") -> Chart | Notice:
    """Draw the mean of each of a scale's items before and after; `figures` as of `places_chart`."""
    labels = {item: str(label) for item, label in change.scale.items.items()}
    finding = Finding("each", {f"{figures}.{item}.gain": {} for item in labels})
    return titled(_before_after(change.items, labels, change), finding)


@view
def published_chart(change: Change, figures: str = "") -> Chart | Notice:
    """Draw a scale from 0 to 100 beside what its published users found.

    `figures` as of `places_chart`: the mean afterwards is held against the first published one.
    """
    title = str(change.scale.title)
    data = _scores(change)
    if data["low"].isna().all():
        return nothing(change.total.n)
    kinds = [str(PROGRAMME), str(PUBLISHED)]
    base = alt.Chart(data).encode(
        y=alt.Y("what:N", sort=list(data["what"]), title=None),
        color=alt.Color("kind:N", scale=alt.Scale(domain=kinds, range=[PALETTE[0], MUTED])),
    )
    x = alt.X("score:Q", title=str(POINTS), scale=alt.Scale(domain=[0, 100]))
    shape = alt.Shape("kind:N", scale=alt.Scale(domain=kinds, range=["circle", "diamond"]))
    chart = alt.layer(
        intervals(base, clip=True),
        base.mark_point(size=110, opacity=1, filled=True).encode(x=x, shape=shape),
        written(base, x, "score", 1),
        height=alt.Step(32),
    )
    scores = "; ".join(f"{row.what} {number(row.score, 1)}" for row in data.itertuples())
    caption = BESIDE.format(title=title)
    drawn = Chart(
        chart=chart,
        caption=with_basis(caption, change.forms[1], change.scale.id),
        alt=f"{title}, 0–100. {scores}.",
        table=headed(data.drop(columns="kind").round(1), SCORES),
    )
    names = {f"{figures}.after_100": series(change.forms)[1]}
    names |= {f"reference.{key}": one.label for key, one in _published(change)[:1]}
    return titled(drawn, labelled("beside", names)) if len(names) == 2 else drawn


def _published(change: Change) -> list[tuple[str, Reference]]:
    """Return what others found on the scale from 0 to 100, by the names of its figures."""
    measure = change.scale.measure
    references = measure.references.items() if measure and measure.range == (0, 100) else ()
    return [(key, one) for key, one in references if one.kind in ("norm", "cutoff")]


def _scores(change: Change) -> pd.DataFrame:
    hundred = change.scale.hundred
    ours = [
        (name, *map(hundred, (side.mean, side.low, side.high)), PROGRAMME)
        for name, side in zip(
            series(change.forms), (change.total.before, change.total.after), strict=True
        )
        if side.low is not None
    ]
    published = [
        (str(one.label), one.value, None, None, PUBLISHED) for _key, one in _published(change)
    ]
    data = pd.DataFrame([*ours, *published], columns=["what", "score", "low", "high", "kind"])
    return data.assign(kind=[str(kind) for kind in data["kind"]])


def _before_after(
    comparisons: Sequence[Comparison], labels: Mapping[str, str], change: Change
) -> Chart | Notice:
    scale, names = change.scale, series(change.forms)
    means = _means(comparisons, labels, names)
    if means.empty:
        return nothing(max((one.n for one in comparisons), default=0))
    title = str(scale.title)
    table = means.drop(columns="mark").round(1)
    caption = MEANS.format(title=title)
    return Chart(
        chart=dots(means, answer_axis(scale), times(names), decimals=1),
        caption=with_basis(caption, change.forms[1], scale.id),
        alt=f"{title}. {KIND}. {_words(means)}.",
        table=headed(table, HEADINGS),
    )


def _means(
    comparisons: Iterable[Comparison], labels: Mapping[str, str], names: Sequence[str]
) -> pd.DataFrame:
    rows = [
        (labels[comparison.name], name, side.n, side.mean, side.low, side.high,
         comparison.stars if name == names[1] else "")
        for comparison in comparisons
        for name, side in zip(names, (comparison.before, comparison.after), strict=True)
        if side.mean is not None
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["group", "series", "n", "value", "low", "high", "mark"])


def _words(means: pd.DataFrame) -> str:
    groups = []
    for group, rows in means.groupby("group", sort=False):
        words = (
            f"{row.series.lower()} {number(row.value, 1)}{row.mark}" for row in rows.itertuples()
        )
        groups.append(f"{group}: {', '.join(words)}")
    return "; ".join(groups)
