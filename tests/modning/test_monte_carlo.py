"""The error that a number of draws leaves."""

import numpy as np
import pytest

from modning.monte_carlo import simulation_error


def test_the_error_is_that_of_the_mean_of_the_parts():
    """Parts of means 0 and 2 spread by the root of 2, and the mean of two parts by 1."""
    assert simulation_error(np.array([0.0, 0, 2, 2]), np.mean, runs=2) == pytest.approx(1)


def test_of_a_mean_it_is_the_spread_by_the_root_of_the_draws():
    draws = np.random.default_rng(1).normal(0, 3, (40_000, 2)) * [1, 10]
    found = simulation_error(draws, lambda part: part.mean(axis=0), runs=200)
    assert found == pytest.approx([3 / 200, 30 / 200], rel=0.2)
