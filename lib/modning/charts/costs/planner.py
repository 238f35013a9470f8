"""A planner's sheet: sliders for one's own municipality, worked out in the reader's browser.

The arithmetic of `costs.scale` is written once more, as Vega expressions, so that the page works
without a server; the tests hold the two against each other.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import altair as alt
import pandas as pd

from modning.charts.costs.sheet import STRONG, told
from modning.costs.intervals import Interval
from modning.costs.lines import Line, of_phase
from modning.costs.scale import (
    PER,
    Demand,
    Team,
    cost_per_completer,
    courses,
    weeks_between,
)
from modning.costs.totals import line_of, named, total, total_quantity
from slicebook.errors import InputError
from slicebook.shown.house import INK, MUTED, PALETTE, WIDTH, Chart
from slicebook.shown.view import view
from slicebook.text import Message, _, number, spoken

CAPTION = _("Your municipality: move the sliders and read cost, waiting and break-even")
# A place, and the values of the sliders that are seen there.
Start = tuple[str, Mapping[str, float]]
UNSEEN = Demand(inquiries=15, joining=0.5)
QUANTITY, VALUE = _("Quantity"), _("Value")


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
    """What a planner reads: its name, label, formula (a Vega expression) and decimals."""

    name: str
    label: Message
    formula: str
    decimals: int


READINGS = (
    Reading("cost", _("Running cost a year (DKK)"),
            "hours * rate + fees", 0),
    Reading("joiners", _("Persons who join, a year"),
            "inhabitants / 10000 * inquiries * joining / 100", 1),
    Reading("courses", _("Courses a year"),
            "min(datum.joiners / size, most)", 1),
    Reading("weeks", _("Weeks between two courses' starts"),
            "52 / datum.courses", 1),
    Reading("used", _("Places used (%)"), "100 * datum.joiners / (size * most)", 0),
    Reading("completers", _("Completers a year"),
            "datum.courses * size * completing / 100", 1),
    Reading("each", _("DKK per completer"),
            "datum.cost / datum.completers", 0),
    Reading("stays", _("Stays to be prevented, a year"), "datum.cost / stay", 1),
    Reading("share", _("That is, in percent of the completers"),
            "100 * datum.stays / datum.completers", 0),
)  # fmt: skip


def planner_sliders(
    lines: Iterable[Line], team: Team, demand: Demand | None, stay: Interval
) -> tuple[Slider, ...]:
    """Return the sliders, begun at the cost lines, the team, a demand that was seen and a price.

    Where no demand was seen they begin at one that lies between those the sliders allow.
    """
    lines, demand = tuple(lines), demand or UNSEEN
    running = of_phase(lines, "running")
    hours = float(total_quantity(named(running, "running.hours"), lines))
    rate = float(line_of(lines, "running.rate").price.mid)
    fees = float(total(named(running, "running.external_fees"), lines).mid)
    return (
        Slider("inhabitants", _("Inhabitants"), 5_000, 250_000, 1_000, 60_000),
        Slider("inquiries", _("Inquiries per 10,000 inhabitants a year"),
               1, 30, 0.1, round(demand.inquiries, 1)),
        Slider("joining", _("Of whom join (%)"),
               5, 100, 1, round(100 * demand.joining)),
        Slider("size", _("Participants in a group"),
               4, 10, 1, team.group_size),
        Slider("most", _("Most courses the team can lead a year"),
               1, 12, 1, team.most_courses),
        Slider("completing", _("Of whom complete (%)"),
               30, 100, 1, round(100 * team.completing)),
        Slider("hours", _("Hours a year"), 1_000, 6_000, 50, hours),
        Slider("rate", _("DKK an hour"), 300, 700, 5, rate),
        Slider("fees", _("External fees (DKK)"),
               0, 300_000, 5_000, fees),
        Slider("stay", _("Price of one stay (DKK)"),
               20_000, 250_000, 5, round(float(stay.mid) / 5) * 5),
    )  # fmt: skip


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
def planner_chart(sliders: Sequence[Slider], starts: Sequence[Start] = ()) -> Chart:
    """Return the sheet: one line a reading, recomputed as the sliders move.

    `starts` are places that a reader may begin from (`sheet.starts_of`). The sliders must be named
    as the formulas of `READINGS` name them. Without JavaScript the sheet shows the values at the
    sliders' starts.
    """
    table = readings_at(planner_values(sliders))
    return Chart(
        chart=_sheet(sliders, starts),
        caption=str(CAPTION),
        alt=f"{CAPTION}. " + " ".join(f"{a}: {b}." for a, b in table.to_numpy()),
        table=table,
    )


@view
def readings_at(values: Mapping[str, float]) -> pd.DataFrame:
    """Return what the sheet reads for these values, as text in the reader's language."""
    reading = evaluate(values)
    rows = [(str(one.label), number(reading[one.name], one.decimals))
            for one in READINGS]  # fmt: skip
    return pd.DataFrame(rows, columns=[str(QUANTITY), str(VALUE)])


