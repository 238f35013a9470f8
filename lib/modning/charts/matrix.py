"""Which parts of something have which properties, municipalities side by side."""

from collections.abc import Mapping, Sequence

import altair as alt
import pandas as pd

from modning.charts.reader import LABELS, place_name, series_colour
from slicebook.errors import InputError
from slicebook.programme import load_programme
from slicebook.shown.house import WIDTH, Chart, Notice
from slicebook.shown.view import view
from slicebook.text import Message, _

_PROPERTY = _("Property")
_NONE = _("There is nothing of these municipalities to show.")


@view
def matrix_chart(
    marks: pd.DataFrame, properties: Mapping[str, Message], part: Message | str, caption: Message
) -> Chart | Notice:
    """Draw which part has which property: a panel a municipality, a dot a pair.

    `marks` has a row a pair: `municipality`, `part` (its number), `title` and `property` (a key of
    `properties`). `part` is what a part is called. `InputError` for a property without a name.
    """
    if strays := set(marks["property"]) - set(properties):
        raise InputError(f'"{min(strays)}" is none of {", ".join(properties)}')
    rows = marks[marks["municipality"].isin(load_programme().municipalities)]
    if rows.empty:
        return Notice(str(_NONE))
    names = {key: str(label) for key, label in properties.items()}
    rows = rows.assign(
        part=pd.to_numeric(rows["part"]),
        row=rows["property"].map(names),
        series=[place_name(key) for key in rows["municipality"]],
        title=[str(title) for title in rows["title"]],
    )
    numbers = {
        series: {name: ", ".join(map(str, group.loc[group["row"] == name, "part"]))
                 for name in names.values()}
        for series, group in rows.groupby("series", sort=False)
    }  # fmt: skip
    words = [
        f"{series}: " + "; ".join(f"{name} {text}" for name, text in of.items())
        for series, of in numbers.items()
    ]
    return Chart(
        chart=_dots(rows, list(names.values()), str(part)),
        caption=str(caption),
        alt=f"{caption} " + ". ".join(words) + ".",
        table=pd.DataFrame(numbers).rename_axis(str(_PROPERTY)).reset_index(),
    )


def _dots(rows: pd.DataFrame, order: Sequence[str], part: str) -> alt.TopLevelMixin:
    panels = list(dict.fromkeys(rows["series"]))
    height = alt.Axis(labelLimit=LABELS, grid=True)
    return (
        alt.Chart(rows[["series", "part", "row", "title"]])
        .mark_circle(size=150, opacity=1)
        .encode(
            x=alt.X("part:O", title=part, axis=alt.Axis(labelAngle=0)),
            y=alt.Y("row:N", sort=list(order), title=None, axis=height),
            color=alt.Color("series:N", scale=series_colour(rows), legend=None),
            tooltip=[alt.Tooltip("part:O", title=part), alt.Tooltip("title:N")],
        )
        .properties(width=(WIDTH - LABELS // 2) // len(panels), height=alt.Step(34))
        .facet(column=alt.Column("series:N", sort=panels, title=None))
    )
