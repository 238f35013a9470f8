"""Shares stacked in bars, in panels beside each other: drawn, in words and as a table."""

import json
from collections.abc import Sequence

import altair as alt
import pandas as pd

from modning.charts.reader import LABELS, told
from modning.charts.shares.captions import ANSWER
from modning.charts.shares.levels import Level, is_dark
from slicebook.shown.house import INK, PERCENT, WIDTH, coloured_if
from slicebook.text import NONE, WITHHELD, number

# Smaller shares than this have no room for their number.
WRITTEN = 3


def panels(rows: pd.DataFrame, levels: Sequence[Level], order: Sequence[str]) -> alt.TopLevelMixin:
    """Return the bars of rows with `panel`, `label`, `level`, `percent`, panels side by side."""
    names = [str(level.label) for level in levels]
    colours = [level.colour for level in levels]
    beside = list(dict.fromkeys(rows["panel"]))
    data = rows[["panel", "label", "level", "percent"]].assign(
        text=[number(value) if value >= WRITTEN * len(beside) else "" for value in rows["percent"]],
        place=rows["level"].map(names.index),
        dark=rows["level"].map(dict(zip(names, map(is_dark, colours), strict=True))),
    )
    base = alt.Chart().encode(
        y=alt.Y("label:N", sort=list(order), title=None, axis=alt.Axis(labelLimit=LABELS)),
        order=alt.Order("place:Q"),
    )
    x = alt.X("percent:Q", stack="zero", title=str(PERCENT))
    x = x.scale(domain=[0, 100])
    colour = alt.Color(
        "level:N",
        sort=names,
        scale=alt.Scale(domain=names, range=colours),
        legend=alt.Legend(columns=4, labelLimit=LABELS),
    )
    text = coloured_if("datum.dark", "white", INK)
    # What is withheld has no colour of an answer but a dashed edge.
    apart = f"datum.level === {json.dumps(str(levels[-1].label))}" if levels[-1].hidden else "false"
    dashed = alt.StrokeDashValue([1, 0], condition={"test": apart, "value": [3, 2]})
    bars = base.mark_bar(cornerRadiusEnd=0)
    inside = base.mark_text(fontSize=11)
    return alt.layer(
        bars.encode(x=x, color=colour, stroke=coloured_if(apart, INK, "white"), strokeDash=dashed),
        inside.encode(
            x=x.bandPosition(0.5),
            text=alt.Text("text:N"),
            detail=alt.Detail("level:N"),
            color=text,
        ),
        data=data,
        width=(WIDTH - LABELS // 2) // len(beside),
        height=alt.Step(26),
    ).facet(column=alt.Column("panel:N", sort=beside, title=None))


def words_of_panels(rows: pd.DataFrame, question: str, order: Sequence[str]) -> str:
    """Return the shares in words, panel by panel."""
    parts = []
    for panel, group in rows.groupby("panel", sort=False):
        texts = []
        for label in order:
            levels = group[group["label"] == label]
            shares = ", ".join(f"{r.level.lower()} {told(r.percent)}" for r in levels.itertuples())
            texts.append(f"{label} {shares}")
        parts.append(f"{panel}: " + "; ".join(texts))
    return f"{question}. " + ". ".join(parts) + "."


def table_of_panels(rows: pd.DataFrame, order: Sequence[str]) -> pd.DataFrame:
    """Return the shares as a table: a row a label, a column a level of each panel."""
    several = rows["panel"].nunique() > 1
    rows = rows.sort_values("panel", kind="stable")
    names = rows["panel"] + ", " + rows["level"] if several else rows["level"]
    told = [_interval(row) for row in rows.itertuples()]
    wide = rows.assign(column=names, told=told).pivot(
        index="label", columns="column", values="told"
    )
    wide = wide.loc[list(order), list(dict.fromkeys(names))].fillna(NONE)
    return wide.rename_axis(None, axis=1).rename_axis(str(ANSWER)).reset_index()


def _interval(row: object) -> str:
    """Return a percentage with its 95 % interval, "35 (28–42)"."""
    if pd.isna(row.percent):
        return str(WITHHELD)
    percent, low, high = (number(end) for end in (row.percent, row.low, row.high))
    return f"{percent} ({low}–{high})"
