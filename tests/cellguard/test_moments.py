"""Sums and sums of squares that fit what is shown, against all sets of answers there are."""

import math
from itertools import combinations_with_replacement

import numpy as np
import pytest
from scipy import stats

from cellguard.coarse import Coarse, level, probability
from cellguard.moments import Moments, Told, moments, told

CODES = range(1, 6)


def interval(answers) -> tuple[float, float]:
    mean, error = np.mean(answers), stats.sem(answers)
    return stats.t.interval(0.95, len(answers) - 1, mean, error)


def exactly(answers) -> Told:
    low, high = interval(answers)
    return Told(len(answers), *((x, x) for x in (np.mean(answers), low, high)))


def fitting(shown: Told) -> set[tuple[int, ...]]:
    """Return the sets of answers whose sum and squares fit what is shown."""
    squares = {one.sum: one.squares for one in moments(shown, 1, 5)}
    return {
        one for one in combinations_with_replacement(CODES, shown.n)
        if sum(one) in squares
        and squares[sum(one)][0] <= sum(x * x for x in one) <= squares[sum(one)][1]
    }  # fmt: skip


def test_a_mean_and_its_interval_give_five_answers_away():
    shown = exactly([4, 4, 5, 5, 5])
    assert list(moments(shown, 1, 5)) == [Moments(23, (107, 107))]
    assert fitting(shown) == {(4, 4, 5, 5, 5)}


@pytest.mark.parametrize("answers", [[1, 1, 5, 5, 5, 3], [2, 3, 3, 4], [5] * 7, [1, 2, 3, 4, 5, 5]])
@pytest.mark.parametrize("spread", [True, False])
def test_nothing_that_is_shown_alike_is_left_out(answers, spread):
    """Every set of answers with the same coarse statistics fits."""
    steps, n = Coarse(), len(answers)
    shown = told(n, sum(answers), sum(x * x for x in answers), steps, spread)
    alike = {
        other
        for other in combinations_with_replacement(CODES, n)
        if told(n, sum(other), sum(x * x for x in other), steps, spread) == shown
    }
    # The ends of a step belong to both its neighbours, so that some more may fit.
    assert tuple(sorted(answers)) in alike <= fitting(shown)


def test_the_extremes_of_the_squares_are_those_of_answers():
    for total in range(4, 21):
        squares = [sum(x * x for x in one) for one in combinations_with_replacement(CODES, 4)
                   if sum(one) == total]  # fmt: skip
        [fit] = moments(Told(4, (total / 4, total / 4)), 1, 5)
        assert fit == Moments(total, (min(squares), max(squares)))


def test_the_extremes_are_right_of_other_codes_too():
    for total in range(6, 16):
        squares = [sum(x * x for x in one) for one in combinations_with_replacement(range(2, 6), 3)
                   if sum(one) == total]  # fmt: skip
        [fit] = moments(Told(3, (total / 3, total / 3)), 2, 5)
        assert fit == Moments(total, (min(squares), max(squares)))


@pytest.mark.parametrize("answers", [[1, 5], [1, 1, 5, 5, 5, 3], [2, 3, 3, 4], [1, 2, 3, 4, 5, 5]])
def test_exact_ends_leave_one_sum_of_squares(answers):
    squares = sum(x * x for x in answers)
    assert list(moments(exactly(answers), 1, 5)) == [Moments(sum(answers), (squares, squares))]


def test_what_is_told_is_as_wide_as_its_steps():
    steps = Coarse(0.1, 0.2)
    shown = told(6, 20, 86, steps, spread=True)
    widths = [high - low for low, high in (shown.mean, shown.low, shown.high, shown.sd)]
    assert widths == pytest.approx([0.1, 0.2, 0.2, 0.1])
    low, high = interval([1, 1, 5, 5, 5, 3])
    assert shown.low[0] <= low <= shown.low[1]
    assert shown.high[0] <= high <= shown.high[1]
    assert shown.sd[0] <= np.std([1, 1, 5, 5, 5, 3], ddof=1) <= shown.sd[1]


@pytest.mark.parametrize(("n", "spread"), [(6, False), (1, True)])
def test_a_mean_alone_is_told_without_a_spread_and_of_one_answer(n, spread):
    shown = told(n, 3 * n, 9 * n, Coarse(), spread)
    assert shown == Told(n, shown.mean)


def test_what_contradicts_itself_fits_nothing():
    low, high = interval([1, 1, 5, 5])
    assert not list(moments(Told(4, (5, 5), (low, low), (high, high)), 1, 5))
    # A mean below its interval.
    assert not list(moments(Told(4, (4, 4), (4.5, 4.6), (5, 5)), 1, 5))


def test_each_end_of_an_interval_bounds_the_spread():
    """The half width lies between 1 and 2 by either end; the other may be anything."""
    span, per_sd = (-math.inf, math.inf), stats.t.ppf(0.975, 3) / 2
    for ends in ({"low": (1, 2)}, {"high": (4, 5)}):
        [fit] = moments(Told(4, (3, 3), **{"low": span, "high": span, **ends}), 1, 5)
        squares = [36 + 3 * (half / per_sd) ** 2 for half in (1, 2)]
        assert fit == Moments(12, (math.ceil(squares[0]), math.floor(squares[1])))


def test_of_two_answers_a_spread_is_told():
    shown = told(2, 7, 25, Coarse(), spread=True)
    assert shown.sd[0] <= np.std([3, 4], ddof=1) <= shown.sd[1] == pytest.approx(shown.sd[0] + 0.1)


def test_intervals_are_widened_and_means_rounded():
    steps = Coarse(0.1, 0.2)
    assert (steps.value(3.449), steps.low(3.39), steps.high(3.41)) == (3.4, 3.2, 3.6)
    assert (steps.low(3.4), steps.high(3.4), steps.low(-0.1)) == (3.4, 3.4, -0.2)
    assert str(steps.value(-0.01)) == "0.0"
    assert steps.per(0.5) == Coarse(0.05, 0.1)


@pytest.mark.parametrize(
    ("p", "shown"),
    [(5e-11, 0.0), (0.00096, 0.0), (0.001, 0.001), (0.0012, 0.001), (0.0096, 0.009),
     (0.01, 0.01), (0.0104, 0.01), (0.0238, 0.02), (0.0496, 0.049), (0.05, 0.05),
     (0.0504, 0.05), (0.0951, 0.1), (0.104, 0.1), (0.238, 0.2), (0.97, 1.0)],
)  # fmt: skip
def test_a_p_value_stays_on_its_side_of_what_it_is_read_by(p, shown):
    assert probability(p) == shown
    for below in (0.001, 0.01, 0.05):
        assert (probability(p) < below) == (p < below)


@pytest.mark.parametrize(
    ("p", "below"), [(0.0, 0.001), (0.001, 0.01), (0.009, 0.01), (0.01, 0.05), (0.05, 1), (1, 1)]
)
def test_a_level_is_the_nearest_that_a_p_value_is_below(p, below):
    assert level(p) == below
