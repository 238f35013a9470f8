"""Two groups on what both were asked, as standardised differences."""

import altair as alt
import pandas as pd

from modning.balance import BALANCE, Balance, is_unbalanced
from modning.charts.notes import with_basis
from modning.charts.reader import LABELS
from slicebook.programme import load_programme
from slicebook.shown.house import (
    MUTED,
    PALETTE,
    WIDTH,
    Chart,
    Notice,
    coloured_if,
    intervals,
    nothing,
    says,
)
from slicebook.shown.view import view
from slicebook.tables import headed
from slicebook.text import _, number
from surveys.codebook import load_codebook
from surveys.disclosure import why_withheld

_CAPTION = _(
    "Standardised differences with 95% intervals: {second} less {first}. The grey band is balance "
    "(at most {balance}). At the right: per cent of the first → of the second. n: first → second, "
    "above each panel."
)
_UNBALANCED = _("Clearly out of balance: {0} of the {1} answers compared.")
_AXIS = _("Standardised difference")
_HEADINGS = _("What|Answer|{first}, %|{second}, %|Standardised difference|95% from|95% to")


@view
def balance_chart(found: Balance, figures: str = "") -> Chart | Notice:
    """Draw how two groups differ; rows with few answers are left out.

    Blue: beyond balance and beyond chance; grey: not. `figures` is what its figures were recorded
    by, for the chart to say what it shows.
    """
    table = found.table
    few = table[["n_first", "n_second"]].min(axis=1) < load_programme().threshold
    rows = table[~few & table["low"].notna()]
    hidden = bool((~table["shown"] & ~few).any())
    if rows.empty:
        return nothing(table[["n_first", "n_second"]].min(axis=1).max())
    rows = rows.assign(
        label=[str(found.labels[row.feature, row.answer]) for row in rows.itertuples()],
        panel=rows["feature"].map(_titles(rows, found)),
        clear=is_unbalanced(rows),
        text=[f"{number(row.first)} → {number(row.second)}" for row in rows.itertuples()],
    ).astype(dict.fromkeys(["standardised", "low", "high"], float))
    tallies = next(iter(found.pairs.values()))
    titles = (str(load_codebook()[one.form].title) for one in tallies)
    names = dict(zip(("first", "second"), titles, strict=True))
    caption = _CAPTION.format(balance=number(BALANCE, 1), **names) + why_withheld(not hidden)
    words = [
        f"{row.panel}, {row.label} {number(row.standardised, 2)} ({row.text})"
        for row in rows.itertuples()
    ]
    columns = ["panel", "label", "first", "second", "standardised", "low", "high"]
    last = list(found.pairs.values())[-1][0]
    return Chart(
        chart=_panels(rows),
        caption=with_basis(caption, last.form, last.item.id),
        alt=f"{_AXIS}. " + "; ".join(words) + ".",
        table=headed(rows[columns].round(2), _HEADINGS.format(**names)),
        finding=says(_UNBALANCED, f"{figures}.unbalanced", f"{figures}.compared"),
    )


def _titles(rows: pd.DataFrame, found: Balance) -> dict[str, str]:
    """Return each feature's heading: its name and how many answered, in both groups."""
    return {
        feature: f"{found.titles[feature]} (n = "
        f"{_span(group['n_first'])} → {_span(group['n_second'])})"
        for feature, group in rows.groupby("feature", sort=False)
    }


def _span(counts: pd.Series) -> str:
    ends = dict.fromkeys(number(n) for n in (counts.min(), counts.max()))
    return "–".join(ends)


def _panels(rows: pd.DataFrame) -> alt.TopLevelMixin:
    low, high = min(rows["low"].min(), -0.2), max(rows["high"].max(), 0.2)
    domain = [low - 0.05, high + 0.2 * (high - low)]
    panels = list(dict.fromkeys(rows["panel"]))
    data = rows[["panel", "label", "standardised", "low", "high", "clear", "text"]]
    charts = [_panel(data[data["panel"] == panel], domain, panel == panels[-1]) for panel in panels]
    return alt.vconcat(*charts, spacing=14)


def _panel(data: pd.DataFrame, domain: list[float], is_last: bool) -> alt.TopLevelMixin:
    title = str(_AXIS) if is_last else None
    scale = alt.Scale(domain=domain, nice=False, zero=False)
    x = alt.X("standardised:Q", title=title, scale=scale)
    base = alt.Chart(data).encode(
        y=alt.Y("label:N", sort=list(data["label"]), title=None,
                axis=alt.Axis(labelLimit=LABELS, minExtent=170)),
        color=coloured_if("datum.clear", PALETTE[0], MUTED),
    )  # fmt: skip
    band = alt.Chart(pd.DataFrame({"low": [-BALANCE], "high": [BALANCE]})).mark_rect(
        color="#EDEDED"
    )
    return alt.layer(
        band.encode(x=alt.X("low:Q", scale=scale, title=title), x2=alt.X2("high:Q")),
        intervals(base),
        base.mark_circle(size=70, opacity=1).encode(x=x),
        base.mark_text(align="left", dx=6).encode(x=alt.X("high:Q"), text=alt.Text("text:N")),
        width=WIDTH - LABELS // 2,
        height=alt.Step(22),
        title=alt.TitleParams(data["panel"].iloc[0], anchor="start", fontSize=13),
    )
