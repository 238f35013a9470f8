"""How far a statement is behind others, and what is said where a mean is missing."""

from types import SimpleNamespace

import pandas as pd
import pytest

from modning.compare.statements import behind


def stated(mean, n, withheld=False):
    side = SimpleNamespace(mean=mean, n=n, withheld=withheld)
    return SimpleNamespace(sides=lambda: {"item": side}, overall=lambda: side)


MEANS = (stated(3.4, 40), stated(2.9, 38))


@pytest.mark.parametrize(
    ("mine", "others", "expected"),
    [
        (stated(2.5, 41), MEANS, (0.4, 41, True)),
        (stated(2.5, 41), (*MEANS, stated(None, 0)), (None, 0, True)),
        (stated(2.5, 41), (*MEANS, stated(None, 9, True)), (None, None, False)),
        (stated(None, 0), MEANS, (None, 0, True)),
        (stated(None, 41, True), MEANS, (None, None, False)),
    ],
)
def test_an_item_is_as_far_behind_as_the_lowest_of_the_others_is_above_it(mine, others, expected):
    [found] = behind("far", mine, "item", others).to_dict("records")
    value = None if pd.isna(found["value"]) else pytest.approx(found["value"])
    assert (value, found["n"], found["shown"]) == expected
