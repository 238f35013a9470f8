"""Charts of the implementation evaluation that are not plain shares."""

import altair as alt
import pandas as pd

from modning.charts.reader import LABELS, Reader, reader, series_colour
from modning.charts.shares import Level, stacked_places, stacked_rows
from modning.charts.shares.bars import BAR, GAP
from modning.referral import STEPS
from modning.shares import Tally
from modning.target_group import CURRENT, DURATIONS, STOPPED, UNKNOWN
from slicebook.programme import Change
from slicebook.shown.house import WIDTH, Chart, Notice, nothing
from slicebook.shown.view import view
from slicebook.text import _, number
from surveys.codebook import Form
from surveys.disclosure import why_not_as_counted

# The more pressing, the darker; what nobody knows is grey.
VIOLENCE_LEVELS = (
    Level(_("Still going on"), CURRENT, "#08519C"),
    Level(_("Stopped"), STOPPED, "#9ECAE1"),
    Level(_("Don't know"), UNKNOWN, "#BDBDBD"),
)
FREQUENCY_COLOURS = {
    "daily": "#08306B",
    "weekly": "#2171B5",
    "monthly": "#6BAED6",
    "less_than_monthly": "#9ECAE1",
    "once": "#C6DBEF",
    "never": "#F0F0F0",
    "in_doubt": "#BDBDBD",
}

DURATION_LEVELS = (
    Level(_("At most 1 year"), DURATIONS[0], "#C6DBEF"),
    Level(_("1 to 3 years"), DURATIONS[1], "#9ECAE1"),
    Level(_("3 to 5 years"), DURATIONS[2], "#6BAED6"),
    Level(_("5 to 10 years"), DURATIONS[3], "#2171B5"),
    Level(_("More than 10 years"), DURATIONS[4], "#08306B"),
)
# From worst to best.
CONTINUES_COLOURS = {
    "worse": "#B35806",
    "same": "#F1A340",
    "better": "#FEE0B6",
    "stopped": "#8DA0CB",
    "left": "#2166AC",
}

_STEPS = {
    "contact": _("Contact"),
    "assessed": _("Risk assessed with SARA-V3"),
    "referred": _("Referred to a group course"),
    "started": _("Started (baseline form)"),
    "completed": _("Completed (completion form)"),
}
_FEW_FORMS = _("Fewer than {base} forms of each kind have come in here.")
_FUNNEL = _(
    "From contact to completed course, for every hundred contacts. The forms are not linked: "
    "the last two steps are other forms than the first three."
)
_STEP = _("Step")
_PER_HUNDRED = _("For every 100 contacts")

_SUBMISSIONS = _("Forms received by the end of each month, rounded to the nearest {base}.")
_CHANGED = _("Vertical lines: changes of the forms ({changes}).")
_DATED = {
    "report": _("{label} {day}"),
    "assumed": _("{label} {day}, an assumed date"),
}
_RECEIVED = _("Forms")
_MONTH = _("Month")
_ENDS = _("{form}, {place}: {count} by {month}")


@view
def violence_chart(answers: pd.DataFrame, form: Form, figure: str = "") -> Chart | Notice:
    """Draw which types of violence go on, have stopped or are unknown (report Figur 2.3)."""
    return stacked_rows(answers, form, "violence", VIOLENCE_LEVELS, figure)


@view
def frequency_chart(answers: pd.DataFrame, form: Form, figure: str = "") -> Chart | Notice:
    """Draw how often each type of violence occurred, the most often first (Bilagsfigur 3.3)."""
    options = form.item("violence_frequency").options
    levels = [Level(o.label, (o.id,), FREQUENCY_COLOURS[o.id]) for o in options]
    levels = sorted(levels, key=lambda level: list(FREQUENCY_COLOURS).index(level.answers[0]))
    return stacked_rows(answers, form, "violence_frequency", levels, figure)


@view
def duration_chart(tally: Tally, figure: str = "") -> Chart | Notice:
    """Draw how long the violence has lasted, from short to long (report Figur 2.8)."""
    return stacked_places(tally, DURATION_LEVELS, figure)


@view
def continues_chart(tally: Tally, figure: str = "") -> Chart | Notice:
    """Draw whether the violence goes on, from worse to left behind (report footnote 8)."""
    levels = [
        Level(tally.item.option(id).label, (id,), colour)
        for id, colour in CONTINUES_COLOURS.items()
    ]
    return stacked_places(tally, levels, figure)


