import json
import re

import pandas as pd
import pytest
import vl_convert

from cells import run_cells
from modning.charts.costs import (
    Reading,
    Slider,
    amounts_chart,
    curve_chart,
    hours_chart,
    planner_chart,
    planner_values,
    range_chart,
    readings_at,
    share_chart,
    sliders_table,
    tornado_chart,
)
from modning.compare.words import place_labels
from modning.costs import Interval, load_lines, load_volumes, of_phase
from modning.costs.distributions import load_unknowns, means
from modning.costs.uncertainty import draws, tornado
from slicebook.errors import InputError
from slicebook.programme import load_programme
from slicebook.shown.house import PRINTED, Notice, municipality_colours
from slicebook.shown.static import SVG
from slicebook.text import _
from speak import speak

LINES = load_lines()
RUNNING = of_phase(LINES, "running")
PLANNER = "03_costs/08_your_municipality"


def test_of_many_curves_five_are_drawn_and_of_many_places_the_marks_alone():
    rows = pd.DataFrame(
        [(f"Town{at}", x, x * at) for at in range(1, 31) for x in (1.0, 2.0)],
        columns=["series", "x", "y"],
    )
    chart = curve_chart(rows, "Title", ("x", "y"), {f"Town{at}": at for at in range(1, 31)})
    assert set(chart.table["Series"]) == {f"Town{at}" for at in (1, 8, 15, 23, 30)}
    assert "Of 30, the lowest" in chart.caption
    texts = [one["encoding"].get("text", {}) for one in chart.chart.to_dict()["layer"]]
    assert not any(one.get("field") == "place" for one in texts)


def test_of_many_municipalities_some_rows_stand_for_all(monkeypatch):
    towns = {f"town{at}": f"Town{at}" for at in range(1, 31)}
    known = place_labels() | towns
    monkeypatch.setattr("modning.charts.costs.ranges.place_labels", lambda: known)
    ranges = [(f"{name} 2025", name, Interval.of(at)) for at, name in enumerate(towns.values())]
    chart = range_chart([("As printed", "Other", Interval.of(9)), *ranges], "Title", "DKK")
    shown = ["As printed", *(f"Town{at} 2025" for at in (1, 8, 15, 23, 30))]
    assert chart.table["Row"].tolist() == shown
    assert "Of 30, the lowest" in chart.caption


def test_of_many_series_the_rows_tell_and_no_colour():
    ranges = [(f"Town{at}", f"Town{at}", Interval.of(at, at + 1)) for at in range(1, 31)]
    drawn = range_chart(ranges, "Title", "DKK").chart.to_dict()["layer"]
    colours = [one["encoding"].get("color", {}) for one in drawn]
    colour = next(one for one in colours if "scale" in one)
    assert colour["legend"] is None
    assert len(set(colour["scale"]["range"])) == 1


@pytest.mark.parametrize("language", ["en", "da"])
def test_hours_stand_from_the_largest_down(language):
    chart = speak(language, hours_chart, RUNNING)
    drawn = chart.chart.to_dict()["datasets"]
    values = [row["value"] for row in next(iter(drawn.values()))]
    assert values == sorted(values, reverse=True)
    assert sum(values) == 2700
    first = {"en": "Individual interviews and risk", "da": "Individuelle samtaler og risiko"}
    assert first[language] in chart.alt.partition(";")[0]


def test_the_table_has_both_ends_of_each_amount():
    chart = amounts_chart(RUNNING, "Cost")
    assert list(chart.table.columns) == ["Item", "Activity", "Low (DKK)", "High (DKK)", "Share (%)"]
    assert chart.table["Low (DKK)"].sum() == 1_220_500
    assert chart.table["High (DKK)"].sum() == 1_382_500


def test_lines_that_cost_nothing_have_no_share():
    free = RUNNING.assign(amount=[Interval.of(0)] * len(RUNNING))
    assert amounts_chart(free, "Cost").table["Share (%)"].isna().all()


def test_ends_are_written_and_a_single_number_only_once():
    chart = range_chart(
        [("a", "s", Interval.of(10, 20)), ("b", "s", Interval.of(5)), ("c", "s", None)],
        "Title",
        "DKK",
    )
    svg = chart._repr_mimebundle_()[0][SVG]
    assert svg.count(">DKK 5<") == 1
    assert ">DKK 10 to DKK 20<" in svg
    assert chart.alt == "Title. a: DKK 10 to DKK 20. b: DKK 5."
    assert svg.count('aria-roledescription="point"') == 1


def test_ranges_stand_on_an_axis_from_nought():
    chart = range_chart([("a", "s", Interval.of(900, 1000))], "Title", "DKK").chart.to_dict()
    domains = [layer["encoding"]["x"]["scale"]["domain"] for layer in chart["layer"]]
    assert {low for low, _high in domains} == {0}


