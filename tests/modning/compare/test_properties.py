"""Origin, unit and order: what must not matter to paired, overlapping and trimmed comparisons."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from modning.compare.dropout import breakdown, trimmed_rise
from modning.compare.equivalence import equivalence
from modning.compare.groups import side
from modning.compare.overlap import overlap
from modning.compare.paired import paired, reliable_change
from modning.linking import link

pairs = st.lists(st.tuples(st.integers(1, 5), st.integers(1, 5)), min_size=3, max_size=20)
shifts, units = st.integers(-50, 50), st.sampled_from([0.25, 2.0, 25.0])
codes = st.lists(st.text("AB1", min_size=3, max_size=3), max_size=8)


def sides(both):
    return tuple(np.array(values, float) for values in zip(*both, strict=True))


@given(pairs, shifts, units)
@settings(max_examples=25)
def test_a_paired_change_takes_the_unit_and_not_the_origin(both, shift, unit):
    before, after = sides(both)
    one, other = paired(before, after), paired(before * unit + shift, after * unit + shift)
    assert other.reason is one.reason
    assert other.difference == pytest.approx(one.difference * unit, abs=1e-9)
    if one.p is not None:
        assert (other.t, other.p) == pytest.approx((one.t, one.p))
        back = paired(after, before)
        assert (back.low, back.high, back.p) == pytest.approx((-one.high, -one.low, one.p))


@given(pairs, shifts, units, st.floats(0, 0.9))
@settings(max_examples=25)
def test_overlap_takes_the_unit_and_not_the_origin(both, shift, unit, correlation):
    before, after = sides(both)
    one = overlap(side(before), side(after), 2, correlation)
    assume(one is not None)
    other = overlap(side(before * unit + shift), side(after * unit + shift), 2, correlation)
    assert (other.low, other.high) == pytest.approx((one.low * unit, one.high * unit), abs=1e-9)
    assert (other.df, other.p) == pytest.approx((one.df, one.p))
    back = overlap(side(after), side(before), 2, correlation)
    assert (back.low, back.high, back.p) == pytest.approx((-one.high, -one.low, one.p))


@given(pairs, shifts, units, st.floats(0.3, 1))
@settings(max_examples=25)
def test_bounds_take_the_unit_and_not_the_origin(both, shift, unit, kept):
    before, after = sides(both)
    low, high = trimmed_rise(before, after, kept)
    assert low <= after.mean() - before.mean() + 1e-9
    assert high >= after.mean() - before.mean() - 1e-9
    moved = trimmed_rise(before * unit + shift, after * unit + shift, kept)
    assert moved == pytest.approx((low * unit, high * unit), abs=1e-9)
    # Turning the scale around turns the bounds around.
    assert trimmed_rise(-before, -after, kept) == pytest.approx((-high, -low), abs=1e-9)
    if (gone := breakdown(before, after)) is not None:
        assert breakdown(before * unit, after * unit) == pytest.approx(gone, abs=1e-6)


@given(pairs, shifts, units)
@settings(max_examples=25)
def test_equivalence_is_symmetric_and_takes_the_margins_unit(both, shift, unit):
    one, other = (pd.Series(values) for values in sides(both))
    found = equivalence(one, other, 0.5)
    assume(found is not None)
    assert equivalence(other, one, 0.5) == pytest.approx(found)
    moved = equivalence(one * unit + shift, other * unit + shift, 0.5 * unit)
    assert moved == pytest.approx(found)
    assert equivalence(one, other, 1) <= found + 1e-12


@given(st.floats(0.1, 50), st.floats(0, 1), units)
@settings(max_examples=25)
def test_a_reliable_change_takes_the_unit(sd, reliability, unit):
    assert reliable_change(sd * unit, reliability) == pytest.approx(
        reliable_change(sd, reliability) * unit
    )


@given(codes, codes)
@settings(max_examples=25)
def test_linking_backwards_finds_the_same_pairs(before, after):
    frames = [
        pd.DataFrame([list(code) for code in side], columns=list("abc"), dtype=object).assign(
            municipality="koge"
        )
        for side in (before, after)
    ]
    one, other = link(*frames, list("abc")), link(*frames[::-1], list("abc"))
    there = set(zip(one.pairs["before"], one.pairs["after"], strict=True))
    back = set(zip(other.pairs["after"], other.pairs["before"], strict=True))
    assert there == back
    assert one.ambiguous == other.ambiguous[::-1]