@view
def steps_chart(steps: pd.DataFrame) -> Chart | Notice:
    """Draw a table of `referral.steps`, municipalities beside each other.

    What disclosure control withholds is left out.
    """
    to = reader()
    contacts = steps.groupby("municipality", sort=False)["count"].transform("first")
    few = steps["count"].between(1, to.programme.threshold - 1)
    shown = steps["shown"] & ~few
    rows = steps[(contacts >= to.programme.threshold) & shown]
    if rows.empty:
        return nothing(contacts.max())
    rows = rows.assign(
        label=[str(_STEPS[step]) for step in rows["step"]],
        series=[to.with_n(to.name(key), contacts[i]) for i, key in rows["municipality"].items()],
        text=[
            f"{number(share)} ({number(count)})"
            for share, count in zip(rows["per_hundred"], rows["count"], strict=True)
        ],
    )
    order = [str(_STEPS[step]) for step in STEPS]
    parts = [
        f"{series}: " + ", ".join(f"{row.label} {row.text}" for row in group.itertuples())
        for series, group in rows.groupby("series", sort=False)
    ]
    wide = rows.pivot(index="label", columns="series", values="per_hundred").round(1)
    wide = wide.reindex([label for label in order if label in wide.index])
    why = why_not_as_counted(bool(shown.all()))
    return Chart(
        chart=_steps(rows, order, to),
        caption=str(_FUNNEL) + why,
        alt=f"{_FUNNEL} " + ". ".join(parts) + ".",
        table=wide.rename_axis(None, axis=1).rename_axis(str(_STEP)).reset_index(),
    )


def _steps(rows: pd.DataFrame, order: list[str], to: Reader) -> alt.TopLevelMixin:
    series = list(dict.fromkeys(rows["series"]))
    top = float(rows["per_hundred"].max()) * 1.15
    base = alt.Chart(rows[["label", "series", "per_hundred", "text"]]).encode(
        y=alt.Y("label:N", sort=order, title=None, axis=alt.Axis(labelLimit=LABELS)),
        yOffset=alt.YOffset("series:N", sort=series),
        x=alt.X("per_hundred:Q", title=str(_PER_HUNDRED)).scale(domain=[0, top]),
    )
    colour = alt.Color("series:N", sort=series, scale=series_colour(rows, to))
    return alt.layer(
        base.mark_bar(opacity=0.85).encode(color=colour),
        base.mark_text(align="left", dx=5).encode(text=alt.Text("text:N")),
        width=WIDTH - LABELS // 2,
        height=len(order) * (BAR * len(series) + GAP),
    )


@view
def submissions_chart(table: pd.DataFrame, codebook: dict[str, Form]) -> Chart | Notice:
    """Draw a table of `coverage.submissions`: a panel a form, a line a municipality."""
    to = reader()
    if not table["forms"].any():
        return Notice(to.say(_FEW_FORMS, base=str(to.programme.threshold)))
    rows = table.assign(
        title=[str(codebook[form].title) for form in table["form"]],
        series=[to.name(key) for key in table["municipality"]],
    )
    months = rows["month"].min(), rows["month"].max()
    changes = [
        change
        for change in to.programme.changes.values()
        if months[0] <= pd.Timestamp(change.date) <= months[1]
    ]
    caption = to.say(_SUBMISSIONS, base=str(to.programme.threshold))
    if changes:
        said = "; ".join(_dated(change) for change in changes)
        caption = f"{caption} {to.say(_CHANGED, changes=said)}"
    last = rows[rows["month"] == months[1]]
    ends = [
        to.say(_ENDS, form=row.title, place=row.series, count=row.forms, month=f"{row.month:%Y-%m}")
        for row in last.itertuples()
    ]
    wide = rows.pivot_table(index="month", columns=["title", "series"], values="forms", sort=False)
    wide.columns = [", ".join(names) for names in wide.columns]
    return Chart(
        chart=_panels(rows, changes),
        caption=caption,
        alt="; ".join(ends) + ".",
        table=wide.rename_axis(str(_MONTH))
        .reset_index()
        .assign(**{str(_MONTH): [f"{month:%Y-%m}" for month in wide.index]}),
    )


def _dated(change: Change) -> str:
    return _DATED[change.dated_by].format(label=str(change.label), day=change.date)


def _panels(rows: pd.DataFrame, changes: list[Change]) -> alt.TopLevelMixin:
    data = rows[["title", "series", "month", "forms"]].assign(
        last=rows["month"] == rows["month"].max(),
        # A panel draws each vertical line once.
        once=~rows.duplicated("title"),
    )
    x = alt.X("month:T", title=None, axis=alt.Axis(format="%Y-%m", tickCount=4, labelFontSize=10))
    y = alt.Y("forms:Q", title=str(_RECEIVED))
    lines = (
        alt.Chart()
        .mark_line(strokeWidth=2)
        .encode(x=x, y=y, color=alt.Color("series:N", scale=series_colour(rows, reader())))
    )
    ends = (
        alt.Chart()
        .transform_filter("datum.last")
        .mark_text(align="left", dx=4, fontSize=11)
        .encode(x=x, y=y, text=alt.Text("forms:Q"))
    )
    marks = [
        alt.Chart()
        .transform_filter("datum.once")
        .mark_rule(strokeDash=[4, 3])
        .encode(x=alt.datum(alt.DateTime(year=day.year, month=day.month, date=day.day)))
        for day in (change.date for change in changes)
    ]
    titles = list(dict.fromkeys(rows["title"]))
    return alt.layer(*marks, lines, ends, data=data, width=WIDTH // 3 - 20, height=180).facet(
        column=alt.Column("title:N", sort=titles, title=None)
    )
