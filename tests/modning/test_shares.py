import pandas as pd
import pytest

from modning import shares
from random_answers import random_answers
from surveys.codebook import load_codebook

FORM = load_codebook()["registration"]


def test_a_tally_of_a_single_choice_sums_to_a_hundred():
    answers = random_answers(FORM, 60)
    answers.loc[:9, "gender"] = pd.NA
    gender = shares.tally(answers, FORM, "gender")
    assert gender.n == 50
    assert gender.shares()["percent"].sum() == pytest.approx(100)
    assert list(gender.shares()["answer"]) == ["man", "woman", "other"]


def test_a_tally_of_a_multiple_choice_counts_each_answer_among_all_who_answered():
    answers = random_answers(FORM, 60)
    flags = [name for name in answers if name.startswith("channel_") and "text" not in name]
    answers.loc[:9, flags] = pd.NA
    channel = shares.tally(answers, FORM, "channel")
    assert set(channel.shares()["n"]) == {50}
    row = channel.shares().set_index("answer").loc["police"]
    assert row["count"] == answers["channel_police"].sum()


def test_a_tally_of_a_grid_row_reads_that_row():
    answers = random_answers(FORM, 60)
    table = shares.tally(answers, FORM, "violence", "stalking").shares().set_index("answer")
    assert table.loc["current", "count"] == (answers["violence_stalking"] == 2).sum()


def test_municipalities_are_counted_apart_and_differences_are_first_less_second():
    answers = random_answers(FORM, 200)
    gender = shares.tally(answers, FORM, "gender")
    by = gender.by_municipality().set_index(["municipality", "answer"])
    assert by["count"].sum() == 200
    row = gender.differences().set_index("answer").loc["man"]
    assert (row["first"], row["second"]) == ("koge", "odense")
    expected = by.loc[("koge", "man"), "percent"] - by.loc[("odense", "man"), "percent"]
    assert row["difference"] == pytest.approx(expected)
    assert row["low"] < row["difference"] < row["high"]


def test_a_slice_of_one_municipality_still_names_every_figure():
    answers = random_answers(FORM, 50, municipalities=("koge",))
    gender = shares.tally(answers, FORM, "gender")
    table = gender.difference_figures().set_index("figure")
    assert list(table.index) == [
        "gender.man.koge_less_odense",
        "gender.woman.koge_less_odense",
        "gender.other.koge_less_odense",
    ]
    assert table["value"].isna().all()
    assert (table["n"] == 0).all()


def test_figures_carry_name_interval_n_and_unit():
    table = shares.tally(random_answers(FORM, 40), FORM, "sara").figures()
    assert list(table["figure"]) == ["sara.assessed", "sara.not_assessed", "sara.unknown"]
    assert list(table.columns) == ["figure", "value", "low", "high", "n", "unit", "shown"]
