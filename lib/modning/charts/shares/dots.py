"""Differences of shares between municipalities, with intervals."""

from collections.abc import Mapping, Sequence

import altair as alt
import pandas as pd
from babel.lists import format_list

from modning.charts.reader import LABELS, place_name, with_n
from modning.charts.shares.captions import ANSWER, HIGH, LOW, drawn_alike, not_compared, source
from modning.shares import Tally
from slicebook.programme import load_programme
from slicebook.shown.house import (
    MUTED,
    NO_PAIR,
    PALETTE,
    WIDTH,
    Chart,
    Finding,
    Notice,
    coloured_if,
    intervals,
    nothing,
)
from slicebook.shown.view import view
from slicebook.slices import SIDE_BY_SIDE
from slicebook.text import _, number, spoken

_DIFFERENCES = _("{question}: {pairs} in percentage points, with 95% intervals.")
_BETWEEN = _(
    "{question}: differences in percentage points between {places}, each less those named after "
    "it, with 95% intervals."
)
_FURTHEST = _(
    "{question}: for each answer the two municipalities furthest apart of those shown, in "
    "percentage points, with 95% intervals."
)
_LESS = _("{first} less {second}")
_POINTS = _("Percentage points")
_PAIR = _("Difference between")


@view
def difference_dots(tally: Tally) -> Chart | Notice:
    """Draw the difference of each answer between two municipalities, with Newcombe intervals.

    Differences that chance alone could give (the interval holds 0) are grey. A programme of
    several municipalities has a line for each pair; of many, one for the two furthest apart.
    """
    pairs = tally.differences()
    if len(pairs) and pairs["n"].isna().all():
        return Notice(not_compared(drawn_alike(tally)).strip())
    enough = pairs[pairs["n"] >= load_programme().threshold]
    table = enough[enough["shown"]]
    if table.empty:
        alone = tally.n > 0 and not (pairs["n"] > 0).any()
        return Notice(str(NO_PAIR)) if alone else nothing(pairs["n"].max())
    labels = {option.id: str(option.label) for option in tally.item.options}
    rows = table.assign(
        label=table["answer"].map(labels),
        pair=[
            _LESS.format(first=place_name(row.first), second=place_name(row.second))
            for row in table.itertuples()
        ],
    ).astype({"difference": float, "low": float, "high": float})
    several = rows["pair"].nunique() > 1
    rows["text"] = [
        " ".join([_signed(row.difference), *([row.pair] if several else [])])
        for row in rows.itertuples()
    ]
    rows["clear"] = (rows["low"] > 0) | (rows["high"] < 0)
    pairs = list(dict.fromkeys(rows["pair"]))
    question = str(tally.item.question)
    caption = _compared(question, table, tally)
    order = list(rows.groupby("label")["difference"].first().sort_values(ascending=False).index)
    ranked = rows.sort_values("label", key=lambda labels: labels.map(order.index), kind="stable")
    return Chart(
        chart=_dots(rows, order, pairs),
        caption=source(
            f"{caption}{not_compared(drawn_alike(tally))}",
            tally.form,
            tally.item.id,
            [],
            enough["shown"],
        ),
        alt=f"{caption} {_words_of_dots(ranked)}",
        table=_table_of_dots(ranked),
        finding=_apart(tally, labels),
    )


def _apart(tally: Tally, labels: Mapping[str, str]) -> Finding:
    """Return which answer the municipalities lie furthest apart on, as recorded figures tell."""
    return Finding("apart", {
        f"{tally.name}.{row.answer}.{row.first}_less_{row.second}": {
            "label": labels[row.answer],
            "first": place_name(row.first),
            "second": place_name(row.second),
        }
        for row in tally.differences().itertuples()
    })  # fmt: skip


def _compared(question: str, pairs: pd.DataFrame, tally: Tally) -> str:
    """Return in words which municipalities are compared, each once, with how many answered."""
    n = tally.by_municipality().groupby("municipality")["n"].max()
    there = {*pairs["first"], *pairs["second"]}
    if len(tally.municipalities) > SIDE_BY_SIDE:
        return _FURTHEST.format(question=question)
    places = [
        with_n(place_name(key), n[key]) for key in load_programme().municipalities if key in there
    ]
    if len(places) == 2:
        pairs = _LESS.format(first=places[0], second=places[1])
        return _DIFFERENCES.format(question=question, pairs=pairs)
    return _BETWEEN.format(question=question, places=format_list(places, locale=spoken()))


def _dots(rows: pd.DataFrame, order: Sequence[str], pairs: Sequence[str]) -> alt.TopLevelMixin:
    base = alt.Chart(rows[["label", "pair", "difference", "low", "high", "text", "clear"]]).encode(
        y=alt.Y("label:N", sort=list(order), title=None, axis=alt.Axis(labelLimit=LABELS)),
        color=coloured_if("datum.clear", PALETTE[0], MUTED),
    )
    if len(pairs) == 1 or not rows["label"].is_unique:
        base = base.encode(yOffset=alt.YOffset("pair:N", sort=list(pairs)))
    # Room at the right for the number beside the longest interval, and for the pair's names.
    low, high = min(0.0, rows["low"].min()), max(0.0, rows["high"].max())
    ends = [low, high + (8 if len(pairs) == 1 else 0.4 * (high - low))]
    x = alt.X("difference:Q", title=str(_POINTS), scale=alt.Scale(domain=ends))
    nought = alt.Chart(pd.DataFrame({"x": [0]})).mark_rule(strokeDash=[3, 3]).encode(x=alt.X("x:Q"))
    return alt.layer(
        nought,
        intervals(base),
        base.mark_circle(size=80, opacity=1).encode(x=x),
        base.mark_text(align="left", dx=6).encode(x=alt.X("high:Q"), text=alt.Text("text:N")),
        width=WIDTH - LABELS // 2,
        height=alt.Step(26),
    )


def _signed(value: float) -> str:
    whole = round(value)
    return ("+" if whole > 0 else "") + number(whole)


def _words_of_dots(ranked: pd.DataFrame) -> str:
    return "; ".join(
        f"{row.label} {row.text} ({number(row.low)}; {number(row.high)})"
        for row in ranked.itertuples()
    )


def _table_of_dots(ranked: pd.DataFrame) -> pd.DataFrame:
    table = ranked[["label", "pair", "difference", "low", "high"]].round(1)
    headings = (ANSWER, _PAIR, _POINTS, LOW, HIGH)
    return table.set_axis([str(heading) for heading in headings], axis=1)
