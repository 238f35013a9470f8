"""Partially overlapping samples: a published example, both limits, and coverage in simulation."""

from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from modning.compare import compare
from modning.compare.groups import side
from modning.compare.overlap import (
    overlap,
    sensitivity,
    sensitivity_figures,
    sensitivity_table,
)
from speak import speak

# The example of the authors' R package Partiallyoverlapping 1.0 (?Partiallyoverlapping).
A_ALONE, A_PAIRED = [20, 21, 16, 18, 14, 12, 14, 17], [14, 15, 18, 20, 11, 19, 14, 15]
B_ALONE, B_PAIRED = [10, 16, 18, 16, 15, 14, 13, 10], [15, 10, 15, 17, 13, 19, 12, 13]


def test_the_authors_example():
    """Their documentation prints p = 0.026 (with equal variances, which these nearly are)."""
    correlation = np.corrcoef(A_PAIRED, B_PAIRED)[0, 1]
    found = overlap(side(A_ALONE + A_PAIRED), side(B_ALONE + B_PAIRED), 8, correlation)
    assert found.p == pytest.approx(0.026, abs=5e-4)
    assert found.value == -2


def test_without_pairs_it_is_welchs_test():
    expected = compare(A_ALONE, B_PAIRED)
    found = overlap(expected.before, expected.after, 0, 0.7)
    assert (found.low, found.high, found.p, found.df) == pytest.approx(
        (expected.low, expected.high, expected.p, expected.df)
    )


def test_with_pairs_only_it_is_the_paired_test():
    correlation = np.corrcoef(A_PAIRED, B_PAIRED)[0, 1]
    found = overlap(side(A_PAIRED), side(B_PAIRED), 8, correlation)
    expected = stats.ttest_rel(B_PAIRED, A_PAIRED)
    interval = expected.confidence_interval()
    assert found.p == pytest.approx(expected.pvalue)
    assert (found.low, found.high) == pytest.approx((interval.low, interval.high))
    assert found.df == pytest.approx(7)


@pytest.mark.parametrize("pairs", [1, 4, 7])
def test_the_degrees_of_freedom_are_the_published_ones(pairs):
    """Derrick and others 2017, their T_new2, by n_a and n_b observations alone and n_c pairs."""
    before, after = side(A_ALONE + A_PAIRED), side(B_ALONE[:3] + B_PAIRED)
    parts = [one.sd**2 / one.n for one in (before, after)]
    welch = sum(parts) ** 2 / sum(
        part**2 / (one.n - 1) for part, one in zip(parts, (before, after), strict=True)
    )
    alone = before.n + after.n - 2 * pairs
    expected = (pairs - 1) + (welch - pairs + 1) / (alone + 2 * pairs) * alone
    assert overlap(before, after, pairs, 0.4).df == pytest.approx(expected)


def test_the_interval_covers_at_the_nominal_rate():
    """2,000 samples with 40 pairs of 60 and 50, unequal spread, correlation 0.6; +- 3 s.e."""
    rng = np.random.default_rng(9)
    covariance = [[1.0, 0.6 * 0.7], [0.6 * 0.7, 0.49]]
    covered = 0
    for _ in range(2000):
        pairs = rng.multivariate_normal([0, 0.5], covariance, 40)
        before = np.concatenate([pairs[:, 0], rng.normal(0, 1, 20)])
        after = np.concatenate([pairs[:, 1], rng.normal(0.5, 0.7, 10)])
        found = overlap(side(before), side(after), 40, 0.6)
        covered += found.low <= 0.5 <= found.high
    assert 0.935 <= covered / 2000 <= 0.965


def test_the_interval_narrows_with_correlation_and_pairs():
    table = sensitivity(compare(A_ALONE + A_PAIRED, B_ALONE + B_PAIRED))
    width = (table["high"] - table["low"]).to_numpy().reshape(4, 17)
    assert (np.diff(width[:, 4:], axis=1) < 0).all()
    assert (np.diff(width[:, -1]) < 0).all()
    assert set(table["pairs"]) == {4, 8, 12, 16}


def test_figures_hold_the_extremes():
    comparison = compare(A_ALONE + A_PAIRED, B_ALONE + B_PAIRED)
    table = sensitivity(comparison)
    figures = sensitivity_figures(comparison, table, "unlinked").set_index("figure")
    assert figures.loc["unlinked.independent", "low"] == comparison.low
    assert figures.loc["unlinked.p_largest", "value"] == max(table["p"].max(), comparison.p)
    assert figures.loc["unlinked.p_smallest", "value"] == table["p"].min()
    widths = table["high"] - table["low"]
    assert figures.loc["unlinked.narrower", "value"] == pytest.approx(
        100 * (1 - widths.iloc[-1] / (comparison.high - comparison.low))
    )
    ends = table["low"].min(), table["high"].max()
    assert tuple(figures.loc["unlinked.every", ["low", "high"]]) == ends


def test_the_reports_case_is_not_the_least_favourable():
    """Pairs that do not correlate cost degrees of freedom: just beyond chance is not so in all."""
    comparison = compare([1, 2, 3, 2, 2, 3], [2.3, 3.4, 4.3, 3.2, 2.3, 3.8])
    table = sensitivity(comparison)
    figures = sensitivity_figures(comparison, table, "unlinked").set_index("figure")
    assert comparison.low > 0 > figures.loc["unlinked.every", "low"]


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize(
    ("before", "after"), [([], []), ([1], [2]), ([3, 3], [3, 3]), ([1, 2], [])]
)
def test_no_test_gives_an_empty_table_and_figures_without_value(before, after):
    comparison = compare(before, after)
    table = sensitivity(comparison)
    assert table.empty
    figures = sensitivity_figures(comparison, table, "unlinked")
    assert figures["value"].isna().all()
    assert (figures["n"] == 0).all()
    assert speak("da", sensitivity_table, table)["frame"].empty


@pytest.mark.filterwarnings("error")
def test_a_side_without_spread_is_no_obstacle():
    table = sensitivity(compare([1, 2, 3], [4, 4, 4]))
    assert table[["low", "high", "p"]].notna().all(axis=None)


def test_the_table_has_a_column_a_share():
    shown = speak("da", sensitivity_table, sensitivity(compare(A_ALONE, B_ALONE)))["frame"]
    assert shown.iloc[:, 0].tolist() == ["0,0", "0,2", "0,4", "0,6", "0,8"]
    assert shown.columns[-1] == "100 % svarede begge gange"


@pytest.mark.filterwarnings("error")
def test_what_cannot_be_has_no_test():
    one, other = side([1, 2, 3, 4.0]), side([2, 3, 4, 5, 6, 7.0])
    assert overlap(one, other, 5, 0.5) is None
    assert overlap(one, other, -1, 0.5) is None
    # Everybody moves by the same: the paired test has no spread.
    assert overlap(one, side([2, 3, 4, 5.0]), 4, 1.0) is None
    assert overlap(one, side([2, 3, 4, 5.0]), 4, 0.9).p < 0.05


def test_how_much_narrower_is_not_of_an_interval_widened_to_be_shown():
    exact = compare([1, 2, 3, 4, 5] * 8, [2, 3, 4, 5, 5] * 8)
    wide = replace(exact, low=exact.low - 0.15, high=exact.high + 0.15)
    found = [
        sensitivity_figures(one, sensitivity(one), "x").set_index("figure")["value"]["x.narrower"]
        for one in (exact, wide)
    ]
    assert found[0] == pytest.approx(found[1])
