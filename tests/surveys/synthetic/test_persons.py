"""Who filled in which two forms, of synthetic answers."""

import pandas as pd
import pytest

from surveys.codebook import load_codebook
from surveys.synthetic.persons import _level


def test_how_high_answers_are_is_told_in_standard_deviations():
    form = load_codebook()["completion"]
    grid = next(item for item in form.items if item.type == "grid")
    names = [column.name for column in grid.columns() if column.kind == "code"]
    frame = pd.DataFrame({name: pd.array([1, 2, 3, None], "Int8") for name in names})
    assert _level(frame, form, grid.id) == pytest.approx([-1, 0, 1, 0])
    assert _level(frame, form, None) == pytest.approx([0, 0, 0, 0])
