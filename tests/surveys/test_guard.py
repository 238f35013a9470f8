"""What nobody vouches for is shown only where a mean of all answers read would be."""

import pytest

from surveys.disclosure.origin import note_read
from surveys.guard import Guard

FEW = ("koge", "2023")


@pytest.fixture
def guard(monkeypatch):
    monkeypatch.setattr("surveys.guard.withheld_figures", lambda *key: frozenset())
    monkeypatch.setattr(
        "surveys.guard.withheld",
        lambda cell, here: (
            cell == "baseline/everybody#mean" and (here.municipality, here.year) == FEW
        ),
    )
    return Guard()


def shows(guard: Guard, key=FEW, n=None, decided=False, figure="age.mean") -> bool:
    return guard.shows(figure, 41.2, n, "years", key, decided=decided)


def test_before_answers_are_read_everything_is_shown(guard):
    assert shows(guard)


def test_a_figure_of_ones_own_is_withheld_where_few_answered(guard):
    note_read("baseline")
    assert not shows(guard)
    # An n does not help: with others of its kind it would tell a sum.
    assert not shows(guard, n=14)
    assert shows(guard, ("all", "all"))


def test_what_was_decided_by_its_maker_is_shown(guard):
    note_read("baseline")
    assert shows(guard, decided=True)


def test_only_the_forms_that_were_read_count(guard):
    note_read("completion")
    assert shows(guard)


def test_a_figure_that_is_public_by_name_is_shown(guard):
    note_read("baseline")
    assert shows(guard, figure="n.baseline")


def test_a_notebook_begins_without_answers(guard):
    note_read("baseline")
    Guard()
    assert shows(guard)
