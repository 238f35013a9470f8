"""A chart and a table, made once in the process that kernels are forked from.

What libraries load and remember with their first chart and table each kernel then has from its
start, which spares every run a twentieth of a second. Imported, this module makes them; nothing
here reads a file of the project or leaves anything behind.
"""

import altair as alt
import pandas as pd

from slicebook.shown.drawn import drawn_only
from slicebook.tables import show
from slicebook.text import LANGUAGES


def _chart(frame: pd.DataFrame) -> None:
    """Describe a chart of the kinds of marks that the book's charts are made of."""
    base = alt.Chart(frame).encode(
        y=alt.Y("answer:N", sort=["no", "yes"], title=None, axis=alt.Axis(labelLimit=100)),
        yOffset=alt.YOffset("answer:N"),
        x=alt.X("percent:Q", title="", scale=alt.Scale(domain=[0, 100])),
    )
    colour = alt.Color("answer:N", scale=alt.Scale(range=["black"]), legend=None)
    layers = alt.layer(
        base.mark_bar(opacity=0.5).encode(color=colour),
        base.mark_rule().encode(x2=alt.X2("percent:Q")),
        base.mark_text(dx=5).encode(text=alt.Text("answer:N")),
        base.mark_point().encode(opacity=alt.value(1)),
        width=100,
        height=alt.Step(20),
    )
    drawn_only(alt.vconcat(layers).to_dict(validate=False))


def _table(frame: pd.DataFrame) -> None:
    for language in LANGUAGES:
        show(frame, caption="", language=language, units={"percent": "percent"})._repr_html_()


_FRAME = pd.DataFrame({"answer": ["yes", "no"], "percent": [50.0, 2.5]})
_chart(_FRAME)
_table(_FRAME)
