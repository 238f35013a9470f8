"""The one year that was counted to its end: the printed cost over the forms that came in."""

from decimal import Decimal

import pandas as pd
import pytest

from modning.costs import (
    form_counts,
    full_year_costs,
    full_year_figures,
    full_year_table,
    load_lines,
    load_volumes,
    printed,
)
from report_counts import COUNTS
from slicebook.programme import load_programme
from speak import speak

TABLE = full_year_costs(load_lines(), load_volumes(), COUNTS, load_programme(), 2024)
NAMES = {"koge": "Køge", "odense": "Odense"}


def row(place, unit):
    [found] = TABLE[(TABLE["municipality"] == place) & (TABLE["unit"] == unit)].to_dict("records")
    return found


@pytest.mark.parametrize(
    ("place", "forms", "low", "high"),
    [("koge", 21, 59_524, 64_286), ("odense", 33, 37_879, 40_909)],
)
def test_the_printed_cost_over_the_years_completion_forms(place, forms, low, high):
    """1.25 to 1.35 million over 21 and over 33 forms; report section 4.2 and Tabel 5.1."""
    found = row(place, "completer")
    assert found["n"] == forms
    assert (round(found["printed"].low), round(found["printed"].high)) == (low, high)
    assert found["computed"].low == pytest.approx(Decimal(1_220_500) / forms)


def test_candidates_are_the_reports_count_and_known_in_one_place():
    assert row("koge", "candidate")["n"] == printed("running.candidates", "koge", 2024).mid == 35
    assert row("koge", "starter")["n"] == 26
    assert TABLE["unit"].tolist().count("candidate") == 1


def test_the_counts_interval_is_carried_into_the_cost():
    found = row("koge", "completer")
    few, many = 10, 36
    assert (found["few"], found["many"]) == (few, many)
    assert float(found["uncertain"].low) == pytest.approx(1_220_500 / many, rel=1e-6)
    assert float(found["uncertain"].high) == pytest.approx(1_382_500 / few, rel=1e-6)
    for one in TABLE.itertuples():
        assert one.uncertain.low < one.computed.low < one.computed.high < one.uncertain.high


def test_figures_name_the_place_since_every_slice_has_both():
    figures = full_year_figures(TABLE, load_volumes(), 2024, "DKK").set_index("figure")
    assert figures.index.is_unique
    assert figures.loc["full_year.odense.completer.counted", "value"] == 33
    # Those who began over the courses held.
    assert figures.loc["full_year.koge.group", "value"] == Decimal(26) / 4
    assert float(figures.loc["full_year.odense.group", "value"]) == pytest.approx(44 / 6)


@pytest.mark.parametrize(("language", "span"), [("en", "59,524–64,286"), ("da", "59.524–64.286")])
def test_the_table_writes_ranges_as_the_language_does(language, span):
    printed_table = speak(language, full_year_table, TABLE, NAMES)
    assert span in printed_table.iloc[:, 4].tolist()
    assert len(printed_table) == len(TABLE)


def test_a_programme_without_candidates_has_only_its_forms():
    volumes = load_volumes()
    without = volumes[volumes["volume"] != "running.candidates"]
    table = full_year_costs(load_lines(), without, COUNTS, load_programme(), 2024)
    assert set(table["unit"]) == {"registration", "starter", "completer"}


def test_it_rests_on_the_forms_that_came_in_and_leaves_out_the_few():
    answers = pd.DataFrame({"municipality": ["koge"] * 24 + ["odense"] * 4, "year": 2024})
    counts = form_counts({"completion": answers}, load_programme())
    assert counts["completion", "koge", "2024"] == counts["completion", "koge", "all"] == 24
    assert counts["completion", "all", "2024"] == 28
    assert not any(place == "odense" for _, place, _ in counts)
    table = full_year_costs(load_lines(), load_volumes(), counts, load_programme(), 2024)
    assert table.loc[table["unit"] == "completer", "n"].tolist() == [24]


def test_a_place_whose_courses_nobody_counted_has_no_group():
    volumes = load_volumes()
    without = volumes[volumes["volume"] != "running.courses"]
    figures = full_year_figures(TABLE, without, 2024, "DKK")
    assert not figures["figure"].str.endswith(".group").any()
