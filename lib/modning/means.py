"""The mean of a question that is answered with a number."""

import pandas as pd

from modning.compare.groups import Side
from modning.compare.guarded import shown_side
from slicebook.figures import figure_table
from surveys.disclosure import form_of_frame, gate, mean_cell


def mean_of(answers: pd.DataFrame, item: str, unit: str) -> pd.DataFrame:
    """Return the mean of a number that was asked as the figure `<item>.mean`, with n and interval.

    Student's t interval of 95 %; missing where too few answered or all answers are the same. The
    question has `means: true` in `data/tables.yml`.
    """
    told = mean_side(answers, item)
    low, high = (told.low, told.high) if told.sd else (None, None)
    row = ("mean", (told.mean, low, high), unit, *told.rests)
    return figure_table([row], item)


def mean_side(answers: pd.DataFrame, item: str) -> Side:
    """Return the answers to such a question described as they may be shown."""
    numbers = answers[item].dropna().astype(float)
    return shown_side(numbers, gate(mean_cell(form_of_frame(answers, ""), item), answers))
