"""The modules of the courses and the elements they take up, municipalities side by side."""

from collections.abc import Sequence

import altair as alt
import pandas as pd

from modning.charts.reader import LABELS, Reader, reader, series_colour
from modning.model import Part
from slicebook.shown.house import WIDTH, Chart, Notice
from slicebook.shown.view import view
from slicebook.text import _

_NOTHING = _("There are no modules to show.")
_CAPTION = _(
    "What the modules take up of the four elements (Tabel 2.1 of the report; the assignment to "
    "elements is this evaluation's, by the modules' titles)."
)
_MODULE = _("Module")
_ELEMENT = _("Element")


@view
def elements_chart(modules: pd.DataFrame, parts: Sequence[Part]) -> Chart | Notice:
    """Draw which module takes up which element: a panel a municipality, a dot a pair."""
    to = reader()
    rows = modules.explode("elements")
    rows = rows[rows["municipality"].isin(to.programme.municipalities)]
    if rows.empty:
        return Notice(str(_NOTHING))
    names = {part.id: str(part.label) for part in parts if part.kind == "element"}
    rows = rows.assign(
        element=rows["elements"].map(names),
        series=[to.name(key) for key in rows["municipality"]],
        title=[str(title) for title in rows["title"]],
    )
    order = list(names.values())
    numbers = {
        series: {
            element: ", ".join(
                str(module) for module in group[group["element"] == element]["module"]
            )
            for element in order
        }
        for series, group in rows.groupby("series", sort=False)
    }
    words = [
        f"{series}: " + "; ".join(f"{element} {text}" for element, text in of.items())
        for series, of in numbers.items()
    ]
    return Chart(
        chart=_dots(rows, order, to),
        caption=str(_CAPTION),
        alt=f"{_CAPTION} " + ". ".join(words) + ".",
        table=pd.DataFrame(numbers).rename_axis(str(_ELEMENT)).reset_index(),
    )


def _dots(rows: pd.DataFrame, order: Sequence[str], to: Reader) -> alt.TopLevelMixin:
    panels = list(dict.fromkeys(rows["series"]))
    return (
        alt.Chart(rows[["series", "module", "element", "title"]])
        .mark_circle(size=150, opacity=1)
        .encode(
            x=alt.X("module:O", title=str(_MODULE), axis=alt.Axis(labelAngle=0)),
            y=alt.Y(
                "element:N",
                sort=list(order),
                title=None,
                axis=alt.Axis(labelLimit=LABELS, grid=True),
            ),
            color=alt.Color("series:N", scale=series_colour(rows, to), legend=None),
            tooltip=[alt.Tooltip("module:O"), alt.Tooltip("title:N")],
        )
        .properties(width=(WIDTH - LABELS // 2) // len(panels), height=alt.Step(34))
        .facet(column=alt.Column("series:N", sort=panels, title=None))
    )
