import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from surveys.synthetic.counts import ranked, scores, ticked


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
