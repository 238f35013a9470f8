"""The bands that a number is shown in."""

from dataclasses import replace

import pytest
import yaml

from slicebook.errors import InputError
from slicebook.programme import load_programme
from slicebook.text import message
from surveys.codebook import Item, load_codebook, load_form
from surveys.codebook.bands import MOST, bands_of

NUMBER = Item("age", 1, "number", message("Age"))


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (1, 5, (1, 2, 3, 4, 5)),
        (0, 10, (0, 2, 4, 6, 8, 10)),
        (18, 99, (18, 40, 60, 80)),
        (0, 999, (0, 200, 400, 600, 800)),
        (1, 1, (1,)),
        (1, 6, (1, 2, 3, 4, 5, 6)),
        (1, 7, (1, 2, 4, 6)),
        (0, 11, (0, 2, 4, 6, 8, 10)),
        (18, 77, (18, 30, 40, 50, 60, 70)),
        # A first band of half a width is one, of less it is none.
        (5, 34, (5, 10, 15, 20, 25, 30)),
        (8, 37, (8, 15, 20, 25, 30, 35)),
        (15, 35, (15, 20, 25, 30, 35)),
        (16, 75, (16, 30, 40, 50, 60, 70)),
        # Seven bands would be too many: the next width.
        (1, 12, (1, 5, 10)),
        (3, 62, (3, 20, 40, 60)),
    ],
)
def test_bands_are_of_even_width_without_others(low, high, expected):
    assert bands_of(replace(NUMBER, low=low, high=high)) == expected
    assert len(expected) <= MOST


def test_the_forms_own_bands_come_first():
    assert bands_of(load_codebook()["registration"].item("age")) == (18, 30, 40, 50)


@pytest.mark.parametrize("bands", [[20, 30], [18, 30, 25], [18, 200], [18, 30, 100], ["18"], 18])
def test_bands_that_are_none_are_named(tmp_path, bands):
    item = {"id": "age", "number": 1, "type": "number", "low": 18, "high": 99, "bands": bands,
            "question": {"en": "Age"}}  # fmt: skip
    raw = {key: {"en": "A form"} for key in ("title", "filled_by", "filled_when")}
    path = tmp_path / "form.yml"
    path.write_text(yaml.safe_dump({**raw, "source": "-", "items": [item]}), encoding="utf-8")
    with pytest.raises(InputError, match=r"form.yml: items: age: bands"):
        load_form(path, load_programme())
