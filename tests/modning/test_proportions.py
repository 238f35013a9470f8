"""Percentages and their intervals."""

import pandas as pd
import pytest
from scipy import stats

from modning import proportions


def boolean(*values):
    return pd.Series(values, dtype="boolean")


def test_wilson_is_scipys():
    for count, n in [(0, 7), (1, 37), (3, 75), (21, 119), (119, 119)]:
        interval = stats.binomtest(count, n).proportion_ci(method="wilson")
        assert proportions.wilson(count, n) == pytest.approx(
            (100 * interval.low, 100 * interval.high)
        )


# Newcombe (1998), Table II, method 10: (a) 56/70 less 48/80, (d) 9/10 less 3/10.
@pytest.mark.parametrize(
    ("counts", "low", "high"),
    [
        ((56, 70, 48, 80), 5.24, 33.39),
        ((9, 10, 3, 10), 17.05, 80.90),
        ((5, 56, 0, 29), -3.81, 19.26),
    ],
)
def test_newcombe_is_the_papers(counts, low, high):
    assert proportions.newcombe(*counts) == pytest.approx((low, high), abs=0.005)


def test_an_unanswered_question_is_not_counted_among_the_answers():
    table = proportions.shares(pd.DataFrame({"yes": boolean(True, False, None, True)}))
    row = table.iloc[0]
    assert (row["count"], row["n"], row["shown"]) == (2, 3, True)
    assert row["percent"] == pytest.approx(200 / 3)


def test_nobody_answering_leaves_no_percentage():
    for column in (boolean(), boolean(None, None)):
        row = proportions.shares(pd.DataFrame({"yes": column})).iloc[0]
        assert (row["count"], row["n"]) == (0, 0)
        assert pd.isna(row["percent"])
        assert pd.isna(row["low"])
    assert proportions.wilson(0, 0) == (None, None)
    assert proportions.newcombe(0, 0, 3, 5) == (None, None)


def test_either_of_several_answers_is_missing_only_where_nothing_was_answered():
    given = pd.DataFrame({"a": boolean(True, False, None), "b": boolean(False, False, None)})
    assert proportions.chosen(given, ["a", "b"]).tolist() == [True, False, pd.NA]


def test_the_shares_of_a_table_have_wilsons_interval():
    row = proportions.shares(pd.DataFrame({"yes": boolean(True, False, True)})).iloc[0]
    assert (row["low"], row["high"]) == pytest.approx(proportions.wilson(2, 3))


def test_a_table_becomes_figures_named_by_its_answers():
    table = proportions.shares(pd.DataFrame({"yes": boolean(True, False)}))
    [row] = proportions.figures(table, "asked").to_dict("records")
    assert (row["figure"], row["value"], row["n"], row["unit"]) == ("asked.yes", 50, 2, "percent")


def test_an_interval_around_none_begins_at_nought():
    given = pd.DataFrame({"none": [False] * 9}).astype("boolean")
    assert proportions.shares(given).iloc[0]["low"] == 0
    assert all(proportions.wilson(0, n)[0] == 0 for n in range(1, 200))
