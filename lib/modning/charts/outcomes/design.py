"""Charts of what the design leaves open: unlinked answers, drop-out."""

from collections.abc import Sequence

import altair as alt
import pandas as pd

from modning.charts.notes import after_form, with_basis
from modning.charts.outcomes.parts import title_row
from modning.compare import Comparison
from modning.compare.dropout import Bounds
from modning.compare.overlap import CORRELATION, SHARE
from modning.compare.power import DESIGNS, POWER, Plan, curves, needs
from modning.compare.words import place_labels
from modning.scales import Scale
from slicebook.shown.house import INK, MUTED, NOTHING, PALETTE, Chart, Notice
from slicebook.text import NONE, Label, number, quantity

# Darker, the more persons answered both times.
SHADES = ("#9ECAE1", "#6BAED6", "#2171B5", "#08306B")

RISE = Label("Stigning, svarkategorier", "Rise, answer categories")
REPORT = Label("Rapportens test", "The report's test")
OVERLAP = Label(
    "{title}: stigningens 95 %-interval efter korrelation og andel, der svarede begge gange.",
    "{title}: the rise's 95% interval by correlation and the share who answered both times.",
)
OVERLAP_HEADINGS = Label(
    "Andel begge gange|Korrelation|Par|95 % fra|95 % til",
    "Share both times|Correlation|Pairs|95% from|95% to",
)
BOUNDS = Label(
    "{title}: stigningen og dens grænser.",
    "{title}: the rise and its bounds.",
)
KINDS = (
    Label("Gennemførende", "Completers"),
    Label("Gennemførende, med usikkerhed", "Completers, with uncertainty"),
    Label("Alle, der startede", "All who started"),
)
BOUND_HEADINGS = Label("Kommune|Grænser for|Fra|Til", "Municipality|Bounds for|From|To")
GROUPS = Label("Grupper i alt", "Groups in all")
CHANCE = Label("Chance for at se det, procent", "Chance of seeing it, per cent")
POWER_CAPTION = Label(
    "Chancen for at se en ændring på {delta} point efter antal grupper.",
    "The chance of seeing a change of {delta} points by the number of groups.",
)
NEEDED = Label("Grupper i alt til 80 procents chance.", "Groups in all for a chance of 80%.")
POWER_HEADINGS = Label("Design|Grupper|Chance, procent", "Design|Groups|Chance, per cent")


def overlap_chart(
    comparison: Comparison, table: pd.DataFrame, scale: Scale, language: str
) -> Chart | Notice:
    """Draw the interval of the rise over the unknown correlation, a pair of lines a share.

    `table` is that of `compare.overlap.sensitivity`. The report's case, strangers, is the bar at
    correlation 0; the grey line is no rise.
    """
    if table.empty:
        return Notice(NOTHING[language])
    lines = table.melt(
        ["share", "correlation"], ["low", "high"], var_name="end", value_name="bound"
    )
    names = {
        share: SHARE[language].format(share=quantity(100 * share, "percent", language))
        for share in sorted(set(table["share"]))
    }
    lines["who"] = lines["share"].map(names)
    colours = alt.Scale(domain=list(names.values()), range=list(SHADES[-len(names) :]))
    report = pd.DataFrame(
        [{"correlation": 0, "low": comparison.low, "high": comparison.high,
          "middle": comparison.difference, "text": REPORT[language]}]
    )  # fmt: skip
    x = alt.X(
        "correlation:Q",
        title=CORRELATION[language],
        scale=alt.Scale(domain=[-0.02, 0.8]),
        axis=alt.Axis(format=".1f", tickCount=9),
    )
    bounds = (
        alt.Chart(lines)
        .mark_line(strokeWidth=2.5)
        .encode(
            x=x,
            y=alt.Y("bound:Q", title=RISE[language]),
            color=alt.Color("who:N", sort=list(names.values()), scale=colours),
            detail=alt.Detail("end:N"),
        )
    )
    mark, middle = alt.Chart(report).encode(x=x), alt.Y("middle:Q")
    chart = alt.layer(
        alt.Chart(pd.DataFrame({"zero": [0]})).mark_rule(color=MUTED).encode(y=alt.Y("zero:Q")),
        bounds,
        mark.mark_rule(strokeWidth=5, color=PALETTE[1]).encode(
            y=alt.Y("low:Q"), y2=alt.Y2("high:Q")
        ),
        mark.mark_circle(size=130, opacity=1, color=PALETTE[1]).encode(y=middle),
        mark.mark_text(align="left", dx=10, color=PALETTE[1]).encode(
            y=middle, text=alt.Text("text:N")
        ), height=280)  # fmt: skip
    last = table.iloc[-1]
    words = Label(
        "Rapportens test: {low} til {high}. Ved korrelation {r} og alle i begge grupper: "
        "{least_low} til {least_high}.",
        "The report's test: {low} to {high}. At correlation {r} with everybody in both groups: "
        "{least_low} to {least_high}.",
    )[language].format(
        low=number(comparison.low, language, 1),
        high=number(comparison.high, language, 1),
        r=number(last["correlation"], language, 1),
        least_low=number(last["low"], language, 2),
        least_high=number(last["high"], language, 2),
    )
    title = scale.title[language]
    caption = OVERLAP[language].format(title=title)
    shown = table[["share", "correlation", "pairs", "low", "high"]].round(2)
    return Chart(
        chart=chart,
        caption=with_basis(caption, after_form(), scale.id, language),
        alt=f"{title}. {words}",
        table=shown.set_axis(title_row(OVERLAP_HEADINGS, language), axis=1),
    )


