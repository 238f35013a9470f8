from types import SimpleNamespace

import numpy as np
import pytest

from surveys.intake.grid import Grid
from surveys.intake.recognise import complete, is_alike, missing, obstacle, twice, unknown


def empty(names, file="x.csv", sheet=None):
    return Grid(file, sheet, tuple(names), (), np.arange(0))


def columns(form):
    return ["answer_id", "submitted", *form.columns]


def test_each_form_by_its_columns_in_any_order(forms):
    for id, form in forms.items():
        grid = empty(reversed(columns(form)))
        assert [found.id for found in complete(grid, forms)] == [id]


def test_a_table_with_all_columns_of_two_forms_is_refused(forms):
    both = dict.fromkeys([*columns(forms["baseline"]), *columns(forms["completion"])])
    grid = empty(both, "Completion 2024.csv")
    assert len(complete(grid, forms)) == 2
    assert "all columns of baseline and completion, and nothing says" in obstacle(grid, forms)


def test_a_column_that_occurs_twice(forms):
    form = forms["registration"]
    assert twice(empty([*columns(form), "age"]), form) == [
        'x.csv: the column "age" occurs twice; expected it once'
    ]
    assert not twice(empty([*columns(form), "note", "note"]), form)


def test_write_ins_may_be_missing_and_answers_may_not(forms):
    form = forms["registration"]
    for name in columns(form):
        grid = empty([other for other in columns(form) if other != name])
        if name in ("channel_other_text", "violence_other_text", "violence_digital"):
            assert not missing(grid, form)
        else:
            assert f"the form registration needs the column {name}." in obstacle(grid, forms)


def test_all_lacking_columns_and_the_meant_ones_are_named(forms):
    names = [name.replace("violence_", "vold_") for name in columns(forms["registration"])]
    message = obstacle(empty([*names, "x", "y"]), forms)
    assert "the form registration needs the columns violence_physical, violence_other" in message
    assert "unknown: vold_physical (did you mean violence_physical?)" in message
    assert "modning map" in message
    assert unknown(empty(names), forms["registration"])[0] == "vold_physical"


def test_nothing_is_called_closest_that_shares_nothing(forms):
    message = obstacle(empty(["s_1", "s_2", "s_3"]), forms)
    assert "closest" not in message
    assert "It has s_1, s_2, s_3" in message


@pytest.mark.parametrize("names", [["1", "17-05-2024", "2", "35", "0"]])
def test_a_table_without_a_header(forms, names):
    assert "the first row holds answers" in obstacle(empty(names), forms)


def test_a_table_with_half_of_a_form_may_hold_answers_to_it():
    form = SimpleNamespace(columns=["a", "b"])
    for names, alike in ((("answer_id", "a"), True), (("a", "x", "y"), False)):
        assert is_alike(SimpleNamespace(names=names), {"form": form}) is alike
