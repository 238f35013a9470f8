"""What the charts of the outcomes share: dots with intervals, axes, colours."""

from collections.abc import Sequence

import altair as alt
import pandas as pd

from modning.compare.words import place_labels
from modning.scales import AFTER, BEFORE, Scale, when
from slicebook.programme import load_programme
from slicebook.shown.house import MUTED, PALETTE, PERCENT, municipality_colours
from slicebook.text import Message
from surveys.codebook import load_codebook

# Room for the title of a form that follows up.
_LEGEND = alt.Legend(labelLimit=280)


def dots(data: pd.DataFrame, x: alt.X, colour: alt.Scale, step: int = 18) -> alt.LayerChart:
    """Draw `value` with the interval from `low` to `high` for each `series` of each `group`.

    `data` may have `mark`, a text beside the dot. Groups and series keep the order of the rows;
    `colour` has the series as its domain, in order.
    """
    base = alt.Chart(data).encode(
        y=alt.Y("group:N", sort=list(dict.fromkeys(data["group"])), title=None),
        yOffset=alt.YOffset("series:N", sort=list(colour.domain)),
        color=alt.Color("series:N", sort=list(colour.domain), scale=colour, legend=_LEGEND),
    )
    layers = [
        base.mark_rule(strokeWidth=2, clip=True).encode(x=alt.X("low:Q"), x2=alt.X2("high:Q")),
        base.mark_circle(size=110, opacity=1).encode(x=x),
    ]
    if "mark" in data:
        layers.append(
            base.mark_text(align="left", dx=10, dy=-5).encode(x=x, text=alt.Text("mark:N"))
        )
    return alt.layer(*layers, height=alt.Step(step))


def times(names: Sequence[str] = ()) -> alt.Scale:
    """Return the colours of before (grey) and after, whatever they are called."""
    names = names or [str(when).capitalize() for when in (BEFORE, AFTER)]
    return alt.Scale(domain=list(names), range=[MUTED, PALETTE[0]])


def series(forms: tuple[str, str]) -> list[str]:
    """Return the words for when the two forms of a change are filled in, as a legend has them."""
    known = load_codebook()
    words = (
        str(when(form) if form in known else word)
        for form, word in zip(forms, (BEFORE, AFTER), strict=True)
    )
    return [word[:1].upper() + word[1:] for word in words]


def place_colours(drawn: Sequence[str]) -> alt.Scale:
    """Return the colours of the municipalities drawn, named by `drawn`; all of them is grey."""
    names = place_labels()
    colours = {names[key]: one for key, one in municipality_colours(load_programme()).items()}
    return alt.Scale(domain=list(drawn), range=[colours[name] for name in drawn])


def answer_axis(scale: Scale) -> alt.X:
    """Return the axis of mean answers, from the lowest to the highest answer."""
    ends = (scale.low, scale.high)
    words = (f"{code} = {str(scale.answer_labels[code]).lower()}" for code in ends)
    return alt.X(
        "value:Q",
        title=", ".join(words),
        scale=alt.Scale(domain=[scale.low, scale.high]),
        axis=alt.Axis(values=list(range(scale.low, scale.high + 1)), format="d"),
    )


def percent_axis(field: str = "value") -> alt.X:
    """Return an axis from 0 to 100 per cent."""
    return alt.X(f"{field}:Q", title=str(PERCENT), scale=alt.Scale(domain=[0, 100]))


def title_row(labels: Message) -> list[str]:
    """Return the headings of a chart's table, written with bars between them."""
    return str(labels).split("|")
