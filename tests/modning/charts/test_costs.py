import json
import re

import nbformat
import pandas as pd
import pytest
import vl_convert

from modning.charts import costs as costs_charts
from modning.charts.costs import (
    acceptability_chart,
    alternatives_chart,
    amounts_chart,
    beside_printed,
    break_even_chart,
    full_year_chart,
    grant_chart,
    hours_chart,
    payback_chart,
    planner_chart,
    planner_sliders,
    planner_values,
    range_chart,
    share_chart,
    size_chart,
    sliders_table,
    stages_chart,
    starts_of,
    tornado_chart,
    unit_cost_chart,
    volume_chart,
    waiting_chart,
)
from modning.charts.costs.planner import readings_at
from modning.costs import (
    Interval,
    coming,
    full_year_costs,
    load_comparators,
    load_lines,
    load_prices,
    load_volumes,
    of_phase,
    payback_years,
    prices_at,
    running_total,
    share_needed,
    share_table,
    unit_costs,
)
from modning.costs.demand import demand_seen, paid, team_of, volume_table
from modning.costs.distributions import load_unknowns
from modning.costs.scale import Demand, Team, scale_table
from modning.costs.uncertainty import acceptability, draws, tornado
from modning.ranges import range_figures
from report_counts import COUNTS
from slicebook import paths
from slicebook.errors import InputError
from slicebook.programme import load_programme
from slicebook.shown.house import Chart, Notice
from slicebook.shown.static import SVG
from slicebook.slices import Slice
from speak import speak

LINES = load_lines()
RUNNING = of_phase(LINES, "running")


@pytest.mark.parametrize("language", ["en", "da"])
def test_hours_stand_from_the_largest_down(language):
    chart = speak(language, hours_chart, speak(language, share_table, RUNNING, LINES))
    drawn = chart.chart.to_dict()["datasets"]
    values = [row["value"] for row in next(iter(drawn.values()))]
    assert values == sorted(values, reverse=True)
    assert sum(values) == 2700
    first = {"en": "Individual interviews and risk", "da": "Individuelle samtaler og risiko"}
    assert first[language] in chart.alt.partition(";")[0]


def test_the_table_has_both_ends_of_each_amount():
    chart = amounts_chart(share_table(RUNNING, LINES), "Cost", "DKK")
    assert list(chart.table.columns) == ["Item", "Activity", "Low (DKK)", "High (DKK)", "Share (%)"]
    assert chart.table["Low (DKK)"].sum() == 1_220_500
    assert chart.table["High (DKK)"].sum() == 1_382_500


@pytest.mark.parametrize("language", ["en", "da"])
def test_computed_stands_beside_printed(language):
    whole = range_figures({"running.total": running_total(LINES)}, "DKK")
    figures = whole.assign(municipality="all")
    chart = speak(language, beside_printed, figures, ["running.total"], "Cost")
    assert list(chart.table.iloc[0, 2:]) == [1_220_500, 1_382_500]
    assert list(chart.table.iloc[1, 2:]) == [1_250_000, 1_350_000]


def test_ends_are_written_and_a_single_number_only_once():
    chart = range_chart([("a", "s", 10, 20), ("b", "s", 5, 5)], "Title", "DKK")
    svg = chart._repr_mimebundle_()[0][SVG]
    assert svg.count(">DKK 5<") == 1
    assert ">DKK 10<" in svg
    assert ">DKK 20<" in svg
    assert chart.alt == "Title. a: DKK 10 to DKK 20. b: DKK 5."
    assert svg.count('aria-roledescription="point"') == 1


def test_the_grant_is_drawn_in_both_languages():
    for language in ("en", "da"):
        chart = speak(language, grant_chart, LINES, load_volumes())
        assert isinstance(chart, Chart)
        assert len(chart.table) == 2


