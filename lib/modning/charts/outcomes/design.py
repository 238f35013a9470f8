"""Charts of what the design leaves open: unlinked answers, drop-out."""

from collections.abc import Sequence

import altair as alt
import pandas as pd

from modning.between import are_many
from modning.charts.across import OF_MANY, examples
from modning.charts.notes import after_form, with_basis
from modning.compare import Comparison
from modning.compare.dropout import Bounds
from modning.compare.overlap import CORRELATION, SHARE
from modning.compare.plans import POWER, Plan
from modning.compare.power import DESIGNS, curves, needs
from modning.compare.words import place_labels
from modning.scales import Scale
from slicebook.programme import ALL
from slicebook.shown.house import (
    INK,
    MUTED,
    NO_CHANGE,
    PALETTE,
    Chart,
    Finding,
    Notice,
    nothing,
    says,
)
from slicebook.shown.view import view
from slicebook.tables import headed
from slicebook.text import NONE, _, number, quantity

# Darker, the more persons answered both times.
SHADES = ("#9ECAE1", "#6BAED6", "#2171B5", "#08306B")

RISE = _("Change, answer categories")
REPORT = _("The report's test")
OVERLAP = _(
    "{title}: the change's 95% interval by correlation and the share who answered both times."
)
OVERLAP_HEADINGS = _("Share both times|Correlation|Pairs|95% from|95% to")
BOUNDS = _("{title}: the change and its bounds.")
KINDS = (
    _("Completers"),
    _("Completers, with uncertainty"),
    _("All who started"),
)
BOUND_HEADINGS = _("Municipality|Bounds for|From|To")
GROUPS = _("Groups in all")
CHANCE = _("Chance of seeing it, per cent")
POWER_CAPTION = _("The chance of seeing a change of {delta} points by the number of groups.")
NEEDED = _("Groups in all for a chance of 80%.")
FEWEST = _("Groups needed for 80%: {0} where answers are linked, {1} unlinked.")
POWER_HEADINGS = _("Design|Groups|Chance, per cent")


