"""When two answer sets of one id are one person's."""

from types import SimpleNamespace

import pandas as pd
import pytest

from surveys.intake.duplicates import _agreement

NAMES = [f"q{at}" for at in range(5)]


@pytest.mark.parametrize(
    ("one", "other", "agree", "equal"),
    [
        ([1, 2, 3, 4, 5], [1, 2, 3, 4, 5], True, True),
        ([1, 2, 3, 4, 5], [1, 2, 3, 4, 9], True, False),
        ([1, 2, 3, 4, 5], [1, 2, 3, 9, 9], False, False),
        # What only one of them answers says nothing.
        ([1, 2, None, None, None], [1, 2, 3, 4, 5], True, True),
        ([1, 0, 3, 4, 5], [1, 0, 3, 9, None], False, False),
        ([1, 2, 3, 4, None], [1, 2, 3, 9, None], False, False),
        # Nothing that both answer is nothing alike, and nothing that differs.
        ([1, None, None, None, None], [None, 2, 2, 2, 2], False, True),
    ],
)
def test_sets_of_one_id_agree_in_four_fifths_of_what_both_answer(one, other, agree, equal):
    form = SimpleNamespace(columns=NAMES)
    files = [
        (SimpleNamespace(form=form, frame=pd.DataFrame([row], columns=NAMES, dtype="Int16")), ())
        for row in (other, one)
    ]
    mine, theirs = (pd.DataFrame({"file": [file], "at": [0]}) for file in (1, 0))
    found = _agreement(files, mine, theirs)
    assert [part.tolist() for part in found] == [[agree], [equal]]


def test_each_is_compared_with_its_own_of_whichever_file():
    frames = ([[1] * 5, [2] * 5], [[3] * 5], [[3] * 5, [2] * 5, [9] * 5])
    form = SimpleNamespace(columns=NAMES)
    files = [
        (SimpleNamespace(form=form, frame=pd.DataFrame(rows, columns=NAMES, dtype="Int16")), ())
        for rows in frames
    ]
    mine = pd.DataFrame({"file": [2, 2, 2], "at": [0, 1, 2]})
    theirs = pd.DataFrame({"file": [1, 0, 0], "at": [0, 1, 0]})
    assert _agreement(files, mine, theirs)[0].tolist() == [True, True, False]
