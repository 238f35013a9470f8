"""The mean of a question that is answered with a number."""

import pandas as pd

from modning.compare.groups import side
from slicebook.programme import load_programme
from slicebook.results import FIGURE_COLUMNS
from surveys.disclosure import form_of_frame, gate, mean_cell


def mean_of(answers: pd.DataFrame, item: str, unit: str) -> pd.DataFrame:
    """Return the mean of a number that was asked as the figure `<item>.mean`, with n and interval.

    Student's t interval of 95 %; missing where too few answered or all answers are the same. The
    question has `means: true` in `data/tables.yml`.
    """
    numbers = answers[item].dropna().astype(float)
    needs = gate(mean_cell(form_of_frame(answers, ""), item), answers)
    steps, told = load_programme().rules.coarse, side(numbers)
    mean = steps.value(told.mean) if told.n else None
    low = high = None
    if told.n >= needs.spread and told.sd:
        low, high = steps.low(told.low), steps.high(told.high)
    shown = told.n == 0 or told.n >= needs.mean
    row = (f"{item}.mean", mean, low, high, told.n, unit, shown)
    return pd.DataFrame([row], columns=FIGURE_COLUMNS)
