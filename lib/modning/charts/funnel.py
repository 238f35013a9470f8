"""How many of a hundred reach each step, municipalities beside each other."""

from collections.abc import Mapping, Sequence

import altair as alt
import pandas as pd

from modning.between import are_many
from modning.charts.across import across
from modning.charts.reader import LABELS, place_name, series_colour, with_n
from modning.charts.shares.bars import BAR, GAP
from modning.funnel import Funnel
from slicebook.programme import ALL, load_programme
from slicebook.shown.house import WIDTH, Chart, Finding, Notice, nothing, titled
from slicebook.shown.view import view
from slicebook.text import Message, _, number
from surveys.disclosure import why_withheld

_STEP = _("Step")
_PER_HUNDRED = _("For every 100 of the first step")


@view
def funnel_chart(found: Funnel, caption: Message | str, figures: str = "") -> Chart | Notice:
    """Draw a funnel under a caption; what disclosure control withholds is left out.

    Of many municipalities, how they are spread at each step.

    `figures` is what its figures were recorded by, for the chart to say what it shows.
    """
    steps = found.table()
    many = are_many(steps.loc[steps["count"] > 0, "municipality"])
    steps = steps if many else steps[steps["municipality"] != ALL]
    first = steps.groupby("municipality", sort=False)["count"].transform("first")
    few = steps["count"].between(1, load_programme().threshold - 1)
    shown = steps["shown"] & ~few
    rows = steps[(first >= load_programme().threshold) & shown]
    if rows.empty:
        return nothing(first.max())
    labels = {name: str(step.label) for name, step in found.steps.items()}
    rows = rows.assign(
        label=rows["step"].map(labels),
        series=[with_n(place_name(key), first[i]) for i, key in rows["municipality"].items()],
        text=[
            f"{number(share)} ({number(count)})"
            for share, count in zip(rows["per_hundred"], rows["count"], strict=True)
        ],
    )
    caption = str(caption) + why_withheld(bool(shown.all()))
    finding = _come_through(labels, figures)
    if many:
        spread = rows.rename(columns={"label": "group", "per_hundred": "value"})
        axis = alt.X(title=str(_PER_HUNDRED), scale=alt.Scale(domainMin=0))
        return titled(across(spread, [*labels.values()], "", caption, axis), finding)
    parts = [
        f"{series}: " + ", ".join(f"{row.label} {row.text}" for row in group.itertuples())
        for series, group in rows.groupby("series", sort=False)
    ]
    wide = rows.pivot(index="label", columns="series", values="per_hundred").round(1)
    wide = wide.reindex([label for label in labels.values() if label in wide.index])
    return Chart(
        chart=_bars(rows, list(labels.values())),
        caption=caption,
        alt=f"{caption} " + ". ".join(parts) + ".",
        table=wide.rename_axis(None, axis=1).rename_axis(str(_STEP)).reset_index(),
        finding=finding,
    )


def _come_through(labels: Mapping[str, str], figures: str) -> Finding:
    """Return how many the last step has for every hundred of the first."""
    first, *_, last = labels
    words = {"first": labels[first], "label": labels[last]}
    return Finding("per_hundred", {f"{figures}.{last}_per_{first}": words})


def _bars(rows: pd.DataFrame, order: Sequence[str]) -> alt.TopLevelMixin:
    series = list(dict.fromkeys(rows["series"]))
    top = float(rows["per_hundred"].max()) * 1.15
    base = alt.Chart(rows[["label", "series", "per_hundred", "text"]]).encode(
        y=alt.Y("label:N", sort=list(order), title=None, axis=alt.Axis(labelLimit=LABELS)),
        yOffset=alt.YOffset("series:N", sort=series),
        x=alt.X("per_hundred:Q", title=str(_PER_HUNDRED)).scale(domain=[0, top]),
    )
    colour = alt.Color("series:N", sort=series, scale=series_colour(rows))
    return alt.layer(
        base.mark_bar(opacity=0.85).encode(color=colour),
        base.mark_text(align="left", dx=5).encode(text=alt.Text("text:N")),
        width=WIDTH - LABELS // 2,
        height=len(order) * (BAR * len(series) + GAP),
    )
