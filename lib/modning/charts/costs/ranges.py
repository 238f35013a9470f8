"""Ranges as bars from low to high, one under the other, with both ends written."""

from collections.abc import Iterable, Mapping, Sequence

import altair as alt
import pandas as pd

from modning.charts.costs.bars import HALO, NOTHING, ROW
from modning.costs.comparators import Comparator
from modning.costs.distributions import Unknown
from modning.costs.intervals import Interval
from modning.costs.lines import Line
from modning.costs.phases import grant_per_year, running_total
from modning.costs.printed import printed
from modning.costs.unit_costs import unit_label
from slicebook.shown.house import INK, MUTED, PALETTE, WIDTH, Chart, Notice
from slicebook.shown.view import view
from slicebook.text import _, quantity

FIGURES = {
    "running.wages": _("Wages a year"),
    "running.total": _("Running cost a year"),
    "running.per_course": _("Per course"),
    "running.per_completer": _("Per completer"),
}
COMPUTED = _("Computed")
PRINTED = _("As printed")
ROWS = _("Row")
SERIES = _("Series")
LOW = _("Low")
HIGH = _("High")
TO = _("to")
OVER_COUNT = _("Printed cost over the count")
COUNT_UNSURE = _("With the count's uncertainty")
STAGE_CAPTION = _("Cost per person")
GRANT = _("Grant")
GRANT_CAPTION = _("Running cost and grant a year")
TORNADO = _("Cost per completer when one unknown goes from low to high")

Range = tuple[str, str, float, float]


def range_chart(ranges: Sequence[Range], caption: str, unit: str) -> Chart | Notice:
    """Return ranges as bars from low to high, with both ends written.

    `ranges` are (row, series, low, high) in the order in which they shall stand; a series keeps
    its colour. A range of one number is a dot with one number.
    """
    if not ranges:
        return Notice(str(NOTHING))
    rows = pd.DataFrame(ranges, columns=["row", "series", "low", "high"])
    rows = rows.astype({"low": float, "high": float})
    for end in ("low", "high"):
        rows[f"{end}_text"] = [quantity(round(value), unit) for value in rows[end]]
    one = rows["series"].nunique() == 1
    words = [_words(row, one) for row in rows.itertuples()]
    rows.loc[rows["low_text"] == rows["high_text"], "low_text"] = ""
    headings = [str(name) for name in (ROWS, SERIES, LOW, HIGH)]
    return Chart(
        chart=_draw(rows),
        caption=caption,
        alt=f"{caption}. " + " ".join(words),
        table=rows[["row", "series", "low", "high"]].round(0).set_axis(headings, axis=1),
    )


@view
def beside_printed(figures: pd.DataFrame, names: Sequence[str], caption: str) -> Chart | Notice:
    """Return computed amounts over the report's own, for figures that the report prints."""
    ranges = []
    for row in figures[figures["figure"].isin(names)].itertuples():
        label = str(FIGURES[row.figure])
        report = printed(row.figure, row.municipality)
        ranges.append((label, str(COMPUTED), row.low, row.high))
        ranges.append((label, str(PRINTED), report.low, report.high))
    return range_chart(ranges, caption, "DKK")


@view
def grant_chart(lines: Sequence[Line], volumes: pd.DataFrame) -> Chart | Notice:
    """Return the running cost a year beside the grant a year."""
    cost, grant = running_total(lines), grant_per_year(lines, volumes)
    series = str(GRANT_CAPTION)
    rows = [
        (str(FIGURES["running.total"]), series, cost.low, cost.high),
        (str(GRANT), series, grant.low, grant.high),
    ]
    return range_chart(rows, series, lines[0].currency)


@view
def unit_cost_chart(
    table: pd.DataFrame,
    unit: str,
    caption: str,
    names: Mapping[str, str],
    beside: str | None = None,
) -> Chart | Notice:
    """Return what one of `unit` costs, a row per municipality and year of `unit_costs`.

    Rows without a cost are left out. `names` are the municipalities' names, "all" among them;
    `beside` is a printed figure that is drawn first.
    """
    table = table[(table["unit"] == unit) & table["low"].notna()]
    if table.empty:
        return Notice(str(NOTHING))
    ranges: list[Range] = []
    if beside:
        report = printed(beside)
        ranges.append((str(PRINTED), str(PRINTED), report.low, report.high))
    every = str(_("all years"))
    for row in table.itertuples():
        when = every if row.year == "all" else row.year
        name = names.get(row.municipality, row.municipality)
        ranges.append((f"{name}, {when} (n = {row.n})", name, row.low, row.high))
    return range_chart(ranges, caption, "DKK")