def test_a_municipality_keeps_its_colour_beside_others():
    ranges = [("x", one, Interval.of(5, 9)) for one in ("As printed", "Odense", "Køge")]
    drawn = range_chart(ranges, "Title", "DKK").chart.to_dict()["layer"]
    colours = [one["encoding"].get("color", {}) for one in drawn]
    scales = [one["scale"] for one in colours if "scale" in one]
    own = municipality_colours(load_programme())
    assert scales[0]["range"][1:] == [own["odense"], own["koge"]]
    assert scales[0]["range"][0] == PRINTED
    assert PRINTED not in own.values()


@pytest.mark.parametrize("language", ["en", "da"])
def test_the_tornado_stands_widest_on_top_about_the_mean(language):
    unknowns = load_unknowns()
    cost = "((hours + course_hours * courses) * rate + fees) / (courses * size * share)"
    table = tornado(unknowns, cost)
    centre = draws(unknowns, 1).assign(**means(unknowns)).eval(cost)[0]
    chart = speak(language, tornado_chart, table, unknowns, centre, "Title")
    drawn = chart.table.iloc[:, 3] - chart.table.iloc[:, 2]
    assert drawn.is_monotonic_decreasing
    assert (chart.table.iloc[:, 2] < centre).all()
    assert (chart.table.iloc[:, 3] > centre).all()
    assert SVG in chart._repr_mimebundle_()[0]


def curves(**ends):
    """Curves from 20,000 to 30,000, each down from 100 to its end."""
    rows = [(name, x, y) for name, end in ends.items() for x, y in ((20_000, 100), (30_000, end))]
    return pd.DataFrame(rows, columns=["series", "x", "y"])


@pytest.mark.parametrize("language", ["en", "da"])
def test_curves_are_drawn_with_the_languages_marks(language):
    chart = speak(language, curve_chart, curves(A=50), "Title", ("Inhabitants", "Weeks"))
    svg = speak(language, chart._repr_mimebundle_)[0][SVG]
    assert {"en": ">30,000<", "da": ">30.000<"}[language] in svg
    assert {"en": "A: from 100 at 20,000 to 50 at", "da": "A: fra 100"}[language] in chart.alt
    assert list(chart.table.columns)[1:] == ["Inhabitants", "Weeks"]


def test_curves_of_weeks_that_nothing_is_known_of_do_not_speak_of_costs():
    notice = curve_chart(curves(), "Weeks from start to start", ("Inhabitants", "Weeks"))
    assert "cost" not in notice.text


def test_curves_whose_ends_meet_have_a_legend_and_others_their_names():
    def has_legend(rows):
        layers = curve_chart(rows, "", ("x", "y")).chart.to_dict()["layer"]
        return any(layer["encoding"].get("color", {}).get("legend") for layer in layers)

    assert has_legend(curves(A=50, B=51))
    assert not has_legend(curves(A=50, B=90))


def test_a_curve_marks_places_and_a_height_and_leaves_out_what_has_no_end():
    rows = curves(A=50, B=float("inf"), C=None)
    chart = curve_chart(rows, "", ("x", "y"), {"Here": 21_000.0}, 80)
    svg = chart._repr_mimebundle_()[0][SVG]
    assert ">Here<" in svg
    assert [{"y": 80}] in chart.chart.to_dict()["datasets"].values()
    assert chart.table["y"].tolist() == [100, 50, 100, 100]
    assert isinstance(curve_chart(rows[:0], "", ("x", "y")), Notice)
    assert isinstance(curve_chart(rows[3:4], "", ("x", "y")), Notice)


def test_shares_are_sorted():
    assert list(share_chart(["a", "b"], [1.0, 9.0], "Title").table["Item"]) == ["b", "a"]
    assert isinstance(share_chart([], [], "Title"), Notice)


@pytest.fixture(scope="module")
def sheet():
    """The sliders and the readings of the notebook, where Køge and Odense were seen."""
    seen = pd.DataFrame(
        {"inhabitants": [62_848.0, 209_078.0], "inquiries": [10.7, 8.7], "joining": [39.0, 24.0]},
        pd.Index(["koge", "odense"]),
    )
    given = {"seen": seen, "smallest": seen.iloc[0], "completing": 91.0, "level": 2024}
    lines = {
        "lines": LINES,
        "running": RUNNING,
        "volumes": load_volumes(),
        "programme": load_programme(),
    }
    cells = "numbers", "stay-price", "sliders", "formulas", "begun", "sheet"
    return run_cells(PLANNER, *cells, **given, **lines)


@pytest.fixture(scope="module")
def sliders(sheet):
    return sheet["sliders"]


@pytest.fixture(scope="module")
def readings(sheet):
    return sheet["readings"]


