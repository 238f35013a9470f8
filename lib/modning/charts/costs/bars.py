"""Horizontal bars of cost lines, the largest first, each with its number."""

from collections.abc import Sequence
from decimal import Decimal

import altair as alt
import pandas as pd

from slicebook.shown.house import PALETTE, WIDTH, Chart, Notice
from slicebook.text import Label, quantity

ROW = 30
HALO = 6

NOTHING = Label("Der er ingen omkostninger at vise.", "There are no costs to show.")
HOURS = Label("Timer om året efter aktivitet", "Hours a year by activity")
SHARES = Label(
    "Andel af usikkerheden i udgiften pr. gennemført",
    "Share of the uncertainty in the cost per completer",
)
COLUMNS = {
    "item": Label("Post", "Item"),
    "activity": Label("Aktivitet", "Activity"),
    "hours": Label("Timer", "Hours"),
    "share": Label("Andel (%)", "Share (%)"),
    "low": Label("Lav (kr.)", "Low (DKK)"),
    "high": Label("Høj (kr.)", "High (DKK)"),
}


def hours_chart(table: pd.DataFrame, language: str) -> Chart | Notice:
    """Return bars of the hours each line of `totals.share_table` takes."""
    hours = table[table["unit"] == "hours"]
    if hours.empty:
        return Notice(NOTHING[language])
    rows = bars_of(hours["item"], hours["quantity"], "hours", language)
    hours = hours.assign(hours=hours["quantity"])
    return Chart(
        chart=bar_chart(rows),
        caption=HOURS[language],
        alt=_words(HOURS[language], rows),
        table=_headed(hours, ["item", "activity", "hours"], language),
    )


def amounts_chart(
    table: pd.DataFrame, caption: str, currency: str, language: str
) -> Chart | Notice:
    """Return bars of what each line of `totals.share_table` costs.

    A line that is a range is drawn at its middle; the table has both ends.
    """
    if table.empty:
        return Notice(NOTHING[language])
    middles = [(low + high) / 2 for low, high in zip(table["low"], table["high"], strict=True)]
    rows = bars_of(table["item"], middles, currency, language)
    return Chart(
        chart=bar_chart(rows),
        caption=caption,
        alt=_words(caption, rows),
        table=_headed(table, ["item", "activity", "low", "high", "share"], language),
    )


def share_chart(items: Sequence[str], shares: Sequence[float], language: str) -> Chart | Notice:
    """Return bars of how much of the uncertainty each unknown explains, in percent."""
    if not len(items):
        return Notice(NOTHING[language])
    rows = bars_of(items, shares, "percent", language)
    table = rows[["item", "value"]].round(1)
    return Chart(
        chart=bar_chart(rows),
        caption=SHARES[language],
        alt=_words(SHARES[language], rows),
        table=table.set_axis([COLUMNS["item"][language], COLUMNS["share"][language]], axis=1),
    )


def bars_of(
    items: Sequence[str], values: Sequence[float], unit: str, language: str
) -> pd.DataFrame:
    """Return the bars, the largest first: `item`, `value` and the `label` written at its end."""
    rows = pd.DataFrame({"item": list(items), "value": [float(value) for value in values]})
    rows["label"] = [quantity(round(value), unit, language) for value in rows["value"]]
    return rows.sort_values("value", ascending=False, kind="stable", ignore_index=True)


def bar_chart(rows: pd.DataFrame) -> alt.TopLevelMixin:
    """Draw `bars_of` without an axis: the numbers are written."""
    base = alt.Chart(rows).encode(
        y=alt.Y("item:N", sort=list(rows["item"]), title=None),
        x=alt.X("value:Q", axis=None, scale=alt.Scale(domainMin=0)),
    )
    bars = base.mark_bar(color=PALETTE[0], height={"band": 0.7})
    labels = base.mark_text(align="left", dx=HALO).encode(text=alt.Text("label:N"))
    return alt.layer(bars, labels, width=WIDTH * 0.6, height=ROW * len(rows))


def _words(caption: str, rows: pd.DataFrame) -> str:
    items = "; ".join(f"{row.item} {row.label}" for row in rows.itertuples())
    return f"{caption}: {items.removesuffix('.')}."


def _headed(table: pd.DataFrame, columns: list[str], language: str) -> pd.DataFrame:
    """Return the columns with the reader's headings and plain floats for exact decimals."""
    plain = table[columns].map(_plain)
    return plain.set_axis([COLUMNS[name][language] for name in columns], axis=1)


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return round(value, 1) if isinstance(value, float) else value
