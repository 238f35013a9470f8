"""The mean of a number that was asked."""

import pandas as pd
from scipy import stats

from modning.means import mean_of
from random_answers import random_answers
from surveys.codebook import load_codebook

FORM = load_codebook()["completion"]


def test_a_mean_has_students_interval():
    answers = random_answers(FORM, 40)
    row = mean_of(answers, "sessions", "sessions").iloc[0]
    numbers = answers["sessions"].astype(float)
    interval = stats.ttest_1samp(numbers, 0).confidence_interval(0.95)
    assert (row["figure"], row["n"]) == ("sessions.mean", 40)
    assert row["value"] == round(float(numbers.mean()), 1)
    # Outward, to a fifth at most.
    assert interval.low - 0.2 < row["low"] <= interval.low
    assert interval.high <= row["high"] < interval.high + 0.2


def test_without_spread_or_answers_there_is_no_interval():
    alike = random_answers(FORM, 40)
    alike["sessions"] = pd.array([10] * 40, dtype="Int16")
    row = mean_of(alike, "sessions", "sessions").iloc[0]
    assert row["value"] == 10
    assert pd.isna(row["low"])
    few = mean_of(alike.iloc[:4], "sessions", "sessions").iloc[0]
    assert pd.isna(few["value"])
    assert not few["shown"]
    nobody = mean_of(alike.iloc[:0], "sessions", "sessions").iloc[0]
    assert pd.isna(nobody["value"])
    assert nobody["n"] == 0
