"""Answer sets as wholes: which stop early, which are nearly the same."""

from dataclasses import replace

import pandas as pd
import pytest

from slicebook.text import message
from surveys.codebook import Form, Item, Option
from surveys.quality.sets import given, near, stopped

PLACE = Item("place", None, "municipality", message("Place"))
ANSWERS = tuple(Option(code, f"a{code}", message(f"A{code}")) for code in (1, 2))
ASKED = [Item(f"q{at}", at + 1, "single", message({"en": f"Q{at}"}), ANSWERS) for at in range(10)]
FORM = Form("form", *[message("F")] * 4, (PLACE, *ASKED))
NAMES = [item.id for item in ASKED]


def sets(*rows, seconds=60, places=None, start="2024-02-05 10:00"):
    """Return answer sets, each a list of codes, so many seconds apart."""
    frame = pd.DataFrame([[*row, *[None] * (10 - len(row))] for row in rows], columns=NAMES)
    times = pd.Timestamp(start) + pd.to_timedelta([seconds * at for at in range(len(rows))], "s")
    return frame.astype("Int16").assign(
        answer_id=[f"{at}" for at in range(len(rows))],
        submitted=times.astype("datetime64[s]"),
        place=pd.array(places or [1] * len(rows), "Int16"),
    )


@pytest.mark.parametrize(
    ("frame", "pairs"),
    [
        (sets([1] * 10, [1] * 10), [("0", "1", 60, 0)]),
        (sets([1] * 10, [1] * 10, seconds=600), [("0", "1", 600, 0)]),
        (sets([1] * 10, [1] * 10, seconds=601), []),
        (sets([1] * 10, [1] * 9 + [2]), [("0", "1", 60, 1)]),
        (sets([1] * 10, [1] * 8 + [2, 2]), []),
        (sets([1] * 5, [1] * 5), [("0", "1", 60, 0)]),
        (sets([1] * 4, [1] * 4), []),
        # An answer that one of them left out is a difference, of as many as either gave.
        (sets([1] * 10, [1] * 9), [("0", "1", 60, 1)]),
        (sets([1] * 9, [1] * 8), []),
        (sets([1] * 10, [1] * 10, places=[1, 2]), []),
        (sets([1] * 10, [1] * 10, places=[2, 2]), [("0", "1", 60, 0)]),
        (sets([1] * 10, [2] * 10, [1] * 10, places=[1, 2, 1]), [("0", "2", 120, 0)]),
        (sets([1] * 10, [1] * 10, start="2024-02-05"), []),
        (sets(), []),
    ],
)
def test_sets_that_follow_each_other_closely_and_say_nearly_the_same_are_pairs(frame, pairs):
    assert near(FORM, frame, "place") == (len(pairs), pairs)


def test_of_many_pairs_thirty_are_named():
    count, named = near(FORM, sets(*[[1] * 10] * 40, seconds=1), "place")
    assert (count, len(named)) == (39, 30)


def test_who_stops_before_the_last_third_stops_early():
    """Of ten questions: after the sixth one stops early, after the seventh no more."""
    gap = [1, 1, None, 1]
    answers = given(FORM, sets([1] * 6, [1] * 6, [1] * 7, gap, [], [1] * 10))
    assert answers.columns.tolist() == NAMES
    assert stopped(FORM, answers) == [("Q3", 1), ("Q5", 2)]


def test_a_tick_is_an_answer_and_an_explicit_no_is_none():
    ticks = replace(ASKED[0], id="ticks", type="multiple")
    frame = sets([1], [1]).assign(
        ticks_a1=pd.array([True, False], "boolean"), ticks_a2=pd.array([None, False], "boolean")
    )
    assert given(replace(FORM, items=(ticks,)), frame)["ticks"].tolist() == [True, False]
