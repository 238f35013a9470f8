"""Ranges with sampling error: Imbens and Manski's two ends, and coverage within the range."""

import numpy as np
import pytest
from scipy import stats

from modning.compare.doubts import identified_interval, identified_table


def test_one_value_has_the_usual_interval_and_a_wide_range_the_one_sided():
    low, high = identified_interval(1, 1, 0.5)
    assert (low, high) == pytest.approx((1 - 0.97998, 1 + 0.97998), abs=1e-5)
    low, high = identified_interval(0, 100, 2)
    z = stats.norm.ppf(0.95)
    assert (low, high) == pytest.approx((-z * 2, 100 + z * 2))
    assert identified_interval(1, 2, 0) == (1, 2)


@pytest.mark.parametrize("apart", [0.0, 0.5, 3.0])
@pytest.mark.parametrize("at", [0.0, 0.5, 1.0])
def test_the_true_value_is_held_wherever_it_lies_in_the_range(apart, at):
    """4,000 samples of a mean known up to a shift; at least 95 %, just so at the ends."""
    random = np.random.default_rng(7)
    means = random.normal(0, 0.3, 4000)
    low, high = identified_interval(0, apart, 0.3)
    held = np.mean((means + low <= at * apart) & (at * apart <= means + high))
    assert held > 0.94
    assert at not in (0, 1) or held < 0.96


def test_each_assumption_moves_the_finding_and_all_of_them_most():
    each = [("leavers", -0.3, 0.2, 1), ("courses", 0, 0, 1.3)]
    table = identified_table(0.8, 0.1, each).set_index("assumption")
    assert table.index.tolist() == ["none", "leavers", "courses", "all"]
    assert table.loc["leavers", ["least", "most"]].tolist() == pytest.approx([0.5, 1.0])
    assert table.loc["courses", "low"] == pytest.approx(0.8 - 1.959964 * 0.13, abs=1e-6)
    assert table.loc["all", "low"] == table["low"].min()
    assert table["holds"].all()
    fallen = identified_table(0.8, 0.1, [("x", -table.loc["none", "low"] - 0.05, 0, 1)])
    assert not fallen["holds"].iloc[-1]


def test_a_fall_is_held_as_a_rise_is():
    rise = identified_table(0.8, 0.1, [("x", -0.7, 0, 1)])
    fall = identified_table(-0.8, 0.1, [("x", 0, 0.7, 1)])
    assert fall["high"].tolist() == pytest.approx((-rise["low"]).tolist())
    assert fall["holds"].tolist() == rise["holds"].tolist() == [True, False, False]
