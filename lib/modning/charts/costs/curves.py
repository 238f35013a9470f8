"""Curves on which a place finds itself: acceptability, break-even, payback, scale."""

from collections.abc import Mapping, Sequence

import altair as alt
import pandas as pd

from modning.charts.across import OF_MANY, examples
from modning.charts.costs.bars import NOTHING
from slicebook.shown.house import INK, MUTED, PALETTE, WIDTH, Chart, Finding, Notice
from slicebook.shown.view import view
from slicebook.slices import SIDE_BY_SIDE
from slicebook.text import _, quantity

HEIGHT = 300
LINE = 16
AXIS = {"format": ",.0f", "tickCount": 6, "grid": True}


@view
def curve_chart(
    rows: pd.DataFrame,
    caption: str,
    titles: tuple[str, str],
    places: Mapping[str, float] | None = None,
    rule: float | None = None,
    finding: Finding | None = None,
) -> Chart | Notice:
    """Return a curve of each `series` of a table, from its column `x` to `y`.

    `titles` are those of the two axes. `places` are marked on the lower one, and `rule` is a
    height that is drawn as a dashed line. What is missing or without end is not drawn. `finding` is
    what the book says of it. Of many series, the lowest, the quartiles and the highest are drawn.
    """
    if rows.empty:
        return Notice(str(NOTHING))
    rows = rows[rows["y"].notna() & (rows["y"].abs() != float("inf"))]
    rows = rows.assign(series=rows["series"].map(str))
    if rows.empty:
        return Notice(str(NOTHING))
    there = rows.groupby("series", sort=False)["y"].mean().sort_values(kind="stable").index
    if len(there) > SIDE_BY_SIDE:
        rows = rows[rows["series"].isin(examples(there))]
        caption = f"{caption} {OF_MANY.format(n=len(there))}"
    layers = [*_lines(rows, titles)]
    if rule is not None:
        dashed = alt.Chart(pd.DataFrame({"y": [rule]})).mark_rule(color=MUTED, strokeDash=[4, 3])
        layers.append(dashed.encode(y=alt.Y("y:Q")))
    if places:
        layers.extend(_places(places))
    headings = [str(_("Series")), *titles]
    return Chart(
        chart=alt.layer(*layers, width=WIDTH * 0.75, height=HEIGHT),
        caption=caption,
        alt=f"{caption}. " + " ".join(_words(rows, titles)),
        table=rows[["series", "x", "y"]].round(1).set_axis(headings, axis=1),
        finding=finding,
    )


def _lines(rows: pd.DataFrame, titles: tuple[str, str]) -> Sequence[alt.TopLevelMixin]:
    """Draw the curves, each named at its right end, or in a legend where the ends meet."""
    series = list(dict.fromkeys(rows["series"]))
    ends = rows.sort_values("x", kind="stable").groupby("series", sort=False).tail(1)
    named = len(series) > 1 and _apart(ends["y"], rows["y"].max())
    stroke = alt.Legend(symbolType="stroke", symbolStrokeWidth=4)
    legend = stroke if len(series) > 1 and not named else None
    x = alt.X("x:Q", axis=alt.Axis(title=titles[0], **AXIS), scale=alt.Scale(nice=False))
    y = alt.Y("y:Q", axis=alt.Axis(title=titles[1], **AXIS), scale=alt.Scale(domainMin=0))
    scale = alt.Scale(domain=series, range=list(PALETTE[: len(series)]))
    colour = alt.Color("series:N", scale=scale, legend=legend)
    lines = [alt.Chart(rows).mark_line(strokeWidth=2.5).encode(x=x, y=y, color=colour)]
    if named:
        names = alt.Chart(ends).mark_text(align="left", dx=8, fontSize=12)
        lines.append(names.encode(x=x, y=y, text=alt.Text("series:N"), color=colour))
    return lines


def _apart(ends: pd.Series, top: float) -> bool:
    """Tell whether names written at these heights would stand clear of each other."""
    gaps = ends.sort_values().diff().dropna()
    return bool((gaps * HEIGHT / top >= LINE).all()) if top else False


def _places(places: Mapping[str, float]) -> Sequence[alt.TopLevelMixin]:
    marks = alt.Chart(pd.DataFrame({"place": list(places), "x": list(places.values())}))
    rules = marks.mark_rule(color=MUTED, strokeWidth=1).encode(x=alt.X("x:Q"))
    if len(places) > SIDE_BY_SIDE:
        return [rules]
    names = marks.mark_text(align="left", dx=4, dy=4, color=INK, baseline="top")
    return [rules, names.encode(x=alt.X("x:Q"), y=alt.YValue(0), text=alt.Text("place:N"))]


def _words(rows: pd.DataFrame, titles: tuple[str, str]) -> list[str]:
    """Say where each curve begins and ends."""
    words = str(_("{name}: from {y0} at {x0} to {y1} at {x1}."))
    sentences = []
    for name, part in rows.groupby("series", sort=False):
        first, last = part.loc[part["x"].idxmin()], part.loc[part["x"].idxmax()]
        ends = {"x0": first["x"], "y0": first["y"], "x1": last["x"], "y1": last["y"]}
        texts = {key: quantity(round(value, 1), "") for key, value in ends.items()}
        sentences.append(words.format(name=name, **texts))
    return [f"{titles[1]}; {titles[0]}.", *sentences]
