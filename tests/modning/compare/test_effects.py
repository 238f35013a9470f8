"""Hedges' g and the rank test against their definitions, and at sizes that matrices cannot hold."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from modning.compare import compare
from modning.compare.effects import EXACT_BELOW, _shift_at, hedges, higher, ranks

few = st.lists(st.integers(1, 5), min_size=2, max_size=5).map(lambda x: np.array(x, float))


@given(few, few)
@settings(max_examples=40)
def test_the_rank_test_goes_through_every_way_to_draw_the_groups(before, after):
    together = stats.rankdata(np.concatenate([before, after]))
    n = len(before)
    sums = [sum(together[list(rows)]) for rows in combinations(range(len(together)), n)]
    far = np.abs(np.array(sums) - n * together.mean()) >= abs(sums[0] - n * together.mean()) - 1e-9
    assert ranks(before, after)[0] == pytest.approx(far.mean())


def test_the_rank_test_of_many_is_the_normal_approximation():
    random = np.random.default_rng(2)
    before, after = random.integers(1, 6, 60), random.integers(2, 6, 70)
    expected = stats.mannwhitneyu(after, before, method="asymptotic")
    assert ranks(before, after) == pytest.approx((expected.pvalue, expected.statistic / 4200))
    # Where both ways can be gone, they agree.
    p, _ = ranks(before[:49], after[:49])
    assert p == pytest.approx(stats.mannwhitneyu(after[:49], before[:49]).pvalue, rel=0.05)


def test_the_rank_test_of_one_large_group_is_the_normal_approximation():
    random = np.random.default_rng(5)
    before, after = random.integers(1, 6, 3), random.integers(1, 6, EXACT_BELOW)
    expected = stats.mannwhitneyu(after, before, method="asymptotic")
    for sides in ((before, after), (after, before)):
        assert ranks(*sides)[0] == pytest.approx(expected.pvalue)


def test_how_often_an_answer_is_higher_is_a_probability_in_either_direction():
    low, high = [1, 1, 2, 1, 3], [4, 5, 3, 5, 5]
    rise, fall = higher(low, high), higher(high, low)
    assert (rise.high, fall.low) == (1.0, 0.0)
    assert 0.5 < rise.low < rise.value
    assert (1 - fall.high, 1 - fall.value) == pytest.approx((rise.low, rise.value))


@pytest.mark.parametrize("apart", [0.0, 0.5, 3.0])
@pytest.mark.parametrize("sizes", [(2, 2), (5, 9), (400, 300)])
def test_the_ends_of_gs_interval_leave_a_fortieth_on_either_side(apart, sizes):
    random = np.random.default_rng(3)
    before, after = random.normal(0, 1, sizes[0]), random.normal(apart, 1, sizes[1])
    g, low, high = hedges(before, after)
    t, df = stats.ttest_ind(after, before).statistic, sum(sizes) - 2
    unit = t / g
    tails = [float(stats.nct.cdf(t, df, end * unit)) for end in (low, high)]
    assert tails == pytest.approx([0.975, 0.025], abs=1e-6)


def test_a_million_answers_a_side_need_no_matrix():
    random = np.random.default_rng(4)
    before, after = (random.integers(1, 6, 1_000_000).astype(float) for _ in range(2))
    found = compare(before, after)
    shares = [np.bincount(side.astype(int), minlength=6) / 1e6 for side in (before, after)]
    below = np.cumsum(shares[0]) - shares[0] / 2
    assert found.superiority == pytest.approx(float(shares[1] @ below), abs=1e-9)
    assert found.g_low < found.g < found.g_high


@pytest.mark.parametrize("tail", [0.975, 0.025])
@pytest.mark.parametrize("shift", [-30.0, -1.0, 0.0, 1.0, 3.0])
def test_the_noncentrality_is_that_under_which_so_many_lie_below(shift, tail):
    assert _shift_at(tail, stats.nct.ppf(tail, 10, shift), 10) == pytest.approx(shift, abs=1e-8)
