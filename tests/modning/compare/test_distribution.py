"""Distributions: every answer in one part, what is withheld as one."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from modning.compare.distribution import segments

EACH = [(code,) for code in range(1, 6)]


@pytest.mark.parametrize(
    ("counts", "hidden", "expected"),
    [
        ([0, 1, 2, 8, 13], [2, 3], [((4,), 8), ((5,), 13), ((2, 3), 3)]),
        ([3, 9, 12, 8, 2], [5, 1], [((2,), 9), ((3,), 12), ((4,), 8), ((1, 5), 5)]),
        ([6, 7, 8, 9, 10], [], [((1,), 6), ((2,), 7), ((3,), 8), ((4,), 9), ((5,), 10)]),
        ([0, 0, 0, 0, 24], [], [((5,), 24)]),
        ([0, 0, 4, 8, 9], [1, 2], [((3,), 4), ((4,), 8), ((5,), 9)]),
        ([0, 0, 0, 2, 2], [4, 5], []),
        ([0, 0, 0, 0, 0], [], []),
    ],
)
def test_withheld_answers_are_one_part_and_the_others_stand_alone(counts, hidden, expected):
    answers = pd.Series(np.repeat([1, 2, 3, 4, 5], counts), dtype=float)
    found = segments(answers, EACH, 5, [(code,) for code in hidden])
    assert [(part.codes, part.count) for part in found] == expected
    assert [part.withheld for part in found] == [set(part.codes) == set(hidden) for part in found]


@given(st.lists(st.one_of(st.integers(1, 5), st.none()), max_size=40), st.sets(st.integers(1, 5)))
def test_all_answers_are_in_one_part_and_no_withheld_one_by_itself(values, hidden):
    answers = pd.Series(values, dtype=float)
    found = segments(answers, EACH, 5, [(code,) for code in hidden])
    n = answers.count()
    assert sum(part.count for part in found) == (n if n >= 5 else 0)
    assert sum(part.share for part in found) == pytest.approx(1 if n >= 5 else 0)
    codes = [code for part in found for code in part.codes]
    assert len(codes) == len(set(codes))
    for part in found:
        assert part.withheld == bool(hidden & set(part.codes))


def test_merged_answers_are_one_part_and_are_withheld_as_one():
    answers = pd.Series(np.repeat([1, 2, 3, 4, 5], [1, 2, 3, 8, 13]), dtype=float)
    parts = [(1, 2, 3), (4,), (5,)]
    assert [(one.codes, one.count) for one in segments(answers, parts)] == [
        ((1, 2, 3), 6), ((4,), 8), ((5,), 13),
    ]  # fmt: skip
    found = segments(answers, parts, hidden=[(4,), (1, 2, 3)])
    assert [(one.codes, one.count, one.withheld) for one in found] == [
        ((5,), 13, False), ((1, 2, 3, 4), 14, True),
    ]  # fmt: skip
