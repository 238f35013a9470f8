"""Where answers lead, by the conditions of showing that other systems keep."""

import pytest

from slicebook.text import message
from surveys.codebook import Item, Option
from surveys.instruments.question import Part, Question
from surveys.instruments.skips import with_skips

TEXTS = {"en": "-"}
YES = "[asked] = '1'"


def form(*shown_if):
    """Return a yes-no question and others, each with its condition, and their items."""
    asked = Question(
        "asked", TEXTS, "single", answers=[Part("1", TEXTS, "yes"), Part("2", TEXTS, "no")]
    )
    others = [
        Question(f"q{at}", TEXTS, "number", shown_if=one)
        for at, one in enumerate(shown_if, start=2)
    ]
    options = (Option(1, "yes", message("Yes")), Option(2, "no", message("No")))
    items = [Item("asked", 1, "single", message("Asked"), options=options)]
    items += [Item(one.name, at, "number", message("-")) for at, one in enumerate(others, start=2)]
    return [asked, *others], items


def leads(questions, items):
    changed, remarks = with_skips(questions, items)
    return [option.go_to for option in changed[0].options], remarks


def test_the_question_after_those_not_shown_is_where_an_answer_leads():
    assert leads(*form(YES, None)) == ([None, 3], [])
    assert leads(*form(YES, YES, None)) == ([None, 4], [])


def test_at_the_end_an_answer_leads_past_the_last_question():
    assert leads(*form(None, None)) == ([None, None], [])
    assert leads(*form(YES, YES)) == ([None, 4], [])


def test_what_is_not_asked_further_on_alone_is_said():
    assert leads(*form(None, YES)) == ([None, None], ["q3: not shown after asked no"])


@pytest.mark.parametrize("condition", ["[asked] = '1' and [q3] = '2'", "rand() > 1"])
def test_a_condition_that_answers_cannot_say_is_said(condition):
    _, remarks = leads(*form(condition, None))
    assert remarks == [f"q2: shown only if {condition}"]
