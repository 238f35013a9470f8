"""The power of trials against trials that are carried out, and against what is known exactly."""

import numpy as np
import pytest
from scipy import stats
from statsmodels.api import OLS
from statsmodels.stats.power import TTestIndPower

from modning.compare.plans import Plan, cluster_trial, expected_power, half_nested_trial, power

SHIFT, TRIALS = 8 / 18.5, 1200
# Three standard errors of a rate of 80 in 100.
ERROR = 3 * (0.16 / TRIALS) ** 0.5


def resembling(random, shape, within, correlation):
    """Return the clusters' means of scores before and after, of variance 1."""
    both = np.array([[1, correlation], [correlation, 1]])
    shared = random.multivariate_normal([0, 0], within * both, shape[0])
    own = random.multivariate_normal([0, 0], (1 - within) * both, shape).mean(axis=1)
    return (shared + own).T


@pytest.mark.parametrize(("clusters", "within"), [(14, 0.05), (8, 0.1), (20, 0.15)])
def test_trials_of_groups_that_are_carried_out(clusters, within):
    """The slope on the score before is estimated, as an analysis would."""
    random, seen, arm = np.random.default_rng(2), 0, np.repeat([0, 1], clusters)
    for _ in range(TRIALS):
        before, after = resembling(random, (2 * clusters, 7), within, 0.5)
        columns = np.column_stack([np.ones(2 * clusters), arm, before])
        seen += OLS(after + SHIFT * arm, columns).fit().pvalues[1] < 0.05
    expected = cluster_trial(clusters, 7, SHIFT, 1 + 6 * within, 0.5)
    assert seen / TRIALS == pytest.approx(expected, abs=ERROR)


@pytest.mark.parametrize(("clusters", "within"), [(10, 0.05), (10, 0.2), (6, 0.1)])
def test_trials_with_groups_in_one_arm_that_are_carried_out(clusters, within):
    random, seen, left = np.random.default_rng(3), 0, 0.75**0.5
    for _ in range(TRIALS):
        groups = left * resembling(random, (clusters, 7), within, 0)[1] + SHIFT
        alone = random.normal(0, left, 70)
        seen += stats.ttest_ind(groups, alone, equal_var=False).pvalue < 0.05
    expected = half_nested_trial(clusters, 7, 70, SHIFT, within, 0.5)
    assert seen / TRIALS == pytest.approx(expected, abs=ERROR)


def test_groups_of_one_are_a_trial_of_persons():
    expected = TTestIndPower().power(SHIFT, 80, 0.05)
    assert cluster_trial(80, 1, SHIFT, 1.0) == pytest.approx(expected)
    assert half_nested_trial(80, 1, 80, SHIFT, 0.0, 0.0) == pytest.approx(expected, abs=1e-4)


@pytest.mark.parametrize("persons", [3, 4, 9])
def test_few_groups_of_one_against_as_few_who_wait_are_a_trial_of_persons(persons):
    expected = TTestIndPower().power(2, persons, 0.05)
    assert half_nested_trial(persons, 1, persons, 2, 0.0, 0.0) == pytest.approx(expected)


def test_few_clusters_have_no_power_and_no_spread_has_all():
    assert cluster_trial(1, 7, SHIFT, 1.0) == 0
    assert half_nested_trial(1, 7, 70, SHIFT, 0.1, 0.5) == 0
    assert cluster_trial(14, 7, SHIFT, 1.0, correlation=1.0) == 1


def test_what_the_plan_does_not_know_costs_power():
    """Where the power is high, what may be worse takes more of it than what may be better adds."""
    known = cluster_trial(25, 7, SHIFT, 1 + 6 * 0.075, 0.5)
    power, error = expected_power(25, 7, SHIFT, 0.5, 109, (0, 0.15))
    assert power < known - 0.005
    # A spread known from very many and a correlation known for certain cost nothing.
    certain, sure = expected_power(25, 7, SHIFT, 0.5, 10**7, (0.075, 0.075))
    assert certain == pytest.approx(known, abs=1e-3)
    # And nothing is left to chance; else fewer draws leave more to it.
    assert sure < 1e-4 < error < expected_power(25, 7, SHIFT, 0.5, 109, (0, 0.15), 200)[1]


def test_a_municipalitys_mean_varies_as_the_covariance_of_all_its_persons_says():
    """Two courses of three persons in each of two years, alike within courses and beyond."""
    plan = Plan(18.5, 8, 0, within_group=0.2, within_place=0.05, size=3, courses=2, years=2)
    course = np.arange(12) // 3
    alike = np.where(course[:, None] == course, 0.2, 0.05)
    np.fill_diagonal(alike, 1)
    expected = cluster_trial(5, 12, SHIFT, alike.mean() * 12)
    assert power("places", 40, plan) == pytest.approx(expected)


def test_as_many_wait_as_are_in_groups():
    expected = half_nested_trial(10, 7, 70, SHIFT, 0.05, 0.5)
    assert power("waiting", 10, Plan(18.5, 8)) == expected


@pytest.mark.parametrize("design", ["linked", "groups", "waiting", "places"])
def test_where_the_score_before_tells_that_after_every_change_is_seen(design):
    assert power(design, 80, Plan(18.5, 0.1, correlation=1)) == 1.0
