"""The attack of `benchmarks.attack`: what it makes of a mean, an interval and n."""

import math

import pytest
from benchmarks.attack import Answers
from benchmarks.attack_system import System, fitting
from scipy import stats

ANSWERS = [6, 7, 7, 10, 10]
HERE = ("south", "2024")


def told(digits: float) -> dict:
    """Return what mean and interval tell, each off by so much at most."""
    n, mean = len(ANSWERS), sum(ANSWERS) / len(ANSWERS)
    sd = math.sqrt(sum((x - mean) ** 2 for x in ANSWERS) / (n - 1))
    half = stats.t.ppf(0.975, n - 1) * sd / math.sqrt(n)
    values = {"n": n, "mean": mean, "low": mean - half, "high": mean + half}
    return {what: (value - digits * (what != "n"), value + digits * (what != "n"))
            for what, value in values.items()}  # fmt: skip


def ends(facts: dict, code: int) -> tuple[float, float]:
    whole = System()
    answers = Answers(whole, range(1, 11), True, {HERE: 10})
    answers.tell({HERE: facts}, {HERE: [HERE]})
    return whole.ends(answers.sum([HERE], [code]), 99)


def test_sum_and_squares_follow_from_a_mean_and_its_interval():
    [(total, squares)] = fitting(len(ANSWERS), told(1e-9))
    assert total == sum(ANSWERS)
    assert squares == pytest.approx((334, 334), abs=1e-3)


def test_sharp_numbers_leave_little_and_coarse_ones_much():
    assert ends(told(1e-9), 10) == (1, 2)
    low, high = ends(told(0.8), 10)
    assert high - low >= 3
