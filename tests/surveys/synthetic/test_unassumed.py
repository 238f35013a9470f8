"""What is drawn of questions of which nothing is declared."""

from math import comb

import numpy as np
import pandas as pd
import pytest

from slicebook.programme import load_programme
from slicebook.text import message
from surveys.codebook import Form, Item, Option, Row
from surveys.synthetic.margins import Assumptions
from surveys.synthetic.sheet import Sheet
from surveys.synthetic.unassumed import LOADING, TICKED, completed, draw_days

ANSWERS = tuple(Option(code, f"a{code}", message("A")) for code in range(1, 6))
ROWS = (Row("x", message("X")), Row("y", message("Y")))
ITEMS = (
    Item("s", 1, "single", message("S"), ANSWERS),
    Item("t", 2, "multiple", message("T"), ANSWERS),
    Item("g", 3, "grid", message("G"), ANSWERS, ROWS),
    Item("n", 4, "number", message("N"), low=18, high=99),
    Item("d", 5, "date", message("D")),
    Item("w", 6, "text", message("W")),
)
FORM = Form("form", *[message("F")] * 4, ITEMS)


@pytest.fixture(scope="module")
def drawn():
    """Return what is assumed of each question, and of the margins those of the first place."""
    found = completed(Assumptions(), FORM).items
    place = next(iter(load_programme().municipalities))
    return found, {id: [one for one in each.margins if one.municipality == place]
                   for id, each in found.items()}  # fmt: skip


def test_every_question_but_words_is_drawn_in_every_place_a_little_differently(drawn):
    found, first = drawn
    assert list(found) == ["s", "t", "g", "n", "d"]
    places = list(load_programme().municipalities)
    assert {one.municipality for one in found["s"].margins} == set(places)
    assert len({tuple(one.weights.values()) for one in found["s"].margins}) == len(places)
    assert (found["d"].margins, len(first["t"]), len(first["g"])) == ((), 5, 2)


def test_answers_of_a_choice_are_one_to_four_times_as_frequent(drawn):
    [margin] = drawn[1]["s"]
    assert list(margin.weights) == [option.id for option in ANSWERS]
    tilts = [weight / max(1, round(weight)) for weight in margin.weights.values()]
    assert all(0.8 <= weight <= 4 * 1.25 for weight in margin.weights.values())
    assert len(set(tilts)) > 1


def test_a_tick_is_made_by_a_share_of_the_four_a_little_more_or_less(drawn):
    for margin in drawn[1]["t"]:
        low, high = margin.percent
        assert low == high
        assert any(0.8 <= low / share <= 1.25 for share in TICKED)


def test_a_row_of_a_grid_is_binomial_and_hangs_together_with_the_others(drawn):
    assumed, margins = drawn[0]["g"], drawn[1]["g"]
    assert (assumed.factor, assumed.loading) == ("person", LOADING)
    assert assumed.order == tuple(option.id for option in ANSWERS)
    assert drawn[0]["s"].factor is None
    for margin in margins:
        weights = list(margin.weights.values())
        tilt = weights[1] / 4
        assert 0.8 <= tilt <= 1.25
        assert weights == pytest.approx([comb(4, at) * tilt**at for at in range(5)])


def test_a_numbers_brackets_are_its_bands_up_to_its_end(drawn):
    [margin] = drawn[1]["n"]
    assert list(margin.weights) == ["18-39", "40-59", "60-79", "80-99"]


def test_days_lie_in_the_year_before_the_form():
    sent = pd.Timestamp("2024-06-01 10:30")
    frame = pd.DataFrame({"submitted": [sent] * 4000, "d": pd.Series([None] * 4000, dtype=object)})
    answered = np.arange(4000) % 2 == 0
    draw_days(Sheet(FORM, "here", 1, frame), ITEMS[4], answered)
    before = (sent.normalize() - frame["d"]).dt.days
    assert before[answered].min() == 0
    assert before[answered].max() == 364
    assert frame["d"][~answered].isna().all()
