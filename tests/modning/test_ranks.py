"""The most frequent band, and an answer's place among the others."""

import pandas as pd
import pytest

from modning.questions import counted
from modning.ranks import largest_band, rank
from random_answers import random_answers
from slicebook.slices import Slice
from surveys.codebook import load_codebook
from surveys.disclosure.pattern import SLICE

CODEBOOK = load_codebook()
FORM = CODEBOOK["registration"]


def aged(*ages):
    answers = random_answers(FORM, len(ages))
    answers["age"] = pd.array(ages, dtype="Int16")
    return counted(answers, "age")


@pytest.mark.parametrize(
    ("ages", "ends"),
    [
        ((31, 35, 50, 20), (30, 30, 39)),
        ((51, 35), (30, 30, 39)),
        ((70,), (50, 50, None)),
        ((), (None, None, None)),
    ],
)
def test_the_most_frequent_band_is_named_by_both_its_ends(ages, ends):
    [row] = largest_band(aged(*ages), "age group").to_dict("records")
    assert row["figure"] == "age.modal_group"
    assert (row["value"], row["low"], row["high"], row["n"]) == (*ends, len(ages))


def test_an_answers_place_is_by_how_many_gave_it():
    answers = random_answers(CODEBOOK["baseline"], 60)
    answers["income"] = pd.array([9] * 20 + [1] * 25 + [2] * 15, dtype="Int8")
    [row] = rank(counted(answers, "income"), "rehabilitation").to_dict("records")
    assert (row["figure"], row["value"], row["n"]) == ("income.rehabilitation_rank", 2, 60)
    assert rank(counted(answers.head(0), "income"), "other").loc[0, "value"] is None


def test_a_place_is_shown_where_all_shares_are_or_the_report_prints_it(monkeypatch):
    form = CODEBOOK["baseline"]
    answers = random_answers(form, 60)
    monkeypatch.setattr(
        "surveys.disclosure.pattern.withheld", lambda cell, *_: cell.endswith("family")
    )
    monkeypatch.setattr("surveys.disclosure.rules.are_the_reports", lambda programme: True)
    rehabilitation = form.item("income").option("rehabilitation").code
    answers.loc[answers.index[:40], "income"] = rehabilitation

    def shown(municipality, year):
        answers.attrs[SLICE] = Slice(municipality, year)
        return rank(counted(answers, "income"), "rehabilitation").loc[0, "shown"]

    assert shown("koge", "all")
    assert not shown("odense", "all")
    assert not shown("koge", "2024")
    # Another place than the printed one is no more public than elsewhere.
    answers.loc[answers.index[:40], "income"] = form.item("income").option("employment").code
    assert not shown("koge", "all")


def test_answers_that_as_many_gave_share_a_place():
    answers = random_answers(CODEBOOK["baseline"], 50)
    answers["income"] = pd.array([9] * 20 + [1] * 20 + [2] * 10, dtype="Int8")
    ids = {option.code: option.id for option in CODEBOOK["baseline"].item("income").options}
    tallied = counted(answers, "income")
    places = [rank(tallied, ids[code]).loc[0, "value"] for code in (9, 1, 2, 3)]
    assert places == [1, 1, 3, 4]
