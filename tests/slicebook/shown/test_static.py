"""Pictures of charts."""

import re
from typing import Any

from slicebook.shown.static import SVG, own_ids, pictures


def clipped(height: int) -> dict[str, Any]:
    """Return a chart whose marks are cut off at its edge and filled with a gradient."""
    gradient = {
        "gradient": "linear",
        "stops": [{"offset": 0, "color": "white"}, {"offset": 1, "color": "black"}],
    }
    return {
        "height": height,
        "data": {"values": [{"a": 1, "b": 2}, {"a": 2, "b": 5}]},
        "mark": {"type": "area", "clip": True, "color": gradient},
        "encoding": {
            "x": {"field": "a", "type": "quantitative"},
            "y": {"field": "b", "type": "quantitative", "scale": {"domain": [0, 3]}},
        },
    }


def names(svg: str) -> set[str]:
    return set(re.findall(r'\bid="([^"]+)"', svg))


def test_a_picture_is_the_same_whatever_was_drawn_before() -> None:
    first = pictures(clipped(100))[SVG]
    other = pictures(clipped(200))[SVG]
    assert pictures(clipped(100))[SVG] == first
    assert len(names(first)) == 2
    assert names(first).isdisjoint(names(other))


def test_a_link_leads_where_the_chart_says() -> None:
    spec = clipped(100)
    spec["mark"] = "point"
    spec["encoding"]["href"] = {"value": "../../01_intake/02_outreach/all-all.html"}
    svg = pictures(spec)[SVG]
    assert 'href="../../01_intake/02_outreach/all-all.html"' in svg
    assert "vega-datasets" not in svg


def test_every_name_that_is_used_is_there() -> None:
    svg = pictures(clipped(100))[SVG]
    assert set(re.findall(r"url\(#([^)]+)\)", svg)) == names(svg)


def test_names_are_numbered_in_their_order_and_texts_left_alone() -> None:
    picture = '<g id="{0}"/><g clip-path="url(#{1})"/><g clip-path="url(#{0})"/><text>clip17</text>'
    svg = own_ids(picture.format("clip17", "clip9"))
    one, two, three = re.findall(r'["#](clip[^")]+)', svg)
    assert (one, two) == (three, one.removesuffix("1") + "2")
    assert "<text>clip17</text>" in svg
    assert own_ids(picture.format("clip3", "clip4")) == svg
