"""Rows of a grid: in how many a person gave an answer, before and after."""

import pandas as pd
import pytest

from modning.questions import counted
from modning.rows import (
    mean_rows,
    rows_change,
    rows_figures,
    rows_table,
    share_of_rows,
)
from outcome_forms import form
from random_answers import random_answers
from surveys.codebook import load_codebook

REGISTRATION = load_codebook()["registration"]


def test_rows_and_answers_are_counted_over_all_rows_of_those_who_answered():
    answers = random_answers(REGISTRATION, 2)
    types = [f"violence_{row.id}" for row in REGISTRATION.item("violence").rows]
    answers[types] = 1
    answers.loc[0, types[:3]] = 2
    answers.loc[1, types[0]] = 8
    answers = answers.astype(dict.fromkeys(types, "Int8"))
    answers.attrs = random_answers(REGISTRATION, 2).attrs
    [ever] = mean_rows(counted(answers, "violence", "ever"), "a", "types")["value"]
    unknown = share_of_rows(counted(answers, "violence", "unknown"), "b")
    assert ever == 1.5
    assert unknown.loc[0, ["value", "n", "unit"]].tolist() == [round(100 / 18), 2, "percent"]
    nobody = counted(answers.iloc[:0], "violence", "ever")
    assert mean_rows(nobody, "a", "types").loc[0, "value"] is None
    assert share_of_rows(nobody, "b").loc[0, "value"] is None


def test_a_row_in_doubt_is_not_one_of_the_set():
    answers = form("completion").head(7)
    answers["violence_frequency_physical"] = pd.Series([1, 2, 3, 4, 5, 6, 7], dtype="Int8")
    given = counted(answers, "violence_frequency", "met").given["physical"].tolist()
    assert given == [False, True, True, True, True, True, False]


def test_rows_before_and_after_are_of_those_who_answered():
    before, after = form("baseline"), form("completion")
    columns = [name for name in after if name.startswith("violence_frequency_")]
    after[columns] = pd.NA
    after.loc[:19, columns] = 2
    counts = rows_change(*(counted(one, "violence_frequency", "met") for one in (before, after)))
    assert (counts[-1].after.n, counts[-1].after.mean) == (20, len(columns))
    figures = rows_figures(counts, "named.count", "types").set_index("figure")
    gain = counts[-1].after.mean - counts[-1].before.mean
    assert figures.loc["named.count.gain", "value"] == pytest.approx(gain)
    assert rows_figures([], "named.count", "types")["value"].isna().all()
    assert len(rows_table(counts, "Types")["frame"]) == len(counts)
