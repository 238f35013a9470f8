"""Two independent groups against SciPy, pingouin and statsmodels, and by their properties."""

from decimal import Decimal

import numpy as np
import pandas as pd
import pingouin
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.multitest import multipletests

from modning.compare import adjust, compare, compare_items
from modning.compare.groups import false_discovery, holm, side, stars
from modning.scales import Reason
from r_values import ONE, TWO, attitude, r

answers = st.lists(st.integers(1, 5), min_size=3, max_size=30).filter(lambda x: len(set(x)) > 1)


def test_welch_is_pingouins_and_scipys():
    found, test = compare(ONE, TWO), pingouin.ttest(TWO, ONE, correction=True).iloc[0]
    assert (found.t, found.df, found.p) == pytest.approx((test["T"], test["dof"], test["p_val"]))
    interval = stats.ttest_ind(TWO, ONE, equal_var=False).confidence_interval()
    assert (found.low, found.high) == pytest.approx((interval.low, interval.high))


def test_missing_answers_are_counted_and_left_out():
    found = compare([*ONE, None, np.nan], pd.array([*TWO, pd.NA], dtype="Float64"))
    assert (found.before.n, found.before.missing) == (10, 2)
    assert (found.after.n, found.after.missing) == (10, 1)
    assert found.p == compare(ONE, TWO).p


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize(
    ("before", "after", "reason", "difference"),
    [
        ([], [], Reason.NO_ANSWERS, None),
        ([None, None], [None], Reason.NO_ANSWERS, None),
        ([1, 2, 3, 4], [], Reason.NO_AFTER, None),
        ([None], [3, 4], Reason.NO_BEFORE, None),
        ([2], [4], Reason.TOO_FEW, 2),
        ([1, 2, 3], [4], Reason.TOO_FEW, 2),
        ([3, 3, 3], [3, 3], Reason.NO_SPREAD, 0),
        ([3, 3, 3], [4, 4], Reason.NO_SPREAD, 1),
        ([1, 2], [3, 4], None, 2),
        ([3, 3, 3], [3, 4], None, 0.5),
    ],
)
def test_every_size_has_a_stated_answer(before, after, reason, difference):
    found = compare(before, after)
    assert found.reason is reason
    assert found.difference == difference
    numbers = [found.p, found.low, found.high, found.g, found.superiority, found.p_rank]
    assert [number is None for number in numbers] == [reason is not None] * 6
    assert not any(np.isnan(number) for number in numbers if number is not None)


def test_a_sides_interval_is_students():
    found = side(ONE)
    interval = stats.ttest_1samp(ONE, 0).confidence_interval()
    assert (found.low, found.high) == pytest.approx((interval.low, interval.high))
    assert found.sd == pytest.approx(np.std(ONE, ddof=1))


def test_holm_is_statsmodels_and_leaves_what_was_not_tested():
    rng = np.random.default_rng(2)
    before = pd.DataFrame(rng.normal(size=(20, 5)))
    after = pd.DataFrame(rng.normal(0.5, size=(25, 5)))
    before[5], after[5] = 1.0, 1.0
    found = compare_items(before, after)
    p = [comparison.p for comparison in found[:5]]
    assert [c.p_holm for c in found[:5]] == pytest.approx(multipletests(p, method="holm")[1])
    assert (found[5].p, found[5].p_holm) == (None, None)
    assert adjust([]) == []


@pytest.mark.filterwarnings("error")
def test_infinite_answers_are_named_as_the_reason():
    for before, after in (([1, 2, np.inf], [1, 2]), ([1, 2], [-np.inf, np.inf, 3])):
        found = compare(before, after)
        assert (found.reason, found.p, found.difference) == (Reason.INFINITE, None, None)


@pytest.mark.parametrize(
    "kind",
    [lambda x: pd.array(x, dtype="Int64"), lambda x: pd.Categorical(x),
     lambda x: [Decimal(v) for v in x], lambda x: np.array(x, dtype="float32"),
     lambda x: pd.Series(x, dtype="int64[pyarrow]"), lambda x: (v for v in x)],
)  # fmt: skip
def test_every_kind_of_number_is_the_same(kind):
    assert compare(kind([1, 2, 2, 5]), kind([3, 4, 5])) == compare([1, 2, 2, 5], [3, 4, 5])


@pytest.mark.parametrize(
    ("p", "marks"), [(None, ""), (0.05, ""), (0.049, "*"), (0.01, "*"), (0.009, "**"),
                     (0.001, "**"), (0.0009, "***")]
)  # fmt: skip
def test_stars_are_the_reports(p, marks):
    assert stars(p) == marks


@given(answers, answers)
@settings(max_examples=60)
def test_swapping_the_groups_turns_the_sign(before, after):
    one, other = compare(before, after), compare(after, before)
    assert one.difference == pytest.approx(-other.difference)
    assert (one.low, one.high) == pytest.approx((-other.high, -other.low))
    assert one.g == pytest.approx(-other.g)
    assert one.p == pytest.approx(other.p)
    assert one.p_rank == pytest.approx(other.p_rank)
    assert one.superiority == pytest.approx(1 - other.superiority)


@given(answers, answers, st.floats(-100, 100), st.floats(0.1, 50))
@settings(max_examples=60)
def test_origin_and_unit_do_not_matter(before, after, shift, unit):
    one = compare(before, after)
    other = compare(np.multiply(before, unit) + shift, np.multiply(after, unit) + shift)
    assert other.difference == pytest.approx(one.difference * unit, abs=1e-6)
    assert (other.p, other.g) == pytest.approx((one.p, one.g), abs=1e-6)
    assert (other.p_rank, other.superiority) == pytest.approx((one.p_rank, one.superiority))


@given(answers, answers)
@settings(max_examples=60)
def test_superiority_counts_pairs(before, after):
    pairs = [(a > b) + (a == b) / 2 for a in after for b in before]
    assert compare(before, after).superiority == pytest.approx(np.mean(pairs))


def test_the_interval_covers_and_the_test_errs_at_the_nominal_rate():
    """500 pairs of samples, uneven in size and spread; 95 % and 5 % +- 3 standard errors."""
    rng = np.random.default_rng(11)
    found = [compare(rng.normal(2.8, 0.8, 37), rng.normal(3.6, 0.5, 40)) for _ in range(500)]
    assert 0.92 <= np.mean([c.low <= 0.8 <= c.high for c in found]) <= 0.98
    null = [compare(rng.normal(3, 1.2, 20), rng.normal(3, 0.5, 60)) for _ in range(500)]
    assert 0.02 <= np.mean([c.p < 0.05 for c in null]) <= 0.08


def each():
    data = attitude()
    high = data["rating"] > 65
    return [compare(data.loc[~high, item], data.loc[high, item]).p for item in data.columns[1:]]


def test_both_ways_are_rs():
    assert holm(each()) == pytest.approx(r("holm"))
    assert false_discovery(each()) == pytest.approx(r("discovery"))


def test_what_has_no_test_is_left_as_it_is():
    assert holm([None, 0.02, 0.03]) == [None, 0.04, 0.04]
    assert false_discovery([0.02, None, 0.03]) == [0.03, None, 0.03]
    assert holm([]) == []
    assert false_discovery([None]) == [None]
