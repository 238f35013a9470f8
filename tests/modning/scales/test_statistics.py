"""Omega against R's factanal, and beside alpha where items differ."""

import numpy as np
import pandas as pd
import pingouin
import pytest
from scipy.optimize import minimize

from modning.scales import item_statistics, load_scale, reliability, statistics_table, when
from modning.scales.statistics import AFTER, BEFORE, omega, one_factor
from outcome_forms import form
from r_values import attitude, r
from surveys.codebook import load_codebook


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


def by_definition(correlation):
    """Return loadings and uniquenesses where maximum likelihood's misfit is least, both sought."""
    k = len(correlation)

    def misfit(both):
        implied = np.outer(both[:k], both[:k]) + np.diag(both[k:])
        return np.linalg.slogdet(implied)[1] + np.trace(np.linalg.solve(implied, correlation))

    bounds = [(0, None)] * k + [(0.005, 1)] * k
    found = minimize(misfit, [0.7] * k + [0.5] * k, bounds=bounds, options={"ftol": 1e-15}).x
    return found[:k], found[k:]


# The first item of the second would share more than all of itself with the others (Heywood).
@pytest.mark.parametrize(
    "correlation",
    [
        [[1, 0.5, 0.4, 0.3], [0.5, 1, 0.45, 0.2], [0.4, 0.45, 1, 0.35], [0.3, 0.2, 0.35, 1]],
        [[1, 0.8, 0.8], [0.8, 1, 0.6], [0.8, 0.6, 1]],
    ],
)
def test_one_factor_fits_best_of_all(correlation):
    correlation = np.array(correlation, dtype=float)
    loadings, unique = one_factor(correlation)
    expected, rest = by_definition(correlation)
    assert loadings == pytest.approx(expected, abs=1e-4)
    assert unique == pytest.approx(rest, abs=1e-4)


@pytest.mark.parametrize(
    "rows", [[[1, 2], [2, 2], [4, 5]], [[1, 5, 2], [2, 4, 2], [3, 1, 5], [5, 2, 1]]]
)
def test_alpha_is_pingouins_of_few_rows_and_below_zero(rows):
    items = pd.DataFrame(rows, dtype=float)
    alpha, ends = pingouin.cronbach_alpha(items)
    found = reliability(items)
    assert found.alpha == pytest.approx(alpha)
    assert (found.low, found.high) == pytest.approx(tuple(ends), abs=5e-4)


def test_a_forms_time_is_its_role_or_else_its_title():
    assert [when(name) for name in ("baseline", "completion")] == [BEFORE, AFTER]
    assert when("registration") == load_codebook()["registration"].title


def test_the_table_has_correlations_and_alphas_to_a_hundredth_and_means_to_a_tenth():
    scale, answers = load_scale("recovery"), form("baseline")
    exact = item_statistics(scale.complete(answers), scale.low, scale.high)
    told = statistics_table(scale, answers, BEFORE)
    frame = told["frame"].iloc[:-1]
    assert list(told["units"].items())[:2] == [("Answers", ""), ("Mean", "scale")]
    assert {name for name, unit in told["units"].items() if unit == "percent"} == {
        "Lowest answer", "Highest answer",
    }  # fmt: skip
    assert "Item" not in told["units"]
    for heading, name, digits in (
        ("Correlation with the rest", "item_rest", 2),
        ("Alpha without the item", "alpha_without", 2),
        ("Mean", "mean", 1),
        ("Standard deviation", "sd", 1),
    ):
        assert frame[heading].tolist() == exact[name].round(digits).tolist()


def test_the_totals_shares_of_an_end_rest_on_its_mean_too_and_an_items_do_not(monkeypatch):
    asked = {}
    monkeypatch.setattr(
        "modning.scales.statistics.guarded.statistics",
        lambda table, _means, ends, *_: asked.update(ends) or table,
    )
    scale = load_scale("recovery")
    statistics_table(scale, form("baseline"), BEFORE)
    assert {share: [len(cells) for cells in each] for share, each in asked.items()} == {
        "floor": [1] * 5 + [2], "ceiling": [1] * 5 + [2],
    }  # fmt: skip
    assert asked["floor"][-1][1].endswith("#mean")
