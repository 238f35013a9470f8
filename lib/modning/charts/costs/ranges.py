"""Ranges as bars from low to high, one under the other, with both ends written."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import cycle

import altair as alt
import pandas as pd

from modning.charts.across import OF_MANY, examples
from modning.charts.costs.bars import HALO, NOTHING, ROW
from modning.compare.words import place_labels
from modning.costs.intervals import Interval
from modning.costs.printed import printed
from slicebook.programme import ALL, load_programme
from slicebook.shown.house import (
    INK,
    MUTED,
    PALETTE,
    PRINTED,
    WIDTH,
    Chart,
    Finding,
    Notice,
    labelled,
    municipality_colours,
)
from slicebook.shown.view import view
from slicebook.slices import SIDE_BY_SIDE
from slicebook.text import _, quantity

ROWS = _("Row")
SERIES = _("Series")
LOW = _("Low")
HIGH = _("High")
TO = _("to")
# The series of what the report prints.
AS_PRINTED, COMPUTED = _("As printed"), _("Computed")
# What the numbers beside the bars take, of the longest bar.
ROOM = 0.8


@view
def range_chart(
    ranges: Sequence[tuple[str, str, Interval | None]],
    caption: str,
    unit: str,
    finding: Finding | None = None,
) -> Chart | Notice:
    """Return ranges as bars from low to high on an axis from nought, with both ends written.

    `ranges` are (row, series, range) in the order in which they shall stand, where those that are
    None are left out; a series keeps its colour. A range of one number is a dot with one number.
    `finding` is what the book says of them. Of rows that many municipalities' names begin with,
    the lowest, the quartiles and the highest stand last.
    """
    drawn = [(row, series, one.low, one.high) for row, series, one in ranges if one is not None]
    if not drawn:
        return Notice(str(NOTHING))
    rows = pd.DataFrame(drawn, columns=["row", "series", "low", "high"])
    rows, caption = _some(rows.astype({"low": float, "high": float}), caption)
    ends = ([quantity(round(value), unit) for value in rows[end]] for end in ("low", "high"))
    rows["text"] = [f" {TO} ".join(dict.fromkeys(both)) for both in zip(*ends, strict=True)]
    one = rows["series"].nunique() == 1
    words = [_words(row, one) for row in rows.itertuples()]
    headings = [str(name) for name in (ROWS, SERIES, LOW, HIGH)]
    return Chart(
        chart=_draw(rows),
        caption=caption,
        alt=f"{caption}. " + " ".join(words),
        table=rows[["row", "series", "low", "high"]].round(0).set_axis(headings, axis=1),
        finding=finding,
    )


@view
def printed_chart(
    told: Mapping[str, tuple[str, Interval]], caption: str, unit: str, slice: str = ""
) -> Chart | Notice:
    """Return computed ranges beside the report's own of the same figures: (words, range) by figure.

    The book says how the last one lies beside what is printed; `slice` is what its name begins
    with where it was recorded of another slice, "all.all.".
    """
    ranges = [
        (words, series, own)
        for figure, (words, computed) in told.items()
        for series, own in ((str(COMPUTED), computed), (str(AS_PRINTED), printed(figure)))
    ]
    last = list(told)[-1]
    named = {f"{slice}{last}": COMPUTED, f"printed.{last}": AS_PRINTED}
    return range_chart(ranges, caption, unit, labelled("beside", named))


@view
def tornado_chart(
    table: pd.DataFrame,
    unknowns: pd.DataFrame,
    centre: float,
    caption: str,
    finding: Finding | None = None,
) -> Chart | Notice:
    """Return `uncertainty.tornado` as bars about the value at the means, the widest on top.

    `finding` is what the book says of it.
    """
    ranges = [
        (str(unknowns["item"][row.parameter]), caption,
         Interval.of(*sorted((row.at_from, row.at_to))))
        for row in table.itertuples()
    ]  # fmt: skip
    chart = range_chart(ranges, caption, "DKK", finding)
    if isinstance(chart, Notice):
        return chart
    line = alt.Chart(pd.DataFrame({"at": [centre]})).mark_rule(color=MUTED, strokeDash=[4, 3])
    layered = chart.chart + line.encode(x=alt.X("at:Q"))
    return replace(chart, chart=layered)


def _some(rows: pd.DataFrame, caption: str) -> tuple[pd.DataFrame, str]:
    """Return rows and a caption, where rows are of many municipalities with some of these alone."""
    names = tuple(name for key, name in place_labels().items() if key != ALL)
    apart = rows[rows["row"].str.startswith(names)]
    if apart["row"].nunique() <= SIDE_BY_SIDE or len(names) <= SIDE_BY_SIDE:
        return rows, caption
    middle = apart[["low", "high"]].mean(axis=1).groupby(apart["row"]).mean()
    ranked = list(middle.sort_values(kind="stable").index)
    some = [apart[apart["row"] == one] for one in examples(ranked)]
    return pd.concat([rows.drop(apart.index), *some]), f"{caption} {OF_MANY.format(n=len(ranked))}"


def _draw(rows: pd.DataFrame) -> alt.TopLevelMixin:
    series = list(dict.fromkeys(rows["series"]))
    # Room for the numbers written beside the bars.
    domain = [min(rows["low"].min(), 0), (rows["high"].max() or 1) * (1 + ROOM)]
    # Of many municipalities the rows name each, and no colour tells it from the others.
    many = len(series) > SIDE_BY_SIDE
    stroke = alt.Legend(symbolType="stroke", symbolStrokeWidth=6)
    legend = stroke if len(series) > 1 and not many else None
    colours = alt.Scale(domain=series, range=[PALETTE[0]] if many else _colours(series))
    bands = int(rows.groupby("row", sort=False)["series"].nunique().max())
    base = alt.Chart(rows).encode(
        y=alt.Y("row:N", sort=None, title=None),
        color=alt.Color("series:N", scale=colours, legend=legend),
    )
    if bands > 1:
        base = base.encode(yOffset=alt.YOffset("series:N", sort=series))
    x = {"axis": None, "scale": alt.Scale(domain=domain)}
    low, high = alt.X("low:Q", **x), alt.X("high:Q", **x)
    zero = alt.Chart(pd.DataFrame({"at": [0]})).mark_rule(color=MUTED).encode(x=alt.X("at:Q", **x))
    layers = [
        zero,
        base.mark_rule(strokeWidth=8, strokeCap="round").encode(x=low, x2=alt.X2("high:Q")),
        # A range of one number is a line without length, which print leaves out.
        base.mark_point(size=50, filled=True, opacity=1)
        .encode(x=low)
        .transform_filter("datum.low === datum.high"),
        base.mark_text(align="left", dx=2 * HALO).encode(
            x=high, text=alt.Text("text:N"), color=alt.ColorValue(INK)
        ),
    ]
    height = ROW * bands * rows["row"].nunique()
    return alt.layer(*layers, width=WIDTH * 0.75, height=height)


def _colours(series: Sequence[str]) -> list[str]:
    """Return a colour for each series: a municipality's own, the report's, or one that none has."""
    names, own = place_labels(), municipality_colours(load_programme())
    known = {names[key]: colour for key, colour in own.items() if names[key] in series}
    known[str(AS_PRINTED)] = PRINTED
    free = cycle(colour for colour in PALETTE if colour not in known.values())
    return [known.get(one) or next(free) for one in series]


def _words(row: object, one_series: bool) -> str:
    series = "" if one_series or row.series in row.row else f", {row.series}"
    return f"{row.row}{series}: {row.text.removesuffix('.')}."
