"""Bounds on the rise: against every possible set of leavers, and their properties."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from modning.compare import dropout
from modning.compare.dropout import (
    Bounds,
    bound_figures,
    breakdown,
    dropout_bounds,
    resampled_bounds,
    top_mean,
    trimmed_rise,
)
from modning.compare.dropout_tables import bound_table, years_table
from modning.scales import load_scale
from outcome_forms import empty, form
from slicebook.programme import load_programme
from speak import speak

RECOVERY = load_scale("recovery")
scores = st.lists(st.integers(5, 25), min_size=4, max_size=9).map(lambda x: np.array(x) / 5)


@given(scores, scores, st.data())
@settings(max_examples=60)
def test_the_bounds_are_the_extremes_over_every_set_of_completers(before, after, data):
    """Brute force: who completed is any `k` of the starters."""
    k = data.draw(st.integers(1, len(before)))
    rises = [after.mean() - np.mean(who) for who in combinations(before, k)]
    assert trimmed_rise(before, after, k / len(before)) == pytest.approx((min(rises), max(rises)))


@given(scores, scores, st.data())
@settings(max_examples=60)
def test_above_one_it_is_the_answers_after_that_are_trimmed(before, after, data):
    k = data.draw(st.integers(1, len(after)))
    rises = [np.mean(who) - before.mean() for who in combinations(after, k)]
    assert trimmed_rise(before, after, len(after) / k) == pytest.approx((min(rises), max(rises)))


def test_the_last_value_counts_in_part():
    assert top_mean(np.array([1.0, 2, 3, 4]), 0.5) == 3.5
    assert top_mean(np.array([1.0, 2, 3, 4]), 0.625) == pytest.approx((4 + 3 + 2 * 0.5) / 2.5)
    assert top_mean(np.array([1.0, 2, 3, 4]), 1) == 2.5


def test_samples_in_rows_give_each_its_bound():
    rng = np.random.default_rng(1)
    before, after = rng.normal(size=(3, 20)), rng.normal(size=(3, 15))
    low, high = trimmed_rise(before, after, 0.75)
    for i in range(3):
        assert (low[i], high[i]) == pytest.approx(trimmed_rise(before[i], after[i], 0.75))


def test_nobody_leaving_leaves_the_rise():
    before, after = np.array([1.0, 2, 3]), np.array([3.0, 4])
    assert trimmed_rise(before, after, 1) == pytest.approx((1.5, 1.5))


def test_breakdown_is_where_the_lower_bound_is_zero():
    rng = np.random.default_rng(2)
    before, after = rng.normal(2.8, 0.8, 60), rng.normal(3.3, 0.8, 50)
    gone = breakdown(before, after)
    assert trimmed_rise(before, after, 1 - gone)[0] == pytest.approx(0, abs=1e-9)
    assert trimmed_rise(before, after, 1 - gone + 0.05)[0] > 0
    assert breakdown(after, before) is None
    assert breakdown(np.array([1.0, 2]), np.array([3.0, 4])) == 1


def test_the_interval_with_uncertainty_covers_the_truth():
    """Half of those below the median leave. The true rise of the completers is in 95 % or more."""
    rng = np.random.default_rng(3)
    covered = 0
    for _ in range(100):
        people = np.sort(rng.normal(2.8, 0.8, 80))
        stays = np.concatenate([rng.random(40) < 0.5, np.ones(40, bool)])
        after = people[stays] + 0.5 + rng.normal(0, 0.4, stays.sum())
        low, high, _error = resampled_bounds(people, after, stays.mean())
        covered += low <= 0.5 <= high
    assert covered >= 95


def test_the_error_of_resampling_is_that_of_other_draws(monkeypatch):
    rng = np.random.default_rng(5)
    before, after = rng.normal(2.8, 0.8, 80), rng.normal(3.3, 0.8, 70)
    found = []
    for seed in range(40):
        monkeypatch.setattr(dropout, "SEED", seed)
        found.append(resampled_bounds(before, after, 0.9))
    lows, highs, errors = map(np.array, zip(*found, strict=True))
    assert errors.mean() == pytest.approx(max(lows.std(ddof=1), highs.std(ddof=1)), rel=0.4)


def test_the_bounds_with_uncertainty_are_scipys_bootstrap():
    """But for the draws; SciPy's refuses a side of one answer."""
    rng = np.random.default_rng(6)
    before, after = rng.normal(2.8, 0.8, 60), rng.normal(3.3, 0.8, 50)
    low, high, error = resampled_bounds(before, after, 0.8)
    found = stats.bootstrap(
        (before, after),
        lambda x, y, axis: np.stack(trimmed_rise(x, y, 0.8)),
        n_resamples=4000,
        vectorized=True,
        method="percentile",
        rng=np.random.default_rng(1),
    ).confidence_interval
    assert (low, high) == pytest.approx((found.low[0], found.high[1]), abs=4 * error)
    assert np.isfinite(resampled_bounds(before[:1], after[:1], 0.8)).all()


