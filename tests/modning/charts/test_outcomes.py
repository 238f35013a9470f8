"""Charts of the outcomes: they hold the numbers given, in both languages, and none of few."""

import json
import re

import pandas as pd
import pytest
import vl_convert

from modning.charts import outcomes
from modning.charts.outcomes.shares import NOBODY_LINKED
from modning.compare import scale_change
from modning.compare.dropout import dropout_bounds
from modning.compare.overlap import sensitivity
from modning.compare.paired import fates
from modning.compare.plans import Plan, groups_needed
from modning.compare.share_change import share_change
from modning.compare.statements import statements
from modning.questions import counted
from modning.scales import load_scale
from modning.wordings import by_wording
from outcome_forms import empty, form
from slicebook.shown.house import FEW_ANSWERS, NO_ANSWERS, NO_CHANGE, Notice
from slicebook.shown.static import INTERVALS, drawn
from slicebook.text import message, number
from speak import speak

RECOVERY = load_scale("recovery")
CHANGE_CHARTS = [outcomes.places_chart, outcomes.items_chart, outcomes.published_chart]
STATEMENT_CHARTS = [outcomes.means_chart, outcomes.answers_chart]


def change(before=None, after=None):
    before = form("baseline") if before is None else before
    return scale_change(before, form("completion") if after is None else after, RECOVERY)


def mirroring(answers):
    scale = load_scale("experience", "completion")
    return statements(
        answers, scale, ["in_common", "trust"], message({"da": "Spejling", "en": "Mirroring"})
    )


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("draw", CHANGE_CHARTS + STATEMENT_CHARTS)
def test_a_chart_draws_and_speaks(draw, language):
    data = change() if draw in CHANGE_CHARTS else mirroring(form("completion"))
    chart = speak(language, draw, data)
    assert "<svg" in vl_convert.vegalite_to_svg(chart.chart.to_dict())
    assert len(chart.alt) > 40
    assert chart.alt.endswith(".")
    assert not chart.table.empty
    assert all(chart.table.columns)
    assert "NaN" not in json.dumps(chart.chart.to_dict())


@pytest.mark.parametrize("draw", CHANGE_CHARTS + STATEMENT_CHARTS)
@pytest.mark.parametrize(("answers", "says"), [(0, NO_ANSWERS), (3, FEW_ANSWERS)])
def test_none_and_few_are_told_apart(draw, answers, says):
    some = {"koge": answers} if answers else None
    asked = "baseline" if draw in CHANGE_CHARTS else "completion"
    frame = form(asked, some) if some else empty(asked)
    data = change(frame, empty("completion")) if draw in CHANGE_CHARTS else mirroring(frame)
    assert speak("da", draw, data) == Notice(says["da"])


def test_the_alt_text_and_table_hold_the_means():
    data = change()
    chart = outcomes.places_chart(data)
    place = data.places[0]
    assert f"before {number(place.before.mean, 1)}" in chart.alt
    assert f"after {number(place.after.mean, 1)}{place.stars}" in chart.alt
    row = chart.table.iloc[0]
    assert row.tolist()[:3] == ["Køge", "Before", place.before.n]
    assert row["Mean"] == pytest.approx(place.before.mean, abs=0.005)
    assert len(chart.table) == 6


@pytest.mark.parametrize("draw", [outcomes.places_chart, outcomes.items_chart])
def test_a_change_says_what_its_recorded_figures_tell(draw):
    data = change()
    finding = draw(data, "recovery").finding
    recorded = data.figures("recovery").set_index("figure")
    assert set(finding.of) <= set(recorded.index)
    shown = data.items if draw is outcomes.items_chart else [data.total]
    for figure, one in zip(finding.of, shown, strict=True):
        assert recorded.loc[figure, "value"] == one.difference
        assert recorded.loc[figure, ["low", "high"]].tolist() == [one.low, one.high]


def test_a_side_of_few_is_not_drawn():
    data = change(form("baseline", {"koge": 4, "odense": 40}), form("completion"))
    table = outcomes.places_chart(data).table
    assert table[["Group", "When"]].to_numpy().tolist()[:2] == [
        ["Køge", "After"],
        ["Odense", "Before"],
    ]


def test_published_values_stand_beside_ours():
    chart = outcomes.published_chart(change())
    scores = chart.table.set_index("Who")["Score"]
    assert scores["Danish outpatients"] == 39.9
    assert scores["General population"] == 71.1
    assert scores["Before"] == pytest.approx(25 * (change().total.before.mean - 1), abs=0.05)


@pytest.mark.parametrize(("language", "mark"), [("da", ","), ("en", ".")])
def test_values_stand_at_their_dots(language, mark):
    data = change()
    svg = speak(language, lambda: drawn(outcomes.places_chart(data).chart.to_dict()))
    texts = re.findall(r"<text[^>]*>([^<]*)</text>", svg)
    for place in data.places:
        assert f"{place.before.mean:.1f}".replace(".", mark) in texts
        assert f"{place.after.mean:.1f}{place.stars}".replace(".", mark) in texts


