"""Shares as bars beside each other, with intervals."""

from collections.abc import Sequence

import altair as alt
import pandas as pd

from modning.between import alike, are_many, by_place
from modning.charts.across import across
from modning.charts.reader import LABELS, place_name, series_colour, told, with_n
from modning.charts.shares.captions import (
    ANSWER,
    HIGH,
    LOW,
    SHARES_OF_MANY,
    TOGETHER,
    commonest,
    enough,
    source,
)
from modning.register import says_little
from modning.shares import Tally
from slicebook.programme import ALL
from slicebook.shown.house import (
    INK,
    PERCENT,
    WIDTH,
    Chart,
    Notice,
    intervals,
    nothing,
    titled,
)
from slicebook.shown.view import view
from slicebook.text import NONE, WITHHELD, _

BAR = 17
GAP = 9
_SHARES = _("{question}: share of those who answered, with 95% intervals.")
_SEVERAL = _("Several answers possible.")


@view
def share_bars(tally: Tally) -> Chart | Notice:
    """Draw the share of each answer, municipalities beside each other, with Wilson intervals.

    Answers stand by size, or of an ordered question in the form's order. Municipalities with few
    answers are left out and named in the caption. Of many municipalities, how they are spread.
    """
    drawn = alike(tally.form, tally.item.id, tally.cells)
    table = by_place(tally, drawn)
    rows, withheld = enough(table)
    if rows.empty:
        return nothing(table["n"].max())
    labels = {option.id: str(option.label) for option in tally.item.options}
    order = [labels[id] for id in _order(tally)]
    rows = rows.assign(
        label=rows["answer"].map(labels),
        series=[with_n(place_name(row.municipality), row.n) for row in rows.itertuples()],
        text=[told(value) for value in rows["percent"]],
    ).astype({"percent": float, "low": float, "high": float})
    many = are_many(table.loc[table["n"] > 0, "municipality"])
    caption = (SHARES_OF_MANY if many else _SHARES).format(question=str(tally.item.question))
    if tally.item.type == "multiple":
        caption = f"{caption} {_SEVERAL}"
    if ALL in set(rows["municipality"]) and drawn:
        caption = f"{caption} {TOGETHER}"
    caption = source(caption, tally.form, tally.item.id, withheld, rows["shown"])
    if many:
        spread = rows.rename(columns={"label": "group", "percent": "value"})
        return titled(across(spread, order, "percent", caption), commonest(tally))
    return Chart(
        chart=_bars(rows, order),
        caption=caption,
        alt=_words_of_bars(rows, str(tally.item.question), order),
        table=_table_of_bars(rows, order),
        finding=commonest(tally),
    )


def _order(tally: Tally) -> list[str]:
    ids = list(tally.given.columns)
    if tally.item.ordered:
        return ids
    # Where a withheld share stood among the others would tell of its size.
    share, last = tally.shares().set_index("answer")["percent"].fillna(-1.0), says_little()
    return sorted(ids, key=lambda id: (id in last, -share[id], ids.index(id)))


def _bars(rows: pd.DataFrame, order: Sequence[str]) -> alt.TopLevelMixin:
    series = list(dict.fromkeys(rows["series"]))
    top = min(100.0, float(rows["high"].max()) + 10)
    data = rows[["label", "series", "percent", "low", "high", "text"]]
    # A bar of all municipalities stands where the first of several would.
    place = rows.groupby("label").cumcount()
    data = data.assign(end=data["high"].fillna(0.0), place=place)
    base = alt.Chart(data).encode(
        y=alt.Y("label:N", sort=list(order), title=None, axis=alt.Axis(labelLimit=LABELS)),
        yOffset=alt.YOffset("place:O", sort=sorted(place.unique().tolist())),
    )
    x = alt.X("percent:Q", title=str(PERCENT), scale=alt.Scale(domain=[0, top]))
    colour = alt.Color("series:N", sort=series, scale=series_colour(rows))
    return alt.layer(
        base.mark_bar(opacity=0.85).encode(x=x, color=colour),
        intervals(base, color=INK, strokeWidth=1),
        base.mark_text(align="left", dx=5).encode(x=alt.X("end:Q"), text=alt.Text("text:N")),
        width=WIDTH - LABELS // 2,
        height=len(order) * (BAR * place.nunique() + GAP),
    )


def _words_of_bars(rows: pd.DataFrame, question: str, order: Sequence[str]) -> str:
    parts = []
    for series, group in rows.groupby("series", sort=False):
        texts = group.set_index("label")["text"]
        told = (f"{label} {texts[label]}" for label in order if label in texts)
        parts.append(f"{series}: " + ", ".join(told))
    return f"{question}. " + ". ".join(parts) + "."


def _table_of_bars(rows: pd.DataFrame, order: Sequence[str]) -> pd.DataFrame:
    """Return the numbers drawn: one line an answer, three columns a municipality."""
    columns = {str(ANSWER): list(order)}
    for series, group in rows.groupby("series", sort=False):
        told = group.set_index("label")
        group = told.reindex(list(order))
        lacking = pd.Series(str(WITHHELD), group.index, dtype=object).where(
            group.index.isin(told.index), NONE
        )
        name = series.split(" (")[0]
        headings = (f"{series}, %", f"{name}, {LOW}", f"{name}, {HIGH}")
        for heading, column in zip(headings, ("percent", "low", "high"), strict=True):
            numbers = group[column].round(1).astype(object)
            columns[heading] = numbers.where(group[column].notna(), lacking).tolist()
    return pd.DataFrame(columns)
