"""Answers in order: Brunner and Munzel's published example, R's polr, and coverage."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from modning.compare.by_order import proportional_odds
from modning.compare.effects import higher
from r_values import r

# Pain after either of two treatments: the example of Brunner and Munzel (2000), as R's lawstat has
# it, with "Brunner-Munzel Test Statistic = 3.1375, df = 17.683, p-value = 0.005786, 95 percent
# confidence interval: 0.5952169 0.9827052, P(X<Y)+.5*P(X=Y) 0.788961".
FIRST = [1, 2, 1, 1, 1, 1, 1, 1, 1, 1, 2, 4, 1, 1]
SECOND = [3, 3, 4, 3, 1, 2, 3, 1, 1, 5, 4]
# Satisfaction (low, medium, high) of tenants by influence, a row each: R's `housing` (MASS).
CONTACT_LOW = [[113, 59, 62], [100, 78, 101], [49, 41, 110]]
CONTACT_HIGH = [[169, 111, 113], [106, 111, 163], [30, 46, 119]]


def test_the_published_example():
    found = higher(FIRST, SECOND)
    assert found.value == pytest.approx(0.788961, abs=1e-6)
    assert (found.low, found.high) == pytest.approx((0.5952169, 0.9827052), abs=1e-7)
    assert (found.df, found.p) == pytest.approx((17.683, 0.005786), rel=1e-4)
    assert found.p == pytest.approx(stats.brunnermunzel(FIRST, SECOND).pvalue)


def test_the_chance_of_a_higher_answer_is_rs():
    found = higher(FIRST, SECOND)
    assert found.value == pytest.approx(r("order.chance"), rel=1e-9)
    assert [found.low, found.high] == pytest.approx(r("order.interval"), rel=1e-9)
    assert (found.df, found.p) == pytest.approx((r("order.df"), r("order.p")), rel=1e-9)


def test_the_odds_at_the_same_total_are_rs():
    """R's `housing`: satisfaction by contact with neighbours, at the same influence."""
    both = [np.array(counts) for counts in (CONTACT_LOW, CONTACT_HIGH)]
    sides = [np.repeat(np.tile([1, 2, 3], 3), counts.ravel()) for counts in both]
    influence = [np.repeat([1, 2, 3], counts.sum(axis=1)) for counts in both]
    found = proportional_odds(*sides, alike=tuple(influence))
    assert [found.ratio, found.low, found.high] == pytest.approx(r("moved"), rel=1e-5)
    assert found.p == pytest.approx(r("same.total.p"), rel=1e-5)
    assert found.ratio != pytest.approx(proportional_odds(*sides).ratio, rel=1e-3)


def test_the_odds_of_a_higher_answer_are_rs():
    found = proportional_odds(FIRST, SECOND)
    assert [found.ratio, found.low, found.high] == pytest.approx(r("odds"), rel=1e-5)
    assert found.p_parallel == pytest.approx(r("parallel"), rel=1e-6)


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize(
    ("before", "after"),
    [([], []), ([1], [2, 3]), ([2, 2], [2, 2]), ([1, 2], [3, 4]), ([np.nan, 1, 1], [2, 2])],
)
def test_what_has_no_spread_of_ranks_has_no_interval(before, after):
    assert higher(before, after) is None
    assert proportional_odds(before, after) is None


def test_two_answers_have_one_step_and_the_odds_ratio_of_the_table():
    found = proportional_odds([1] * 12 + [2] * 8, pd.array([1] * 6 + [2] * 14, dtype="Int8"))
    assert found.ratio == pytest.approx((14 / 6) / (8 / 12), rel=1e-5)
    error = (1 / 12 + 1 / 8 + 1 / 6 + 1 / 14) ** 0.5
    assert np.log(found.high / found.ratio) == pytest.approx(
        stats.norm.ppf(0.975) * error, rel=1e-4
    )
    assert found.p_parallel is None


def test_swapping_the_sides_turns_both_round():
    one, other = higher(FIRST, SECOND), higher(SECOND, FIRST)
    assert (other.value, other.low) == pytest.approx((1 - one.value, 1 - one.high))
    odds = proportional_odds(FIRST, SECOND).ratio
    assert proportional_odds(SECOND, FIRST).ratio == pytest.approx(1 / odds, rel=1e-5)


def test_the_interval_covers_with_ties_and_unequal_spreads():
    """600 pairs of samples whose true chance is known; 95 % +- 3 standard errors."""
    random = np.random.default_rng(4)
    shares = np.array([[0.1, 0.2, 0.4, 0.2, 0.1], [0.3, 0.05, 0.05, 0.1, 0.5]])
    below = np.cumsum(shares[0]) - shares[0] / 2
    truth, held = float(shares[1] @ below), 0
    for _ in range(600):
        one, other = (random.choice(5, n, p=p) for n, p in zip((37, 40), shares, strict=True))
        found = higher(one, other)
        held += found.low <= truth <= found.high
    assert held / 600 == pytest.approx(0.95, abs=0.027)


def test_one_odds_ratio_for_every_step_is_seldom_rejected_where_it_holds():
    random, rejected, held = np.random.default_rng(5), 0, 0
    for _ in range(60):
        before, after = (np.digitize(random.logistic(shift, 1, 60), [-1, 0, 1, 2])
                         for shift in (0, 0.8))  # fmt: skip
        found = proportional_odds(before, after)
        rejected += found.p_parallel < 0.05
        held += found.low <= np.exp(0.8) <= found.high
    assert rejected <= 8
    assert held >= 52


def test_where_the_total_tells_each_answer_there_are_no_odds_at_the_same_total():
    before, after = ([1 + at % 4 for at in range(n)] for n in (45, 37))
    assert proportional_odds(before, after).low < 1 < proportional_odds(before, after).high
    assert proportional_odds(before, after, alike=(before, after)) is None
