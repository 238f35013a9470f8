"""A table of figures from a row a figure."""

import pandas as pd

from slicebook.figures import figure_table
from slicebook.results import FIGURE_COLUMNS

ROWS = [
    ("gain", (0.8, 0.6, 1.2), "points", 80, True),
    ("count", 3, "persons"),
    ("nobody", None, "points", 0),
    ("alike", float("nan"), "points", 12, False),
]


def test_a_row_is_a_figure_with_what_it_rests_on():
    found = figure_table(ROWS, "mood")
    assert list(found.columns) == FIGURE_COLUMNS
    assert found["figure"].tolist() == ["mood.gain", "mood.count", "mood.nobody", "mood.alike"]
    gain, count, *_others = found.astype(object).where(found.notna(), None).to_numpy().tolist()
    assert gain == ["mood.gain", 0.8, 0.6, 1.2, 80, "points", True]
    assert count == ["mood.count", 3, None, None, None, "persons", None]


def test_what_has_no_value_tells_of_nobody_and_of_no_other_number():
    found = figure_table(ROWS).set_index("figure")
    assert found.loc["nobody", "n"] == 0
    assert pd.isna(found.loc["alike", "n"])
    assert found.loc["alike", "shown"] is False


def test_no_figures_have_the_columns_too():
    assert list(figure_table([], "mood").columns) == FIGURE_COLUMNS
