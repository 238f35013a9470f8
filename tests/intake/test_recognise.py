import numpy as np
import pytest

from slicebook.errors import InputError
from surveys.intake.grid import Grid
from surveys.intake.recognise import closest, refuse_unfit, unknown


def empty(names, file="x.csv", sheet=None):
    return Grid(file, sheet, tuple(names), (), np.arange(0))


def columns(form):
    return ["answer_id", "submitted", *form.columns]


def test_each_form_by_its_columns_in_any_order(forms):
    for id, form in forms.items():
        grid = empty(reversed(columns(form)), "baseline.csv")
        assert closest([grid], forms)[1].id == id
        refuse_unfit(grid, form, forms)


def test_the_files_name_breaks_a_tie(forms):
    both = dict.fromkeys([*columns(forms["baseline"]), *columns(forms["completion"])])
    assert closest([empty(both, "Completion 2024.csv")], forms)[1].id == "completion"
    assert closest([empty(both, "Baseline 2024.csv")], forms)[1].id == "baseline"


def test_the_first_sheet_with_all_columns(forms):
    whole = columns(forms["registration"])
    sheets = [empty(["a"], sheet="notes"), empty(whole[:-1], sheet="old"),
              empty(whole, sheet="one"), empty(whole, sheet="two")]  # fmt: skip
    grid, form = closest(sheets, forms)
    assert (grid.sheet, form.id) == ("one", "registration")


def test_a_column_that_occurs_twice(forms):
    grid = empty([*columns(forms["registration"]), "age"])
    with pytest.raises(InputError, match=r'x\.csv: the column "age" occurs twice'):
        refuse_unfit(grid, *closest([grid], forms)[1:], forms)


def test_write_ins_may_be_missing_and_answers_may_not(forms):
    form = forms["registration"]
    for name in columns(form):
        grid = empty([other for other in columns(form) if other != name])
        if name in ("channel_other_text", "violence_other_text", "violence_digital"):
            refuse_unfit(grid, form, forms)
        else:
            with pytest.raises(InputError, match=f"needs the column {name}$"):
                refuse_unfit(grid, form, forms)


def test_the_closest_form_and_the_meant_column_are_named(forms):
    names = [name.replace("violence_", "vold_") for name in columns(forms["registration"])]
    grid = empty(names)
    form = closest([grid], forms)[1]
    with pytest.raises(InputError) as caught:
        refuse_unfit(grid, form, forms)
    assert "the form registration needs the columns violence_physical, violence_other" in str(
        caught.value
    )
    assert "unknown: vold_physical (did you mean violence_physical?)" in str(caught.value)
    assert unknown(grid, form)[0] == "vold_physical"


def test_a_long_list_is_cut(forms):
    grid = empty(["answer_id"])
    with pytest.raises(InputError, match="and 5 more"):
        refuse_unfit(grid, forms["registration"], forms)
