import altair as alt
import pandas as pd

from slicebook.shown.drawn import drawn_only
from slicebook.shown.house import Chart

ROWS = pd.DataFrame(
    {"label": ["a", "b"], "share": [1.0, 2.0], "count": [3, 4], "low": [0.5, 1.5], "a b.c": [1, 2]}
)


def columns(spec):
    return {key for rows in spec["datasets"].values() for row in rows for key in row}


def test_a_column_that_nothing_names_is_not_handed_on():
    bars = alt.Chart(ROWS).mark_bar().encode(x="share:Q", y="label:N")
    spec = drawn_only(bars.to_dict())
    assert columns(spec) == {"share", "label"}
    assert [len(rows) for rows in spec["datasets"].values()] == [2]


def test_what_a_filter_a_sort_or_an_expression_names_is_kept():
    bars = (
        alt.Chart(ROWS)
        .mark_bar()
        .encode(x="share:Q", y=alt.Y("label:N", sort=alt.EncodingSortField("low")))
        .transform_filter("datum.count > 3")
    )
    assert columns(drawn_only(bars.to_dict())) == {"share", "label", "low", "count"}


def test_a_name_of_several_words_is_kept_whole():
    dots = alt.Chart(ROWS).mark_point().encode(x=alt.X(field=r"a b\.c", type="quantitative"))
    assert columns(drawn_only(dots.to_dict())) == {"a b.c"}
    kept = alt.Chart(ROWS).mark_point().encode(x="share:Q").transform_filter("datum['a b.c'] > 1")
    assert columns(drawn_only(kept.to_dict())) == {"share", "a b.c"}


def test_data_from_elsewhere_are_left_alone():
    spec = alt.Chart(alt.Data(name="given")).mark_point().encode(x="share:Q").to_dict()
    assert drawn_only(spec) == spec


def test_a_shown_chart_has_the_drawn_data_alone():
    bars = alt.Chart(ROWS).mark_bar().encode(x="share:Q", y="label:N")
    data, _ = Chart(bars, "caption", "alt", ROWS)._repr_mimebundle_()
    [spec] = [entry for name, entry in data.items() if "vegalite" in name]
    assert columns(spec) == {"share", "label"}
    assert "0.5" not in str(spec["datasets"])
