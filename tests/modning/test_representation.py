import numpy as np
import pandas as pd
import pytest

from modning import representation
from random_answers import random_answers
from speak import speak
from surveys.codebook import load_codebook

CODEBOOK = {id: form for id, form in load_codebook().items() if id != "completion"}


@pytest.fixture
def forms():
    return {id: random_answers(CODEBOOK[id], rows, rows)
            for id, rows in [("registration", 200), ("baseline", 80)]}  # fmt: skip


def row(table, feature, answer):
    return table.set_index(["feature", "answer"]).loc[(feature, answer)]


def test_the_standardised_difference_is_that_of_the_zeros_and_ones():
    first, second = np.repeat([1, 0], [30, 70]), np.repeat([1, 0], [25, 25])
    expected = (second.mean() - first.mean()) / np.sqrt((first.var() + second.var()) / 2)
    d, low, high = representation.standardised_difference(0.3, 100, 0.5, 50)
    assert d == pytest.approx(expected)
    # Hedges and Olkin (1985), equation 5.14.
    error = np.sqrt(150 / (100 * 50) + d**2 / 300)
    assert (low, high) == pytest.approx((d - 1.96 * error, d + 1.96 * error), abs=1e-4)


def test_groups_without_spread_are_balanced_or_have_no_distance():
    assert representation.standardised_difference(1, 10, 1, 5) == (0.0, None, None)
    assert representation.standardised_difference(0.5, 0, 0.5, 5) == (None, None, None)


def test_nobody_against_everybody_is_the_largest_imbalance():
    """Half a person added to each answer: 0.5 of 51 against 50.5 of 51."""
    d, low, high = representation.standardised_difference(0, 50, 1, 50)
    assert d == pytest.approx((50 / 51) / np.sqrt(0.5 / 51 * 50.5 / 51))
    assert representation.BALANCE < low < d < high
    assert representation.standardised_difference(1, 50, 0, 50)[0] == -d


def test_participants_stand_after_the_registered(forms):
    forms["registration"]["gender"] = pd.array([1] * 20 + [2] * 180, dtype="Int8")
    forms["baseline"]["gender"] = pd.array([1] * 5 + [2] * 75, dtype="Int8")
    man = row(representation.compare(forms, CODEBOOK), "gender", "man")
    assert (man["registered"], man["participating"]) == (10, 6.25)
    assert man["difference"] == -3.75
    assert man["low"] < -3.75 < man["high"]
    assert man["standardised"] < 0


def test_violence_is_compared_where_both_forms_found_it(forms):
    table = representation.compare(forms, CODEBOOK)
    stalking = row(table, "violence", "stalking")
    baseline = forms["baseline"]["violence_frequency_stalking"]
    assert stalking["participating"] == pytest.approx(100 * baseline.between(2, 6).mean())


def test_an_empty_group_leaves_every_distance_missing(forms):
    forms["baseline"] = forms["baseline"].iloc[:0]
    table = representation.compare(forms, CODEBOOK)
    assert table["standardised"].isna().all()
    figures = representation.figures(table).set_index("figure")
    assert figures.loc["representation.compared", "value"] == 0
    assert pd.isna(figures.loc["representation.unbalanced", "value"])
    assert not representation.is_unbalanced(table).any()


def test_the_same_answers_are_in_balance_and_men_shut_out_are_not(forms):
    forms["registration"]["gender"] = pd.array([1, 2] * 100, dtype="Int8")
    forms["baseline"]["gender"] = pd.array([1, 2] * 40, dtype="Int8")
    alike = representation.compare(forms, CODEBOOK)
    assert row(alike, "gender", "man")["standardised"] == 0
    forms["baseline"]["gender"] = pd.array([2] * 80, dtype="Int8")
    shut = representation.compare(forms, CODEBOOK)
    unbalanced = shut[representation.is_unbalanced(shut)]
    assert {("gender", "man"), ("gender", "woman")} <= set(
        zip(unbalanced["feature"], unbalanced["answer"], strict=True)
    )


def test_every_row_has_a_name_for_the_reader(forms):
    table = representation.compare(forms, CODEBOOK)
    labels = speak("da", representation.labels, forms, CODEBOOK)
    assert {(r.feature, r.answer) for r in table.itertuples()} <= set(labels)
    assert labels["violence", "economic"] == "Økonomisk vold"
