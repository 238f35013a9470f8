"""Charts of the cost evaluation: lines, ranges, sensitivities and curves."""

from collections.abc import Sequence
from decimal import Decimal

import altair as alt
import pandas as pd

from modning.charts.house import INK, PALETTE, WIDTH, Chart, Notice
from modning.costs.lines import Line
from modning.costs.printed import printed
from modning.costs.running import grant_per_year, running_total
from modning.text import Label, number, quantity

ROW = 30
HALO = 6

_NOTHING = Label("Der er ingen omkostninger at vise.", "There are no costs to show.")
_FIGURES = {
    "running.wages": Label("Løn om året", "Wages a year"),
    "running.total": Label("Drift om året", "Running cost a year"),
    "running.per_course": Label("Pr. forløb", "Per course"),
    "running.per_completer": Label("Pr. gennemført", "Per completer"),
}
_COLUMNS = {
    "item": Label("Post", "Item"),
    "activity": Label("Aktivitet", "Activity"),
    "hours": Label("Timer", "Hours"),
    "share": Label("Andel (%)", "Share (%)"),
    "low": Label("Lav", "Low"),
    "high": Label("Høj", "High"),
    "amount": Label("Beløb", "Amount"),
}


def hours_chart(table: pd.DataFrame, language: str) -> Chart | Notice:
    """Return bars of the hours each line of `totals.share_table` takes, the largest first."""
    hours = table[table["unit"] == "hours"]
    if hours.empty:
        return Notice(_NOTHING[language])
    total = sum(hours["quantity"])
    rows = _bars(hours["item"], hours["quantity"], "hours", language)
    return Chart(
        chart=_bar_chart(rows),
        caption=Label("Timer om året efter aktivitet", "Hours a year by activity")[language],
        alt=_alt_of_shares(rows, total, Label("timer", "hours")[language], language),
        table=_headed(
            hours.assign(hours=hours["quantity"]), ["item", "activity", "hours"], language
        ),
    )


def amounts_chart(
    table: pd.DataFrame, caption: str, currency: str, language: str
) -> Chart | Notice:
    """Return bars of what each line of `totals.share_table` costs, the largest first.

    A line that is a range is drawn at its middle; the table has both ends.
    """
    if table.empty:
        return Notice(_NOTHING[language])
    middles = [(low + high) / 2 for low, high in zip(table["low"], table["high"], strict=True)]
    rows = _bars(table["item"], middles, currency, language)
    unit = quantity(Decimal(0), currency, language).replace("0", "").strip()
    return Chart(
        chart=_bar_chart(rows),
        caption=caption,
        alt=_alt_of_shares(rows, sum(middles), unit, language),
        table=_headed(table, ["item", "activity", "low", "high", "share"], language),
    )


def range_chart(
    ranges: Sequence[tuple[str, str, float, float]], caption: str, unit: str, language: str
) -> Chart | Notice:
    """Return ranges as bars from low to high, one under the other, with both ends written.

    `ranges` are (row, series, low, high) in the order in which they shall stand; a series keeps
    its colour. A range of one number is a dot.
    """
    if not ranges:
        return Notice(_NOTHING[language])
    rows = pd.DataFrame(ranges, columns=["row", "series", "low", "high"])
    rows = rows.astype({"low": float, "high": float})
    for end in ("low", "high"):
        rows[f"{end}_text"] = [quantity(round(value), unit, language) for value in rows[end]]
    # One number is written once, at the right.
    rows.loc[rows["low"] == rows["high"], "low_text"] = ""
    return Chart(
        chart=_range_chart(rows),
        caption=caption,
        alt=f"{caption}. " + " ".join(_range_words(row, unit, language) for row in ranges),
        table=rows[["row", "series", "low", "high"]].set_axis(
            ["", "", _COLUMNS["low"][language], _COLUMNS["high"][language]], axis=1
        ),
    )


def beside_printed(
    figures: pd.DataFrame, names: Sequence[str], caption: str, language: str
) -> Chart | Notice:
    """Return computed amounts over the report's own, for figures that the report prints."""
    computed, as_printed = Label("Beregnet", "Computed"), Label("Som trykt", "As printed")
    ranges = []
    for row in figures[figures["figure"].isin(names)].itertuples():
        label = _FIGURES[row.figure][language]
        report = printed(row.figure, row.municipality)
        ranges.append((label, computed[language], row.low, row.high))
        ranges.append((label, as_printed[language], report.low, report.high))
    return range_chart(ranges, caption, "DKK", language)


