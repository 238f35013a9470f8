"""A chart of what has to be true for a change to fall: one bar an assumption."""

import altair as alt
import pandas as pd

from modning.compare.doubts import ROWS
from modning.scales import Scale
from slicebook.shown.house import INK, NO_CHANGE, PALETTE, Chart, Finding, Notice
from slicebook.shown.view import view
from slicebook.tables import headed
from slicebook.text import _, number

CHANGE = _("Change, answer categories")
PARTS = (_("Can be"), _("With 95% interval"))
CAPTION = _("{title}: the change under each assumption, and under all of them")
COLUMNS = _("If|Part|From|To")


@view
def doubts_chart(table: pd.DataFrame, scale: Scale, figures: str = "") -> Chart | Notice:
    """Draw a table of `compare.doubts`: where the change can lie, and with sampling.

    A finding falls where the light bar reaches the line at zero. `figures` is what `doubt_figures`
    were recorded by, for the chart to say what it shows.
    """
    if table.empty:
        return Notice(str(NO_CHANGE))
    parts = [str(part) for part in PARTS]
    rows = [
        (str(ROWS[row.assumption]), part, low, high)
        for row in table.itertuples()
        for part, low, high in ((parts[0], row.least, row.most), (parts[1], row.low, row.high))
    ]
    data = pd.DataFrame(rows, columns=["row", "part", "low", "high"])
    order = list(dict.fromkeys(data["row"]))
    colours = alt.Scale(domain=parts, range=[PALETTE[0], PALETTE[5]])
    bars = (
        alt.Chart(data)
        .mark_bar()
        .encode(
            y=alt.Y("row:N", sort=order, title=None, axis=alt.Axis(labelLimit=330)),
            x=alt.X("low:Q", title=str(CHANGE)),
            x2=alt.X2("high:Q"),
            color=alt.Color("part:N", sort=parts, scale=colours),
            size=alt.Size("part:N", sort=parts, scale=alt.Scale(range=[10, 4]), legend=None),
            order=alt.Order("part:N", sort="descending"),
        )
    )
    zero = alt.Chart(pd.DataFrame({"zero": [0]})).mark_rule(color=INK).encode(x=alt.X("zero:Q"))
    title = str(scale.title)
    words = (
        f"{row[0]}, {row[1].lower()}: {number(row[2], 2)} – {number(row[3], 2)}" for row in rows
    )
    return Chart(
        chart=alt.layer(zero, bars, height=alt.Step(34)),
        caption=CAPTION.format(title=title),
        alt=f"{title}. {'; '.join(words)}.",
        table=headed(data.round(2), COLUMNS),
        finding=Finding("each", {f"{figures}.{one}": {} for one in table["assumption"]}),
    )
