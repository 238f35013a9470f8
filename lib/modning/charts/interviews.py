"""What findings stand on: how many informants, of which kind, in which municipality."""

from collections.abc import Mapping

import altair as alt
import pandas as pd

from modning.charts.reader import place_name
from modning.interviews import KINDS
from slicebook.programme import ALL, load_programme
from slicebook.shown.house import INK, MUTED, PALETTE, WIDTH, Chart, Notice, coloured_if, says
from slicebook.shown.view import view
from slicebook.text import _

_NOTHING = _("There are no coded interviews.")
_CAPTION = _(
    "What each finding stands on: different informants named by number. + somebody without a "
    "number or several together; all: the report speaks of all of them; ≠ somebody limits the "
    "finding."
)
_UNSAID = _("not said")
_EVERYBODY = _("all")
_FINDING = _("Finding")
_BOTH = _("Told by participants and staff alike: {0} of {1} findings.")
LABELS = 380


@view
def standing_chart(
    table: pd.DataFrame, labels: Mapping[str, str], figures: str = ""
) -> Chart | Notice:
    """Draw a table of `interviews.standing`: a line a finding, a column a kind and municipality.

    `figures` is what the counts of findings were recorded by, for the chart to say what it shows.
    """
    if table.empty:
        return Notice(str(_NOTHING))
    rows = table.assign(
        label=table["finding"].map(labels),
        column=[_column(row.kind, row.municipality) for row in table.itertuples()],
        text=[_mark(row) for row in table.itertuples()],
    )
    elsewhere = [key for key in rows["municipality"] if key not in (ALL, "")]
    columns = [
        column
        for kind in KINDS
        for key in (*dict.fromkeys([*load_programme().municipalities, *elsewhere]), ALL, "")
        if (column := _column(kind, key)) in set(rows["column"])
    ]
    findings = list(dict.fromkeys(rows["label"]))
    wide = rows.pivot(index="label", columns="column", values="text").loc[findings, columns]
    words = [
        f"{label}: " + ", ".join(f"{column} {text}" for column, text in line.dropna().items())
        for label, line in wide.iterrows()
    ]
    return Chart(
        chart=_matrix(rows, findings, columns),
        caption=str(_CAPTION),
        alt=f"{_CAPTION} " + "; ".join(words) + ".",
        table=wide.rename_axis(None, axis=1).rename_axis(str(_FINDING)).reset_index(),
        finding=says(_BOTH, f"{figures}.both_kinds", f"{figures}.findings") if figures else None,
    )


def _column(kind: str, municipality: str) -> str:
    place = place_name(municipality) if municipality else str(_UNSAID)
    return f"{KINDS[kind]}, {place}"


def _mark(row: object) -> str:
    parts = [
        str(row.informants) if row.informants else "",
        "+" if row.unnumbered else "",
        str(_EVERYBODY) if row.everybody else "",
        "≠" if row.qualifies else "",
    ]
    return "".join(parts)


def _matrix(rows: pd.DataFrame, findings: list[str], columns: list[str]) -> alt.TopLevelMixin:
    base = alt.Chart(rows[["label", "column", "informants", "text"]]).encode(
        x=alt.X("column:N", sort=columns, title=None,
                axis=alt.Axis(orient="top", labelAngle=-50, labelLimit=190)),
        y=alt.Y("label:N", sort=findings, title=None,
                axis=alt.Axis(labelLimit=LABELS, labelFontSize=11, grid=True)),
    )  # fmt: skip
    dots = base.mark_circle(opacity=0.9).encode(
        size=alt.Size("informants:Q", legend=None).scale(domain=[0, 3], range=[260, 620]),
        color=coloured_if("datum.informants > 0", PALETTE[5], "#E5E5E5"),
    )
    text = base.mark_text(fontSize=11).encode(
        text=alt.Text("text:N"),
        color=coloured_if("datum.informants > 0", INK, MUTED),
    )
    return alt.layer(dots, text, width=WIDTH - LABELS + 60, height=alt.Step(25))
