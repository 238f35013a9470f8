from dataclasses import replace
from datetime import date
from decimal import Decimal

import pandas as pd
import pytest

from modning.costs import (
    Interval,
    course_costs,
    load_lines,
    load_volumes,
    printed_figures,
    running_total,
    unit_cost_table,
    unit_costs,
    unit_figures,
    years_covered,
)
from slicebook.programme import load_programme
from slicebook.slices import Slice
from speak import speak

PROGRAMME = load_programme()
COST = Interval.of(1_000_000, 1_200_000)
ALL = Slice("all", "all")


def people(**counts):
    """Frames of so many persons: koge_2024=21."""
    rows = [
        (name.split("_")[0], int(name.split("_")[1]))
        for name, number in counts.items()
        for _ in range(number)
    ]
    frame = pd.DataFrame(rows, columns=["municipality", "year"])
    return frame.astype({"year": "int64"})


def cell(table, municipality, year, unit):
    keys = (table["municipality"] == municipality) & (table["year"] == year)
    return table[keys & (table["unit"] == unit)].iloc[0]


def test_a_year_counted_to_the_end_bears_a_years_cost():
    counts = {"completer": people(koge_2024=20, odense_2024=40)}
    table = unit_costs(counts, COST, ALL, PROGRAMME)
    koge = cell(table, "koge", "2024", "completer")
    assert (koge.n, koge.low, koge.high) == (20, 50_000, 60_000)
    # Both municipalities together bear the cost twice.
    both = cell(table, "all", "2024", "completer")
    assert (both.n, both.low) == (60, Decimal(2_000_000) / 60)


def test_the_reports_counts_of_2024():
    table = unit_costs(
        {"completer": people(koge_2024=21, odense_2024=33)},
        running_total(load_lines()),
        ALL,
        PROGRAMME,
    )
    koge, odense = (cell(table, place, "2024", "completer") for place in ("koge", "odense"))
    assert round(koge.low) == 58_119
    assert round(koge.high) == 65_833
    assert round(odense.low) == 36_985
    assert round(odense.high) == 41_894


def test_a_part_of_a_year_is_charged_that_part():
    covered = years_covered(date(2023, 9, 4), date(2025, 8, 25), (2022, 2023, 2024, 2025))
    assert covered[2022] == 0
    assert covered[2023] == Decimal(119) / 365
    assert covered[2024] == 1
    assert covered[2025] == Decimal(237) / 365
    table = unit_costs({"u": people(koge_2023=10)}, COST, Slice("koge", "2023"), PROGRAMME)
    assert cell(table, "koge", "2023", "u").low == COST.low * covered[2023] / 10


def test_a_slice_has_only_what_lies_within_it():
    def keys(municipality, year):
        here = Slice(municipality, year)
        table = unit_costs({"u": people(koge_2024=9)}, COST, here, PROGRAMME)
        return set(zip(table["municipality"], table["year"], strict=True))

    assert keys("koge", "2024") == {("koge", "2024")}
    assert keys("koge", "all") == {("koge", year) for year in ("all", "2023", "2024", "2025")}
    assert len(keys("all", "all")) == 12


@pytest.mark.parametrize("number", [0, 1, 4])
def test_nobody_and_few_have_no_cost(number):
    here = Slice("koge", "2024")
    table = unit_costs({"u": people(koge_2024=number)}, COST, here, PROGRAMME)
    assert table["low"].isna().all()
    assert unit_figures(table, "DKK")["value"].isna().all()


def test_a_sum_that_would_give_a_small_count_away_is_withheld():
    counts = {"referred": people(koge_2023=3, odense_2023=17, koge_2024=9, odense_2024=9)}
    table = unit_costs(counts, COST, ALL, PROGRAMME)
    for place, year in (("koge", "2023"), ("all", "2023"), ("koge", "all"), ("all", "all")):
        assert pd.isna(cell(table, place, year, "referred").low)
    # The sums do not carry their counts either; the small count is withheld by record().
    assert pd.isna(cell(table, "all", "2023", "referred").n)
    assert cell(table, "odense", "2023", "referred").n == 17
    assert cell(table, "all", "2024", "referred").n == 18


def test_a_sum_of_public_counts_is_shown():
    counts = {"starter": people(koge_2023=4, odense_2023=10)}
    table = unit_costs(counts, COST, ALL, PROGRAMME)
    assert pd.isna(cell(table, "koge", "2023", "starter").low)
    assert cell(table, "all", "2023", "starter").n == 14
    private = replace(PROGRAMME, public=())
    assert pd.isna(cell(unit_costs(counts, COST, ALL, private), "all", "2023", "starter").low)


def test_no_answers_at_all():
    table = unit_costs({"u": people()}, COST, ALL, PROGRAMME)
    assert (table["n"] == 0).all()
    assert table["low"].isna().all()


def test_figures_carry_their_key():
    table = unit_costs({"u": people(koge_2024=10)}, COST, Slice("koge", "2024"), PROGRAMME)
    [row] = unit_figures(table, "DKK").to_dict("records")
    assert row == {
        "figure": "unit_cost.u",
        "value": 110_000,
        "low": 100_000,
        "high": 120_000,
        "n": 10,
        "unit": "DKK",
        "municipality": "koge",
        "year": "2024",
        "shown": True,
    }


@pytest.mark.parametrize(("language", "span"), [("en", "50,000–60,000"), ("da", "50.000–60.000")])
def test_the_table_to_print_has_a_row_per_municipality_and_year(language, span):
    counts = {"completer": people(koge_2024=20, odense_2024=3)}
    table = unit_costs(counts, COST, ALL, PROGRAMME)
    names = {"all": "All", "koge": "Køge", "odense": "Odense"}
    printed = speak(language, unit_cost_table, table, names).set_index(
        {"en": "Municipality and year", "da": "Kommune og år"}[language]
    )
    assert len(printed) == 12
    assert printed.loc["Køge, 2024"].item() == span
    assert printed.loc["Odense, 2024"].item() == "–"


def test_a_course_held_costs_what_the_year_costs_over_them():
    table = course_costs(load_lines(), load_volumes()).set_index("municipality")
    assert table.loc["koge", "low"] == Decimal(1_220_500) / 4
    assert float(table.loc["odense", "high"]) == pytest.approx(1_382_500 / 6)


def test_the_printed_range_is_a_figure_of_the_slice():
    [row] = printed_figures(["running.per_completer"]).to_dict("records")
    assert (row["figure"], row["low"], row["high"]) == (
        "printed.running.per_completer",
        30_000,
        40_000,
    )
