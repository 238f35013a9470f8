"""Many municipalities in one chart: how they are spread, at any number of them."""

import pandas as pd
import pytest
import vl_convert

from modning.charts import outcomes, shares
from modning.charts.across import across
from modning.charts.funnel import funnel_chart
from modning.compare import scale_change
from modning.compare.dropout import Bounds
from modning.compare.statements import statements
from modning.funnel import funnel
from modning.scales import load_scale
from modning.shares import replace, tally
from outcome_forms import form
from random_answers import random_answers
from slicebook.programme import ALL, load_programme
from slicebook.slices import SIDE_BY_SIDE
from slicebook.text import message
from speak import speak
from surveys.codebook import load_codebook

FORM = load_codebook()["registration"]
PLACES = [f"town{at}" for at in range(1, 31)]
TITLE = message({"da": "Netværk", "en": "Network"})
ENDS = ["All together", "Lowest", "Lowest in", "Highest", "Highest in", "Municipalities"]


@pytest.fixture(autouse=True)
def many(monkeypatch):
    """Let the programme have thirty municipalities, and no answer be synthetic."""
    programme = load_programme()
    place = next(iter(programme.municipalities.values()))
    places = {key: replace(place, name=key.title()) for key in PLACES}
    programme = replace(programme, municipalities=places)
    for name in (
        "modning.charts.reader", "modning.shares", "modning.funnel", "modning.compare.statements",
        "modning.compare.change", "modning.compare.words",
    ):  # fmt: skip
        monkeypatch.setattr(f"{name}.load_programme", lambda: programme)
    for name in ("modning.charts.notes.manifest", "modning.between.manifest"):
        monkeypatch.setattr(name, lambda: {"synthetic": False, "forms": {}})


def spread_over_all(frame, places=PLACES):
    """Give each municipality as many of a form's rows."""
    each = pd.concat([frame] * len(places), ignore_index=True)
    each["municipality"] = [place for place in places for _ in range(len(frame))]
    each.attrs = dict(frame.attrs)
    return each


def answers(places=PLACES):
    """Forty answers in each municipality, in each a man more than in the one before."""
    frame = spread_over_all(random_answers(FORM, 40), places)
    men = [row < 5 + at for at in range(len(places)) for row in range(40)]
    return frame.assign(gender=pd.array([1 if man else 2 for man in men], dtype="Int8"))


def gender(places=PLACES):
    return replace(tally(answers(places), FORM, "gender"), municipalities=tuple(places))


def test_shares_of_many_are_told_by_their_ends_quarters_and_all_together():
    chart = shares.share_bars(gender())
    row = chart.table.set_index("Row").loc["Man"]
    assert row[ENDS].tolist() == [48.8, 12.5, "Town1", 85, "Town30", 30]
    median = row[["Lower quartile", "Median", "Upper quartile"]].tolist()
    assert median == pytest.approx([30.6, 48.8, 66.9], abs=0.1)
    assert "Man: 49%, 12% (Town1) to 85% (Town30)" in chart.alt
    assert "30 at most" in chart.caption
    assert "Town7" not in str(chart.chart.to_dict())


def test_so_many_as_have_colours_stand_beside_each_other():
    drawn = str(shares.share_bars(gender(PLACES[:SIDE_BY_SIDE])).chart.to_dict())
    assert all(f"{place.title()} (n" in drawn for place in PLACES[:SIDE_BY_SIDE])


def test_what_many_have_alike_is_told_by_their_number():
    rows = pd.DataFrame({"group": "a", "municipality": PLACES, "value": [0.0, 0.0, *range(28)]})
    chart = across(rows, ["a"], "percent", "Shares.")
    assert chart.table["Lowest in"].tolist() == ["3 municipalities"]
    assert chart.table["Highest in"].tolist() == ["Town30"]


def test_a_row_that_no_municipality_has_is_that_of_all_together():
    rows = pd.DataFrame(
        [("a", ALL, 4.0), ("a", "town1", None), ("b", "town1", 2.0), ("c", "town2", None)],
        columns=["group", "municipality", "value"],
    )
    chart = across(rows, ["a", "b", "c"], "scale", "Means.")
    assert chart.table["Row"].tolist() == ["a", "b"]
    assert chart.alt.endswith("a: 4.0; b: 2.0 (Town1).")
    only = across(rows.iloc[:1], ["a"], "scale", "Means.")
    assert only.table["All together"].tolist() == [4.0]


def charts_of_many():
    """Return each chart that compares municipalities, and how to say what is not drawn apart."""
    registration, after = answers(), spread_over_all(form("completion"))
    baseline = spread_over_all(form("baseline"))
    experience = load_scale("experience", "completion")
    network = statements(after, experience, ["network", "keep_meeting"], TITLE)
    change = scale_change(baseline, after, load_scale("recovery"))
    steps = {"contact": ("Contact", registration), "started": ("Started", baseline)}
    return [
        (shares.share_bars, gender()),
        (shares.stacked_rows, registration, FORM, "violence"),
        (shares.stacked_places, tally(registration, FORM, "previous_help")),
        (funnel_chart, funnel(steps), "Steps."),
        (outcomes.means_chart, network),
        (outcomes.answers_chart, network),
        (outcomes.places_chart, change),
    ]


def test_bounds_of_many_are_those_at_the_ends_and_quartiles_and_of_all():
    bounds = [
        Bounds(place, 40, 30, rise=at / 30, low=0, high=1, low_sure=0, high_sure=1, worst=0, best=1)
        for at, place in enumerate([*PLACES, ALL])
    ]
    chart = outcomes.bounds_chart(bounds, load_scale("recovery"))
    shown = [f"Town{at}" for at in (1, 8, 15, 23, 30)]
    assert chart.table["Municipality"].tolist()[::3] == [*shown, "All municipalities"]
    assert "Of 30, the lowest" in chart.caption


def test_a_table_of_statements_has_one_column_of_all_and_not_one_for_each():
    after, scale = spread_over_all(form("completion")), load_scale("experience", "completion")
    frame = statements(after, scale, ["network", "keep_meeting"], TITLE).table()["frame"]
    names = ["Statement", "Answers: All municipalities", "All municipalities"]
    assert list(frame.columns) == names


@pytest.mark.parametrize("language", ["da", "en"])
def test_every_chart_of_many_is_drawn_in_few_rows(language):
    for draw, *given in charts_of_many():
        chart = speak(language, draw, *given)
        assert "<svg" in vl_convert.vegalite_to_svg(chart.chart.to_dict())
        assert len(str(chart.chart.to_dict())) < 20_000, draw
        assert len(chart.table) < len(PLACES)
        assert "nan" not in chart.alt
