"""A form's accepted answers and its rejected rows, measured for the quality report."""

from functools import partial

import numpy as np
import pandas as pd

from slicebook.programme import Programme
from surveys import threads
from surveys.codebook import SUBMITTED, Column, Form
from surveys.quality.facts import FormFacts
from surveys.quality.odd import odd_values
from surveys.quality.sets import given, near, stopped


def form_facts(
    form: Form, frame: pd.DataFrame, rejected: pd.DataFrame, programme: Programme
) -> FormFacts:
    """Return what is to be known of a form's answers.

    `frame` has the accepted answer sets as they are stored, with the municipality's code;
    `rejected` why others, and cells of these, were set aside (file, row, column, value, expected).
    """
    place = form.place.id
    columns, odd, answers, (alike, pairs) = threads.together(
        partial(column_table, form, frame, rejected),
        partial(odd_values, form, frame),
        partial(given, form, frame),
        partial(near, form, frame, place),
    )
    return FormFacts(
        form=form.id,
        accepted=len(frame),
        columns=columns,
        months=_months(form, frame, place, programme),
        empty=int((~answers.any(axis=1)).sum()),
        partial=tuple(stopped(form, answers)),
        alike=alike,
        pairs=tuple(pairs),
        odd=odd,
    )


def _months(form: Form, frame: pd.DataFrame, place: str, programme: Programme) -> pd.DataFrame:
    """Count answer sets by month (rows, YYYY-MM) and municipality (columns), both with totals."""
    names = {one.codes[form.id]: one.name for one in programme.municipalities.values()}
    month = frame[SUBMITTED].to_numpy().astype("datetime64[M]").astype(np.int64)
    first, last = (int(month.min()), int(month.max())) if len(month) else (0, -1)
    months = np.arange(first, last + 1).astype("datetime64[M]").astype(str)
    places = frame[place].to_numpy(dtype="int64", na_value=-1)
    counts = pd.DataFrame(
        {
            name: np.bincount(month[places == code] - first, minlength=len(months))
            for code, name in names.items()
        },
        index=months,
    )
    counts["All"] = counts.sum(axis=1)
    counts.loc["All"] = counts.sum()
    return counts.astype(int)


# Values of a reason that are shown.
_VALUES = 5
# What is longer, or has more words, is not shown: somebody may have written freely.
_LONGEST, _WORDS = 40, 4


def shown(text: str) -> str:
    """Return a value as the report shows it: never a free text."""
    free = len(text) > _LONGEST or len(text.split()) > _WORDS
    return "(a longer text)" if free else text


def answered(values: pd.Series, column: Column) -> pd.Series:
    """Tell which rows answer a column; of several ticks an explicit "not chosen" does."""
    if column.kind == "text":
        return values.fillna(False).astype(bool)
    return values.notna()


def column_table(form: Form, frame: pd.DataFrame, rejected: pd.DataFrame) -> pd.DataFrame:
    """Return a row a column: column, question, answered, missing, aside (rows) and reasons."""
    reasons = dict(list(rejected.groupby("column")))
    names = [*(name for name in reasons if name not in form.columns), *form.columns]
    return pd.DataFrame(
        [_row(form, name, frame, reasons.get(name)) for name in names],
        columns=["column", "question", "answered", "missing", "aside", "reasons"],
    )


def _row(
    form: Form, name: str, frame: pd.DataFrame, rejected: pd.DataFrame | None
) -> tuple[str, str, int | None, int | None, int, tuple[str, ...]]:
    column = form.columns.get(name)
    count = int(answered(frame[name], column).sum()) if column else None
    # A comment is nobody's duty.
    missing = None if column is None or column.kind == "text" else len(frame) - (count or 0)
    aside = 0 if rejected is None else len(rejected[["file", "row"]].drop_duplicates())
    said = () if rejected is None else tuple(_reasons(rejected))
    return name, _question(column), count, missing, aside, said


def _question(column: Column | None) -> str:
    if column is None:
        return ""
    part = column.option or column.row
    text = (
        f"{column.item.question['en']}: {part.label['en']}"
        if part
        else column.item.question.english
    )
    return f"{text} (since {column.added})" if column.added else text


def _reasons(rejected: pd.DataFrame) -> list[str]:
    """Return each reason with the number of its rows and its commonest values."""
    counted = rejected.groupby("expected", sort=False)["value"]
    said = sorted(counted, key=lambda group: (-len(group[1]), group[0]))
    return [f"{len(values)}: expected {expected}{_found(values)}" for expected, values in said]


def _found(values: pd.Series) -> str:
    counts = values.astype(str).map(shown).value_counts().sort_index()
    counts = counts.sort_values(ascending=False, kind="stable")
    told = [f'"{text}" {n}' if text else f"blank {n}" for text, n in counts.items()]
    more = len(told) - _VALUES
    return f"; found {', '.join(told[:_VALUES])}" + (f", {more} other values" if more > 0 else "")
