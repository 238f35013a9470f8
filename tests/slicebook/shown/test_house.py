"""Charts of one's own: with a caption a view like others, and without one drawn on this machine."""

from dataclasses import replace

import altair as alt
import nbformat
import pandas as pd
import pytest

from slicebook.book.outputs import shown
from slicebook.programme import load_programme
from slicebook.shown import house
from slicebook.shown.house import UNCAPTIONED, draw_plain_charts, own_chart
from slicebook.shown.static import SVG, VEGALITE
from slicebook.slices import SIDE_BY_SIDE
from slicebook.text import _

AGES = pd.DataFrame({"place": ["North", "South"], "age": [41, 38], "born": [1985, 1988]})
CHART = alt.Chart(AGES).mark_bar().encode(x="age", y="place")


@pytest.fixture
def plain():
    """Return what a notebook's output holds of a chart that Altair alone shows."""
    before = alt.renderers.active
    draw_plain_charts()
    bundle = CHART._repr_mimebundle_(None, None)
    alt.renderers.enable(before)
    return bundle


def test_a_plain_chart_is_drawn_here_and_asks_no_other_machine(plain):
    assert set(plain) == {VEGALITE, SVG, "text/plain"}
    assert "<svg" in plain[SVG]
    [rows] = plain[VEGALITE]["datasets"].values()
    assert "born" not in rows[0]


def test_the_book_says_that_it_has_no_caption_and_shows_its_numbers(plain):
    output = nbformat.v4.new_output("display_data", plain)
    [told] = shown([output], "en")
    words = told.metadata[VEGALITE]
    assert words["caption"] == words["alt"] == str(UNCAPTIONED)
    assert words["table"] == {"columns": ["place", "age"], "rows": [["North", 41], ["South", 38]]}


def test_with_a_caption_it_is_a_view_in_the_language_spoken():
    chart = own_chart(CHART, _("Per cent"), AGES[["place", "age"]])
    _data, metadata = chart._repr_mimebundle_()
    assert metadata[VEGALITE]["caption"] == metadata[VEGALITE]["alt"] == "Per cent"
    assert metadata[VEGALITE]["table"]["columns"] == ["place", "age"]
    assert own_chart(CHART, "A", AGES, alt="B").alt == "B"


def test_municipalities_that_stand_beside_each_other_have_colours_of_their_own():
    many = dict.fromkeys(map(str, range(SIDE_BY_SIDE)))
    colours = house.municipality_colours(replace(load_programme(), municipalities=many))
    assert len({*colours.values(), house.PRINTED}) == SIDE_BY_SIDE + 2
