"""Which form's mapping a table has, where several fit."""

import numpy as np

from surveys.intake.assign import best_fitting
from surveys.intake.grid import Grid
from surveys.intake.mapping.model import Mapping


def mapping(name, *headings, accepted=True):
    columns = dict.fromkeys(headings)
    return Mapping(form=name, columns=columns, name=name, accepted=accepted)


def table(*headings):
    return Grid("x.csv", None, headings, (), np.arange(0), headings=headings)


def test_the_mapping_that_uses_most_of_a_table_is_its_own():
    short, long = mapping("short", "a"), mapping("long", "a", "b")
    assert best_fitting(table("a", "b", "c"), [short, long]) == [long]
    assert best_fitting(table("a", "c"), [short, long]) == [short]
    assert best_fitting(table("b"), [short, long]) == []


def test_of_two_that_use_as_much_the_accepted_one_is_taken():
    drafted, accepted = mapping("one", "a", accepted=False), mapping("two", "a")
    for order in ([drafted, accepted], [accepted, drafted]):
        assert best_fitting(table("a"), order) == [accepted]
