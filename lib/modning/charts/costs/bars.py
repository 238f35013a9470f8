"""Horizontal bars of cost lines, the largest first, each with its number."""

from collections.abc import Sequence

import altair as alt
import pandas as pd

from modning.costs.lines import shares
from modning.costs.ranges import spread
from slicebook.shown.house import PALETTE, WIDTH, Chart, Finding, Notice
from slicebook.shown.view import view
from slicebook.text import Message, _, quantity

ROW = 30
HALO = 6

NOTHING = _("There is nothing to show here.")
HOURS = _("Hours a year by activity")
COLUMNS = {
    "item": _("Item"),
    "activity": _("Activity"),
    "number": _("Hours"),
    "share": _("Share (%)"),
    "low": _("Low ({currency})"),
    "high": _("High ({currency})"),
}


@view
def hours_chart(lines: pd.DataFrame, finding: Finding | None = None) -> Chart | Notice:
    """Return bars of the hours that each cost line takes; `finding` is what the book says of it."""
    hours = lines[lines["measure"] == "hours"]
    if hours.empty:
        return Notice(str(NOTHING))
    rows = bars_of(hours["item"], hours["number"], "hours")
    return Chart(
        chart=bar_chart(rows),
        caption=str(HOURS),
        alt=_words(str(HOURS), rows),
        table=_headed(hours, ["item", "activity", "number"], ""),
        finding=finding,
    )


@view
def amounts_chart(
    lines: pd.DataFrame, caption: str, finding: Finding | None = None
) -> Chart | Notice:
    """Return bars of what each cost line costs; `finding` is what the book says of it.

    A line that is a range is drawn at its middle; the table has both ends.
    """
    if lines.empty:
        return Notice(str(NOTHING))
    table, currency = spread(lines["amount"]), lines["currency"].iloc[0]
    rows = bars_of(lines["item"], table["value"], currency)
    table = table.assign(item=lines["item"], activity=lines["activity"], share=shares(lines))
    return Chart(
        chart=bar_chart(rows),
        caption=caption,
        alt=_words(caption, rows),
        table=_headed(table, ["item", "activity", "low", "high", "share"], currency),
        finding=finding,
    )


@view
def share_chart(
    items: Sequence[str],
    shares: Sequence[float],
    caption: str,
    finding: Finding | None = None,
) -> Chart | Notice:
    """Return bars of shares of a whole, such as each unknown's of the uncertainty, in percent.

    `finding` is what the book says of it.
    """
    if not len(items):
        return Notice(str(NOTHING))
    rows = bars_of(items, shares, "percent")
    table = rows[["item", "value"]].round(1)
    return Chart(
        chart=bar_chart(rows),
        caption=caption,
        alt=_words(caption, rows),
        table=table.set_axis([str(COLUMNS["item"]), str(COLUMNS["share"])], axis=1),
        finding=finding,
    )


def bars_of(items: Sequence[str], values: Sequence[float], unit: str) -> pd.DataFrame:
    """Return the bars, the largest first: `item`, `value` and the `label` written at its end.

    Lines of one item, as several places have it, are one bar.
    """
    rows = pd.DataFrame(
        {"item": list(map(str, items)), "value": [float(value) for value in values]}
    )
    rows = rows.groupby("item", sort=False, as_index=False).sum()
    rows["label"] = [quantity(round(value), unit) for value in rows["value"]]
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


def _headed(table: pd.DataFrame, columns: list[str], currency: str) -> pd.DataFrame:
    """Return the columns with the reader's headings and plain floats for exact decimals."""
    plain = table[columns].map(_plain)
    headings = [str(COLUMNS[name]).format(currency=currency) for name in columns]
    return plain.set_axis(headings, axis=1)


def _plain(value: object) -> object:
    if isinstance(value, str | Message):
        return str(value)
    if pd.isna(value):
        return None
    number = round(float(value), 1)
    return int(number) if number.is_integer() else number
