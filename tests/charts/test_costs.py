import pytest

from modning.charts.costs import (
    amounts_chart,
    beside_printed,
    grant_chart,
    hours_chart,
    range_chart,
)
from modning.charts.house import SVG, Chart, Notice
from modning.costs import load_lines, load_volumes, of_phase, running_figures, share_table

LINES = load_lines()
RUNNING = of_phase(LINES, "running")


@pytest.mark.parametrize("language", ["en", "da"])
def test_hours_stand_from_the_largest_down(language):
    chart = hours_chart(share_table(RUNNING, LINES, language), language)
    drawn = chart.chart.to_dict()["datasets"]
    values = [row["value"] for row in next(iter(drawn.values()))]
    assert values == sorted(values, reverse=True)
    assert sum(values) == 2700
    first = {"en": "Individual interviews and risk", "da": "Individuelle samtaler og risiko"}
    assert first[language] in chart.alt.partition(";")[0]


def test_the_table_has_both_ends_of_each_amount():
    chart = amounts_chart(share_table(RUNNING, LINES, "en"), "Cost", "DKK", "en")
    assert list(chart.table.columns) == ["Item", "Activity", "Low (DKK)", "High (DKK)", "Share (%)"]
    assert chart.table["Low (DKK)"].sum() == 1_220_500
    assert chart.table["High (DKK)"].sum() == 1_382_500


@pytest.mark.parametrize("language", ["en", "da"])
def test_computed_stands_beside_printed(language):
    figures = running_figures(LINES, load_volumes())
    chart = beside_printed(figures, ["running.total"], "Cost", language)
    assert list(chart.table.iloc[0, 2:]) == [1_220_500, 1_382_500]
    assert list(chart.table.iloc[1, 2:]) == [1_250_000, 1_350_000]


def test_ends_are_written_and_a_single_number_only_once():
    chart = range_chart([("a", "s", 10, 20), ("b", "s", 5, 5)], "Title", "DKK", "en")
    svg = chart._repr_mimebundle_()[0][SVG]
    assert svg.count(">DKK 5<") == 1
    assert ">DKK 10<" in svg
    assert ">DKK 20<" in svg
    assert chart.alt == "Title. a, s: DKK 10 to DKK 20. b, s: DKK 5."


def test_the_grant_is_drawn_in_both_languages():
    for language in ("en", "da"):
        chart = grant_chart(LINES, load_volumes(), language)
        assert isinstance(chart, Chart)
        assert len(chart.table) == 2


def test_nothing_to_show_is_a_sentence():
    empty = share_table((), (), "en")
    assert isinstance(hours_chart(empty, "en"), Notice)
    assert isinstance(amounts_chart(empty, "", "DKK", "da"), Notice)
    assert isinstance(range_chart([], "", "DKK", "en"), Notice)
