"""A form's accepted answers and its rejected rows, measured for the quality report."""

from functools import partial

import numpy as np
import pandas as pd

from slicebook.programme import Programme
from surveys import threads
from surveys.codebook import SUBMITTED, Form
from surveys.quality.columns import column_table
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
