"""Which questions of two forms a new project compares."""

from dataclasses import replace

from modning.new.words import of_forms
from slicebook.text import message
from surveys.codebook import load_codebook
from surveys.codebook.items import Item

ROLES = {"first": "before", "last": "after"}


def forms(first: Item, last: Item):
    """Return two forms that ask one question each."""
    form = next(iter(load_codebook().values()))
    return {
        id: replace(form, id=id, items=(item,))
        for id, item in (("first", first), ("last", last))
    }  # fmt: skip


def compared(codebook):
    """Return the questions that a new project asks about twice, by their ids."""
    return [one["id"] for pair in of_forms(codebook, ROLES)["pairs"] for one in pair["questions"]]


def number(**options) -> Item:
    """Return a question about a number from 0 to 10."""
    asked = {"id": "health", "number": 1, "question": message("Health?"), "type": "number"}
    asked |= {"low": 0, "high": 10}
    return Item(**(asked | options))


def test_a_number_asked_twice_is_compared_by_its_bands():
    assert compared(forms(number(), number(number=7))) == ["health"]


def test_numbers_in_other_bands_are_not():
    assert compared(forms(number(), number(high=100))) == []
    assert compared(forms(number(), number(bands=(0, 5)))) == []
