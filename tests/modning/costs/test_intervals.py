from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modning.costs.intervals import ZERO, Interval

numbers = st.decimals(-(10**6), 10**6, places=2)
shares = st.integers(0, 100)


@st.composite
def intervals(draw):
    low, high = sorted((draw(numbers), draw(numbers)))
    return Interval(low, high)


def point(interval, share):
    """A number in the interval, as an exact fraction."""
    low, high = Fraction(interval.low), Fraction(interval.high)
    return low + (high - low) * share / 100


def holds(interval, number):
    return Fraction(interval.low) <= number <= Fraction(interval.high)


@given(intervals(), intervals(), shares, shares)
def test_every_possible_result_lies_in_the_computed_range(a, b, s, t):
    x, y = point(a, s), point(b, t)
    assert holds(a + b, x + y)
    assert holds(a - b, x - y)
    assert holds(a * b, x * y)
    if not holds(b, 0):
        assert holds(a / b, x / y)


@given(intervals(), intervals())
def test_the_range_is_no_wider_than_its_ends_make_it(a, b):
    assert a + b == Interval(a.low + b.low, a.high + b.high)
    products = [x * y for x in (a.low, a.high) for y in (b.low, b.high)]
    assert (a * b) == Interval(min(products), max(products))


@given(intervals(), intervals(), intervals())
def test_a_narrower_input_gives_a_range_within_the_wider_ones(a, b, c):
    narrow = Interval.of(a.mid)
    for wide, tight in ((a + b, narrow + b), (a * c, narrow * c)):
        assert wide.low <= tight.low <= tight.high <= wide.high


@given(intervals())
def test_nought_and_one_change_nothing(a):
    assert a + ZERO == a
    assert a * Interval.of(1) == a


def test_worked_example_of_moore_2009():
    # Moore, Kearfott, Cloud (2009), section 2.3: X = [-1, 0], Y = [1, 2] and the quotient rule.
    x, y = Interval.of(-1, 0), Interval.of(1, 2)
    assert x + y == Interval.of(0, 2)
    assert x - y == Interval.of(-3, -1)
    assert x * y == Interval.of(-2, 0)
    assert x / y == Interval.of(-1, 0)


def test_a_quotient_that_does_not_end_is_rounded_outwards():
    third = Interval.of(1) / Interval.of(3)
    assert third.low < third.high
    assert holds(third, Fraction(1, 3))


def test_division_by_a_range_with_nought_is_refused():
    with pytest.raises(ZeroDivisionError, match="may be nought"):
        Interval.of(1) / Interval.of(0, 2)


def test_a_range_whose_ends_are_crossed_is_refused():
    with pytest.raises(ValueError, match="is no range"):
        Interval(Decimal(2), Decimal(1))


def test_ore_are_exact():
    assert sum([Interval.of("0.10")] * 3, ZERO) == Interval.of("0.30")


def test_a_plain_number_is_the_range_of_that_number():
    one = Interval.of(2, 4)
    assert one * 3 == 3 * one == Interval.of(6, 12)
    assert one + 1 == 1 + one == Interval.of(3, 5)
    assert one - Decimal("0.5") == Interval.of("1.5", "3.5")
    assert one / 2 == Interval.of(1, 2)
    assert sum([one, one]) == Interval.of(4, 8)
