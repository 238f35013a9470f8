"""Numbers with their intervals as text."""

import pytest

from modning.compare import compare
from modning.compare.words import interval, span, tabulate


@pytest.mark.parametrize(
    ("told", "text"),
    [
        ((None, 1, 2), "–"),
        ((0.84, None, 1.2), "0.8"),
        ((0.84, 0.6, None), "0.8"),
        ((0.84, 0.55, 1.26), "0.8 (0.6; 1.3)"),
        ((-0.04, -0.04, 0.04), "0.0 (0.0; 0.0)"),
        ((84.4, 55.5, 100, 0), "84 (56; 100)"),
    ],
)
def test_a_value_stands_before_its_interval_and_nought_has_no_sign(told, text):
    assert interval(*told) == text


@pytest.mark.parametrize(
    ("ends", "text"), [((None, 1), "–"), ((0, None), "–"), ((0.21, 1.26), "0.2; 1.3")]
)
def test_an_interval_alone(ends, text):
    assert span(*ends) == text


def test_what_no_comparison_has_is_no_column():
    whole = tabulate([compare([1, 2, 3], [2, 3, 5], "a")], {"a": "A"}, "Title")
    assert "p, Holm" not in whole["frame"]
    assert whole["frame"]["Answers"].tolist() == ["3\N{NO-BREAK SPACE}/\N{NO-BREAK SPACE}3"]
    assert whole["frame"]["Higher after, %"].str.startswith("78 (").all()
    alone = tabulate([compare([1, 2, 3], [2, 3, 5], "a", ordered=False)], {"a": "A"}, "Title")
    assert "Higher after, %" not in alone["frame"]


def test_a_row_has_numbers_of_both_sides_and_one_without_answers_none():
    one = compare([1, 2, 3, None], [2, 3, 5, 6], "a")
    frame = tabulate([one, compare([], [1, 2], "b")], {"a": "A", "b": "B"}, "T")["frame"]
    assert frame["Missing"].tolist() == ["1\N{NO-BREAK SPACE}/\N{NO-BREAK SPACE}0",
                                         "0\N{NO-BREAK SPACE}/\N{NO-BREAK SPACE}0"]  # fmt: skip
    assert frame[["Before", "After"]].to_numpy().tolist() == [["2.0", "4.0"], ["–", "1.5"]]
    effect = f"{one.g:.1f} ({one.g_low:.1f}; {one.g_high:.1f})".replace("-", "\N{MINUS SIGN}")
    assert frame["Hedges' g"].tolist() == [effect, "–"]
    assert frame["p, rank test"].iloc[1] == "–"
