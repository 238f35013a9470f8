"""Persons in courses: intervals that cover whatever the resemblance, and when a finding falls."""

import numpy as np
import pandas as pd
import pingouin
import pytest

from modning.compare import compare
from modning.compare.by_course import course_change, intra_course
from modning.compare.clustering import (
    breakdown,
    clustered,
    design_effect,
)
from modning.compare.groups import Comparison, Side, side
from modning.scales import Reason
from r_values import r

SIZE = 6


def courses(random, number, correlation, mean=0.0, size=SIZE):
    """Return scores of persons in courses, of variance 1."""
    shared = random.normal(0, correlation**0.5, (number, 1))
    return (mean + shared + random.normal(0, (1 - correlation) ** 0.5, (number, size))).ravel()


@pytest.mark.parametrize(
    ("size", "correlation", "effect"), [(6, 0.1, 1.5), (6, 0, 1), (1, 0.5, 1), (20, 0.05, 1.95)]
)
def test_the_design_effect_is_kishs(size, correlation, effect):
    """Kish 1965, Survey Sampling: 1 + (m - 1) rho."""
    assert design_effect(size, correlation) == pytest.approx(effect)


def test_without_resemblance_it_is_students_and_welchs():
    random = np.random.default_rng(1)
    one, other = courses(random, 7, 0), courses(random, 10, 0, 0.5)
    alone, found = side(one), compare(one, other)
    mean, change = (clustered(one, SIZE, 0) for one in (alone, found))
    assert (mean.low, mean.high, mean.df) == pytest.approx((alone.low, alone.high, 41))
    assert (change.low, change.high) == pytest.approx((found.low, found.high))
    assert (change.df, change.p) == pytest.approx((found.df, found.p))


def test_with_nothing_but_resemblance_courses_are_the_units():
    random = np.random.default_rng(2)
    means = random.normal(0, 1, 9)
    found = clustered(side(np.repeat(means, SIZE)), SIZE, 1.0)
    expected = side(means)
    assert (found.low, found.high) == pytest.approx((expected.low, expected.high))
    assert found.df == 8


@pytest.mark.parametrize("correlation", [0.0, 0.05, 0.1, 0.2])
def test_the_intervals_cover_whatever_the_resemblance(correlation):
    """600 worlds of 7 and 10 courses of six: 95 % +- 3 standard errors, as without courses."""
    random, held = np.random.default_rng(3), np.zeros(3)
    for _ in range(600):
        one, other = (side(courses(random, number, correlation)) for number in (7, 10))
        mean = clustered(one, SIZE, correlation)
        change = clustered(Comparison("", one, other), SIZE, correlation)
        held += (mean.low <= 0 <= mean.high, change.low <= 0 <= change.high,
                 one.low <= 0 <= one.high)  # fmt: skip
    assert (np.abs(held[:2] / 600 - 0.95) < 3 * (0.95 * 0.05 / 600) ** 0.5).all()
    # Students' interval, which takes them for strangers, does not cover.
    assert correlation < 0.1 or held[2] / 600 < 0.92


def test_the_finding_falls_where_the_interval_reaches_zero():
    found = compare(np.arange(30.0), np.arange(30.0) + 6)
    falls = breakdown(found, SIZE)
    assert 0 < falls < 1
    at = clustered(found, SIZE, falls)
    assert at.low == pytest.approx(0, abs=1e-9)
    assert at.p == pytest.approx(0.05)
    down = compare(np.arange(30.0) + 6, np.arange(30.0))
    assert breakdown(down, SIZE) == pytest.approx(falls)
    assert breakdown(compare([1, 2, 3] * 8, [1, 2, 3] * 8), SIZE) is None
    assert breakdown(compare([1, 2] * 12, [51, 52] * 12), SIZE) == 1.0
    assert breakdown(compare([1.0], [2, 3]), SIZE) is None


def test_too_few_for_two_courses_say_nothing():
    assert clustered(compare([1, 2], [3, 4]), SIZE, 0.1) is None
    assert clustered(Side(5, 0, 1.0, 0.0, 2.0, 1.0), SIZE, 0.1) is None
    assert design_effect(1, 0.2) == 1


# R's ChickWeight: diet and weight at birth and after twelve days.
EARLY = {
    1: [42, 40, 43, 42, 41, 41, 41, 42, 42, 41, 43, 41, 41, 41, 41, 41, 42, 39, 43, 41],
    2: [40, 41, 43, 42, 40, 42, 39, 39, 39, 42],
    3: [42, 41, 39, 41, 41, 39, 41, 41, 42, 41],
    4: [42, 42, 42, 42, 41, 40, 41, 39, 40, 41],
}
GROWN = {
    1: [106, 122, 115, 102, 141, 141, 146, 110, 90, 89, 168, 119, 71, 164, 67, 54, 98, 82, 77],
    2: [217, 108, 127, 70, 146, 136, 115, 145, 134, 115],
    3: [123, 159, 137, 164, 201, 145, 103, 128, 130, 154],
    4: [155, 160, 184, 127, 135, 144, 148, 154, 152, 155],
}