def texts(chart, values):
    """What the browser would write for these values of the sliders."""
    spec = chart.chart.to_dict()
    for param in spec["params"]:
        param["value"] = values.get(param["name"], param["value"])
    return re.findall(r">([^<>]+)</text>", vl_convert.vegalite_to_svg(spec))


@pytest.mark.parametrize("language", ["en", "da"])
@pytest.mark.parametrize(
    "changed",
    [{}, {"inhabitants": 250_000}, {"inhabitants": 8_000, "rate": 600, "size": 6, "stay": 187_000}],
)
def test_the_browser_reads_what_python_computes(sliders, readings, language, changed):
    values = {one.name: one.start for one in sliders} | changed
    sheet = speak(language, planner_chart, sliders, readings, "Title")
    written = speak(language, texts, sheet, values)
    for label, reading in speak(language, readings_at, readings, values).to_numpy():
        assert label in written
        assert reading in written


def test_each_slider_begins_between_its_ends_and_on_a_step(sliders):
    for one in sliders:
        steps = (one.start - one.low) / one.step
        assert one.low <= one.start <= one.high
        assert steps == pytest.approx(round(steps))


def test_a_planners_own_values_stand_for_where_the_sliders_begin(sliders):
    start = planner_values(sliders)
    assert start == {one.name: one.start for one in sliders}
    assert planner_values(sliders, inhabitants=5_000) == start | {"inhabitants": 5_000}


@pytest.mark.parametrize(
    ("own", "message"),
    [({"people": 5}, '"people" is none of inhabitants'), ({"rate": 0}, "rate: 0 is no number")],
)
def test_a_value_no_slider_has_is_named(sliders, own, message):
    with pytest.raises(InputError, match=message):
        planner_values(sliders, **own)


def test_the_notebooks_cell_is_worked_out_from_what_a_planner_writes(sheet):
    """As committed it reads what the sheet reads."""
    names = {name: sheet[name] for name in ("sliders", "readings")}
    cell = run_cells(PLANNER, "yours", **names)
    assert cell["shown"][0].equals(readings_at(sheet["readings"], planner_values(sheet["sliders"])))


def test_a_reading_is_its_formula_of_sliders_and_of_readings_before_it():
    formulas = {"cost": "hours * rate", "most": "min(datum.cost, 100)", "half": "datum.most / 2"}
    readings = [Reading(name, _(name), formula, 1) for name, formula in formulas.items()]
    table = readings_at(readings, {"hours": 30, "rate": 20})
    assert table.iloc[:, 1].tolist() == ["600.0", "100.0", "50.0"]


@pytest.mark.parametrize("language", ["en", "da"])
def test_the_sheet_is_one_specification_with_bound_sliders(sliders, readings, language):
    spec = speak(language, planner_chart, sliders, readings, "Title").chart.to_dict()
    assert [param["bind"]["input"] for param in spec["params"]] == ["range"] * len(sliders)
    assert "http" not in json.dumps({k: v for k, v in spec.items() if k != "$schema"})
    assert len(speak(language, sliders_table, sliders)) == len(sliders)


def test_one_may_begin_as_in_a_place_that_was_seen(sheet, sliders, readings):
    assert [place for place, _ in sheet["starts"]] == ["Køge", "Odense"]
    told = speak("da", planner_chart, sliders, readings, "Titel", sheet["starts"])
    told = told.chart.to_dict()["usermeta"]
    assert [one["label"] for one in told["starts"]] == ["Begynd som i Køge", "Begynd som i Odense"]
    ends = {one.name: one for one in sliders}
    for start in told["starts"]:
        for name, value in start["values"].items():
            assert ends[name].low <= value <= ends[name].high
    assert told["starts"][0]["values"]["inquiries"] == ends["inquiries"].start


def test_a_reading_without_room_is_warned_of():
    full = Reading("used", _("Places used (%)"), "100 * people / 40", 0, True, _("It is full."))
    people = Slider("people", _("Persons"), 1, 80, 1, 50)
    told = planner_chart([people], [full], "Title").chart.to_dict()["usermeta"]["readings"]
    assert told == [
        {"label": "Places used (%)", "strong": True, "most": 100, "warning": "It is full."}
    ]


def test_nothing_to_show_is_a_sentence():
    assert isinstance(hours_chart(LINES[:0]), Notice)
    assert isinstance(speak("da", amounts_chart, LINES[:0], ""), Notice)
    assert isinstance(range_chart([], "", "DKK"), Notice)


def test_a_danish_amount_ends_its_sentence_with_one_full_stop():
    chart = speak(
        "da",
        range_chart,
        [("a", "s", Interval.of(10, 20)), ("b", "t", Interval.of(5))],
        "Titel",
        "DKK",
    )
    assert chart.alt == "Titel. a, s: 10 kr. til 20 kr. b, t: 5 kr."
