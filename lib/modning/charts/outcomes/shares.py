"""Charts of shares before and after."""

import altair as alt
import pandas as pd

from modning.charts.notes import with_basis
from modning.charts.outcomes.parts import dots, percent_axis, series, times
from modning.compare.paired import FATES
from modning.compare.share_change import ShareChange
from slicebook.shown.house import PALETTE, Chart, Notice, labelled, nothing, titled
from slicebook.shown.view import view
from slicebook.tables import headed
from slicebook.text import Message, _, quantity
from surveys.codebook import Item, load_codebook

SHARES = _("{title}: shares before and after, with 95% intervals.")
HEADINGS = _("Answer|When|Answer sets|Per cent|95% from|95% to")
WORDING = _("{title}: share with 95% intervals, before and after the question was changed.")
WORDINGS = {"first": _("first wording"), "new": _("new wording")}
WITH = {"first": _("without the answer ‘{answer}’"), "new": _("with the answer ‘{answer}’")}
PERSONS = _("Linked persons")
NOBODY_LINKED = _("There are no linked persons to show here.")
FEW_LINKED = _("There are linked persons here, but too few to show what became of them.")
FATE = _("Share of the linked persons, with 95% intervals.")
FATE_HEADINGS = _("Change|Persons in all|Per cent|95% from|95% to")


@view
def share_change_chart(change: ShareChange, figures: str = "") -> Chart | Notice:
    """Draw the share of each answer before and after.

    `figures` is what the change's figures were recorded by, for the chart to say what it shows.
    """
    rows = [
        (str(change.labels[one.name]), name, side.n, side.mean, side.low, side.high)
        for one in change.answers
        for side, name in zip((one.before, one.after), series(change.forms), strict=True)
        if side.mean is not None
    ]
    title = str(change.title)
    most = max((side.n for one in change.answers for side in (one.before, one.after)), default=0)
    drawn = _shares(rows, most, title, SHARES, change.item, change.forms)
    gains = {f"{figures}.{one.name}.gain": change.labels[one.name] for one in change.answers}
    return titled(drawn, labelled("changes", gains)) if figures else drawn


@view
def wording_chart(
    table: pd.DataFrame, item: str, title: Message, figures: str = ""
) -> Chart | Notice:
    """Draw a table of `wordings.by_wording`: the share in each form and wording of a question.

    `figures` is what its figures were recorded by, for the chart to say what it shows.
    """
    forms, codebook = tuple(dict.fromkeys(table["form"])), load_codebook()
    names = dict(zip(forms, series(forms), strict=True))
    words = [
        f"{names[row.form]}, {_wording(codebook[row.form].item(item), row.wording)}"
        for row in table.itertuples()
    ]
    table = table.assign(words=words)
    rows = [
        (row.words, names[row.form], row.n, row.percent, row.low, row.high)
        for row in table.dropna().itertuples()
    ]
    named = {
        f"{figures}.{row.form}.{row.wording}": row.words
        for row in table[table["n"] > 0].itertuples()
    }
    drawn = _shares(rows, table["n"].max(), str(title), WORDING, item, forms)
    return titled(drawn, labelled("largest", named))


@view
def fates_chart(table: pd.DataFrame, figures: str = "") -> Chart | Notice:
    """Draw what became of linked persons; `table` is that of `compare.paired.fates`.

    `figures` is what theirs were recorded by, for the chart to say what it shows.
    """
    known = table.dropna(subset="percent")
    if known.empty:
        return Notice(str(FEW_LINKED if table["n"].any() else NOBODY_LINKED))
    group = [str(FATES[fate]) for fate in known["fate"]]
    data = known.assign(group=group, series=str(PERSONS), value=known["percent"])
    data = data[["group", "series", "n", "value", "low", "high"]]
    colour = alt.Scale(domain=[str(PERSONS)], range=[PALETTE[0]])
    words = (f"{r.group} {quantity(r.value, 'percent')}" for r in data.itertuples())
    return Chart(
        chart=dots(data, percent_axis(), colour, step=30),
        caption=str(FATE),
        alt=f"{FATE} {'; '.join(words)}.",
        table=headed(data.drop(columns="series").round(1), FATE_HEADINGS),
        finding=labelled("commonest", {f"{figures}.{fate}": FATES[fate] for fate in known["fate"]}),
    )


def _shares(
    rows: list[tuple],
    most: float,
    title: str,
    caption: Message,
    item: str,
    forms: tuple[str, str],
) -> Chart | Notice:
    if not rows:
        return nothing(most)
    data = pd.DataFrame(rows, columns=["group", "series", "n", "value", "low", "high"])
    data[["value", "low", "high"]] = data[["value", "low", "high"]].astype(float)
    words = (
        f"{row.group}, {row.series.lower()} {quantity(row.value, 'percent')}"
        for row in data.itertuples()
    )
    return Chart(
        chart=dots(data, percent_axis(), times(series(forms))),
        caption=with_basis(caption.format(title=title), forms[1], item),
        alt=f"{title}. {'; '.join(words)}.",
        table=headed(data.round(1), HEADINGS),
    )


def _wording(item: Item, wording: str) -> str:
    """Return how a question was asked: its wording, or with which answers."""
    if item.reworded:
        return str(WORDINGS[wording])
    later = next((str(option.label) for option in item.options if option.added), "")
    return WITH[wording].format(answer=later)
