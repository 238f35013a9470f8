"""What of a result may be shown: blank where few answered, coarse elsewhere."""

from dataclasses import fields

import numpy as np
import pandas as pd
import pytest

from modning.compare import compare
from modning.compare.by_order import Odds
from modning.compare.dropout import Bounds
from modning.compare.groups import Side
from modning.compare.guarded import (
    HIDDEN,
    OPEN,
    as_shown,
    guarded,
    linked,
    shown,
    shown_alpha,
    shown_bounds,
    shown_odds,
    shown_side,
    stated,
    undoing,
    with_rest,
)
from modning.scales import Reason, reliability
from slicebook.programme import load_programme
from surveys.disclosure import NEVER, Gate

MEAN, SPREAD, NOTHING = Gate(5, 5), Gate(1, 5), Gate(NEVER, NEVER)
FOUR, FIVE = [1, 2, 3, 4], [1, 2, 3, 4, 5]


def test_a_side_of_few_keeps_only_its_n():
    found = guarded(compare(FOUR, FIVE), (MEAN, MEAN))
    assert found.reason is Reason.WITHHELD
    assert (found.before.n, found.before.mean, found.before.withheld) == (4, None, True)
    assert (found.after.mean, found.after.withheld) == (3, False)
    assert (found.difference, found.p, found.stars) == (None, None, "")


def test_means_of_few_are_shown_without_their_spread_and_test():
    found = guarded(compare(FOUR, FIVE), (SPREAD, SPREAD))
    assert found.reason is Reason.WITHHELD
    assert (found.before.mean, found.after.mean) == (2.5, 3)
    assert (found.before.sd, found.before.low, found.difference, found.p) == (None,) * 4
    assert found.after.sd is not None


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [([], FOUR, Reason.NO_BEFORE), (FOUR, [], Reason.NO_AFTER), ([], [], Reason.NO_ANSWERS)],
)
def test_where_nobody_answered_nothing_is_withheld_but_the_other_side(before, after, reason):
    found = guarded(compare(before, after), (MEAN, MEAN))
    assert found.reason is reason
    assert (found.before.mean, found.after.mean) == (None, None)


def test_what_is_not_to_be_shown_is_withheld_however_many_answered():
    found = shown(FIVE * 20, FIVE * 30, gates=(OPEN[0], NOTHING))
    assert found.withheld
    assert found.rests == (250, False)


def test_a_difference_is_that_of_the_means_as_they_are_shown():
    found = shown([1, 1, 2], [2, 2, 3, 2])
    assert (found.before.mean, found.after.mean) == (1.3, 2.2)
    assert found.difference == pytest.approx(0.9)
    assert found.t is None


def test_the_order_of_answers_is_shown_by_a_level_and_to_a_twentieth():
    found = compare([1, 2, 3, 4] * 6, [2, 3, 4, 4] * 6)
    assert (found.p_rank, found.superiority) == pytest.approx((0.0205, 0.6875), abs=1e-4)
    told = as_shown(found)
    assert (told.p_rank, told.superiority) == (0.05, 0.7)
    assert told.superiority_low <= found.superiority_low < told.superiority_low + 0.05
    assert told.superiority_high >= found.superiority_high > told.superiority_high - 0.05


def test_what_undoes_a_rise_needs_as_many_others_as_a_mean_and_groups_that_spread():
    wide, alike = np.array([1.0, 5.0] * 10), np.array([4.9, 5.0] * 10)
    assert undoing(0.496, 20, (wide, wide)) == 0.5
    assert undoing(0.504, 20, (wide, wide)) is None
    assert undoing(0.4, 20, (wide, alike)) is None
    assert undoing(0.4, 20, (alike, wide)) is None
    assert undoing(1.0, 20, (wide, alike)) == 1


def test_one_group_is_narrowed_and_coarse():
    assert shown_side(FOUR, MEAN) == Side(4, 0)
    assert (shown_side([1, 1, 2], OPEN[0]).mean, shown_side(FOUR, SPREAD).low) == (1.3, None)


def test_a_blank_result_has_no_number_made_of_answers():
    exact = Bounds("x", 9, 4, *range(1, 10))
    found = stated(exact, [9, 4], [MEAN, MEAN], {})
    known = {one.name for one in fields(found) if getattr(found, one.name) is not None}
    assert known == {"name", "started", "completed", "reason"}
    assert found.withheld
    more = {"rise": lambda rise: rise + 1}
    assert stated(exact, [9, 5], [MEAN, MEAN], more).rise == exact.rise + 1


def test_few_rows_have_no_alpha():
    rows = pd.DataFrame({"a": [1, 2, 3, 4], "b": [2, 2, 3, 5]})
    exact = reliability(rows)
    found = shown_alpha(exact, MEAN)
    assert (found.alpha, found.low, found.reason, found.n) == (None, None, Reason.WITHHELD, 4)
    nobody = reliability(rows.head(0))
    assert shown_alpha(nobody, MEAN) == nobody


def test_an_alpha_is_shown_to_a_hundredth_and_its_interval_no_narrower():
    exact = reliability(pd.DataFrame({"a": [1, 2, 3, 4, 2], "b": [2, 2, 3, 5, 1]}))
    found = shown_alpha(exact, OPEN[0])
    assert found.alpha == round(exact.alpha, 2) != exact.alpha
    assert exact.low - 0.01 < found.low == round(found.low, 2) <= exact.low
    assert exact.high <= found.high == round(found.high, 2) < exact.high + 0.01


def test_the_mean_of_several_needs_what_the_strictest_of_them_needs():
    gates = [Gate(5, 9), Gate(7, 6)]
    assert with_rest(gates, "form/rest#mean", None, 0) == Gate(7, 9)
    assert with_rest(gates, "form/rest", None, 1) == HIDDEN[0]


def test_odds_are_shown_to_two_digits_and_their_interval_no_narrower():
    exact = Odds(12.34, 0.5678, 123.4, 0.0234, None)
    found = shown_odds(exact, 50)
    assert (found.ratio, found.low, found.high) == pytest.approx((12, 0.56, 130))
    assert (found.p, found.p_parallel) == (0.05, None)
    assert shown_odds(exact, 49) == Odds(None, None, None, 0.05, None)


def test_bounds_are_shown_outward_and_their_rise_as_that_of_the_means_shown():
    exact = Bounds("x", 9, 6, 0.5, 0.99, 0.35, 0.75, -0.35, 1.05, 0.011, -0.5, 1.5, 0.126)
    found = shown_bounds(exact, [np.array([1.0, 1, 2]), np.array([2.0, 2, 3, 2])], OPEN)
    assert found.rise == pytest.approx(2.2 - 1.3)
    outer = found.low, found.high, found.low_sure, found.high_sure, found.worst, found.best
    assert outer == pytest.approx((0.2, 0.8, -0.4, 1.2, -0.6, 1.6))
    # Of three answers too few are left to tell what would undo the rise.
    assert (found.error, found.breakdown) == (0.02, None)


def test_linked_persons_are_as_many_as_the_programme_says_unless_told():
    programme = load_programme()
    spread = programme.rules.minimum_spread
    assert linked(3) == (3, Gate(3, 3))
    assert linked(None) == (programme.threshold, Gate(spread, spread))
