"""Counts and statistics decided together, from the answers of a form."""

from dataclasses import replace

import numpy as np

from cellguard.joint import program
from modning.protection import counts
from modning.protection.by_places import hide
from modning.protection.protect import _how, _said_of_statistics
from modning.protection.published import families
from modning.protection.rows import alone
from modning.protection.statistics import statistics
from modning.protection.tables import tables
from modning.protection.together import Asked, asked, case
from random_answers import random_answers
from slicebook.programme import load_programme
from surveys.codebook import load_codebook

PROGRAMME = load_programme()
FORM = load_codebook()["completion"]


def test_what_was_answered_fits_all_that_is_shown_of_it():
    answers = random_answers(FORM, 60)
    whole = counts.system(list(families(FORM, answers)), tables(answers, PROGRAMME), PROGRAMME)
    for one in list(statistics(FORM, answers))[::6]:
        question = case(asked(one, whole, PROGRAMME.threshold))
        known = program(question, (), [])
        true = question.start().seen[0]
        for at, value in enumerate(true):
            known.know({at: 1.0}, value, value)
        assert np.isfinite(known.bounds({0: 1.0})).all()


def test_the_mean_number_of_rows_does_not_tell_of_few_who_lack_in_one():
    """Of 24 all but one gave the answer in row a; b and the mean show that 23 or 24 did."""
    counts_ = np.array([[1, 0, 1], [11, 12, 23], [12, 12, 24]])
    one = Asked(
        mean="mean", spread=None, codes=(0, 1, 2), counts=counts_, cells={},
        rows=alone({"a": np.array([23, 24, 47]), "b": np.array([12, 12, 24])}), summed=("a", "b"),
        parts=((0,), (1,), (0, 1)), public=frozenset(), rules=PROGRAMME.rules,
        threshold=PROGRAMME.threshold, level=(1.0, 1.0, 3.0),
        bases=dict.fromkeys("ab", np.array([24, 24, 48])),
    )  # fmt: skip
    hidden = {("a", 0), ("a", 2)}
    known = program(case(one), hide([one], hidden), [])
    row_a_here = {len(one.codes) * 2: 1.0}
    low, high = known.bounds(row_a_here)
    assert high - low >= PROGRAMME.rules.protection_width
    # By itself, what is hidden for being few leaves two values.
    assert program(case(one), hidden, []).bounds(row_a_here) == (23, 24)


def test_a_spread_that_tests_tell_to_the_number_goes_or_the_ends_beside_it():
    """Of 29, ends, sum and squares tell that 4 gave the third of five answers."""
    one = Asked(
        mean="mean", spread="spread", codes=(1, 2, 3, 4, 5),
        counts=np.array([[5], [7], [4], [6], [7]]), cells={"low": (1,), "high": (5,)},
        rows=alone({}), summed=(), parts=((0,),), public=frozenset(), rules=PROGRAMME.rules,
        threshold=PROGRAMME.threshold, level=(1.0,), tested=True,
    )  # fmt: skip
    third = {one.codes.index(3): 1.0}
    low, high = program(case(one), [], []).bounds(third)
    assert (low, high) == (4, 4)
    low, high = program(case(one), hide([one], set()), []).bounds(third)
    assert high - low >= PROGRAMME.rules.protection_width
    low, high = program(case(replace(one, tested=False)), [], []).bounds(third)
    assert high - low >= PROGRAMME.rules.protection_width


def test_what_is_lost_with_a_fact_is_more_of_totals_of_many_and_of_means():
    """Two slices of 10 and their total, three times as dear; the mean six, its spread three."""
    counts_ = np.array([[6, 4, 10], [4, 6, 10]])
    one = Asked(
        mean="mean", spread="spread", codes=(1, 2), counts=counts_, cells={"low": (1,)},
        rows=alone({}), summed=(), parts=((0,), (1,), (0, 1)), public=frozenset({("low", 1)}),
        rules=PROGRAMME.rules, threshold=PROGRAMME.threshold, level=(1.0, 1.0, 3.0), worth=0.5,
    )  # fmt: skip
    cost = {fact.decision: fact.cost for fact in case(one).facts}
    assert [cost["low", at] for at in range(3)] == [0.75, 0.75, 3.0]
    assert [cost["mean", at] for at in range(3)] == [6, 6, 18]
    assert [cost["spread", at] for at in range(3)] == [3, 3, 9]
    assert {fact.decision for fact in case(one).facts if fact.public} == {("low", 1)}


def test_the_sum_of_few_is_as_uncertain_as_a_point_of_each():
    """Three answered: two points of three are no more than a reader may know of their sum."""
    one = Asked(
        mean="mean", spread=None, codes=(1, 2), counts=np.array([[1], [2]]), cells={},
        rows=alone({}), summed=(), parts=((0,),), public=frozenset(), rules=PROGRAMME.rules,
        threshold=PROGRAMME.threshold, level=(1.0,),
    )  # fmt: skip
    widths = [(each.terms, each.width) for each in case(one).guarded]
    assert ({0: 1.0, 1: 2.0}, 3.0) in widths
    # Of three a count cannot be wider than three.
    assert {width for terms, width in widths if len(terms) == 1} == {3.0}


def test_what_is_public_of_answers_or_of_rows_is_public_of_their_mean():
    answers = random_answers(FORM, 60)
    whole = counts.system(list(families(FORM, answers)), tables(answers, PROGRAMME), PROGRAMME)
    each = [asked(one, whole, PROGRAMME.threshold) for one in statistics(FORM, answers)]
    of_answers = {(name, 0) for one in each for name in one.cells}
    of_rows = {(name, 0) for one in each for name in one.rows.cells}
    assert of_answers
    assert of_rows
    whole.public = of_answers | of_rows
    for one in statistics(FORM, answers):
        found = asked(one, whole, PROGRAMME.threshold)
        assert found.public == {(name, 0) for name in (*found.cells, *found.rows.cells)}


def test_means_and_spreads_that_are_withheld_are_counted_where_somebody_answered():
    one = Asked(
        mean="mean", spread="spread", codes=(1, 2), counts=np.array([[3, 0, 3], [9, 0, 9]]),
        cells={}, rows=alone({}), summed=(), parts=((0,), (1,), (0, 1)), public=frozenset(),
        rules=PROGRAMME.rules, threshold=PROGRAMME.threshold, level=(1.0, 1.0, 3.0),
    )  # fmt: skip
    said = _said_of_statistics([one], [{"mean", "spread"}, {"mean", "spread"}, {"spread"}])
    assert said == {"means": 1, "spreads": 2, "statistics": 2}
    assert _said_of_statistics([one], [set(), set(), {"mean"}])["spreads"] == 0


def test_a_gap_is_nought_where_nothing_was_to_be_solved():
    assert _how([]) == {"methods": {}, "gap": 0}


def test_a_person_may_have_given_an_answer_in_each_row_of_a_grid_or_in_none():
    rows = len(FORM.item("violence_frequency").rows)
    found = [one for one in statistics(FORM, random_answers(FORM, 20)) if "types_named" in one.mean]
    assert [list(one.codes) for one in found] == [list(range(rows + 1))] * len(found) != []
