"""One question in one line: what is counted of each type, and how it is named."""

import pandas as pd
import pytest

from modning.days import tally_days
from modning.questions import levels, prefix_of, tallies
from modning.scales import when
from random_answers import random_answers
from slicebook.errors import InputError
from slicebook.text import message
from surveys.codebook import Form, Item, load_codebook

FORMS = load_codebook()
BASELINE, COMPLETION = FORMS["baseline"], FORMS["completion"]
MOVED = Item("moved", 1, "date", message("When did you move?"))
DATED = Form("baseline", *[message("A form")] * 3, "-", (MOVED,))


@pytest.mark.parametrize(
    ("item", "prefixes"),
    [
        ("education", ["baseline.education"]),
        ("age", ["baseline.age"]),
        ("violence_frequency",
         [f"baseline.violence_frequency.{row.id}"
          for row in BASELINE.item("violence_frequency").rows]),
    ],
)  # fmt: skip
def test_figures_are_named_by_form_question_and_row(item, prefixes):
    frame = random_answers(BASELINE, 60, 1)
    counted = tallies(frame, BASELINE, BASELINE.item(item))
    assert list(counted) == prefixes
    for tally in counted.values():
        assert tally.given.sum(axis=1).isin([0, 1]).all() or tally.item.type == "multiple"


def test_what_is_no_answer_to_count_is_refused():
    frame = random_answers(BASELINE, 5, 1)
    with pytest.raises(InputError, match="of the type municipality are not shown"):
        tallies(frame, BASELINE, BASELINE.item("municipality"))


def test_days_are_counted_by_year_and_none_is_shown():
    days = ["2019-05-01", "2023-12-31", "2024-01-01", "2024-06-01", None, "2026-01-01"]
    frame = pd.DataFrame({"moved": pd.to_datetime(days), "municipality": "koge"})
    counted = tally_days(frame, DATED, "moved")
    assert counted.given.sum().to_dict() == {
        "before": 1, "2023": 1, "2024": 2, "2025": 0, "later": 1,
    }  # fmt: skip
    assert counted.n == 5
    assert [str(option.label) for option in counted.item.options][::4] == [
        "before 2023", "after 2025",
    ]  # fmt: skip


def test_a_grids_answers_go_from_light_to_dark():
    colours = [level.colour for level in levels(COMPLETION.item("experience"))]
    assert len(set(colours)) == len(colours)
    assert colours[0] > colours[-1]


def test_a_form_is_called_by_what_it_is_for():
    words = [str(when(form)) for form in FORMS]
    assert words == [str(FORMS["registration"].title), "before", "after"]
    assert prefix_of("completion", "housing") == "housing"
    assert prefix_of("registration", "housing") == "registration.housing"
