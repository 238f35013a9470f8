"""Which counts are published of a question, and of which slices."""

from dataclasses import replace

import pytest

from modning.protection import published
from modning.register import Set, entry
from random_answers import random_answers
from surveys.codebook import load_codebook
from surveys.disclosure import cell_name

FORM = load_codebook()["completion"]


@pytest.fixture
def answers():
    return random_answers(FORM, 40)


def of(answers, scope: str) -> published.Family:
    return next(one for one in published.families(FORM, answers) if one.scope == scope)


def test_everybody_is_in_one_band_of_a_number(answers):
    bands = of(answers, "completion/sessions")
    assert bands.exclusive
    assert set(bands.atoms.dropna().sum(axis=1)) == {1}


def test_of_a_grid_for_the_whole_a_set_that_is_not_of_the_whole_is_shown_everywhere(
    answers, monkeypatch
):
    few, many = ("not_at_all", "a_little"), ("quite_a_lot", "very_much")
    sets = {"few": Set(few), "many": Set(many, whole=True)}
    own = replace(entry("completion", "experience"), each=False, whole=True, sets=sets)

    def told(form: str, item: str):
        return own if item == "experience" else entry(form, item)

    monkeypatch.setattr(published, "entry", told)
    row = of(answers, "completion/experience_trust")
    cells = [cell_name("completion", "experience_trust", chosen) for chosen in (few, many)]
    assert set(row.sets) == set(cells)
    assert row.whole == {cells[1]}