def bounds_chart(bounds: Sequence[Bounds], scale: Scale, language: str) -> Chart | Notice:
    """Draw the rise as a dot and its bounds as bars, a group a municipality."""
    names = place_labels(language)
    kinds = [kind[language] for kind in KINDS]
    rows = [
        (names[one.name], kind, low, high, one.rise)
        for one in bounds
        for kind, low, high in zip(
            kinds,
            (one.low, one.low_sure, one.worst),
            (one.high, one.high_sure, one.best),
            strict=True,
        )
        if low is not None
    ]
    if not rows:
        return Notice(NOTHING[language])
    data = pd.DataFrame(rows, columns=["place", "kind", "low", "high", "rise"])
    base = alt.Chart(data).encode(
        y=alt.Y("place:N", sort=list(dict.fromkeys(data["place"])), title=None),
        yOffset=alt.YOffset("kind:N", sort=kinds),
    )
    colours = alt.Scale(domain=kinds, range=[PALETTE[0], PALETTE[5], MUTED])
    chart = alt.layer(
        alt.Chart(pd.DataFrame({"zero": [0]})).mark_rule(color=INK).encode(x=alt.X("zero:Q")),
        base.mark_bar(height=8).encode(
            x=alt.X("low:Q", title=RISE[language]),
            x2=alt.X2("high:Q"),
            color=alt.Color("kind:N", sort=kinds, scale=colours),
        ),
        base.mark_tick(color=INK, thickness=2, height=14).encode(x=alt.X("rise:Q")),
        height=alt.Step(18),
    )
    title = scale.title[language]
    words = (
        f"{row.place}, {row.kind.lower()}: {number(row.low, language, 1)} – "
        f"{number(row.high, language, 1)}"
        for row in data.itertuples()
    )
    return Chart(
        chart=chart,
        caption=with_basis(BOUNDS[language].format(title=title), after_form(), scale.id, language),
        alt=f"{title}. {'; '.join(words)}.",
        table=data.drop(columns="rise")
        .round(1)
        .set_axis(title_row(BOUND_HEADINGS, language), axis=1),
    )


def power_chart(plan: Plan | None, language: str) -> Chart | Notice:
    """Draw the power of each design by the number of groups; the dashed line is 80 per cent."""
    if plan is None:
        return Notice(NOTHING[language])
    table = curves(plan)
    names = {design: word[language] for design, word in DESIGNS.items()}
    drawn = table.assign(design=table["design"].map(names))
    colours = alt.Scale(domain=list(names.values()), range=list(PALETTE[: len(names)]))
    lines = alt.Chart(drawn).mark_line(strokeWidth=2.5).encode(
        x=alt.X("groups:Q", title=GROUPS[language]),
        y=alt.Y("power:Q", title=CHANCE[language], scale=alt.Scale(domain=[0, 100])),
        color=alt.Color("design:N", sort=list(names.values()), scale=colours,
                        legend=alt.Legend(columns=2)),
    )  # fmt: skip
    target = alt.Chart(pd.DataFrame({"power": [100 * POWER]}))
    rule = target.mark_rule(color=MUTED, strokeDash=[4, 4]).encode(y=alt.Y("power:Q"))
    words = (
        f"{names[row.design]}: {NONE if pd.isna(row.groups) else number(row.groups, language)}"
        for row in needs(plan).itertuples()
    )
    return Chart(
        chart=alt.layer(rule, lines, height=300),
        caption=POWER_CAPTION[language].format(delta=number(plan.delta, language)),
        alt=f"{NEEDED[language]} {'; '.join(words)}.",
        table=drawn.round(0).set_axis(title_row(POWER_HEADINGS, language), axis=1),
    )