def test_bounds_of_forms():
    before, after = form("baseline"), form("completion")
    bounds = dropout_bounds(before, after, RECOVERY)
    assert [one.name for one in bounds] == ["koge", "odense", "all"]
    koge, odense, everyone = bounds
    assert (koge.started, koge.completed) == (37, 40)
    assert (koge.kept < 1) == (koge.worst < koge.low)
    assert odense.low < odense.rise < odense.high
    assert odense.low_sure < odense.low
    assert odense.worst < odense.low
    assert everyone.returned == pytest.approx(102 / 112)
    scores = [RECOVERY.score(one).count() for one in (after, before)]
    assert everyone.kept == pytest.approx(scores[0] / scores[1])
    figures = bound_figures(bounds, "dropout").set_index("figure")
    assert figures.loc["dropout.breakdown", "value"] == 100 * everyone.breakdown
    assert figures.loc["dropout.rise", "low"] == everyone.low
    assert figures.loc["n.baseline", "value"] == 112
    assert 0.01 <= figures.loc["dropout.sure_error", "value"] <= 0.05


def test_the_table_has_the_drop_out_that_undoes_a_rise_in_per_cent():
    one = Bounds("koge", 20, 15, 0.75, 0.5, 0.2, 0.8, 0.0, 1.0, 0.01, -0.2, 1.2, 0.92)
    assert bound_table([one])["frame"].iloc[0].tolist()[3:] == [
        "0.5", "0.2; 0.8", "0.0; 1.0", "-0.2; 1.2".replace("-", "\N{MINUS SIGN}"), "92%",
    ]  # fmt: skip


def test_bounds_are_the_same_every_time():
    before, after = form("baseline"), form("completion")
    assert dropout_bounds(before, after, RECOVERY) == dropout_bounds(before, after, RECOVERY)


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize(
    ("before", "after"),
    [
        (empty("baseline"), empty("completion")),
        (form("baseline", {"koge": 4}), empty("completion")),
        (empty("baseline"), form("completion", {"koge": 20})),
        (form("baseline", {"koge": 20}), form("completion", {"koge": 3})),
        (form("baseline", {"koge": 20}).assign(recovery_hope=None), form("completion")),
    ],
)
def test_every_slice_has_its_answer(before, after):
    bounds = dropout_bounds(before, after, RECOVERY)
    figures = bound_figures(bounds, "dropout").set_index("figure")
    assert figures.loc["n.baseline", "value"] == len(before)
    table = bound_table(bounds)
    assert len(table["frame"]) == len(bounds)
    for language in ("da", "en"):
        speak(language, bound_table, bounds)


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("kept", [0, -1, np.inf, np.nan])
def test_a_share_that_cannot_be_has_no_bounds(kept):
    assert np.isnan(trimmed_rise(np.array([1.0, 2]), np.array([2.0, 3]), kept)).all()
    assert np.isnan(resampled_bounds(np.array([1.0, 2]), np.array([2.0, 3]), kept)).all()


def test_a_form_without_a_score_is_none():
    """Of 40 who begin 36 come back, twelve of them unscored: the bounds are those of 24 of 40."""
    before, after = form("baseline", {"koge": 40}, 3), form("completion", {"koge": 36}, 4)
    items = [f"recovery_{item}" for item in RECOVERY.items]
    before[items], after[items] = 2, 4
    before.loc[:19, items] = 3
    after.loc[:11, items[0]] = None
    [found] = dropout_bounds(before, after, RECOVERY)
    steps = load_programme().rules.coarse
    assert (found.started, found.completed, found.kept) == (40, 36, 0.6)
    assert found.low == steps.low(4 - (5 * 3 + 2) / 6)
    assert found.worst == steps.low(0.6 * 4 + 0.4 * 1 - 2.5)
    assert found.best == steps.high(0.6 * 4 + 0.4 * 5 - 2.5)
    assert found.high == steps.high(4 - (20 * 2 + 4 * 3) / 24)
    assert found.returned == 0.9


def test_of_nobody_who_started_no_share_returned():
    assert Bounds("koge", 0, 3).returned is None
    assert Bounds("koge", 4, 3).returned == 0.75


@pytest.mark.parametrize(("sure", "still"), [(0.2, "yes"), (0.0, "no"), (-0.2, "no")])
def test_a_rise_is_still_one_where_its_lowest_is_above_nought(sure, still):
    one = Bounds("koge", 20, 15, 0.75, 0.5, 0.2, 0.8, sure, 1.0, 0.01, -0.2, 1.2, 0.25)
    assert years_table([("2024", one)])["frame"].iloc[0].tolist()[-1] == still
