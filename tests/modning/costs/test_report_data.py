"""The data files say what the report prints, and the analysis arrives at what it prints."""

from decimal import Decimal

import pandas as pd
import pytest

from cells import run_cells
from modning.costs import (
    Interval,
    basis_table,
    load_comparators,
    load_lines,
    load_volumes,
    of_phase,
    prices_table,
    printed,
    printed_figures,
    total,
    total_quantity,
    volume,
)
from modning.costs.lines import line_of, named, overhead_of, shares
from modning.costs.ranges import range_figures
from slicebook import paths
from slicebook.errors import InputError
from speak import speak

PUBLISHED = pd.read_csv(paths.report("published.csv"), dtype=str).fillna("")
INPUTS = PUBLISHED[
    (PUBLISHED["role"] == "input")
    & PUBLISHED["figure"].str.match(r"(startup|running|group|sara|grant|comparator)\.")
]


def our_numbers():
    """Every number of costs.csv and volumes.csv under the name the report's figure has."""
    numbers = {}
    for line in load_lines().itertuples():
        if line.unit == "hours" and line.priced_by:
            numbers[line.line] = (line.quantity, line.quantity)
        elif line.price:
            numbers[line.line] = (line.price.low, line.price.high)
            numbers[line.line + ".low"] = (line.price.low,) * 2
            numbers[line.line + ".high"] = (line.price.high,) * 2
    for one in load_comparators().itertuples():
        if one.price:
            key = f"{one.comparator}.{one.price_year}"
            numbers[key] = (one.price.low, one.price.high)
    for row in load_volumes().itertuples():
        key = (row.municipality, row.year)
        numbers[row.volume, *key] = (row.low, row.high)
        for end, value in (("low", row.low), ("high", row.high)):
            numbers[f"{row.volume}.{end}", *key] = (value, value)
        # The hours of a session: the summary says 2, the chapter 2.5.
        numbers[f"{row.volume}.summary", *key] = (row.low, row.low)
        numbers[f"{row.volume}.chapter", *key] = (row.high, row.high)
    return numbers


@pytest.mark.parametrize("row", INPUTS.to_dict("records"), ids=lambda row: row["figure"])
def test_each_input_of_the_report_is_in_our_files(row):
    numbers = our_numbers()
    name = row["figure"]
    ours = numbers.get((name, row["municipality"], row["year"])) or numbers.get(name)
    assert ours == (Decimal(row["low"]), Decimal(row["high"]))


def test_every_line_names_its_source_and_says_that_vat_is_not_stated():
    for line in load_lines().itertuples():
        assert line.source.startswith(("Tabel 4.", "section 4."))
        assert line.vat == "not stated"
        assert line.price_year_basis in ("stated", "assumed")


def test_the_start_up_adds_up_to_the_printed_totals():
    startup = of_phase(load_lines(), "startup")
    assert total(startup) == printed("startup.total", "koge")
    assert total(named(startup, "startup.wages")) == printed("startup.wages", "koge")


def test_the_hours_add_up_to_the_printed_total():
    hours = named(of_phase(load_lines(), "running"), "running.hours")
    assert total_quantity(hours) == 2700
    assert tuple(overhead_of(hours)[["number", "measure"]]) == (450, "hours")


def test_the_running_cost_is_hours_times_rates_and_fees():
    running = of_phase(load_lines(), "running")
    assert total(named(running, "running.hours")) == Interval.of(2700 * 415, 2700 * 475)
    assert total(running) == Interval.of(2700 * 415 + 100_000, 2700 * 475 + 100_000)
    figures = run_cells("03_costs/02_running", "lines", "grant-cell", "figures")["figures"]
    assert figures.loc["grant.per_year", "value"] == pytest.approx(3_500_000 / 13 * 4)


def test_shares_add_up_to_a_hundred():
    for phase in ("startup", "running"):
        assert shares(of_phase(load_lines(), phase)).sum() == pytest.approx(100)


