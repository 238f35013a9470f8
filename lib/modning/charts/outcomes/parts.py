"""What the charts of the outcomes share: dots with intervals, axes, colours."""

from collections.abc import Sequence

import altair as alt
import pandas as pd

from modning.compare.words import place_labels
from modning.scales import AFTER, BEFORE, Scale, when
from slicebook.programme import load_programme
from slicebook.shown.house import (
    INK,
    MUTED,
    PALETTE,
    PERCENT,
    intervals,
    municipality_colours,
)
from surveys.codebook import load_codebook

# Room for the title of a form that follows up.
_LEGEND = alt.Legend(labelLimit=280)


def dots(
    data: pd.DataFrame, x: alt.X, colour: alt.Scale, decimals: int = 0, step: int = 20
) -> alt.LayerChart:
    """Draw `value`, written with it, and its interval for each `series` of each `group`.

    `data` has `low` and `high`, and may have `mark`, a text after the value. Groups and series keep
    the order of the rows; `colour` has the series as its domain, in order.
    """
    base = alt.Chart(data).encode(
        y=alt.Y("group:N", sort=list(dict.fromkeys(data["group"])), title=None),
        yOffset=alt.YOffset("series:N", sort=list(colour.domain)),
        color=alt.Color("series:N", sort=list(colour.domain), scale=colour, legend=_LEGEND),
    )
    layers = [
        intervals(base, clip=True),
        base.mark_circle(size=110, opacity=1).encode(x=x),
        written(base, x, "value", decimals, " + datum.mark" if "mark" in data else ""),
    ]
    return alt.layer(*layers, height=alt.Step(step))


def written(base: alt.Chart, x: alt.X, field: str, decimals: int, more: str = "") -> alt.Chart:
    """Return the numbers beside their dots; `more` ends Vega's expression of one."""
    text = alt.ExprRef(f"format(datum.{field}, '.{decimals}f'){more}")
    numbers = base.mark_text(text=text, align="left", dx=6, dy=-8, fontSize=11)
    return numbers.encode(x=x, color=alt.ColorValue(INK))


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
