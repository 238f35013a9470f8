"""Late joiners: against every possible set of persons, and by municipality and year."""

from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from modning.compare.dropout import dropout_bounds, trimmed_rise
from modning.compare.dropout_tables import dropout_years, years_table
from modning.compare.late_joiners import (
    SHARES,
    late_figures,
    late_joiners,
    late_table,
    late_undone,
)
from modning.scales import load_scale
from outcome_forms import empty, form
from speak import speak

RECOVERY = load_scale("recovery")
scores = st.lists(st.integers(5, 25), min_size=4, max_size=7).map(lambda x: np.array(x) / 5)


@given(scores, scores, st.data())
@settings(max_examples=40)
def test_the_bounds_are_the_extremes_over_everybody_who_may_have_stayed(before, after, data):
    """Brute force: any `k` of the starters are any `k` of the completers."""
    k = data.draw(st.integers(1, min(len(before), len(after))))
    rises = [
        np.mean(last) - np.mean(first)
        for first in combinations(before, k)
        for last in combinations(after, k)
    ]
    found = trimmed_rise(before, after, len(after) / len(before), 1 - k / len(after))
    assert found == pytest.approx((min(rises), max(rises)))


def test_the_share_that_undoes_the_rise_is_where_the_lowest_is_zero():
    rng = np.random.default_rng(2)
    before, after = rng.normal(2.8, 0.8, 60), rng.normal(3.7, 0.8, 50)
    late = late_undone(before, after, 50 / 60)
    assert trimmed_rise(before, after, 50 / 60, late)[0] == pytest.approx(0, abs=1e-9)
    assert late_undone(after, before, 1) is None
    assert late_undone(np.array([1.0, 2]), np.array([3.0, 4]), 1) == 1


def test_more_late_joiners_widen_the_bounds():
    before, after = form("baseline"), form("completion")
    bounds = dropout_bounds(before, after, RECOVERY)[-1]
    table, undone = late_joiners(before, after, RECOVERY, bounds)
    assert table["late"].tolist() == list(SHARES)
    assert table["low"].is_monotonic_decreasing
    assert table["high"].is_monotonic_increasing
    assert (table.loc[0, "low"], table.loc[0, "high"]) == pytest.approx((bounds.low, bounds.high))
    figures = late_figures(table, undone, bounds, "dropout").set_index("figure")
    assert figures.loc["dropout.late_10", "low"] == table.loc[2, "low"]
    assert figures.loc["dropout.late_undone", "value"] == pytest.approx(100 * undone)
    assert len(speak("da", late_table, table)["frame"]) == len(SHARES)


def test_the_table_has_bounds_to_a_tenth():
    table = pd.DataFrame({"late": [0.1], "low": [0.4], "high": [1.2]})
    assert late_table(table)["frame"].iloc[0].tolist() == ["10%", "0.4", "1.2"]


def test_more_completers_than_starters_are_late_joiners_at_least():
    before, after = form("baseline", {"koge": 36}), form("completion", {"koge": 40})
    bounds = dropout_bounds(before, after, RECOVERY)[-1]
    table, _ = late_joiners(before, after, RECOVERY, bounds)
    assert table["late"].tolist() == [0.1, 0.2]
    figures = late_figures(table, None, bounds, "x").set_index("figure")
    assert figures["n"].isna()["x.late_5"]
    assert figures.loc["x.late_10", "n"] == 76


def test_each_municipality_and_year_has_its_row():
    parts = [form("baseline", {"koge": 30, "odense": 30}, seed) for seed in (1, 2)]
    before = pd.concat([part.assign(year=2023 + i) for i, part in enumerate(parts)])
    after = form("completion", {"koge": 28, "odense": 3})
    found = dropout_years(before, after, RECOVERY)
    assert [(one.name, year) for year, one in found] == [
        ("koge", "2023"), ("koge", "2024"), ("odense", "2023"), ("odense", "2024"),
    ]  # fmt: skip
    frame = years_table(found)["frame"]
    assert frame["Started"].tolist() == ["30", "30", "30", "30"]
    assert frame["Completed"].tolist() == ["0", "28", "0", "3"]
    still = frame["Still a rise?"].tolist()
    assert still[0] == still[2] == "no answers"
    assert still[3] == "withheld, too few answers"
    alone = dropout_bounds(before[before["year"] == 2024].query("municipality == 'koge'"),
                           after.query("municipality == 'koge'"), RECOVERY)  # fmt: skip
    assert still[1] == ("yes" if alone[0].low_sure > 0 else "no")


@pytest.mark.filterwarnings("error")
def test_without_answers_nothing_is_stated():
    before, after = empty("baseline"), empty("completion")
    table, undone = late_joiners(before, after, RECOVERY, None)
    figures = late_figures(table, undone, None, "dropout")
    assert (figures["n"] == 0).all()
    assert figures["shown"].all()
    assert late_table(table)["frame"].empty
    assert speak("da", years_table, dropout_years(before, after, RECOVERY))["frame"].empty


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize(("after", "kept"), [([], 0.5), ([3.0, 4], 0), ([3.0, 4], np.nan)])
def test_what_cannot_be_is_not_undone(after, kept):
    assert late_undone(np.array([1.0, 2]), np.array(after), kept) is None


def test_what_counts_alone_make_late_is_where_the_search_begins():
    """Of 40 completers of 30 starters a quarter joined late, and with half known so many more."""
    before, after = np.repeat([1.0, 2, 3], 10), np.repeat([2.0, 3, 4, 5], 10)
    least = late_undone(before, after, 40 / 30)
    assert least > 0.25
    assert trimmed_rise(before, after, 40 / 30, least)[0] == pytest.approx(0, abs=1e-9)
    assert late_undone(before, after, 40 / 30, least + 0.01) is None
    assert late_undone(before, after, 40 / 30, least - 0.01) == pytest.approx(least)
