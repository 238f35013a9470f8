"""What a printed number stands for: all numbers that are shown alike, and no others."""

import numpy as np
import pytest

from cellguard.coarse import Coarse
from modning.audit.rounding import near, number, of_cell, rounded, spans

STEPS = Coarse(0.1, 0.2)


def lower(shown, steps):
    return spans(None, shown, None, steps).low


def upper(shown, steps):
    return spans(None, None, shown, steps).high


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3.4", 3.4), ("3,4 %", 3.4), ("\N{MINUS SIGN}2", -2), ("12\N{NO-BREAK SPACE}%", 12),
        ("1e-05", 1e-5), ("–", None), ("", None), ("3.4 (1.2; 5.6)", None), ("1.2.3", None),
    ],
)  # fmt: skip
def test_a_number_is_read_with_either_decimal_mark(text, value):
    assert number(text) == value


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("3", (2.5, 3.5)), ("3.4", (3.35, 3.45)), ("3,40", (3.395, 3.405)),
        ("12.5%", (12.45, 12.55)), ("\N{MINUS SIGN}2.5", (-2.55, -2.45)),
        ("3.123456", (3.1234555, 3.1234565)),
    ],
)  # fmt: skip
def test_a_rounded_number_is_half_of_its_last_digit_off(text, span):
    assert rounded(text) == pytest.approx(span, abs=1e-12)


def test_a_number_with_all_its_digits_is_itself():
    low, high = rounded("3.1234567")
    assert 0 < high - low <= 1e-8
    assert rounded("nothing") is None


@pytest.mark.parametrize(
    ("read", "text", "span"),
    [
        # A mean is shown to a tenth, or more coarsely; one that is finer was shown otherwise.
        (near, "3.4", (3.35, 3.45)), (near, "3.40", (3.35, 3.45)), (near, "3", (2.5, 3.5)),
        (near, "3.45", (3.445, 3.455)), (near, "-0.1", (-0.15, -0.05)), (near, "–", None),
        # An interval is widened outward to a fifth.
        (lower, "3.2", (3.2, 3.4)), (upper, "3.6", (3.4, 3.6)), (lower, "3.3", (3.25, 3.35)),
        (upper, "3.65", (3.645, 3.655)), (lower, "-0.2", (-0.2, 0.0)), (upper, "–", None),
    ],
)  # fmt: skip
def test_a_statistic_stands_for_what_is_shown_alike(read, text, span):
    found = read(text, STEPS)
    assert found == (pytest.approx(span, abs=1e-8) if span else None)


@pytest.mark.parametrize("mean", np.linspace(1, 5, 30))
def test_what_is_shown_is_read_for_what_it_was(mean):
    for read, shown in ((near, STEPS.value), (lower, STEPS.low), (upper, STEPS.high)):
        low, high = read(f"{shown(mean):.1f}", STEPS)
        assert low <= mean <= high <= low + 0.2 + 1e-8
    low, high = near(STEPS.value(mean), STEPS)
    assert low <= mean <= high == pytest.approx(low + 0.1)


def test_a_stored_mean_with_more_digits_is_that():
    assert near(3.21, STEPS) == pytest.approx((3.205, 3.215))
    assert np.ptp(near(2.6666666666, STEPS)) < 1e-8


def test_a_cell_has_a_value_and_perhaps_its_interval():
    assert of_cell("3.4 (3.2; 3.6)", STEPS) == spans("3.4", "3.2", "3.6", STEPS)
    assert of_cell("3.4", STEPS) == spans("3.4", None, None, STEPS)
    assert of_cell("–", STEPS) == of_cell("of three or more", STEPS) == (None, None, None)
