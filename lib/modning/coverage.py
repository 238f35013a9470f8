"""What the forms cover: how many, when they came in, and how fully they are answered."""

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import pairwise

import pandas as pd

from modning import guarded
from modning.between import are_many
from modning.proportions import percent
from slicebook.figures import figure_table
from slicebook.programme import ALL, Programme, load_programme
from slicebook.shown.view import view
from slicebook.slices import Slice
from slicebook.text import _
from surveys.answers import MUNICIPALITY, YEAR, chose
from surveys.codebook import SUBMITTED, Form, Item
from surveys.disclosure import cell_name, everybody_cell, slice_of_frame
from surveys.form_changes import since

# Persons are counted by the forms with these roles, where the programme has them.
TOTALS = {"contacts.total": "register", "participants.total": "before"}

_TOTAL, _SLICE = _("Total"), _("Municipality and year")
_HEADINGS = _("Form|Question|Asked|Unanswered")

Forms = Mapping[str, pd.DataFrame]


def count_figures(forms: Forms) -> pd.DataFrame:
    """Return the number of forms, and the persons they stand for, as figures to record.

    `n.<form>` are forms (report Tabel 5.1), `contacts.total` and `participants.total` the persons
    the report counts by them (Hovedresultater).
    """
    rows = [(f"n.{form}", len(frame), "forms", None, True) for form, frame in forms.items()]
    roles = {role: form for form, role in reversed(load_programme().forms.items())}
    counted = {figure: roles[role] for figure, role in TOTALS.items() if role in roles}
    rows += [(figure, len(forms[form]), "persons", None, True) for figure, form in counted.items()]
    return figure_table(rows)


def ratio_figures(forms: Forms) -> pd.DataFrame:
    """Return how many of each form there are for a hundred of the one before it, as figures.

    `ratio.<form>`, the forms in the programme's order; no person is followed from form to form.

    No interval: the forms are not linked, so the one is no sample of the other and the ratio may
    exceed 100. Missing where there is no earlier form.
    """
    rows = []
    for earlier, later in pairwise(load_programme().forms):
        n = len(forms[earlier])
        rows.append((later, percent(len(forms[later]), n), "percent", n, True))
    return figure_table(rows, "ratio")


@view
def form_table(
    forms: Forms, codebook: Mapping[str, Form], here: Slice, programme: Programme
) -> pd.DataFrame:
    """Return the forms by municipality and year, a row each, with headings (report Tabel 5.1)."""
    slices = [
        (key, year) for key in municipalities_of(here, programme)
        for year in years_of(here, programme)
    ]  # fmt: skip
    names = [f"{programme.municipality_name(key)} {year}" for key, year in slices]
    columns = {str(_SLICE): [*names, str(_TOTAL)]}
    for form, frame in forms.items():
        each = frame.groupby([MUNICIPALITY, YEAR]).size().reindex(slices, fill_value=0)
        columns[str(codebook[form].title)] = [*each, len(frame)]
    return pd.DataFrame(columns)


