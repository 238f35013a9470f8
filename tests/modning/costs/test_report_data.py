"""The data files say what the report prints, and the analysis arrives at what it prints."""

from decimal import Decimal

import pandas as pd
import pytest

from modning.costs import (
    Interval,
    basis_table,
    comparator_figures,
    grant_per_year,
    load_comparators,
    load_lines,
    load_prices,
    load_volumes,
    of_phase,
    omitted,
    overhead_of,
    prices_at,
    prices_of,
    prices_table,
    printed,
    quantity,
    running_total,
    share_table,
    total,
    total_quantity,
    volume,
)
from modning.costs.totals import named
from modning.ranges import range_figures
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
    for line in load_lines():
        if line.unit == "hours" and line.price is None:
            numbers[line.line] = (line.quantity, line.quantity)
        elif line.price:
            numbers[line.line] = (line.price.low, line.price.high)
            numbers[line.line + ".low"] = (line.price.low,) * 2
            numbers[line.line + ".high"] = (line.price.high,) * 2
    for one in load_comparators():
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
    for line in load_lines():
        assert line.source.startswith(("Tabel 4.", "section 4."))
        assert line.vat == "not stated"
        assert line.price_year_basis in ("stated", "assumed")


def test_the_start_up_adds_up_to_the_printed_totals():
    lines = load_lines()
    startup = of_phase(lines, "startup")
    assert total(startup, lines) == printed("startup.total", "koge")
    assert total(named(startup, "startup.wages"), lines) == printed("startup.wages", "koge")


def test_the_hours_add_up_to_the_printed_total():
    lines = load_lines()
    hours = named(of_phase(lines, "running"), "running.hours")
    assert total_quantity(hours, lines) == 2700
    assert quantity(overhead_of(hours), lines) == (450, "hours")


def test_the_running_cost_is_hours_times_rates_and_fees():
    lines = load_lines()
    hours = named(of_phase(lines, "running"), "running.hours")
    assert total(hours, lines) == Interval.of(2700 * 415, 2700 * 475)
    assert running_total(lines) == Interval.of(2700 * 415 + 100_000, 2700 * 475 + 100_000)
    grant = grant_per_year(lines, load_volumes())
    assert float(grant.mid) == pytest.approx(3_500_000 / 13 * 4)


def test_shares_add_up_to_a_hundred():
    lines = load_lines()
    for phase in ("startup", "running"):
        assert speak("da", share_table, of_phase(lines, phase), lines)[
            "share"
        ].sum() == pytest.approx(100)


def all_figures():
    """The figures of chapter 4 that are reckoned from lines and volumes."""
    lines, volumes = load_lines(), load_volumes()
    prices = prices_at(load_comparators(), 2024, load_prices(), lines, volumes)
    course = running_total(lines) / volume(volumes, "running.courses")
    each = {"running.per_course": course,
            "running.per_completer": course / volume(volumes, "group.size")}  # fmt: skip
    own = range_figures(each, "DKK").assign(municipality="all")
    tables = [own, comparator_figures(prices, 2024, "DKK")]
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


@pytest.mark.parametrize("language", ["en", "da"])
def test_every_rate_the_report_names_is_shown_with_the_years_wages(language):
    rates = named(load_lines(), "running.rate")
    table = speak(language, prices_of, rates, Decimal(2700))
    assert table.iloc[:, 1:5].to_numpy().tolist() == [
        [415, 475, 2700 * 415, 2700 * 475],
        [390, 390, 2700 * 390, 2700 * 390],
    ]


@pytest.mark.parametrize("language", ["en", "da"])
def test_what_is_left_out_says_to_what_effect(language):
    every = [speak(language, omitted, phase) for phase in ("running", "consequence")]
    assert [len(table) for table in every] == [6, 2]
    assert all((table != "").all(axis=None) for table in every)
    assert len(speak(language, omitted)) == 8


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