def evaluate(values: Mapping[str, float]) -> dict[str, float]:
    """Return each reading's number for the values of the sliders."""
    here = values["inhabitants"]
    cost = values["hours"] * values["rate"] + values["fees"]
    demand = Demand(values["inquiries"], values["joining"] / 100)
    team = Team(values["most"], values["size"], values["completing"] / 100, cost)
    number = courses(here, demand, team)
    joiners = here / PER * demand.joiners
    completers = number * team.group_size * team.completing
    stays = cost / values["stay"]
    return {
        "cost": cost,
        "joiners": joiners,
        "courses": number,
        "weeks": weeks_between(here, demand, team),
        "used": 100 * joiners / (team.group_size * team.most_courses),
        "completers": completers,
        "each": cost_per_completer(here, demand, team),
        "stays": stays,
        "share": 100 * stays / completers,
    }


def _sheet(sliders: Sequence[Slider], starts: Sequence[Start]) -> alt.TopLevelMixin:
    chart = alt.Chart(pd.DataFrame({"one": [1]}))
    for reading in READINGS:
        chart = chart.transform_calculate(**{reading.name: reading.formula})
    for reading in READINGS:
        text = f"format(datum.{reading.name}, ',.{reading.decimals}f')"
        chart = chart.transform_calculate(**{f"{reading.name}_text": _marks(text)})
    rows = [_row(chart, reading, place) for place, reading in enumerate(READINGS)]
    sheet = alt.layer(*(part for row in rows for part in row))
    read = told([(one.name, str(one.label)) for one in READINGS], starts)
    size = {"width": WIDTH, "height": 34 * len(READINGS)}
    sheet = sheet.properties(**size, usermeta=read)
    return sheet.add_params(*(_param(one) for one in sliders))


def _row(chart: alt.Chart, reading: Reading, place: int) -> tuple[alt.Chart, alt.Chart]:
    y = alt.YValue(34 * place + 18)
    label = chart.mark_text(align="left", color=INK, fontSize=14).encode(
        x=alt.XValue(0), y=y, text=alt.TextValue(str(reading.label))
    )
    strong = reading.name in STRONG
    value = chart.mark_text(
        align="right", fontSize=18 if strong else 14, fontWeight="bold",
        color=PALETTE[0] if strong else MUTED,
    ).encode(x=alt.XValue(WIDTH - 20), y=y, text=alt.Text(f"{reading.name}_text:N"))  # fmt: skip
    return label, value


def _marks(text: str) -> str:
    """Swap thousands and decimal marks for a Danish reader."""
    if spoken() != "da":
        return text
    return f"replace(replace(replace({text}, /,/g, ';'), '.', ','), /;/g, '.')"


def _param(slider: Slider) -> alt.Parameter:
    bind = alt.binding_range(
        min=slider.low, max=slider.high, step=slider.step, name=str(slider.label) + " "
    )
    return alt.param(name=slider.name, value=slider.start, bind=bind)
