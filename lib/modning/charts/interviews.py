"""What findings stand on: how many informants, of which kind, in which municipality."""

from collections.abc import Mapping

import altair as alt
import pandas as pd

from modning.charts.reader import Reader, reader
from modning.interviews import KINDS
from slicebook.programme import ALL
from slicebook.shown.house import INK, MUTED, PALETTE, WIDTH, Chart, Notice, coloured_if
from slicebook.text import Label

_NOTHING = Label("Der er ingen kodede interview.", "There are no coded interviews.")
_CAPTION = Label(
    "Hvad hvert fund står på: antal forskellige interviewpersoner, som nævnes med nummer. "
    "+ nogen uden nummer eller flere under ét; alle: rapporten taler om alle; ≠ nogen begrænser "
    "fundet.",
    "What each finding stands on: different informants named by number. + somebody without a "
    "number or several together; all: the report speaks of all of them; ≠ somebody limits the "
    "finding.",
)
_UNSAID = Label("ikke oplyst", "not said")
_EVERYBODY = Label("alle", "all")
_FINDING = Label("Fund", "Finding")
LABELS = 320


def standing_chart(table: pd.DataFrame, labels: Mapping[str, str], language: str) -> Chart | Notice:
    """Draw a table of `interviews.standing`: a line a finding, a column a kind and municipality."""
    if table.empty:
        return Notice(_NOTHING[language])
    to = reader(language)
    rows = table.assign(
        label=table["finding"].map(labels),
        column=[_column(row.kind, row.municipality, to) for row in table.itertuples()],
        text=[_mark(row, language) for row in table.itertuples()],
    )
    elsewhere = [key for key in rows["municipality"] if key not in (ALL, "")]
    columns = [
        column
        for kind in KINDS
        for key in (*dict.fromkeys([*to.programme.municipalities, *elsewhere]), ALL, "")
        if (column := _column(kind, key, to)) in set(rows["column"])
    ]
    findings = list(dict.fromkeys(rows["label"]))
    wide = rows.pivot(index="label", columns="column", values="text").loc[findings, columns]
    words = [
        f"{label}: " + ", ".join(f"{column} {text}" for column, text in line.dropna().items())
        for label, line in wide.iterrows()
    ]
    return Chart(
        chart=_matrix(rows, findings, columns),
        caption=_CAPTION[language],
        alt=f"{_CAPTION[language]} " + "; ".join(words) + ".",
        table=wide.rename_axis(None, axis=1).rename_axis(_FINDING[language]).reset_index(),
    )


def _column(kind: str, municipality: str, to: Reader) -> str:
    place = to.name(municipality) if municipality else _UNSAID[to.language]
    return f"{KINDS[kind][to.language]}, {place}"


def _mark(row: object, language: str) -> str:
    parts = [
        str(row.informants) if row.informants else "",
        "+" if row.unnumbered else "",
        _EVERYBODY[language] if row.everybody else "",
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