def test_unit_costs_stand_below_the_printed_range():
    counts = {"completer": pd.DataFrame({"municipality": ["koge"] * 21, "year": [2024] * 21})}
    here = Slice("koge", "2024")
    table = unit_costs(counts, running_total(LINES), here, load_programme())
    chart = speak(
        "da",
        unit_cost_chart,
        table,
        "completer",
        "Udgift",
        {"koge": "Køge"},
        "running.per_completer",
    )
    assert list(chart.table["Række"]) == ["Som trykt", "Køge, 2024 (n = 21)"]
    assert list(chart.table.iloc[1, 2:]) == [58_119, 65_833]
    assert isinstance(stages_chart(table), Chart)
    none = unit_costs({"u": counts["completer"][:0]}, running_total(LINES), here, load_programme())
    assert isinstance(unit_cost_chart(none, "u", "", {"koge": "Køge"}), Notice)
    assert isinstance(stages_chart(none.assign(unit="starter")), Notice)


def test_alternatives_stand_beside_the_programme():
    comparators = load_comparators()
    prices = prices_at(comparators, 2024, load_prices(), LINES, load_volumes())
    own = {"Per completer": running_total(LINES) / coming(40)}
    chart = alternatives_chart(comparators, prices, own, "Prices")
    assert len(chart.table) == 1 + len(comparators)
    assert "Shelter stay, national average (one stay), Alternatives: DKK 78,905." in chart.alt


@pytest.mark.parametrize("language", ["en", "da"])
def test_the_tornado_stands_widest_on_top_about_the_mean(language):
    unknowns = load_unknowns()
    cost = "((hours + course_hours * courses) * rate + fees) / (courses * size * share)"
    table = tornado(unknowns, cost)
    means = {one.parameter: one.mean for one in unknowns}
    centre = draws(unknowns, 1).assign(**means).eval(cost)[0]
    chart = speak(language, tornado_chart, table, unknowns, centre)
    drawn = chart.table.iloc[:, 3] - chart.table.iloc[:, 2]
    assert drawn.is_monotonic_decreasing
    assert (chart.table.iloc[:, 2] < centre).all()
    assert (chart.table.iloc[:, 3] > centre).all()
    assert SVG in chart._repr_mimebundle_()[0]


@pytest.mark.parametrize("language", ["en", "da"])
def test_curves_are_drawn_with_the_languages_marks(language):
    curve = acceptability(pd.Series(range(20_000, 60_000)), range(20_000, 60_001, 10_000))
    svg = speak(language, acceptability_chart, curve)._repr_mimebundle_()[0][SVG]
    assert {"en": ">30,000<", "da": ">30.000<"}[language] in svg


def test_curves_whose_ends_meet_have_a_legend_and_others_their_names():
    team, demands = Team(6, 7, cost=10**6), {"A": Demand(10, 0.4), "B": Demand(8, 0.2)}
    together = size_chart(scale_table([20_000, 400_000], demands, team), {"A": 60_000})
    apart = size_chart(scale_table([20_000, 30_000], demands, team), {})

    def has_legend(chart):
        layers = chart.chart.to_dict()["layer"]
        return any(layer["encoding"].get("color", {}).get("legend") for layer in layers)

    assert has_legend(together)
    assert not has_legend(apart)
    waits = speak(
        "da", waiting_chart, scale_table([20_000, 30_000], demands, team), {"A": 25_000}, 13
    )
    assert waits.table.iloc[0, 2] == pytest.approx(52 / (20 * 0.4 / 7), abs=0.1)


def test_break_even_marks_the_places_and_payback_ends_at_a_decade():
    table = share_needed(Interval.of(10**6), {"a": Interval.of(80_000)}, range(10, 31))
    chart = break_even_chart(table, {"a": "Stay"}, {"Here": 21.0})
    svg = chart._repr_mimebundle_()[0][SVG]
    assert ">Here<" in svg
    assert chart.table["Share (%)"].iloc[0] == pytest.approx(125)
    years = payback_years(100, 100, 10, range(5, 31))
    paid = payback_chart({"Stay": years}).table
    assert paid["Years"].max() <= 10
    assert isinstance(payback_chart({"Stay": years[:3]}), Notice)
    assert isinstance(speak("da", payback_chart, {}), Notice)


def test_volume_has_a_curve_a_group_size():
    chart = volume_chart(volume_table(LINES, load_volumes(), COUNTS))
    assert set(chart.table["Series"]) == {"6 in a group", "7 in a group", "8 in a group"}