def all_figures():
    """The figures of chapter 4 that are reckoned from lines and volumes."""
    course = total(of_phase(load_lines(), "running")) / volume(load_volumes(), "running.courses")
    each = {"running.per_course": course,
            "running.per_completer": course / volume(load_volumes(), "group.size")}  # fmt: skip
    prices = run_cells("03_costs/04_comparators", "prices", "options", "figures")[
        "figures"
    ].reset_index()
    tables = [range_figures(each, "DKK").assign(municipality="all"), prices]
    return {(row["figure"], row["municipality"]): row
            for table in tables for row in table.to_dict("records")}  # fmt: skip


def ends(row):
    """The ends that must lie within the printed range: both of an amount, else the value."""
    return (row["low"], row["high"]) if row["unit"] == "DKK" else (row["value"],) * 2


CHECKS = PUBLISHED[
    (PUBLISHED["role"] == "check") & PUBLISHED["figure"].str.match(r"(running\.per_|comparator\.)")
]
KNOWN = pd.read_csv(paths.report("known_differences.csv"), dtype=str).set_index("figure")


@pytest.mark.parametrize("row", CHECKS.to_dict("records"), ids=lambda row: row["figure"])
def test_each_check_of_chapter_4_is_met_or_explained(row):
    low, high = ends(all_figures()[row["figure"], row["municipality"]])
    report = printed(row["figure"], row["municipality"], row["year"])
    within = report.low <= low <= high <= report.high
    assert within != (row["figure"] in KNOWN.index)


def test_every_rate_the_report_names_is_shown_with_the_years_wages():
    cells = "lines", "rates-figures", "rates-table"
    [table] = run_cells("03_costs/02_running", *cells)["shown"]
    assert table.iloc[:, 1:5].to_numpy().tolist() == [
        [415, 475, 2700 * 415, 2700 * 475],
        [390, 390, 2700 * 390, 2700 * 390],
    ]


@pytest.mark.parametrize(
    ("notebook", "cell", "rows"),
    [("02_running", "omitted-table", 6), ("05_break_even", "consequences-table", 2)],
)
def test_what_is_left_out_says_to_what_effect(notebook, cell, rows):
    [table] = run_cells(f"03_costs/{notebook}", cell)["shown"]
    assert len(table) == rows
    assert (table != "").all(axis=None)


@pytest.mark.parametrize("language", ["en", "da"])
def test_the_series_names_the_tables_edition(language):
    shown = speak(language, prices_table, 2024)
    assert "2024-2025" in shown["note"]
    factors = shown["frame"].set_index(shown["frame"].columns[0]).iloc[:, -1]
    assert 66_400 * float(factors["2016"].replace(",", ".")) == pytest.approx(78_905, abs=5)
    assert factors["2024"] == {"en": "1.0000", "da": "1,0000"}[language]
    assert "2025" not in factors


def test_a_figure_the_report_does_not_print_is_named():
    with pytest.raises(InputError, match=r"no figure running\.total, koge, 2024"):
        printed("running.total", "koge", 2024)


@pytest.mark.parametrize(
    ("language", "expected"),
    [("en", ["DKK", "2024", "assumed", "not stated"]), ("da", ["DKK", "2024", "antaget",
                                                              "ikke oplyst"])],
)  # fmt: skip
def test_currency_price_year_and_vat_are_said(language, expected):
    table = speak(language, basis_table, of_phase(load_lines(), "running"))["frame"]
    assert table.iloc[:, 1:].to_numpy().tolist() == [expected]
    assert table.iloc[0, 0].startswith(
        {"en": "Outreach and promotion; ", "da": "Opsporing"}[language]
    )


def test_the_printed_range_is_a_figure_of_the_slice():
    [row] = printed_figures(["running.per_completer"]).to_dict("records")
    assert row["figure"] == "printed.running.per_completer"
    assert (row["low"], row["high"], row["unit"]) == (30_000, 40_000, "DKK")


def test_course_fees_are_the_places_at_their_price():
    cells = "lines", "figures", "fees-and-wage", "fees-figures"
    figures = run_cells("03_costs/01_startup", *cells)["figures"]
    fees = line_of(load_lines(), "startup.course_price")["price"] * 16
    assert figures.loc["startup.course_fees", "value"] == float(fees.mid)
