"""Counts: their mean's interval against R, and a coming year's count against published limits."""

import numpy as np
import pandas as pd
import pytest

from modning.costs import Interval, load_populations
from modning.costs.counts import coming, completing, demand, mean_interval, next_count


@pytest.mark.parametrize(
    ("count", "low", "high"),
    [(0, 0, 3.68888), (1, 0.0253178, 5.57164), (4, 1.08987, 10.2416), (21, 12.9993, 32.1007),
     (33, 22.7157, 46.3443)],
)  # fmt: skip
def test_the_means_interval_is_rs_poisson_test(count, low, high):
    assert mean_interval(count) == pytest.approx((low, high), rel=1e-5)


@pytest.mark.parametrize(("count", "few", "many"), [(21, 10, 36), (33, 19, 52), (0, 0, 5)])
def test_another_years_count(count, few, many):
    assert next_count(count) == (few, many)
    assert coming(count) == Interval.of(max(few, 1), many)


def test_a_coming_year_divides_a_cost_even_where_nobody_may_come():
    assert next_count(5)[0] == 0
    assert (Interval.of(100) / coming(5)).high == 100


@pytest.mark.parametrize("mean", [5, 21, 33])
def test_a_second_year_falls_within_the_prediction(mean):
    """4,000 pairs of years; the mean's interval, read as a prediction, holds 85 of 100."""
    random = np.random.default_rng(5)
    one, other = random.poisson(mean, (2, 4000))
    ends = {count: next_count(int(count)) for count in np.unique(one)}
    held = np.mean([ends[a][0] <= b <= ends[a][1] for a, b in zip(one, other, strict=True)])
    assert 0.945 < held < 0.99
    means = {count: mean_interval(int(count)) for count in np.unique(one)}
    assert np.mean([means[a][0] <= b <= means[a][1] for a, b in zip(one, other, strict=True)]) < 0.9


def forms(**counts: int) -> dict[str, pd.DataFrame]:
    """Answer sets of Køge in 2024, so many of each form."""
    return {form: pd.DataFrame({"municipality": ["koge"] * n, "year": [2024] * n})
            for form, n in counts.items()}  # fmt: skip


def test_demand_is_of_ten_thousand_inhabitants():
    seen = demand(
        forms(registration=40, baseline=10, completion=9), "registration", "baseline", 2024
    )
    inhabitants = load_populations(2024)["koge"]
    assert list(seen.index) == ["koge"]
    assert seen.loc["koge", ["registration", "baseline", "inhabitants"]].tolist() == [
        40, 10, inhabitants,
    ]  # fmt: skip
    assert seen.loc["koge", "inquiries"] == pytest.approx(400_000 / inhabitants)
    assert seen.loc["koge", ["joining", "joiners"]].tolist() == pytest.approx(
        [0.25, 100_000 / inhabitants]
    )


@pytest.mark.parametrize(
    ("began", "completed", "share"), [(20, 15, 0.75), (20, 30, 1), (3, 15, 1), (20, 0, 1)]
)
def test_who_completes_is_a_share_of_those_who_began(began, completed, share):
    found = completing(forms(baseline=began, completion=completed), "baseline", "completion")
    assert found == share
