"""Rows of a grid, and what their published counts tell together with a mean of one of them."""

import numpy as np

from cellguard.joint import program
from modning.protection import counts
from modning.protection.by_places import hide
from modning.protection.published import families
from modning.protection.rows import Rows, rows_of
from modning.protection.tables import tables
from modning.protection.together import Asked, case
from modning.register import entry
from random_answers import random_answers
from slicebook.programme import load_programme
from surveys.codebook import load_codebook
from surveys.disclosure import cell_name

PROGRAMME = load_programme()
FORM = load_codebook()["registration"]


def test_a_rows_sets_are_sums_of_the_answers_that_they_tell_apart():
    answers = random_answers(FORM, 60)
    whole = counts.system(list(families(FORM, answers)), tables(answers, PROGRAMME), PROGRAMME)
    told = entry("registration", "violence")
    ever, current, stopped, unknown = (
        cell_name("registration", "violence_physical", told.answers(name))
        for name in ("ever", "current", "stopped", "unknown")
    )
    found = rows_of([ever], whole)
    assert set(found.cells[ever]) == {*found.cells[current], *found.cells[stopped]}
    assert not {*found.cells[unknown]} & {*found.cells[ever]}
    assert set(found.rows[0]) == set(found.counts)
    assert len(found.counts) == 3
    for cell, parts in found.cells.items():
        true = whole.tables.counts(whole.sets[whole.cells[cell].counted])
        assert sum(found.counts[part] for part in parts).tolist() == true.tolist()


def test_a_mean_of_rows_and_a_part_of_a_row_do_not_tell_of_few_together():
    """By the mean row a was given by 10 to 12 of 20; 8 are shown for now, so 2 to 4 for then."""
    n, mean = np.array([20]), np.array([[2], [10], [8]])
    rows = Rows({"a": ("a now", "a then"), "a.now": ("a now",), "a.then": ("a then",),
                 "b": ("b",)}, {"a now": np.array([8]), "a then": np.array([3]),
                 "b": np.array([15])}, (("a now", "a then"), ("b",)))  # fmt: skip
    one = Asked(
        mean="mean", spread=None, codes=(0, 1, 2), counts=mean, cells={}, rows=rows,
        summed=("a", "b"), parts=((0,),), public=frozenset(), rules=PROGRAMME.rules,
        threshold=PROGRAMME.threshold, level=(1.0,), bases=dict.fromkeys(rows.cells, n),
    )  # fmt: skip
    hidden = {("a", 0), ("a.then", 0)}
    then = case(one).guarded
    told = program(case(one), hidden, [])
    few = next(each for each in then if told.is_within(each.terms, each.width, each.many))
    assert np.ptp(told.bounds(few.terms)) < PROGRAMME.rules.protection_width
    known = program(case(one), hide([one], hidden), [])
    assert not known.is_within(few.terms, few.width, few.many)
