"""What a form's columns may hold, and what else exports may call them."""

from dataclasses import replace

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
