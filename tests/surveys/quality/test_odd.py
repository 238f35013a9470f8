"""Values to look at twice."""

from dataclasses import replace

import pandas as pd
import pytest

from slicebook.text import message
from surveys.codebook import Form, Item, Option, Row
from surveys.quality.odd import odd_values

ANSWERS = tuple(
    Option(code, name, message({"en": name.title()}), alone=name == "none")
    for code, name in ((1, "one"), (2, "two"), (3, "none"))
)
NUMBER = Item("n", 1, "number", message("N"), low=0, high=120)
SINGLE = Item("s", 2, "single", message("S"), ANSWERS)
TICKS = Item("t", 3, "multiple", message("T"), ANSWERS)
ROWS = tuple(Row(name, message({"en": name.upper()})) for name in "abcd")
GRID = Item("g", 4, "grid", message("G"), ANSWERS, ROWS)


def odd(item, **columns):
    """Return what is said of an item's answers, given by column."""
    kind = "boolean" if item.type == "multiple" else "Int16"
    frame = pd.DataFrame({name: pd.array(given, kind) for name, given in columns.items()})
    return odd_values(Form("form", *[message("F")] * 4, (item,)), frame).get(item.id, [])


@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        ([], []),
        ([35, None, 40], ["from 35 (1) to 40 (1), of 2 answers"]),
        # Four are a heap of at most twenty, and three are none.
        ([99] * 4 + [*range(20, 36)], ["from 20 (1) to 99 (4), of 20 answers",
                                       "4 of 20 are exactly 99; the form allows 0 to 120"]),
        ([99] * 4 + [*range(20, 37)], ["from 20 (1) to 99 (4), of 21 answers"]),
        ([99] * 3 + [20], ["from 20 (1) to 99 (3), of 4 answers"]),
        ([120] * 4, ["from 120 (4) to 120 (4), of 4 answers",
                     "4 of 4 are exactly 120; the form allows 0 to 120"]),
        ([50] * 9, ["from 50 (9) to 50 (9), of 9 answers"]),
    ],
)  # fmt: skip
def test_a_heap_stands_on_a_number_that_stands_for_none_or_at_an_end(numbers, said):
    assert odd(NUMBER, n=numbers) == said


@pytest.mark.parametrize(
    ("codes", "said"),
    [
        ([1] * 10 + [2] * 10, ['nobody of 20 answered "None"']),
        ([1] * 10 + [2] * 9, []),
        ([1] * 18 + [2, 3], []),
        ([2] * 20 + [None], ['all 20 answered "Two"']),
    ],
)
def test_of_twenty_answers_one_that_nobody_or_everybody_gave_is_odd(codes, said):
    assert odd(SINGLE, s=codes) == said


def test_a_tick_that_nobody_made_and_one_beside_what_stands_alone_are_odd():
    none = [True] * 3 + [False] * 17
    one = [True] * 2 + [False] * 18
    assert odd(TICKS, t_one=one, t_two=[False] * 20, t_none=none) == [
        'nobody of 20 chose "Two"', '2 chose "None" and others beside it',
    ]  # fmt: skip
    apart = [False] * 3 + [True] * 17
    assert odd(TICKS, t_one=apart, t_two=apart, t_none=none) == []
    assert odd(TICKS, t_one=apart[1:], t_two=[False] * 19, t_none=none[1:]) == []


@pytest.mark.parametrize(
    ("alike", "others", "said"),
    [
        (4, 16, ["4 of 20 gave all 4 rows the same answer"]),
        (4, 17, []),
        (3, 0, []),
    ],
)
def test_grids_that_a_fifth_filled_in_alike_are_odd(alike, others, said):
    apart = {"a": [1, 2], "b": [2, 3], "c": [3, 1], "d": [1, 1]}
    rows = {f"g_{name}": [2] * alike + (pair * 9)[:others] for name, pair in apart.items()}
    found = odd(GRID, **rows)
    assert [one for one in found if "rows" in one] == said
    three = replace(GRID, rows=ROWS[:3])
    rows.pop("g_d")
    assert not any("rows" in one for one in odd(three, **rows))


def test_who_left_a_row_out_did_not_fill_all_in_alike():
    gaps = {f"g_{name}": [2] * 4 for name in "abc"} | {"g_d": [None, 2, 2, 2]}
    assert odd(GRID, **gaps) == []
    assert odd(GRID, **{f"g_{name}": [None] * 9 for name in "abcd"}) == []