@view
def full_year_chart(
    table: pd.DataFrame, unit: str, names: Mapping[str, str], caption: str
) -> Chart | Notice:
    """Return what one of `unit` cost in `full_year_costs`: printed, and with uncertain counts.

    The report's own range for a completer is drawn first.
    """
    report = printed("running.per_completer")
    ranges = [(str(PRINTED), str(PRINTED), report.low, report.high)]
    for row in table[table["unit"] == unit].itertuples():
        name = f"{names[row.municipality]} (n = {row.n})"
        for series, cost in ((OVER_COUNT, row.printed), (COUNT_UNSURE, row.uncertain)):
            ranges.append((name, str(series), cost.low, cost.high))
    return range_chart(ranges, caption, "DKK")


@view
def stages_chart(table: pd.DataFrame) -> Chart | Notice:
    """Return what one person costs at each step, of one slice of `unit_costs`."""
    rows = [
        (f"{unit_label(row.unit)} (n = {row.n})", str(STAGE_CAPTION), row.low, row.high)
        for row in table[table["low"].notna()].itertuples()
    ]
    return range_chart(rows, str(STAGE_CAPTION), "DKK")


@view
def alternatives_chart(
    comparators: Iterable[Comparator],
    prices: Mapping[str, Interval],
    own: Mapping[str, Interval],
    caption: str,
) -> Chart | Notice:
    """Return the programme's own unit costs over the alternatives' prices, at one price level.

    `prices` gives each comparator's price by its name, `own` the programme's by its label.
    """
    here, there = _("The programme"), _("Alternatives")
    ranges = [(label, str(here), cost.low, cost.high) for label, cost in own.items()]
    for one in comparators:
        price = prices[one.comparator]
        row = f"{one.label} ({one.per})"
        ranges.append((row, str(there), price.low, price.high))
    return range_chart(ranges, caption, "DKK")


@view
def tornado_chart(
    table: pd.DataFrame, unknowns: Sequence[Unknown], centre: float
) -> Chart | Notice:
    """Return `uncertainty.tornado` as bars about the value at the means, the widest on top."""
    if table.empty:
        return Notice(str(NOTHING))
    items = {one.parameter: str(one.item) for one in unknowns}
    rows = pd.DataFrame(
        {
            "row": [items[name] for name in table["parameter"]],
            "series": str(TORNADO),
            "low": table[["at_from", "at_to"]].min(axis=1),
            "high": table[["at_from", "at_to"]].max(axis=1),
        }
    )
    chart = range_chart(list(rows.itertuples(index=False)), str(TORNADO), "DKK")
    line = alt.Chart(pd.DataFrame({"at": [centre]})).mark_rule(color=MUTED, strokeDash=[4, 3])
    layered = chart.chart + line.encode(x=alt.X("at:Q"))
    return Chart(layered, chart.caption, chart.alt, chart.table)


def _draw(rows: pd.DataFrame) -> alt.TopLevelMixin:
    series = list(dict.fromkeys(rows["series"]))
    span = rows["high"].max() - rows["low"].min() or rows["high"].max() or 1
    # Room for the numbers written beside the ends.
    domain = [rows["low"].min() - 0.4 * span, rows["high"].max() + 0.4 * span]
    legend = alt.Legend(symbolType="stroke", symbolStrokeWidth=6) if len(series) > 1 else None
    colours = alt.Scale(domain=series, range=list(PALETTE[: len(series)]))
    bands = int(rows.groupby("row", sort=False)["series"].nunique().max())
    base = alt.Chart(rows).encode(
        y=alt.Y("row:N", sort=None, title=None),
        color=alt.Color("series:N", scale=colours, legend=legend),
    )
    if bands > 1:
        base = base.encode(yOffset=alt.YOffset("series:N", sort=series))
    x = {"axis": None, "scale": alt.Scale(domain=domain, zero=False)}
    low, high = alt.X("low:Q", **x), alt.X("high:Q", **x)
    ink = alt.ColorValue(INK)
    layers = [
        base.mark_rule(strokeWidth=8, strokeCap="round").encode(x=low, x2=alt.X2("high:Q")),
        # A range of one number is a line without length, which print leaves out.
        base.mark_point(size=50, filled=True, opacity=1)
        .encode(x=low)
        .transform_filter("datum.low === datum.high"),
        base.mark_text(align="right", dx=-2 * HALO).encode(
            x=low, text=alt.Text("low_text:N"), color=ink
        ),
        base.mark_text(align="left", dx=2 * HALO).encode(
            x=high, text=alt.Text("high_text:N"), color=ink
        ),
    ]
    height = ROW * bands * rows["row"].nunique()
    return alt.layer(*layers, width=WIDTH * 0.75, height=height)


def _words(row: object, one_series: bool) -> str:
    same = row.low_text == row.high_text
    span = row.low_text if same else f"{row.low_text} {TO} {row.high_text}"
    series = "" if one_series or row.series in row.row else f", {row.series}"
    return f"{row.row}{series}: {span.removesuffix('.')}."