def grant_chart(lines: Sequence[Line], volumes: pd.DataFrame, language: str) -> Chart | Notice:
    """Return the running cost a year beside the grant a year."""
    cost, grant = running_total(lines), grant_per_year(lines, volumes)
    series = Label("Om året", "A year")[language]
    rows = [
        (_FIGURES["running.total"][language], series, cost.low, cost.high),
        (Label("Bevilling", "Grant")[language], series, grant.low, grant.high),
    ]
    caption = Label("Drift og bevilling om året", "Running cost and grant a year")[language]
    return range_chart(rows, caption, lines[0].currency, language)


def _bars(items: pd.Series, values: Sequence, unit: str, language: str) -> pd.DataFrame:
    rows = pd.DataFrame({"item": list(items), "value": [float(value) for value in values]})
    rows["label"] = [quantity(value, unit, language) for value in rows["value"]]
    return rows.sort_values("value", ascending=False, kind="stable", ignore_index=True)


def _bar_chart(rows: pd.DataFrame) -> alt.TopLevelMixin:
    base = alt.Chart(rows).encode(
        y=alt.Y("item:N", sort=list(rows["item"]), title=None),
        x=alt.X("value:Q", axis=None, scale=alt.Scale(domainMin=0)),
    )
    bars = base.mark_bar(color=PALETTE[0], height={"band": 0.7})
    labels = base.mark_text(align="left", dx=HALO).encode(text="label:N")
    return (bars + labels).properties(width=WIDTH * 0.6, height=ROW * len(rows))


def _range_chart(rows: pd.DataFrame) -> alt.TopLevelMixin:
    series = list(dict.fromkeys(rows["series"]))
    span = rows["high"].max() - rows["low"].min() or 1
    # Room for the numbers written beside the ends.
    domain = [rows["low"].min() - 0.4 * span, rows["high"].max() + 0.4 * span]
    base = alt.Chart(rows).encode(
        y=alt.Y("row:N", sort=None, title=None),
        yOffset=alt.YOffset("series:N", sort=series),
        color=alt.Color(
            "series:N",
            scale=alt.Scale(domain=series, range=list(PALETTE[: len(series)])),
            legend=alt.Legend(symbolType="stroke", symbolStrokeWidth=6)
            if len(series) > 1
            else None,
        ),
    )
    x = {"axis": None, "scale": alt.Scale(domain=domain, zero=False)}
    bars = base.mark_rule(strokeWidth=8, strokeCap="round").encode(
        x=alt.X("low:Q", **x), x2="high:Q"
    )
    low = base.mark_text(align="right", dx=-2 * HALO).encode(
        x=alt.X("low:Q", **x), text="low_text:N", color=alt.value(INK)
    )
    high = base.mark_text(align="left", dx=2 * HALO).encode(
        x=alt.X("high:Q", **x), text="high_text:N", color=alt.value(INK)
    )
    bands = rows.groupby("row", sort=False)["series"].nunique().max()
    height = ROW * bands * rows["row"].nunique()
    return (bars + low + high).properties(width=WIDTH * 0.8, height=int(height))


def _range_words(row: tuple[str, str, float, float], unit: str, language: str) -> str:
    name, series, low, high = row
    to = Label("til", "to")[language]
    ends = [quantity(round(float(value)), unit, language) for value in (low, high)]
    span = ends[0] if low == high else f"{ends[0]} {to} {ends[1]}"
    return f"{name}, {series}: {span}."


def _alt_of_shares(rows: pd.DataFrame, total: Decimal, unit: str, language: str) -> str:
    first, last = rows.iloc[0], rows.iloc[-1]
    whole = number(float(total), language)
    words = Label(
        f"Søjler for {len(rows)} poster, i alt {whole} {unit}; størst er {first['item']} med "
        f"{first['label']}, mindst er {last['item']} med {last['label']}.",
        f"Bars of {len(rows)} items, {whole} {unit} in all; the largest is {first['item']} with "
        f"{first['label']}, the smallest {last['item']} with {last['label']}.",
    )
    return words[language]


def _headed(table: pd.DataFrame, columns: list[str], language: str) -> pd.DataFrame:
    """Return the columns with the reader's headings and plain floats for exact decimals."""
    plain = table[columns].map(lambda value: float(value) if isinstance(value, Decimal) else value)
    return plain.set_axis([_COLUMNS[name][language] for name in columns], axis=1)
