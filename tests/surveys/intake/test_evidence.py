"""What whole columns tell of their values before these are believed."""

from dataclasses import replace

import numpy as np
import pytest

from slicebook.text import message
from surveys.codebook import Column, Item, Option
from surveys.intake.evidence import is_mark, suspicion, without_labels
from surveys.intake.values import MISSING, code_reader, number_reader


def column(*codes):
    options = tuple(Option(code, f"o{code}", message(str(code))) for code in codes)
    return Column("q", "code", Item("q", 1, "single", message("Q"), options=options))


@pytest.mark.parametrize(
    ("text", "codes", "mark"),
    [
        ("9", (1, 2, 3), True),
        ("9", (1, 2, 7), True),
        # The next code of the list: one answer more, rather than none.
        ("9", (1, 2, 8), False),
        ("9", (1, 2, 9), False),
        ("99", (1, 2, 8), True),
        ("-1", (1, 2), True),
        ("5", (1, 2), False),
        ("nine", (1, 2), False),
        # Of a number nothing says how many answers there may be.
        ("9", (), False),
    ],
)
def test_a_missing_answer_is_marked_by_a_number_that_no_answer_has(text, codes, mark):
    assert is_mark(text, column(*codes)) is mark


def test_a_label_that_repeats_a_number_leaves_it_one():
    read = without_labels(int, {"3": "3 nætter", "7": "Mere end 5", "9": "Ved ikke"})
    assert [read(text) for text in ("2", "3", "7", "9")] == [2, 3, MISSING, MISSING]


def doubt(column, counts, labels=None, missing=()):
    """Return what is said of a column by how often each text stands in it."""
    column = replace(column, item=replace(column.item, missing=missing))
    read = code_reader(column) if column.kind == "code" else number_reader(column.item)
    given = np.array(list(counts.values()))
    return suspicion(column, list(counts), given, read, labels or {}) or ""


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ({"1": 12, "x": 4}, 'it holds "x"; the form has 1 1, 2 2'),
        # A fifth of what is filled in is no more than slips, nor are two cells of any number.
        ({"1": 12, "x": 3}, ""),
        ({"1": 12, "": 9, "x": 4}, 'it holds "x"; the form has 1 1, 2 2'),
        ({"x": 2}, ""),
        ({"x": 3}, 'it holds "x"; the form has 1 1, 2 2'),
        ({"A1": 2, "A2": 2}, "it holds LimeSurvey's own codes"),
        ({"0": 1, "1": 5}, "the codes count from 0, or 0 means no answer"),
        ({"3": 1, "1": 5}, "the codes are other ones than the form's"),
        ({"99": 9, "1": 1}, ""),
        ({f"w{at}": 1 for at in range(10)}, '"w7" and 2 more; the form'),
    ],
)
def test_a_column_is_not_believed_where_more_than_slips_are_no_codes(counts, said):
    found = doubt(column(1, 2), counts)
    assert said in found
    assert bool(said) == bool(found)


AGE = Column("age", "number", Item("age", 1, "number", message("Age"), low=18, high=100))


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ({"99": 3, "30": 26}, "3 of 29 are exactly 99"),
        ({"99": 3, "30": 27}, ""),
        ({"99": 2, "30": 3}, ""),
        # Others near it make it an age.
        ({"99": 3, "91": 1}, ""),
        ({"99": 3, "90": 1}, "3 of 4 are exactly 99"),
        ({"88": 3, "100": 1}, ""),
        ({"97": 3}, ""),
        ({"999": 3, "30": 3}, ""),
    ],
)
def test_an_age_that_stands_alone_and_often_may_mean_no_answer(counts, said):
    found = doubt(AGE, counts)
    assert said in found
    assert bool(said) == bool(found)
    assert doubt(AGE, counts, missing=("99",)) == ""
    assert doubt(AGE, counts, labels=dict.fromkeys(counts, "Ved ikke")) == ""
