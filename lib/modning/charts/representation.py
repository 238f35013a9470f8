"""Those who made contact against those who take part, as standardised differences."""

from collections.abc import Mapping

import altair as alt
import pandas as pd

from modning.charts.notes import with_basis
from modning.charts.reader import LABELS, Reader, reader
from modning.representation import BALANCE, FEATURES, is_unbalanced
from slicebook.shown.house import MUTED, PALETTE, WIDTH, Chart, Notice, coloured_if, nothing
from slicebook.shown.view import view
from slicebook.text import _, number
from surveys.disclosure import why_not_as_counted

_CAPTION = _(
    "Participants less registered, standardised difference with 95% interval; the grey band is "
    "balance (at most {balance}). At the right: per cent registered → per cent participating. "
    "n: registered → participating, above each panel."
)
_AXIS = _("Standardised difference")
_HEADINGS = _("What|Answer|Registered, %|Participating, %|Standardised difference|95% from|95% to")


@view
def representation_chart(
    table: pd.DataFrame, labels: Mapping[tuple[str, str], str]
) -> Chart | Notice:
    """Draw a table of `representation.compare`; rows with few answers are left out.

    Blue: beyond balance and beyond chance; grey: not.
    """
    to = reader()
    few = table[["n_registered", "n_participating"]].min(axis=1) < to.programme.threshold
    rows = table[~few & table["d_low"].notna()]
    hidden = bool((~table["shown"] & ~few).any())
    if rows.empty:
        return nothing(table[["n_registered", "n_participating"]].min(axis=1).max())
    rows = rows.assign(
        label=[labels[row.feature, row.answer] for row in rows.itertuples()],
        panel=rows["feature"].map(_titles(rows)),
        clear=is_unbalanced(rows),
        text=[
            f"{number(row.registered)} → {number(row.participating)}" for row in rows.itertuples()
        ],
    ).astype(dict.fromkeys(["standardised", "d_low", "d_high"], float))
    caption = to.say(
        _CAPTION,
        balance=number(BALANCE, 1),
    )
    caption += why_not_as_counted(not hidden)
    words = [
        f"{row.panel}, {row.label} {number(row.standardised, 2)} ({row.text})"
        for row in rows.itertuples()
    ]
    columns = ["panel", "label", "registered", "participating", "standardised", "d_low", "d_high"]
    return Chart(
        chart=_panels(rows, to),
        caption=with_basis(caption, "registration", "violence"),
        alt=f"{_AXIS}. " + "; ".join(words) + ".",
        table=rows[columns].round(2).set_axis(str(_HEADINGS).split("|"), axis=1),
    )


def _titles(rows: pd.DataFrame) -> dict[str, str]:
    """Return each feature's heading: its name and how many answered, in both groups."""
    return {
        feature: f"{FEATURES[feature]} (n = "
        f"{_span(group['n_registered'])} → {_span(group['n_participating'])})"
        for feature, group in rows.groupby("feature", sort=False)
    }


def _span(counts: pd.Series) -> str:
    ends = dict.fromkeys(number(n) for n in (counts.min(), counts.max()))
    return "–".join(ends)


def _panels(rows: pd.DataFrame, to: Reader) -> alt.TopLevelMixin:
    low, high = min(rows["d_low"].min(), -0.2), max(rows["d_high"].max(), 0.2)
    domain = [low - 0.05, high + 0.2 * (high - low)]
    panels = list(dict.fromkeys(rows["panel"]))
    data = rows[["panel", "label", "standardised", "d_low", "d_high", "clear", "text"]]
    charts = [
        _panel(data[data["panel"] == panel], domain, panel == panels[-1], to) for panel in panels
    ]
    return alt.vconcat(*charts, spacing=14)


def _panel(data: pd.DataFrame, domain: list[float], is_last: bool, to: Reader) -> alt.TopLevelMixin:
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
        base.mark_rule(strokeWidth=2).encode(
            x=alt.X("d_low:Q", scale=scale), x2=alt.X2("d_high:Q")
        ),
        base.mark_circle(size=70, opacity=1).encode(x=x),
        base.mark_text(align="left", dx=6).encode(x=alt.X("d_high:Q"), text=alt.Text("text:N")),
        width=WIDTH - LABELS // 2,
        height=alt.Step(22),
        title=alt.TitleParams(data["panel"].iloc[0], anchor="start", fontSize=13),
    )
