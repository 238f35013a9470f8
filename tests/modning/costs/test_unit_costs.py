import sys
from dataclasses import replace
from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pandas as pd
import pytest

from cells import run_cells
from modning.costs import Interval, load_lines, of_phase, total, unit_costs
from modning.costs.unit_costs import years_covered
from slicebook.programme import load_programme
from slicebook.slices import Slice

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
    table = unit_costs(counts, COST, ALL)
    koge = cell(table, "koge", "2024", "completer")
    assert (koge.n, koge.each) == (20, Interval.of(50_000, 60_000))
    # Both municipalities together bear the cost twice.
    both = cell(table, "all", "2024", "completer")
    assert both.n == 60
    assert float(both.each.low) == pytest.approx(2_000_000 / 60)


def test_the_reports_counts_of_2024():
    table = unit_costs(
        {"completer": people(koge_2024=21, odense_2024=33)},
        total(of_phase(load_lines(), "running")),
        ALL,
    )
    koge, odense = (cell(table, place, "2024", "completer") for place in ("koge", "odense"))
    assert round(koge.each.low) == 58_119
    assert round(koge.each.high) == 65_833
    assert round(odense.each.low) == 36_985
    assert round(odense.each.high) == 41_894


def test_a_part_of_a_year_is_charged_that_part():
    covered = years_covered(date(2023, 9, 4), date(2025, 8, 25), (2022, 2023, 2024, 2025))
    assert covered[2022] == 0
    assert covered[2023] == Decimal(119) / 365
    assert covered[2024] == 1
    assert covered[2025] == Decimal(237) / 365
    table = unit_costs({"u": people(koge_2023=10)}, COST, Slice("koge", "2023"))
    low = cell(table, "koge", "2023", "u").each.low
    assert float(low) == pytest.approx(1_000_000 * 119 / 365 / 10)


def test_a_slice_has_only_what_lies_within_it():
    def keys(municipality, year):
        here = Slice(municipality, year)
        table = unit_costs({"u": people(koge_2024=9)}, COST, here)
        return set(zip(table["municipality"], table["year"], strict=True))

    assert keys("koge", "2024") == {("koge", "2024")}
    assert keys("koge", "all") == {("koge", year) for year in ("all", "2023", "2024", "2025")}
    assert len(keys("all", "all")) == 12


@pytest.mark.parametrize("number", [0, 1, 4])
def test_nobody_and_few_have_no_cost(number):
    here = Slice("koge", "2024")
    table = unit_costs({"u": people(koge_2024=number)}, COST, here)
    assert table["each"].isna().all()


def test_a_sum_that_would_give_a_small_count_away_is_withheld():
    counts = {"referred": people(koge_2023=3, odense_2023=17, koge_2024=9, odense_2024=9)}
    table = unit_costs(counts, COST, ALL)
    for place, year in (("koge", "2023"), ("all", "2023"), ("koge", "all"), ("all", "all")):
        assert cell(table, place, year, "referred").each is None
    # The sums do not carry their counts either; the small count is withheld by record().
    assert pd.isna(cell(table, "all", "2023", "referred").n)
    assert cell(table, "odense", "2023", "referred").n == 17
    assert cell(table, "all", "2024", "referred").n == 18


def test_a_sum_of_public_counts_is_shown(monkeypatch):
    """How many forms came in is public; of what part of them, it is not."""
    forms = people(koge_2023=4, odense_2023=10)
    module = sys.modules["modning.costs.unit_costs"]
    monkeypatch.setattr(module, "answers", lambda form, here: forms)
    for counts, n in (("baseline", 14), (forms, None)):
        table = unit_costs({"starter": counts}, COST, ALL)
        assert cell(table, "koge", "2023", "starter").each is None
        both = cell(table, "all", "2023", "starter")
        assert (both.n == n) if n else (pd.isna(both.n) and both.each is None)
    private = replace(load_programme(), public=())
    monkeypatch.setattr(module, "load_programme", lambda: private)
    table = unit_costs({"starter": "baseline"}, COST, ALL)
    assert cell(table, "all", "2023", "starter").each is None


def test_no_answers_at_all():
    table = unit_costs({"u": people()}, COST, ALL)
    assert (table["n"] == 0).all()
    assert table["each"].isna().all()


def test_a_part_of_a_form_is_a_figure_and_a_row_of_each_slice():
    here = Slice("koge", "2024")
    table = unit_costs({"u": people(koge_2024=10)}, COST, here)
    names = {"koge": "Køge"}
    given = {"counts": {"u": people(koge_2024=10)}, "yearly": COST, "here": here, "names": names}
    found = run_cells("03_costs/03_unit_costs", "unit-costs", **given)
    [row] = found["figures"].reset_index().to_dict("records")
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
    assert table["each"].tolist() == found["table"]["each"].tolist() == [COST / 10]


def test_a_course_held_costs_what_the_year_costs_over_them():
    drawn = []
    names = {"koge": "Køge", "odense": "Odense"}
    cells = "lines", "courses-figures", "courses-bars", "courses-chart"
    run_cells("03_costs/03_unit_costs", *cells, names=names, charts=SimpleNamespace(
        range_chart=lambda bars, *words: drawn.append(bars),
    ))  # fmt: skip
    bars = {str(item): cost for item, _, cost in drawn[-1]}
    assert bars["Køge, 2024 (n = 4)"].low == Decimal(1_220_500) / 4
    assert float(bars["Odense, 2024 (n = 6)"].high) == pytest.approx(1_382_500 / 6)
    assert bars["As printed"] == Interval.of(250_000, 300_000)