def test_shares_are_sorted():
    assert list(share_chart(["a", "b"], [1.0, 9.0]).table["Item"]) == ["b", "a"]
    assert isinstance(share_chart([], []), Notice)


@pytest.fixture(scope="module")
def sliders():
    return planner_sliders(
        LINES,
        paid(team_of(load_volumes(), COUNTS), LINES),
        demand_seen(COUNTS, 2024, load_programme())["koge"],
        Interval.of(78_905),
    )


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
def test_the_browser_reads_what_python_computes(sliders, language, changed):
    values = {one.name: one.start for one in sliders} | changed
    written = texts(speak(language, planner_chart, sliders), values)
    for label, reading in speak(language, readings_at, values).to_numpy():
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


def test_the_notebooks_cell_is_worked_out_from_what_a_planner_writes(sliders):
    """As committed it reads what the sheet reads; with other inhabitants it reads otherwise."""
    cells = nbformat.read(paths.notebooks() / "03_costs" / "08_your_municipality.ipynb", 4).cells
    [cell] = [cell for cell in cells if cell.id == "yours"]
    shown = []
    for source in (cell.source, cell.source.replace("inhabitants=60_000", "inhabitants=30_000")):
        names = {"charts": costs_charts, "sliders": sliders, "_": str,
                 "show": lambda frame, **words: shown.append(frame)}  # fmt: skip
        exec(source, names)  # noqa: S102 (our own notebook)
    assert shown[0].equals(readings_at(planner_values(sliders)))
    assert not shown[1].equals(shown[0])


@pytest.mark.parametrize("language", ["en", "da"])
def test_the_full_year_stands_beside_what_the_report_prints(language):
    table = full_year_costs(LINES, load_volumes(), COUNTS, load_programme(), 2024)
    names = {"koge": "Køge", "odense": "Odense"}
    chart = speak(language, full_year_chart, table, "completer", names, "Title")
    lows = chart.table.iloc[:, 2].tolist()
    assert lows[0] == 30_000
    assert {59_524, 37_879} <= set(lows)


@pytest.mark.parametrize("language", ["en", "da"])
def test_the_sheet_is_one_specification_with_bound_sliders(sliders, language):
    spec = speak(language, planner_chart, sliders).chart.to_dict()
    assert [param["bind"]["input"] for param in spec["params"]] == ["range"] * len(sliders)
    assert "http" not in json.dumps({k: v for k, v in spec.items() if k != "$schema"})
    assert len(speak(language, sliders_table, sliders)) == len(sliders)


def test_one_may_begin_as_in_a_place_that_was_seen(sliders):
    programme = load_programme()
    seen = demand_seen(COUNTS, 2024, programme)
    names = {key: place.name for key, place in programme.municipalities.items()}
    starts = starts_of(seen, names, 2024)
    told = speak("da", planner_chart, sliders, starts).chart.to_dict()["usermeta"]
    assert [one["label"] for one in told["starts"]] == ["Begynd som i Køge", "Begynd som i Odense"]
    ends = {one.name: one for one in sliders}
    for start in told["starts"]:
        for name, value in start["values"].items():
            assert ends[name].low <= value <= ends[name].high
    assert told["starts"][0]["values"]["inquiries"] == ends["inquiries"].start


def test_a_reading_without_room_is_warned_of(sliders):
    told = speak("en", planner_chart, sliders).chart.to_dict()["usermeta"]["readings"]
    assert [one["label"] for one in told] == readings_at(planner_values(sliders)).iloc[
        :, 0].tolist()  # fmt: skip
    [warned] = [one for one in told if "most" in one]
    assert warned["most"] == 100
    assert "queue" in warned["warning"]


def test_nothing_to_show_is_a_sentence():
    empty = share_table((), ())
    assert isinstance(hours_chart(empty), Notice)
    assert isinstance(speak("da", amounts_chart, empty, "", "DKK"), Notice)
    assert isinstance(range_chart([], "", "DKK"), Notice)


def test_a_danish_amount_ends_its_sentence_with_one_full_stop():
    chart = speak("da", range_chart, [("a", "s", 10, 20), ("b", "t", 5, 5)], "Titel", "DKK")
    assert chart.alt == "Titel. a, s: 10 kr. til 20 kr. b, t: 5 kr."
