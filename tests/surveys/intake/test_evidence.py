"""What whole columns tell of their values before these are believed."""

import pytest

from slicebook.text import message
from surveys.codebook import Column, Item, Option
from surveys.intake.evidence import is_mark, without_labels
from surveys.intake.values import MISSING


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
