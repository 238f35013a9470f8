"""Charts of what the participants say before and after: means, answers and their uncertainty."""

from collections.abc import Iterable, Mapping

import altair as alt
import pandas as pd

from modning.charts.house import MUTED, PALETTE, Chart, Notice
from modning.compare import Change, Comparison
from modning.compare.words import place_labels
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
        caption=BESIDE[language].format(title=scale.title[language]),
        alt=f"{scale.title[language]}, 0–100. {scores}.",
        table=data.drop(columns="kind").round(1).set_axis(headings[language], axis=1),
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
    x = alt.X(
        "mean:Q",
        title=_ends(scale, language),
        scale=alt.Scale(domain=[scale.low, scale.high]),
        axis=alt.Axis(values=list(range(scale.low, scale.high + 1)), format="d"),
    )
    chart = alt.layer(
        base.mark_rule(strokeWidth=2, clip=True).encode(x=alt.X("low:Q"), x2="high:Q"),
        base.mark_circle(size=110, opacity=1).encode(x=x),
        base.mark_text(align="left", dx=10, dy=-5).encode(x=x, text="stars:N"),
    ).properties(height=alt.Step(18))
    title = scale.title[language]
    return Chart(
        chart=chart,
        caption=MEANS[language].format(title=title),
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
