"""What the forms cover: how many, when, how fully answered, and what changes of the forms cost."""

from collections.abc import Iterator, Mapping
from datetime import date

import pandas as pd

from modning.answers import MUNICIPALITY, YEAR, chose
from modning.codebook import SUBMITTED, Form, Item
from modning.disclosure import cell_name, may_tell_mean, mean_cell, slice_of_frame, withheld
from modning.programme import ALL, Programme
from modning.slices import Slice
from modning.text import Label

# What a later form counts for each earlier one; no person is followed from form to form.
RATIOS = {
    "ratio.baseline": ("baseline", "registration"),
    "ratio.completion": ("completion", "baseline"),
}
TOTALS = {"contacts.total": "registration", "participants.total": "baseline"}

_TOTAL = Label("I alt", "Total")
_FORM = Label("Skema", "Form")
_QUESTION = Label("Spørgsmål", "Question")
_ASKED = Label("Spurgt", "Asked")
_UNANSWERED = Label("Ubesvaret", "Unanswered")
_ADDED = Label("Tilføjet", "Added")
_SINCE = Label("Fra", "From")
_FORMS = Label("Skemaer i alt", "Forms in all")
_HAVING = Label("Med spørgsmålet", "With the question")

Forms = Mapping[str, pd.DataFrame]


def count_figures(forms: Forms) -> pd.DataFrame:
    """Return the number of forms, and the persons they stand for, as figures to record.

    `n.<form>` are forms (report Tabel 5.1), `contacts.total` and `participants.total` the persons
    the report counts by them (Hovedresultater).
    """
    rows = [(f"n.{form}", len(frame), "forms") for form, frame in forms.items()]
    rows += [(figure, len(forms[form]), "persons") for figure, form in TOTALS.items()]
    return pd.DataFrame(rows, columns=["figure", "value", "unit"])


def ratio_figures(forms: Forms) -> pd.DataFrame:
    """Return how many of a later form there are for a hundred of an earlier one, as figures.

    No interval: the forms are not linked, so the one is no sample of the other and the ratio may
    exceed 100. Missing where there is no earlier form.
    """
    rows = [
        (figure, *_ratio(len(forms[later]), len(forms[earlier])), "percent")
        for figure, (later, earlier) in RATIOS.items()
    ]
    return pd.DataFrame(rows, columns=["figure", "value", "n", "unit"])


def form_table(
    forms: Forms, codebook: Mapping[str, Form], here: Slice, programme: Programme
) -> pd.DataFrame:
    """Return the forms by municipality and year, with headings (report Tabel 5.1)."""
    columns = {_FORM[here.language]: [codebook[form].title[here.language] for form in forms]}
    for key in municipalities_of(here, programme):
        name = programme.municipality_name(key, here.language)
        for year in years_of(here, programme):
            columns[f"{name} {year}"] = [
                int(((frame[MUNICIPALITY] == key) & (frame[YEAR] == year)).sum())
                for frame in forms.values()
            ]
    columns[_TOTAL[here.language]] = [len(frame) for frame in forms.values()]
    return pd.DataFrame(columns)


def submissions(forms: Forms, here: Slice, programme: Programme) -> pd.DataFrame:
    """Return how many forms had come in by the end of each month.

    Columns: `form`, `municipality`, `month` (its first day) and `forms`, rounded to the nearest
    multiple of the disclosure threshold so that no month shows a small group.
    """
    months = pd.period_range(*_period(here, programme), freq="M")
    rows = [
        (form, key, month.start_time, _rounded(count, programme.threshold))
        for form, frame in forms.items()
        for key in municipalities_of(here, programme)
        for month, count in _running_total(frame[frame[MUNICIPALITY] == key], months)
    ]
    return pd.DataFrame(rows, columns=["form", "municipality", "month", "forms"])