def submissions(forms: Forms, here: Slice, programme: Programme) -> pd.DataFrame:
    """Return how many forms had come in by the end of each month.

    Columns: `form`, `municipality`, `month` (its first day) and `forms`, rounded to the nearest
    multiple of the disclosure threshold so that no month shows a small group. Of many
    municipalities, all of them together.
    """
    places = municipalities_of(here, programme)
    places = [ALL] if are_many(places) else places
    months = pd.period_range(*_period(here, programme), freq="M")
    rows = [
        (form, key, month.start_time, guarded.to_threshold(count))
        for form, frame in forms.items()
        for key in places
        for month, count in _running_total(_of(frame, key), months)
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
    rows = [(id, asked, given, percent(asked - given, asked)) for id, asked, given in counted]
    table = pd.DataFrame(rows, columns=["item", "asked", "answered", "percent"])
    return table.astype({"percent": "Float64"})


@view
def unanswered_table(forms: Forms, codebook: Mapping[str, Form]) -> pd.DataFrame:
    """Return, for the reader, the questions that somebody left unanswered, the most first.

    Columns in the reader's words: form, question, how often asked, per cent unanswered. Left out
    are questions that everybody answered (`complete_figures` counts them), those asked of fewer
    than the disclosure threshold, and those by whose number asked a withheld answer could be worked
    out.
    """
    rows = [
        (str(codebook[form].title), str(codebook[form].item(row.item).question),
         row.asked, row.percent)
        for form, answers in forms.items()
        for row in _told(answers, codebook[form]).itertuples()
        if row.percent > 0
    ]  # fmt: skip
    table = pd.DataFrame(rows, columns=str(_HEADINGS).split("|"))
    return table.sort_values(table.columns[-1], ascending=False, kind="stable", ignore_index=True)


def complete_figures(forms: Forms, codebook: Mapping[str, Form]) -> pd.DataFrame:
    """Return what `unanswered_table` leaves out because nothing is unanswered, as figures.

    `unanswered.complete`: questions that everybody asked answered; `unanswered.questions`: those
    and the ones in the table.
    """
    percents = pd.concat(
        [_told(answers, codebook[form])["percent"] for form, answers in forms.items()]
    )
    rows = [
        ("complete", int((percents == 0).sum()), "questions", None, True),
        ("questions", len(percents), "questions", None, True),
    ]
    return figure_table(rows, "unanswered")


def span_figures(forms: Forms, here: Slice, programme: Programme) -> pd.DataFrame:
    """Return what a slice spans, as figures.

    `collection.weeks`: weeks from the opening of the collection to the last form, missing without
    forms; `collection.years` and `collection.municipalities`: how many the slice has.
    """
    last = max((frame[SUBMITTED].max() for frame in forms.values() if len(frame)), default=None)
    weeks = None if last is None else (last - pd.Timestamp(programme.first_day)).days // 7
    counts = {
        "weeks": weeks,
        "years": len(years_of(here, programme)),
        "municipalities": len(municipalities_of(here, programme)),
    }
    return figure_table(((name, n, name, None, True) for name, n in counts.items()), "collection")


def unanswered_figures(forms: Forms, codebook: Mapping[str, Form]) -> pd.DataFrame:
    """Return the share of a form's questions asked that were left unanswered, as figures.

    `unanswered.<form>`; n is the number of forms.
    """
    rows = []
    for form, answers in forms.items():
        asked, given = unanswered(answers, codebook[form])[["asked", "answered"]].sum()
        share = percent(int(asked - given), int(asked))
        here, n = slice_of_frame(answers), len(answers)
        shown = guarded.may_be_told([everybody_cell(form)], here, n=n)
        rows.append((form, share, "percent", n, shown))
    return figure_table(rows, "unanswered")


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


def _of(frame: pd.DataFrame, municipality: str) -> pd.DataFrame:
    return frame if municipality == ALL else frame[frame[MUNICIPALITY] == municipality]


def _running_total(frame: pd.DataFrame, months: pd.PeriodIndex) -> Iterator[tuple]:
    monthly = frame[SUBMITTED].dt.to_period("M").value_counts()
    return monthly.reindex(months, fill_value=0).cumsum().items()


def _asked_and_answered(answers: pd.DataFrame, form: Form, item: Item) -> tuple[int, int]:
    asked = ~_skipped(answers, form, item)
    columns = [column for column in item.columns() if column.kind != "text"]
    if item.type == "multiple":
        given = answers[[column.name for column in columns]].notna().any(axis=1)
        asked &= since(answers, item.added)
        return int(asked.sum()), int((asked & given).sum())
    cells = [(asked & since(answers, column.added), column) for column in columns]
    return (
        sum(int(mask.sum()) for mask, _ in cells),
        sum(int((mask & answers[column.name].notna()).sum()) for mask, column in cells),
    )


def _skipped(answers: pd.DataFrame, form: Form, item: Item) -> pd.Series:
    skipped = pd.Series(False, index=answers.index)
    for other, option in form.skips(item):
        skipped |= chose(answers, other, option)
    return skipped


def _told(answers: pd.DataFrame, form: Form) -> pd.DataFrame:
    """Return of `unanswered` what may be told."""
    table = unanswered(answers, form)
    cells = (_asked_cells(form, form.item(id)) for id in table["item"])
    return guarded.asked(table, cells, slice_of_frame(answers))


def _asked_cells(form: Form, item: Item) -> list[str]:
    """Return what tells how many were asked a question: who answered it and who passed it over."""
    away = [cell_name(form.id, other.id, (option.id,)) for other, option in form.skips(item)]
    return [cell_name(form.id, item.id), *away] if away else []
