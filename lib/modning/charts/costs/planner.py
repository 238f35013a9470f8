"""A planner's sheet: sliders for one's own municipality, worked out in the reader's browser.

What is read off the sheet is a formula, which the browser evaluates as a Vega expression and Python
as its own, so that the page works without a server and without JavaScript.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt
import pandas as pd

from slicebook.errors import InputError
from slicebook.shown.house import INK, MUTED, PALETTE, WIDTH, Chart
from slicebook.shown.view import view
from slicebook.text import Message, _, number

# A place, and the values of the sliders that are seen there.
Start = tuple[str, Mapping[str, float]]
QUANTITY, VALUE = _("Quantity"), _("Value")
AS_IN = _("Begin as in {}")


@dataclass(frozen=True)
class Slider:
    """What a planner sets: its name in the formulas, label, ends, step and where it starts."""

    name: str
    label: Message
    low: float
    high: float
    step: float
    start: float


@dataclass(frozen=True)
class Reading:
    """What a planner reads: its name, label, formula and decimals.

    The formula has arithmetic, `min` and `max`, the sliders' names and, after `datum.`, those of
    readings before it. One that is `strong` is looked at first; `warning` is what is said where it
    is above a hundred.
    """

    name: str
    label: Message
    formula: str
    decimals: int
    strong: bool = False
    warning: Message | None = None


def planner_values(sliders: Sequence[Slider], **own: float) -> dict[str, float]:
    """Return a value for every slider: a planner's own, or where the slider begins.

    Raises `InputError` naming a value that is none of the sliders' or not above nought.
    """
    values = {one.name: one.start for one in sliders}
    for name, value in own.items():
        if name not in values:
            raise InputError(f'"{name}" is none of {", ".join(values)}')
        if not value > 0:
            raise InputError(f"{name}: {value} is no number above 0")
    return values | own


@view
def sliders_table(sliders: Sequence[Slider]) -> pd.DataFrame:
    """Return where each slider begins and between which ends it moves."""
    headings = str(_("Slider|Begins at|From|To"))
    rows = [(str(one.label), one.start, one.low, one.high) for one in sliders]
    return pd.DataFrame(rows, columns=headings.split("|"))


@view
def planner_chart(
    sliders: Sequence[Slider],
    readings: Sequence[Reading],
    caption: str,
    starts: Sequence[Start] = (),
) -> Chart:
    """Return the sheet: one line a reading, recomputed as the sliders move.

    `starts` are places that a reader may begin from. Without JavaScript the sheet shows the values
    at the sliders' starts.
    """
    table = readings_at(readings, planner_values(sliders))
    return Chart(
        chart=_sheet(sliders, readings, starts),
        caption=caption,
        alt=f"{caption}. " + " ".join(f"{a}: {b}." for a, b in table.to_numpy()),
        table=table,
    )


@view
def readings_at(readings: Sequence[Reading], values: Mapping[str, float]) -> pd.DataFrame:
    """Return what the sheet reads for these values, as text in the reader's language."""
    found = {"min": min, "max": max, **values}
    rows = []
    for one in readings:
        formula = one.formula.replace("datum.", "")
        found[one.name] = eval(formula, {"__builtins__": {}}, found)  # noqa: S307 (a notebook's own)
        rows.append((str(one.label), number(found[one.name], one.decimals)))
    return pd.DataFrame(rows, columns=[str(QUANTITY), str(VALUE)])


def _sheet(
    sliders: Sequence[Slider], readings: Sequence[Reading], starts: Sequence[Start]
) -> alt.TopLevelMixin:
    chart = alt.Chart(pd.DataFrame({"one": [1]}))
    for reading in readings:
        chart = chart.transform_calculate(**{reading.name: reading.formula})
    for reading in readings:
        text = f"format(datum.{reading.name}, ',.{reading.decimals}f')"
        chart = chart.transform_calculate(**{f"{reading.name}_text": text})
    rows = [_row(chart, reading, place) for place, reading in enumerate(readings)]
    sheet = alt.layer(*(part for row in rows for part in row))
    read = {"readings": list(map(_told, readings)), "starts": [
        {"label": str(AS_IN.format(place)), "values": dict(values)} for place, values in starts
    ]}  # fmt: skip
    size = {"width": WIDTH, "height": 34 * len(readings)}
    sheet = sheet.properties(**size, usermeta=read)
    return sheet.add_params(*(_param(one) for one in sliders))


def _row(chart: alt.Chart, reading: Reading, place: int) -> tuple[alt.Chart, alt.Chart]:
    y = alt.YValue(34 * place + 18)
    label = chart.mark_text(align="left", color=INK, fontSize=14).encode(
        x=alt.XValue(0), y=y, text=alt.TextValue(str(reading.label))
    )
    value = chart.mark_text(
        align="right", fontSize=18 if reading.strong else 14, fontWeight="bold",
        color=PALETTE[0] if reading.strong else MUTED,
    ).encode(x=alt.XValue(WIDTH - 20), y=y, text=alt.Text(f"{reading.name}_text:N"))  # fmt: skip
    return label, value


def _param(slider: Slider) -> alt.Parameter:
    bind = alt.binding_range(
        min=slider.low, max=slider.high, step=slider.step, name=str(slider.label) + " "
    )
    return alt.param(name=slider.name, value=slider.start, bind=bind)


def _told(reading: Reading) -> dict[str, Any]:
    """Return what the page is told of a reading, as plain data."""
    said = {"label": str(reading.label), "strong": reading.strong}
    if reading.warning is not None:
        said |= {"most": 100, "warning": str(reading.warning)}
    return said