def unanswered(answers: pd.DataFrame, form: Form) -> pd.DataFrame:
    """Return how often each question was left unanswered by those who were asked it.

    Columns: `item`, `asked`, `answered`, `percent` (unanswered). A grid counts each of its rows,
    a multiple choice once. Asked are those whose form had the question (`added`) and whose
    earlier answers did not skip it. Free text is left out: it need not be answered.
    """
    counted = (
        (item.id, *_asked_and_answered(answers, form, item))
        for item in form.items
        if item.type not in ("municipality", "text", "link_code")
    )
    rows = [(id, asked, given, _ratio(asked - given, asked)[0]) for id, asked, given in counted]
    table = pd.DataFrame(rows, columns=["item", "asked", "answered", "percent"])
    return table.astype({"percent": "Float64"})


def added_midway(answers: pd.DataFrame, form: Form) -> pd.DataFrame:
    """Return the questions, rows and answers that the form did not have from the start.

    Columns: `item` (its object), `part` (the row's or answer's id; missing for a whole question),
    `since`, `forms` (all of the slice) and `n` (forms that had it).
    """
    parts = {
        (column.item.id, None if column.item.added else (column.row or column.option).id): column
        for column in form.columns.values()
        if column.added and column.kind not in ("text", "secret")
    }
    rows = [
        (column.item, part, column.added, len(answers), int(_since(answers, column.added).sum()))
        for (_, part), column in parts.items()
    ]
    rows += [
        (item, option.id, option.added, len(answers), int(_since(answers, option.added).sum()))
        for item in form.items
        if item.type in ("single", "grid")
        for option in item.options
        if option.added
    ]
    table = pd.DataFrame(rows, columns=["item", "part", "since", "forms", "n"])
    return table.assign(part=table["part"].astype(object).where(table["part"].notna(), None))


def unanswered_table(
    forms: Forms, codebook: Mapping[str, Form], language: str, programme: Programme
) -> pd.DataFrame:
    """Return, for the reader, the questions that somebody left unanswered, the most first.

    Columns in the reader's words: form, question, how often asked, per cent unanswered. Questions
    asked of fewer than the disclosure threshold are left out, and those by whose number asked a
    withheld answer could be worked out.
    """
    rows = [
        (codebook[form].title[language], codebook[form].item(row.item).question[language],
         row.asked, row.percent)
        for form, answers in forms.items()
        for row in unanswered(answers, codebook[form]).itertuples()
        if row.asked >= programme.threshold and row.percent > 0
        and _may_tell_asked(answers, codebook[form], row.item)
    ]  # fmt: skip
    headings = [heading[language] for heading in (_FORM, _QUESTION, _ASKED, _UNANSWERED)]
    table = pd.DataFrame(rows, columns=headings)
    return table.sort_values(headings[-1], ascending=False, kind="stable", ignore_index=True)


def added_table(
    forms: Forms, codebook: Mapping[str, Form], language: str, programme: Programme
) -> pd.DataFrame:
    """Return, for the reader, what the forms did not have from the start and the n that is left.

    Columns in the reader's words: form, question, what was added, since when, forms in all, forms
    that had it. A small count is given as "< threshold".
    """
    rows = [
        (codebook[form].title[language], row.item.question[language],
         _part_label(row.item, row.part, language), str(row.since),
         *(_masked(count, programme) for count in (row.forms, row.n)))
        for form, answers in forms.items()
        for row in added_midway(answers, codebook[form]).itertuples()
    ]  # fmt: skip
    headings = (_FORM, _QUESTION, _ADDED, _SINCE, _FORMS, _HAVING)
    return pd.DataFrame(rows, columns=[heading[language] for heading in headings])


def span_figures(forms: Forms, here: Slice, programme: Programme) -> pd.DataFrame:
    """Return what a slice spans, as figures.

    `collection.weeks`: weeks from the opening of the collection to the last form, missing without
    forms; `collection.years` and `collection.municipalities`: how many the slice has.
    """
    last = max((frame[SUBMITTED].max() for frame in forms.values() if len(frame)), default=None)
    weeks = None if last is None else (last - pd.Timestamp(programme.first_day)).days // 7
    rows = [
        ("collection.weeks", weeks, "weeks"),
        ("collection.years", len(years_of(here, programme)), "years"),
        ("collection.municipalities", len(municipalities_of(here, programme)), "municipalities"),
    ]
    return pd.DataFrame(rows, columns=["figure", "value", "unit"])


