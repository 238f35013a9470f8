import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.synthetic.counts import (
    apportion,
    check_nested,
    count_within,
    ordinal_counts,
    ranked,
    scores,
    split,
    ticked,
)


@given(
    n=st.integers(0, 500), low=st.floats(0, 100), width=st.floats(0, 20), count=st.integers(0, 500)
)
def test_a_count_lies_within_if_any_does(n: int, low: float, width: float, count: int) -> None:
    high = min(low + width, 100)
    if count <= n and n and low <= 100 * count / n <= high:
        assert low - 1e-9 <= 100 * count_within(n, (low, high)) / n <= high + 1e-9


def test_printed_shares_become_the_counts_behind_them() -> None:
    assert count_within(119, (56.5, 57.5)) == 68
    assert count_within(297, (32.5, 33.5)) == 98
    assert count_within(0, (56.5, 57.5)) == 0


def test_seats_go_by_largest_remainder() -> None:
    """The worked example of Hare's quota in Wikipedia, "Largest remainder method"."""
    votes = {
        "yellow": 47_000,
        "white": 16_000,
        "red": 15_800,
        "green": 12_000,
        "blue": 6_100,
        "pink": 3_100,
    }
    assert list(apportion(10, votes).values()) == [5, 2, 1, 1, 1, 0]
    assert apportion(1, {"a": 1, "b": 1}) == {"a": 1, "b": 0}
    assert apportion(5, {"a": 0, "b": 0}) == {"a": 0, "b": 0}
    assert apportion(0, {"a": 2}) == {"a": 0}


@given(n=st.integers(0, 1000), weights=st.lists(st.floats(0.01, 1e3), min_size=1, max_size=12))
def test_shares_are_within_one_of_the_exact_ones(n: int, weights: list[float]) -> None:
    counts = apportion(n, dict(zip(map(str, range(12)), weights, strict=False)))
    assert sum(counts.values()) == n
    exact = [n * weight / sum(weights) for weight in weights]
    assert all(abs(count - e) < 1 + 1e-6 for count, e in zip(counts.values(), exact, strict=True))


def test_nested_percentages_are_of_the_whole() -> None:
    """Figur 2.8 for Odense: 25 of 73 over ten years, half of them over five."""
    percentages = {frozenset("cd"): (48.0, 52.0), frozenset("d"): (33.5, 35.9)}
    counts = split(73, "abcd", percentages, {"a": 1, "b": 3, "c": 1})
    assert counts == {"a": 9, "b": 28, "c": 11, "d": 25}


def test_what_percentages_leave_goes_by_weights_or_to_the_largest() -> None:
    assert split(10, "ab", {frozenset("a"): (30.0, 30.0)}, {"b": 1}) == {"a": 3, "b": 7}
    both = {frozenset("a"): (60.0, 60.0), frozenset("b"): (30.0, 30.0)}
    assert split(10, "ab", both, {}) == {"a": 7, "b": 3}
    assert split(10, "abc", both, {"c": 0}) == {"a": 7, "b": 3, "c": 0}


@given(
    n=st.integers(0, 300),
    outer=st.floats(0, 100),
    inner=st.floats(0, 100),
    weights=st.lists(st.floats(0.1, 10), min_size=4, max_size=4),
)
def test_everybody_answers_whatever_the_percentages(
    n: int, outer: float, inner: float, weights: list[float]
) -> None:
    percentages = {frozenset("cd"): (outer, outer), frozenset("d"): (inner, inner)}
    counts = split(n, "abcd", percentages, dict(zip("abcd", weights, strict=True)))
    assert sum(counts.values()) == n
    assert min(counts.values()) >= 0
    assert counts["c"] + counts["d"] == round(n * outer / 100)


@pytest.mark.parametrize("mean", [1.2, 2.6, 3.0, 4.4, 4.9])
def test_ordered_answers_have_the_mean(mean: float) -> None:
    counts = ordinal_counts(1000, "12345", mean, 1.0)
    values = np.repeat([1, 2, 3, 4, 5], list(counts.values()))
    assert len(values) == 1000
    assert values.mean() == pytest.approx(mean, abs=0.005)


def test_ordered_answers_of_few_persons_are_still_near_it() -> None:
    counts = ordinal_counts(24, "12345", 3.3, 1.1)
    assert np.repeat([1, 2, 3, 4, 5], list(counts.values())).mean() == pytest.approx(3.3, abs=0.1)
    assert sum(ordinal_counts(0, "12345", 3.3, 1.1).values()) == 0


def test_overlapping_sets_are_refused() -> None:
    check_nested([frozenset("ab"), frozenset("a"), frozenset("c")])
    with pytest.raises(ValueError, match="percentages overlap: a, b and b, c"):
        check_nested([frozenset("ab"), frozenset("bc")])


def test_who_scores_low_gets_the_first_of_the_order() -> None:
    answers = ranked({"high": 1, "low": 2}, ["low", "high"], np.array([0.3, 9.0, -1.0]))
    assert answers.tolist() == ["low", "high", "low"]


def test_nobody_gets_nothing() -> None:
    assert ranked({"low": 0}, ["low"], np.array([])).tolist() == []


@given(
    n=st.integers(0, 60),
    counts=st.lists(st.integers(0, 60), min_size=4, max_size=4),
    seed=st.integers(0, 100),
)
def test_ticks_are_as_many_as_said_and_cover_everybody(
    n: int, counts: list[int], seed: int
) -> None:
    alone = min(counts[3], n)
    free = n - alone
    wanted = {name: min(count, free) for name, count in zip("abc", counts, strict=False)}
    flags = ticked(n, {**wanted, "none": alone}, ["none"], np.random.default_rng(seed))
    assert {name: flag.sum() for name, flag in flags.items()} == {**wanted, "none": alone}
    per_person = sum(flag.astype(int) for flag in flags.values())
    assert (per_person[flags["none"]] == 1).all()
    assert (per_person > 0).sum() == alone + min(free, sum(wanted.values()))


def test_options_of_a_multiple_choice_meet_in_all_pairs() -> None:
    flags = ticked(1000, dict.fromkeys("abc", 600), [], np.random.default_rng(1))
    pairs = [(flags[a] & flags[b]).sum() for a, b in ("ab", "ac", "bc")]
    assert min(pairs) > 150


def test_two_items_correlate_by_the_product_of_their_loadings() -> None:
    draw = np.random.default_rng(3)
    factor = draw.standard_normal(20_000)
    one, two = (scores(20_000, loading, factor, draw) for loading in (0.8, 0.5))
    assert abs(np.corrcoef(one, two)[0, 1] - 0.4) < 0.02
    assert abs(one.std() - 1) < 0.02
    assert abs(np.corrcoef(scores(20_000, 0.8, None, draw), factor)[0, 1]) < 0.02