def flat(groups):
    return (pd.Series([one for group in groups.values() for one in group]),
            pd.Series([name for name, group in groups.items() for _ in group]))  # fmt: skip


def test_courses_that_are_known_are_rs():
    (before, course_before), (after, course_after) = flat(EARLY), flat(GROWN)
    found = course_change(before, after, course_before, course_after)
    assert [found.change.low, found.change.high] == pytest.approx(r("course.interval"))
    assert found.correlation == pytest.approx(r("course.correlation"))
    assert (found.courses, found.reason) == (4, None)


def test_what_is_not_known_of_courses_has_its_reason():
    empty = pd.Series(dtype=float)
    assert course_change(empty, empty, empty, empty).reason is Reason.NO_ANSWERS
    one = pd.Series([1.0, 2, None]), pd.Series([3.0, 4, 5])
    found = course_change(*one, pd.Series([1, 1, 2]), pd.Series([1, 1, 2]))
    assert (found.courses, found.reason, found.change.mean) == (1, Reason.TOO_FEW, 2)
    assert intra_course(pd.Series([1.0, 2]), pd.Series([1, 2])) is None
    # Fewer alike within than between by chance: no resemblance is stated, not a negative one.
    assert intra_course(pd.Series([1.0, 5, 1, 5]), pd.Series([1, 1, 2, 2])) == 0


@pytest.mark.parametrize("correlation", [0.0, 0.1, 0.2])
def test_the_interval_over_known_courses_covers(correlation):
    """500 worlds of 8 courses whose change resembles itself: 95 % +- 3 standard errors."""
    random, held, number = np.random.default_rng(6), 0, np.repeat(np.arange(8), SIZE)
    for _ in range(500):
        before, after = courses(random, 8, 0), courses(random, 8, correlation, 1.0)
        here = random.random(len(after)) < 0.8
        found = course_change(before, after[here], number, number[here])
        held += found.change.low <= 1 <= found.change.high
    assert held / 500 == pytest.approx(0.95, abs=0.03)


def test_where_nobody_answered_on_one_side_there_is_nothing_to_compare():
    some, nobody, numbers = pd.Series([1.0, 2, 3]), pd.Series([np.nan] * 3), pd.Series([1, 1, 2])
    assert course_change(some, nobody, numbers, numbers).n == 0
    assert course_change(some, some, numbers, numbers).n == 6


def test_the_resemblance_in_courses_of_one_size_is_pingouins():
    random, number = np.random.default_rng(9), np.repeat(np.arange(5), 4)
    scores = random.normal(0, 1, 5)[number] + random.normal(0, 1, 20)
    data = pd.DataFrame({"course": number, "person": np.tile(np.arange(4), 5), "score": scores})
    one = pingouin.intraclass_corr(data, "course", "person", "score").iloc[0]
    found = intra_course(data["score"], data["course"])
    assert one["Type"].startswith("ICC1") or one["Type"] == "ICC(1,1)"
    assert found == pytest.approx(one["ICC"])


@pytest.mark.parametrize(
    ("scores", "courses"),
    [([1.0, 2, 3], [1, 1, 1]), ([3.0] * 4, [1, 1, 2, 2]), ([1.0, 2, np.nan], [1, 2, 2])],
)
def test_one_course_no_spread_and_nobody_in_common_have_no_resemblance(scores, courses):
    assert intra_course(pd.Series(scores), pd.Series(courses)) is None


def test_of_unequal_courses_the_resemblance_is_that_of_the_analysis_of_variance():
    """Of 1, 3 and 6, 8, 10: squares between 43.2 of 1, within 10 of 3; 2.4 persons a course."""
    found = intra_course(pd.Series([1.0, 3, 6, 8, 10]), pd.Series([1, 1, 2, 2, 2]))
    assert found == pytest.approx((43.2 - 10 / 3) / (43.2 + 1.4 * 10 / 3))


def test_two_courses_have_an_interval_and_two_of_six_are_twelve_persons():
    scores, number = pd.Series([1.0, 3, 2, 6]), pd.Series([1, 1, 2, 2])
    found = course_change(scores, scores + number, number, number)
    assert (found.courses, found.reason) == (2, None)
    assert found.change.mean == pytest.approx(1.5)
    twelve, eleven = side([1.0, 2, 3] * 4), side([1.0, 2, 3] * 3 + [1, 2])
    assert clustered(twelve, SIZE, 0.1).df > 1
    assert clustered(eleven, SIZE, 0.1) is None