@pytest.mark.parametrize("draw", [outcomes.places_chart, outcomes.published_chart])
def test_intervals_can_be_switched_off(draw):
    assert f"role-mark {INTERVALS}_" in drawn(draw(change()).chart.to_dict())


def test_municipalities_keep_their_colours():
    both = outcomes.means_chart(mirroring(form("completion"))).chart.to_dict()
    alone = outcomes.means_chart(mirroring(form("completion", {"odense": 30}))).chart.to_dict()

    def colours(spec):
        scale = spec["layer"][0]["encoding"]["color"]["scale"]
        return dict(zip(scale["domain"], scale["range"], strict=True))

    assert colours(alone) == {"Odense": colours(both)["Odense"]}


def test_stacked_answers_add_up_and_name_no_few():
    answers = form("completion", {"koge": 30, "odense": 30})
    answers["experience_trust"] = pd.array([1, 1, *[5] * 58], dtype="Int8")
    chart = outcomes.answers_chart(mirroring(answers))
    sums = chart.table.groupby(["Statement", "Municipality"])["Per cent"].sum()
    assert sums.between(98, 102).all()
    assert set(chart.table["Municipality"]) == {"All municipalities"}
    hidden = chart.table["Answer"].str.startswith("Withheld: ")
    assert hidden.any()
    assert "A part marked ? holds the answers that are withheld" in chart.caption
    answers["experience_trust"] = pd.array([1] * 30 + [5] * 30, dtype="Int8")
    answers["experience_in_common"] = answers["experience_trust"]
    assert "?" not in outcomes.answers_chart(mirroring(answers)).caption


@pytest.mark.parametrize("language", ["da", "en"])
def test_shares_before_and_after_are_drawn(language):
    both = [form("baseline"), form("completion")]
    tallies = [counted(one, "violence_frequency", "met") for one in both]
    change_of_shares = share_change(*tallies, message({"da": "Vold", "en": "Violence"}))
    chart = speak(language, outcomes.share_change_chart, change_of_shares)
    assert len(chart.table) == 18
    assert "<svg" in vl_convert.vegalite_to_svg(chart.chart.to_dict())
    asked = "violence_continues", message({"da": "Vold", "en": "Violence"})
    table = by_wording(*both, "violence_continues", "continues")
    chart = speak(language, outcomes.wording_chart, table, *asked)
    assert {"da": "Før, ny ordlyd", "en": "Before, new wording"}[language] in chart.alt
    assert {
        "da": "med svaret «Har forladt relationen»",
        "en": "with the answer ‘Has left the relation’",
    }[language] in chart.alt
    nothing = by_wording(empty("baseline"), empty("completion"), "violence_continues", "continues")
    assert speak(language, outcomes.wording_chart, nothing, *asked) == Notice(NO_ANSWERS[language])


@pytest.mark.parametrize("language", ["da", "en"])
def test_what_the_design_leaves_open_is_drawn(language):
    total = change().total
    table = sensitivity(total)
    chart = speak(language, outcomes.overlap_chart, total, table, RECOVERY)
    assert speak(language, number, total.low, 1) in chart.alt
    assert len(chart.table) == len(table)
    bounds = dropout_bounds(form("baseline"), form("completion"), RECOVERY)
    drawn = speak(language, outcomes.bounds_chart, bounds, RECOVERY)
    assert len(drawn.table) == 3 * len(bounds)
    for one in (chart, drawn):
        svg = vl_convert.vegalite_to_svg(speak(language, one.chart.to_dict))
        assert {"en": ">0.2<", "da": ">0,2<"}[language] in svg
    nothing = scale_change(empty("baseline"), empty("completion"), RECOVERY).total
    empty_chart = speak(language, outcomes.overlap_chart, nothing, sensitivity(nothing), RECOVERY)
    assert empty_chart == Notice(NO_CHANGE[language])
    assert speak(language, outcomes.bounds_chart, [], RECOVERY) == Notice(NO_ANSWERS[language])


@pytest.mark.parametrize("language", ["da", "en"])
def test_persons_and_plans_are_drawn(language):
    table = fates([40, 40, 60, 50, 20], [80, 45, 20, 51, 60], 25, change=8, cutoff=50)
    chart = speak(language, outcomes.fates_chart, table)
    assert len(chart.table) == 5
    plan = Plan(sd=18.5, delta=8)
    drawn = speak(language, outcomes.power_chart, plan)
    assert str(groups_needed("groups", plan)) in drawn.alt
    for one in (chart, drawn):
        assert "<svg" in vl_convert.vegalite_to_svg(one.chart.to_dict())
    nobody = speak(language, outcomes.fates_chart, fates([], [], 25, change=8, cutoff=50))
    assert nobody == Notice(NOBODY_LINKED[language])
    assert speak(language, outcomes.power_chart, None) == Notice(NO_CHANGE[language])
