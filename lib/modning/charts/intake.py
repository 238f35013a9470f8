"""Charts of the implementation evaluation that are not plain shares."""

import altair as alt
import pandas as pd

from modning.charts.house import WIDTH, Chart, Notice
from modning.charts.shares import NOTHING, reader, series_colour
from modning.codebook import Form
from modning.programme import Change
from modning.text import Label

_SUBMISSIONS = Label(
    "Skemaer modtaget ved udgangen af hver måned, afrundet til nærmeste {base}. "
    "Lodrette linjer: ændringer af skemaerne ({changes}).",
    "Forms received by the end of each month, rounded to the nearest {base}. "
    "Vertical lines: changes of the forms ({changes}).",
)
_DATED = {
    "report": Label("{label} {day}", "{label} {day}"),
    "assumed": Label("{label} {day}, antaget dato", "{label} {day}, an assumed date"),
}
_RECEIVED = Label("Skemaer", "Forms")
_MONTH = Label("Måned", "Month")
_ENDS = Label("{form}, {place}: {count} i {month}", "{form}, {place}: {count} by {month}")


def submissions_chart(
    table: pd.DataFrame, codebook: dict[str, Form], language: str
) -> Chart | Notice:
    """Draw a table of `coverage.submissions`: a panel a form, a line a municipality."""
    if not table["forms"].any():
        return Notice(NOTHING[language])
    to = reader(language)
    rows = table.assign(
        title=[codebook[form].title[language] for form in table["form"]],
        series=[to.name(key) for key in table["municipality"]],
    )
    months = rows["month"].min(), rows["month"].max()
    changes = [
        change
        for change in to.programme.changes.values()
        if months[0] <= pd.Timestamp(change.date) <= months[1]
    ]
    caption = to.say(
        _SUBMISSIONS,
        base=str(to.programme.threshold),
        changes="; ".join(_dated(change, language) for change in changes) or "–",
    )
    last = rows[rows["month"] == months[1]]
    ends = [
        to.say(_ENDS, form=row.title, place=row.series, count=row.forms, month=f"{row.month:%Y-%m}")
        for row in last.itertuples()
    ]
    wide = rows.pivot_table(index="month", columns=["title", "series"], values="forms", sort=False)
    wide.columns = [", ".join(names) for names in wide.columns]
    return Chart(
        chart=_panels(rows, changes, language),
        caption=caption,
        alt="; ".join(ends) + ".",
        table=wide.rename_axis(_MONTH[language])
        .reset_index()
        .assign(**{_MONTH[language]: [f"{month:%Y-%m}" for month in wide.index]}),
    )


def _dated(change: Change, language: str) -> str:
    return _DATED[change.dated_by][language].format(label=change.label[language], day=change.date)


def _panels(rows: pd.DataFrame, changes: list[Change], language: str) -> alt.TopLevelMixin:
    data = rows[["title", "series", "month", "forms"]].assign(
        last=rows["month"] == rows["month"].max(),
        # A panel draws each vertical line once.
        once=~rows.duplicated("title"),
    )
    x = alt.X("month:T", title=None, axis=alt.Axis(format="%Y-%m", tickCount=4, labelFontSize=10))
    y = alt.Y("forms:Q", title=_RECEIVED[language])
    lines = (
        alt.Chart()
        .mark_line(strokeWidth=2)
        .encode(x=x, y=y, color=alt.Color("series:N", scale=series_colour(rows, reader(language))))
    )
    ends = (
        alt.Chart()
        .transform_filter("datum.last")
        .mark_text(align="left", dx=4, fontSize=11)
        .encode(x=x, y=y, text="forms:Q")
    )
    marks = [
        alt.Chart()
        .transform_filter("datum.once")
        .mark_rule(strokeDash=[4, 3])
        .encode(x=alt.datum(alt.DateTime(year=day.year, month=day.month, date=day.day)))
        for day in (change.date for change in changes)
    ]
    titles = list(dict.fromkeys(rows["title"]))
    return (
        alt.layer(*marks, lines, ends, data=data)
        .properties(width=WIDTH // 3 - 20, height=180)
        .facet(column=alt.Column("title:N", sort=titles, title=None))
    )
