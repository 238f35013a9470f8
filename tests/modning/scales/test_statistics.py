"""Omega against R's factanal, and beside alpha where items differ."""

import numpy as np
import pandas as pd
import pytest

from modning.scales import reliability
from modning.scales.statistics import omega
from r_values import attitude, r


def test_one_factor_is_rs():
    assert omega(attitude()) == pytest.approx(r("omega"), rel=1e-6)


def test_of_items_that_are_alike_it_is_alpha_and_else_above_it():
    random = np.random.default_rng(1)
    shared = random.normal(size=(4000, 1))
    alike = pd.DataFrame(shared + random.normal(size=(4000, 5)))
    assert omega(alike) == pytest.approx(reliability(alike).alpha, abs=0.005)
    weights = np.array([1.5, 1.2, 0.4, 0.3, 0.2])
    unlike = pd.DataFrame(shared * weights + random.normal(size=(4000, 5)))
    truth = weights.sum() ** 2 / (weights.sum() ** 2 + 5)
    assert omega(unlike) == pytest.approx(truth, abs=0.03)
    assert reliability(unlike).alpha < omega(unlike) - 0.05


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize(
    "items",
    [
        pd.DataFrame({"a": [1, 2, 3, 4], "b": [2, 1, 4, 3]}),
        pd.DataFrame({"a": [1, 2], "b": [2, 1], "c": [1, 1]}),
        pd.DataFrame({"a": [1, 2, 3, 4, 5], "b": [2, 1, 4, 3, 1], "c": [3] * 5}),
        pd.DataFrame({"a": [1, 2, 3, 4, 5], "b": [1, 2, 3, 4, 5], "c": [2, 1, 4, 3, 1]}),
        pd.DataFrame({"a": [None] * 5, "b": [1] * 5, "c": [2] * 5}),
    ],
)
def test_what_one_factor_cannot_say_is_not_stated(items):
    assert omega(items) is None
