"""Charts of shares before and after."""

import altair as alt
import pandas as pd

from modning.charts.notes import after_form, with_basis
from modning.charts.outcomes.parts import dots, percent_axis, times, title_row
from modning.compare.paired import FATES
from modning.compare.share_change import TIMES, ShareChange
from modning.compare.violence import STILL, WORDINGS
from modning.scales import AFTER, BEFORE
from slicebook.shown.house import NOTHING, PALETTE, Chart, Notice
from slicebook.text import Label, quantity
from surveys.disclosure import why_not_as_counted

SHARES = Label(
    "{title}: andele før og efter med 95 %-intervaller.",
    "{title}: shares before and after, with 95% intervals.",
)
HEADINGS = Label(
    "Svar|Tidspunkt|Besvarelser|Procent|95 % fra|95 % til",
    "Answer|When|Answer sets|Per cent|95% from|95% to",
)
WORDING = Label(
    "{title}: andel med 95 %-intervaller, før og efter at spørgsmålet blev ændret.",
    "{title}: share with 95% intervals, before and after the question was changed.",
)
PERSONS = Label("Koblede personer", "Linked persons")
FATE = Label(
    "Andel af de koblede personer, med 95 %-intervaller.",
    "Share of the linked persons, with 95% intervals.",
)
FATE_HEADINGS = Label(
    "Ændring|Personer i alt|Procent|95 % fra|95 % til",
    "Change|Persons in all|Per cent|95% from|95% to",
)


def share_change_chart(change: ShareChange, language: str) -> Chart | Notice:
    """Draw the share of each answer before and after."""
    rows = [
        (change.labels[row["answer"]][language], when[language].capitalize(),
         *(row[f"{part}_{time}"] for part in ("n", "percent", "low", "high")))
        for row in change.table.to_dict("records")
        for time, when in zip(TIMES, (BEFORE, AFTER), strict=True)
        if not pd.isna(row[f"percent_{time}"])
    ]  # fmt: skip
    title = change.title[language]
    return _shares(rows, title, SHARES, change.item, language)


def wording_chart(table: pd.DataFrame, language: str) -> Chart | Notice:
    """Draw the share whose violence goes on; `table` is that of `compare.violence.by_wording`."""
    rows = [
        (WORDINGS[row.period][language], _time(row.period, language), row.n,
         row.percent, row.low, row.high)
        for row in table.dropna().itertuples()
    ]  # fmt: skip
    return _shares(rows, STILL[language], WORDING, "violence_continues", language)


def fates_chart(table: pd.DataFrame, language: str) -> Chart | Notice:
    """Draw what became of linked persons; `table` is that of `compare.paired.fates`."""
    known = table.dropna(subset="percent")
    if known.empty:
        return Notice(NOTHING[language])
    data = pd.DataFrame(
        {
            "group": [FATES[fate][language] for fate in known["fate"]],
            "series": PERSONS[language],
            "n": known["n"],
            "value": known["percent"],
            "low": known["low"],
            "high": known["high"],
        }
    )
    colour = alt.Scale(domain=[PERSONS[language]], range=[PALETTE[0]])
    words = (f"{r.group} {quantity(r.value, 'percent', language)}" for r in data.itertuples())
    return Chart(
        chart=dots(data, percent_axis(language), colour, step=30),
        caption=FATE[language],
        alt=f"{FATE[language]} {'; '.join(words)}.",
        table=data.drop(columns="series")
        .round(1)
        .set_axis(title_row(FATE_HEADINGS, language), axis=1),
    )


def _shares(
    rows: list[tuple], title: str, caption: Label, item: str, language: str
) -> Chart | Notice:
    if not rows:
        return Notice(NOTHING[language])
    data = pd.DataFrame(rows, columns=["group", "series", "n", "value", "low", "high"])
    data[["value", "low", "high"]] = data[["value", "low", "high"]].astype(float)
    words = (
        f"{row.group}, {row.series.lower()} {quantity(row.value, 'percent', language)}"
        for row in data.itertuples()
    )
    return Chart(
        chart=dots(data, percent_axis(language), times(language)),
        caption=with_basis(
            caption[language].format(title=title) + why_not_as_counted(True, language),
            after_form(),
            item,
            language,
        ),
        alt=f"{title}. {'; '.join(words)}.",
        table=data.round(1).set_axis(title_row(HEADINGS, language), axis=1),
    )


def _time(period: str, language: str) -> str:
    return (BEFORE if period.startswith("before") else AFTER)[language].capitalize()
