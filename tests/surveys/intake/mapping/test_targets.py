"""What a form's columns may hold, and what else exports may call them."""

from dataclasses import replace

import pytest

from surveys.intake.mapping.sources import Source
from surveys.intake.mapping.suggest import _part
from surveys.intake.mapping.targets import targets


def test_a_number_lies_between_the_ends_that_its_form_names(registration):
    [age] = [one for one in targets(registration).all if one.name == "age"]
    held = {text: age.holds(text) for text in ("17", "18", "100", "101", "", "old")}
    assert held == {"17": False, "18": True, "100": True, "101": False, "": True, "old": False}


def test_a_column_has_the_name_of_its_row_where_no_other_has(registration):
    *items, comment = registration.items
    both = replace(registration, items=(*items, replace(comment, id="digital")))
    names = {one.name: set(one.other_names) for one in targets(both).all}
    assert names["violence_physical"] == {"physical"}
    assert names["violence_digital"] == set()


@pytest.mark.parametrize(
    ("values", "fits"),
    [
        (["18", "20", "30", "40", "old"], True),
        (["18", "20", "30", "old"], False),
        (["18", "", "", ""], True),
        ([], True),
    ],
)
def test_four_fifths_of_what_is_filled_in_must_be_answers(registration, values, fits):
    [age] = [one for one in targets(registration).all if one.name == "age"]
    assert age.fits(values) is fits


def test_a_tick_may_be_its_options_own_code_or_a_two(registration):
    [tick] = [one for one in targets(registration).all if one.name == "channel_other"]
    held = [text for text in ("1", "0", "2", "3", "4", "other", "x", "") if tick.holds(text)]
    assert held == ["1", "0", "2", "3", "other", "x", ""]


def test_an_options_words_in_the_heading_are_its_whatever_the_title_says(registration):
    [police] = [one for one in targets(registration).all if one.name == "channel_police"]
    assert _part(police, Source(0, "k", "Politiet", "politiet", "Hvorfra?", ("1", "")))
    assert not _part(police, Source(0, "k", "Politiet - ja", "p", "", ("1", "")))
