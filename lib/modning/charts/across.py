"""Many municipalities in one chart: how they are spread in each row, the ends by name."""

from collections.abc import Sequence
from typing import Any

import altair as alt
import pandas as pd

from modning.charts.reader import LABELS, place_name, so_many
from slicebook.programme import ALL
from slicebook.shown.house import MUTED, PALETTE, PERCENT, WIDTH, Chart
from slicebook.text import Message, _, quantity

ROW = 46
_ACROSS = _(
    "Dot: all together. Line: from the lowest to the highest of the municipalities shown, {n} at "
    "most; its thick part is the middle half of them."
)
_ENDS = _("{least} ({first}) to {most} ({last})")
# What a caption says where some stand for many.
OF_MANY = _("(Of {n}, the lowest, the quartiles and the highest.)")
_HEADINGS = _(
    "Row|All together|Lowest|Lowest in|Lower quartile|Median|Upper quartile|Highest|Highest in"
    "|Municipalities"
)


def examples(ranked: Sequence[Any]) -> list[Any]:
    """Return the lowest, the quartiles and the highest of many that are ranked."""
    return [ranked[round(at * (len(ranked) - 1) / 4)] for at in range(5)]


def across(
    rows: pd.DataFrame,
    order: Sequence[str],
    unit: str,
    caption: Message | str,
    axis: alt.X | None = None,
) -> Chart:
    """Draw how the `value` of each `group` is spread over municipalities, groups in an order.

    Rows of all of them together are the dots. A value that is missing is not shown. Without an
    `axis`, one of per cent from nought.
    """
    data = _spread(rows.dropna(subset="value").astype({"value": float}), unit)
    data = data.reindex([group for group in order if group in data.index])
    caption = f"{caption} {_ACROSS.format(n=int(data['n'].max()))}"
    words = (
        ": ".join(filter(None, (group, ", ".join(filter(None, (row.told, row.ends))))))
        for group, row in zip(data.index, data.itertuples(), strict=True)
    )
    columns = ["whole", "least", "first", "lower", "median", "upper", "most", "last", "n"]
    table = data[columns].rename_axis("group").reset_index()
    return Chart(
        chart=_drawn(data.rename_axis("group").reset_index(), axis or _percent()),
        caption=caption,
        alt=f"{caption} {'; '.join(words)}.",
        table=table.set_axis(str(_HEADINGS).split("|"), axis=1),
    )


def _spread(rows: pd.DataFrame, unit: str) -> pd.DataFrame:
    """Return a row a group: `whole`, the ends and who has them, quarters, and `n` of places."""
    rows = rows.assign(value=rows["value"].round(1))
    told = {group: _row(one, unit) for group, one in rows.groupby("group", sort=False)}
    return pd.DataFrame.from_dict(told, orient="index")


def _row(rows: pd.DataFrame, unit: str) -> dict[str, object]:
    places = rows[rows["municipality"] != ALL]
    whole = rows.loc[rows["municipality"] == ALL, "value"]
    quarters = places["value"].quantile([0, 0.25, 0.5, 0.75, 1]).round(1)
    row = dict(zip(("least", "lower", "median", "upper", "most"), quarters, strict=True))
    row |= {"whole": whole.max(), "n": len(places), "first": "", "last": "", "ends": ""}
    row["told"] = "" if whole.empty else quantity(row["whole"], unit)
    if row["n"]:
        row |= {"first": _at(places, row["least"]), "last": _at(places, row["most"])}
        ends = {end: quantity(row[end], unit) for end in ("least", "most")}
        same = row["least"] == row["most"]
        row["ends"] = f"{ends['least']} ({row['first']})" if same else _ENDS.format(**row | ends)
    return row


def _percent() -> alt.X:
    return alt.X(title=str(PERCENT), scale=alt.Scale(domainMin=0))


def _at(places: pd.DataFrame, value: float) -> str:
    """Return the municipality that has a value, or how many have."""
    there = places.loc[places["value"] == value, "municipality"]
    return place_name(there.iloc[0]) if len(there) == 1 else so_many(len(there))


def _drawn(data: pd.DataFrame, axis: alt.X) -> alt.TopLevelMixin:
    base = alt.Chart(data).encode(
        y=alt.Y("group:N", sort=list(data["group"]), title=None, axis=alt.Axis(labelLimit=LABELS))
    )
    axis.shorthand = "least:Q"
    line = base.mark_rule(strokeWidth=2).encode(x=axis, x2=alt.X2("most:Q"))
    half = base.mark_rule(strokeWidth=10, color=PALETTE[5])
    whole = base.transform_filter("isValid(datum.whole)").encode(x=alt.X("whole:Q"))
    ends = base.mark_text(align="left", dy=16, fontSize=10, color=MUTED)
    return alt.layer(
        line,
        half.encode(x=alt.X("lower:Q"), x2=alt.X2("upper:Q")),
        whole.mark_circle(size=90, color=PALETTE[0], opacity=1),
        whole.mark_text(dy=-13, fontSize=11).encode(text=alt.Text("told:N")),
        ends.encode(x=alt.value(0), text=alt.Text("ends:N")),
        width=WIDTH - LABELS // 2,
        height=alt.Step(ROW),
    )
