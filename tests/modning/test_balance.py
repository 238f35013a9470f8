"""Two groups on what both were asked."""

import numpy as np
import pandas as pd
import pytest

from modning.balance import (
    BALANCE,
    COLUMNS,
    Balance,
    Z,
    balance,
    is_unbalanced,
    standardised_difference,
)
from modning.questions import counted
from random_answers import random_answers
from slicebook.text import message
from surveys.codebook import load_codebook

CODEBOOK = load_codebook()
TITLE = message({"da": "Et kendetegn", "en": "A feature"})


def compare(forms):
    registration, baseline = forms["registration"], forms["baseline"]
    met = (counted(registration, "violence", "ever"),
           counted(baseline, "violence_frequency", "met"))  # fmt: skip
    return balance({
        "gender": (TITLE, counted(registration, "gender"), counted(baseline, "gender")),
        "violence": (TITLE, *met),
    })  # fmt: skip


@pytest.fixture
def forms():
    return {id: random_answers(CODEBOOK[id], rows, rows)
            for id, rows in [("registration", 200), ("baseline", 80)]}  # fmt: skip


def row(table, feature, answer):
    return table.set_index(["feature", "answer"]).loc[(feature, answer)]


def test_the_standardised_difference_is_that_of_the_zeros_and_ones():
    first, second = np.repeat([1, 0], [30, 70]), np.repeat([1, 0], [25, 25])
    expected = (second.mean() - first.mean()) / np.sqrt((first.var() + second.var()) / 2)
    d, low, high = standardised_difference(0.3, 100, 0.5, 50)
    assert d == pytest.approx(expected)
    # Hedges and Olkin (1985), equation 5.14.
    error = np.sqrt(150 / (100 * 50) + d**2 / 300)
    assert (low, high) == pytest.approx((d - 1.96 * error, d + 1.96 * error), abs=1e-4)


def test_groups_without_spread_are_balanced_or_have_no_distance():
    d, low, high = standardised_difference(1, 10, 1, 5)
    assert (d, low) == (0, -high)
    assert high == pytest.approx(1.96 * np.sqrt(15 / 50), abs=1e-4)
    assert standardised_difference(0.5, 0, 0.5, 5) == (None, None, None)


def test_nobody_against_everybody_is_the_largest_imbalance():
    """Half a person added to each answer: 0.5 of 51 against 50.5 of 51."""
    d, low, high = standardised_difference(0, 50, 1, 50)
    assert d == pytest.approx((50 / 51) / np.sqrt(0.5 / 51 * 50.5 / 51))
    assert BALANCE < low < d < high
    assert standardised_difference(1, 50, 0, 50)[0] == -d


def test_the_second_group_stands_after_the_first(forms):
    forms["registration"]["gender"] = pd.array([1] * 20 + [2] * 180, dtype="Int8")
    forms["baseline"]["gender"] = pd.array([1] * 5 + [2] * 75, dtype="Int8")
    man = row(compare(forms).table, "gender", "man")
    assert (man["first"], man["second"]) == (10, 6.25)
    assert man["low"] < man["standardised"] < min(0, man["high"])


def test_rows_of_grids_are_compared_where_both_have_them(forms):
    table = compare(forms).table
    stalking = row(table, "violence", "stalking")
    baseline = forms["baseline"]["violence_frequency_stalking"]
    assert stalking["second"] == pytest.approx(100 * baseline.between(2, 6).mean())


def test_an_empty_group_leaves_every_distance_missing(forms):
    forms["baseline"] = forms["baseline"].iloc[:0]
    found = compare(forms)
    table = found.table
    assert table["standardised"].isna().all()
    figures = found.figures("through").set_index("figure")
    assert figures.loc["through.compared", ["value", "n"]].tolist() == [0, 0]
    assert pd.isna(figures.loc["through.unbalanced", "value"])
    assert not is_unbalanced(table).any()


def test_the_same_answers_are_in_balance_and_men_shut_out_are_not(forms):
    forms["registration"]["gender"] = pd.array([1, 2] * 100, dtype="Int8")
    forms["baseline"]["gender"] = pd.array([1, 2] * 40, dtype="Int8")
    alike = compare(forms).table
    assert row(alike, "gender", "man")["standardised"] == 0
    forms["baseline"]["gender"] = pd.array([2] * 80, dtype="Int8")
    shut = compare(forms).table
    unbalanced = shut[is_unbalanced(shut)]
    assert {("gender", "man"), ("gender", "woman_or_other")} <= set(
        zip(unbalanced["feature"], unbalanced["answer"], strict=True)
    )


def test_how_many_features_are_compared_is_told(forms):
    figures = compare(forms).figures("who").set_index("figure")
    counts = figures.loc[["who.compared", "who.unbalanced"]]
    assert counts["shown"].all()
    assert 0 <= counts.loc["who.unbalanced", "value"] <= counts.loc["who.compared", "value"]


def test_every_row_has_a_name_for_the_reader(forms):
    found = compare(forms)
    assert {(row.feature, row.answer) for row in found.table.itertuples()} <= set(found.labels)
    assert found.labels["violence", "economic"]["da"] == "Økonomisk vold"


def distances(*pairs):
    """Return rows of a balance by their standardised differences and standard errors."""
    rows = [(d, d - Z * error, d + Z * error) for d, error in pairs]
    return pd.DataFrame(rows, columns=["standardised", "low", "high"], dtype="Float64")


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        ([(0.3, 0.1), (0.21, 0.1)], [True, True]),
        # Of three, a p of 0.036 that is the second smallest counts as 0.054.
        ([(0.3, 0.1), (-0.21, 0.1), (0.05, 0.1)], [True, False, False]),
        ([(-0.3, 0.1), (None, None)], [True, False]),
        ([(0.09, 0.01)], [False]),
        ([(0.19, 0.1)], [False]),
    ],
)
def test_rows_are_out_of_balance_by_size_and_beyond_chance(pairs, expected):
    pairs = [(np.nan, np.nan) if d is None else (d, error) for d, error in pairs]
    assert is_unbalanced(distances(*pairs)).tolist() == expected


def test_rows_that_are_withheld_or_empty_are_not_compared():
    rows = [
        ("f", "far", 10.0, 30.0, 90, 80, 0.5, 0.3, 0.7, True),
        ("f", "near", 10.0, 11.0, 70, 85, 0.03, -0.3, 0.36, True),
        ("f", "few", None, 11.0, 40, 45, None, None, None, False),
        ("f", "nobody", None, 11.0, 0, 45, None, None, None, True),
    ]
    figures = Balance({}, {}, pd.DataFrame(rows, columns=COLUMNS)).figures("x").set_index("figure")
    assert figures.loc[["x.compared", "x.unbalanced"], "value"].tolist() == [2, 1]
    assert figures["n"].tolist() == [80, 70, 40, 0, 70, 70]
