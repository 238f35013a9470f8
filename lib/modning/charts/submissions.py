"""When the forms came in, month by month."""

from textwrap import wrap

import altair as alt
import pandas as pd
from babel.dates import format_date

from modning.charts.reader import place_name, series_colour
from slicebook.programme import Change, load_programme
from slicebook.shown.house import WIDTH, Chart, Notice, labelled
from slicebook.shown.view import view
from slicebook.text import _, spoken
from surveys.codebook import Form

# Letters of a form's title in a line above its panel.
LETTERS = 24
_SUBMISSIONS = _("Forms received by the end of each month, rounded to the nearest {base}.")
_FEW_FORMS = _("Fewer than {base} forms of each kind have come in here.")
_CHANGED = _("Vertical lines: changes of the forms ({changes}).")
_DATED = {
    "report": _("{label} {day}"),
    "assumed": _("{label} {day}, an assumed date"),
}
_RECEIVED = _("Forms")
_MONTH = _("Month")
_ENDS = _("{form}, {place}: {count} by {month}")


@view
def submissions_chart(table: pd.DataFrame, codebook: dict[str, Form]) -> Chart | Notice:
    """Draw a table of `coverage.submissions`: a panel a form, a line a municipality."""
    if not table["forms"].any():
        return Notice(_FEW_FORMS.format(base=str(load_programme().threshold)))
    rows = table.assign(
        title=[str(codebook[form].title) for form in table["form"]],
        series=[place_name(key) for key in table["municipality"]],
    )
    months = rows["month"].min(), rows["month"].max()
    changes = [
        change
        for change in load_programme().changes.values()
        if months[0] <= pd.Timestamp(change.date) <= months[1]
    ]
    caption = _SUBMISSIONS.format(base=str(load_programme().threshold))
    if changes:
        said = "; ".join(_dated(change) for change in changes)
        caption = f"{caption} {_CHANGED.format(changes=said)}"
    last = rows[rows["month"] == months[1]]
    ends = [
        _ENDS.format(form=row.title, place=row.series, count=row.forms, month=_named(row.month))
        for row in last.itertuples()
    ]
    wide = rows.pivot_table(index="month", columns=["title", "series"], values="forms", sort=False)
    wide.columns = [", ".join(names) for names in wide.columns]
    return Chart(
        chart=_panels(rows, changes),
        caption=caption,
        finding=labelled("ends", {f"n.{form}": codebook[form].title for form in codebook}),
        alt="; ".join(ends) + ".",
        table=wide.rename_axis(str(_MONTH))
        .reset_index()
        .assign(**{str(_MONTH): [_named(month) for month in wide.index]}),
    )


def _dated(change: Change) -> str:
    return _DATED[change.dated_by].format(
        label=str(change.label), day=format_date(change.date, "long", locale=spoken())
    )


def _named(month: pd.Timestamp) -> str:
    return format_date(month, "MMMM y", locale=spoken())


def _panels(rows: pd.DataFrame, changes: list[Change]) -> alt.TopLevelMixin:
    # A form's title stands above its panel, in as many lines as it takes.
    titles = {title: "\n".join(wrap(title, LETTERS)) for title in rows["title"]}
    data = rows[["series", "month", "forms"]].assign(
        title=rows["title"].map(titles),
        last=rows["month"] == rows["month"].max(),
        # A panel draws each vertical line once.
        once=~rows.duplicated("title"),
    )
    x = alt.X("month:T", title=None, axis=alt.Axis(format="%Y-%m", tickCount=4, labelFontSize=10))
    y = alt.Y("forms:Q", title=str(_RECEIVED))
    lines = (
        alt.Chart()
        .mark_line(strokeWidth=2)
        .encode(x=x, y=y, color=alt.Color("series:N", scale=series_colour(rows)))
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
    header = alt.Header(labelExpr="split(datum.value, '\\n')")
    return alt.layer(*marks, lines, ends, data=data, width=WIDTH // 3 - 20, height=180).facet(
        column=alt.Column("title:N", sort=list(titles.values()), title=None, header=header)
    )