@view
def overlap_chart(
    comparison: Comparison, table: pd.DataFrame, scale: Scale, figures: str = ""
) -> Chart | Notice:
    """Draw the interval of the rise over the unknown correlation, a pair of lines a share.

    `table` is that of `compare.overlap.sensitivity`. The report's case, strangers, is the bar at
    correlation 0; the grey line is no rise. `figures` is what `sensitivity_figures` were recorded
    by, for the chart to say what it shows.
    """
    if table.empty:
        return Notice(str(NO_CHANGE))
    lines = table.melt(
        ["share", "correlation"], ["low", "high"], var_name="end", value_name="bound"
    )
    names = {
        share: SHARE.format(share=quantity(100 * share, "percent"))
        for share in sorted(set(table["share"]))
    }
    lines["who"] = lines["share"].map(names)
    colours = alt.Scale(domain=list(names.values()), range=list(SHADES[-len(names) :]))
    report = pd.DataFrame(
        [{"correlation": 0, "low": comparison.low, "high": comparison.high,
          "middle": comparison.difference, "text": str(REPORT)}]
    )  # fmt: skip
    x = alt.X(
        "correlation:Q",
        title=str(CORRELATION),
        scale=alt.Scale(domain=[-0.02, 0.8]),
        axis=alt.Axis(format=".1f", tickCount=9),
    )
    bounds = (
        alt.Chart(lines)
        .mark_line(strokeWidth=2.5)
        .encode(
            x=x,
            y=alt.Y("bound:Q", title=str(RISE)),
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
    words = _(
        "The report's test: {low} to {high}. At correlation {r} with everybody in both groups: "
        "{least_low} to {least_high}."
    ).format(
        low=number(comparison.low, 1),
        high=number(comparison.high, 1),
        r=number(last["correlation"], 1),
        least_low=number(last["low"], 2),
        least_high=number(last["high"], 2),
    )
    title = str(scale.title)
    caption = OVERLAP.format(title=title)
    shown = table[["share", "correlation", "pairs", "low", "high"]].round(2)
    return Chart(
        chart=chart,
        caption=with_basis(caption, after_form(), scale.id),
        alt=f"{title}. {words}",
        table=headed(shown, OVERLAP_HEADINGS),
        finding=Finding("holds", {f"{figures}.every": {}}),
    )


@view
def bounds_chart(bounds: Sequence[Bounds], scale: Scale, figures: str = "") -> Chart | Notice:
    """Draw the rise as a dot and its bounds as bars, a group a municipality.

    Of many, those with the lowest rise, the quartiles and the highest. `figures` is what
    `bound_figures` were recorded by, for the chart to say what it shows.
    """
    names, caption = place_labels(), BOUNDS.format(title=str(scale.title))
    apart = [one for one in bounds if one.name != ALL and one.rise is not None]
    if are_many(one.name for one in apart):
        some = examples(sorted(apart, key=lambda one: one.rise))
        bounds = [*some, *(one for one in bounds if one.name == ALL)]
        caption = f"{caption} {OF_MANY.format(n=len(apart))}"
    kinds = [str(kind) for kind in KINDS]
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
        return nothing(sum(one.withheld for one in bounds))
    data = pd.DataFrame(rows, columns=["place", "kind", "low", "high", "rise"])
    base = alt.Chart(data).encode(
        y=alt.Y("place:N", sort=list(dict.fromkeys(data["place"])), title=None),
        yOffset=alt.YOffset("kind:N", sort=kinds),
    )
    colours = alt.Scale(domain=kinds, range=[PALETTE[0], PALETTE[5], MUTED])
    chart = alt.layer(
        alt.Chart(pd.DataFrame({"zero": [0]})).mark_rule(color=INK).encode(x=alt.X("zero:Q")),
        base.mark_bar(height=8).encode(
            x=alt.X("low:Q", title=str(RISE)),
            x2=alt.X2("high:Q"),
            color=alt.Color("kind:N", sort=kinds, scale=colours),
        ),
        base.mark_tick(color=INK, thickness=2, height=14).encode(x=alt.X("rise:Q")),
        height=alt.Step(18),
    )
    title = str(scale.title)
    words = (
        f"{row.place}, {row.kind.lower()}: {number(row.low, 1)} – {number(row.high, 1)}"
        for row in data.itertuples()
    )
    return Chart(
        chart=chart,
        caption=with_basis(caption, after_form(), scale.id),
        alt=f"{title}. {'; '.join(words)}.",
        table=headed(data.drop(columns="rise").round(1), BOUND_HEADINGS),
        finding=Finding("holds", {f"{figures}.{kind}": {} for kind in ("rise", "sure", "all")}),
    )


@view
def power_chart(plan: Plan | None, figures: str = "") -> Chart | Notice:
    """Draw the power of each design by the number of groups; the dashed line is 80 per cent.

    `figures` is what `power_figures` were recorded by, for the chart to say what it shows.
    """
    if plan is None:
        return Notice(str(NO_CHANGE))
    table = curves(plan)
    names = {design: str(word) for design, word in DESIGNS.items()}
    drawn = table.assign(design=table["design"].map(names))
    colours = alt.Scale(domain=list(names.values()), range=list(PALETTE[: len(names)]))
    lines = alt.Chart(drawn).mark_line(strokeWidth=2.5).encode(
        x=alt.X("groups:Q", title=str(GROUPS)),
        y=alt.Y("power:Q", title=str(CHANCE), scale=alt.Scale(domain=[0, 100])),
        color=alt.Color("design:N", sort=list(names.values()), scale=colours,
                        legend=alt.Legend(columns=2)),
    )  # fmt: skip
    target = alt.Chart(pd.DataFrame({"power": [100 * POWER]}))
    rule = target.mark_rule(color=MUTED, strokeDash=[4, 4]).encode(y=alt.Y("power:Q"))
    words = (
        f"{names[row.design]}: {NONE if pd.isna(row.groups) else number(row.groups)}"
        for row in needs(plan).itertuples()
    )
    return Chart(
        chart=alt.layer(rule, lines, height=300),
        caption=POWER_CAPTION.format(delta=number(plan.delta)),
        alt=f"{NEEDED} {'; '.join(words)}.",
        table=headed(drawn.round(0), POWER_HEADINGS),
        finding=says(FEWEST, f"{figures}.linked.groups", f"{figures}.unlinked.groups"),
    )
