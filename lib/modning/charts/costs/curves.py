"""Curves on which a place finds itself: acceptability, break-even, payback, scale."""

from collections.abc import Mapping, Sequence

import altair as alt
import pandas as pd

from modning.charts.costs.bars import NOTHING
from slicebook.shown.house import INK, MUTED, PALETTE, WIDTH, Chart, Notice
from slicebook.shown.view import view
from slicebook.text import _, number, quantity, spoken

HEIGHT = 300
LINE = 16
INHABITANTS = _("Inhabitants")
COST = _("DKK per completer")
WEEKS = _("Weeks from one course's start to the next")
COMPLETERS = _("Completers a year")
PREVENTED = _("Stays prevented a year")
NO_DEMAND = _("No place here has enough forms to tell how many would come.")


@view
def acceptability_chart(curve: pd.DataFrame) -> Chart | Notice:
    """Return the probability that the cost per completer is at or below each amount."""
    name = str(_("Probability"))
    rows = curve.rename(columns={"amount": "x", "probability": "y"}).assign(series=name)
    rows["y"] = 100 * rows["y"]
    caption = str(_("Probability that the cost per completer is at most the amount shown"))
    titles = str(COST), str(_("Probability (%)"))
    return _curve(rows, caption, titles)


@view
def break_even_chart(
    table: pd.DataFrame,
    names: Mapping[str, str],
    places: Mapping[str, float],
) -> Chart | Notice:
    """Return the share of completers who must each be spared a stay, by how many complete.

    `table` is `break_even.share_needed`, `names` the labels of its prices; `places` are marked on
    the axis by how many complete there.
    """
    rows = table.assign(
        x=table["persons"],
        y=(table["low"] + table["high"]) / 2,
        series=[names[name] for name in table["name"]],
    )
    caption = str(_("Share of completers who must each be spared one stay"))
    titles = str(COMPLETERS), str(_("Share (%)"))
    return _curve(rows, caption, titles, places, 100)


@view
def payback_chart(tables: Mapping[str, pd.DataFrame], most: float = 10) -> Chart | Notice:
    """Return the years until the start-up is paid back, one curve a price.

    `tables` maps a price's label to its `break_even.payback_years`; paybacks of more than `most`
    years are not drawn.
    """
    parts = [
        table[table["years"] <= most]
        .rename(columns={"prevented": "x", "years": "y"})
        .assign(series=name)
        for name, table in tables.items()
    ]
    rows = pd.concat(parts) if parts else pd.DataFrame(columns=["x", "y", "series"])
    caption = str(_("Years until the start-up is paid back"))
    titles = str(PREVENTED), str(_("Years"))
    return _curve(rows, caption, titles)


@view
def size_chart(table: pd.DataFrame, places: Mapping[str, float]) -> Chart | Notice:
    """Return the cost per completer by inhabitants, one curve a demand of `scale_table`."""
    if table.empty:
        return Notice(str(NO_DEMAND))
    rows = table.assign(x=table["inhabitants"], y=table["cost"], series=_asking(table))
    caption = str(_("Cost per completer by size of the catchment"))
    return _curve(rows, caption, (str(INHABITANTS), str(COST)), places)


@view
def waiting_chart(table: pd.DataFrame, places: Mapping[str, float], most: float) -> Chart | Notice:
    """Return the weeks between starts by inhabitants; `most` is the longest that is acceptable."""
    if table.empty:
        return Notice(str(NO_DEMAND))
    rows = table.assign(x=table["inhabitants"], y=table["weeks"], series=_asking(table))
    caption = str(_("Weeks between two courses' starts by size of the catchment"))
    titles = str(INHABITANTS), str(WEEKS)
    return _curve(rows, caption, titles, places, most)


@view
def volume_chart(table: pd.DataFrame) -> Chart | Notice:
    """Return the cost per completer by courses a year, one curve a group size.

    `table` has the columns `courses`, `size` and `cost`.
    """
    each = str(_("{} in a group"))
    rows = table.assign(
        x=table["courses"],
        y=table["cost"],
        series=[each.format(number(size)) for size in table["size"]],
    )
    caption = str(_("Cost per completer by courses and group size"))
    titles = str(_("Courses a year")), str(COST)
    return _curve(rows, caption, titles)


def _asking(table: pd.DataFrame) -> list[str]:
    name = str(_("Demand as {}"))
    return [name.format(one) for one in table["name"]]


def axis(title: str, **options: object) -> alt.Axis:
    """Return an axis whose numbers carry the language's thousands mark."""
    text = "format(datum.value, ',.0f')"
    if spoken() == "da":
        text = f"replace({text}, /,/g, '.')"
    return alt.Axis(title=title, labelExpr=text, tickCount=6, grid=True, **options)


def _curve(
    rows: pd.DataFrame,
    caption: str,
    titles: tuple[str, str],
    places: Mapping[str, float] | None = None,
    rule: float | None = None,
) -> Chart | Notice:
    rows = rows[rows["y"].notna() & (rows["y"].abs() != float("inf"))]
    if rows.empty:
        return Notice(str(NOTHING))
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
    )


def _lines(rows: pd.DataFrame, titles: tuple[str, str]) -> Sequence[alt.TopLevelMixin]:
    """Draw the curves, each named at its right end, or in a legend where the ends meet."""
    series = list(dict.fromkeys(rows["series"]))
    ends = rows.sort_values("x", kind="stable").groupby("series", sort=False).tail(1)
    named = len(series) > 1 and _apart(ends["y"], rows["y"].max())
    stroke = alt.Legend(symbolType="stroke", symbolStrokeWidth=4)
    legend = stroke if len(series) > 1 and not named else None
    x = alt.X("x:Q", axis=axis(titles[0]), scale=alt.Scale(nice=False))
    y = alt.Y("y:Q", axis=axis(titles[1]), scale=alt.Scale(domainMin=0))
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