def unanswered_figures(forms: Forms, codebook: Mapping[str, Form]) -> pd.DataFrame:
    """Return the share of a form's questions asked that were left unanswered, as figures.

    `unanswered.<form>`; n is the number of forms.
    """
    rows = []
    for form, answers in forms.items():
        asked, given = unanswered(answers, codebook[form])[["asked", "answered"]].sum()
        share = _ratio(int(asked - given), int(asked))[0]
        shown = may_tell_mean(mean_cell(form, "unanswered"), answers, len(answers))
        rows.append((f"unanswered.{form}", share, len(answers), "percent", shown))
    return pd.DataFrame(rows, columns=["figure", "value", "n", "unit", "shown"])


def municipalities_of(here: Slice, programme: Programme) -> list[str]:
    """Return the municipalities of a slice, in the programme's order."""
    return list(programme.municipalities) if here.municipality == ALL else [here.municipality]


def years_of(here: Slice, programme: Programme) -> list[int]:
    """Return the years of a slice."""
    return list(programme.years) if here.year == ALL else [int(here.year)]


def _period(here: Slice, programme: Programme) -> tuple[date, date]:
    years = years_of(here, programme)
    return (
        max(programme.first_day, date(years[0], 1, 1)),
        min(programme.last_day, date(years[-1], 12, 31)),
    )


def _running_total(frame: pd.DataFrame, months: pd.PeriodIndex) -> Iterator[tuple]:
    monthly = frame[SUBMITTED].dt.to_period("M").value_counts()
    return monthly.reindex(months, fill_value=0).cumsum().items()


def _part_label(item: Item, part: str | None, language: str) -> str:
    if part is None:
        return _QUESTION[language]
    return next(p.label[language] for p in (*item.rows, *item.options) if p.id == part)


def _masked(count: int, programme: Programme) -> int | str:
    return f"< {programme.threshold}" if 0 < count < programme.threshold else count


def _rounded(count: int, base: int) -> int:
    return base * ((count + base // 2) // base)


def _ratio(part: int, whole: int) -> tuple[float | None, int]:
    return (100 * part / whole if whole else None), whole


def _asked_and_answered(answers: pd.DataFrame, form: Form, item: Item) -> tuple[int, int]:
    asked = ~_skipped(answers, form, item)
    columns = [column for column in item.columns() if column.kind != "text"]
    if item.type == "multiple":
        given = answers[[column.name for column in columns]].notna().any(axis=1)
        asked &= _since(answers, item.added)
        return int(asked.sum()), int((asked & given).sum())
    cells = [(asked & _since(answers, column.added), column) for column in columns]
    return (
        sum(int(mask.sum()) for mask, _ in cells),
        sum(int((mask & answers[column.name].notna()).sum()) for mask, column in cells),
    )


def _skipped(answers: pd.DataFrame, form: Form, item: Item) -> pd.Series:
    skipped = pd.Series(False, index=answers.index)
    for other, option in form.skips(item):
        skipped |= chose(answers, other, option)
    return skipped


def _may_tell_asked(answers: pd.DataFrame, form: Form, id: str) -> bool:
    here, item = slice_of_frame(answers), form.item(id)
    away = [cell_name(form.id, other.id, (option.id,)) for other, option in form.skips(item)]
    cells = [cell_name(form.id, id), *away] if away else []
    return not any(withheld(cell, here) for cell in cells)


def _since(answers: pd.DataFrame, added: date | None) -> pd.Series:
    if added is None:
        return pd.Series(True, index=answers.index)
    return answers[SUBMITTED] >= pd.Timestamp(added)
