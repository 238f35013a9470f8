"""The data files say what the report prints, and the analysis arrives at what it prints."""

import csv
from decimal import Decimal

import pandas as pd
import pytest

from modning import paths
from modning.costs import (
    load_lines,
    load_volumes,
    of_phase,
    printed,
    running_figures,
    share_table,
    total,
)
from modning.costs.totals import named
from modning.errors import InputError

PUBLISHED = pd.read_csv(paths.report("published.csv"), dtype=str).fillna("")
INPUTS = PUBLISHED[
    (PUBLISHED["role"] == "input")
    & PUBLISHED["figure"].str.match(r"(startup|running|group|sara|grant)\.")
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
    figures = running_figures(load_lines(), load_volumes()).set_index("figure")
    assert figures.loc["running.hours.overhead", "value"] == 450
    assert figures.loc["running.hours.total", "value"] == 2700
    assert figures.loc["running.hours.total", "municipality"] == "koge"


def test_the_running_cost_is_hours_times_rates_and_fees():
    figures = running_figures(load_lines(), load_volumes()).set_index("figure")
    assert figures.loc["running.wages", "low"] == 2700 * 415
    assert figures.loc["running.wages", "high"] == 2700 * 475
    assert figures.loc["running.total", "low"] == 2700 * 415 + 100_000
    assert float(figures.loc["grant.per_year", "value"]) == pytest.approx(3_500_000 / 13 * 4)


def test_shares_add_up_to_a_hundred():
    lines = load_lines()
    for phase in ("startup", "running"):
        assert share_table(of_phase(lines, phase), lines, "da")["share"].sum() == pytest.approx(100)


def test_each_known_difference_is_one():
    with paths.report("known_differences.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert rows
    for row in rows:
        report = printed(row["figure"], row["municipality"], row["year"])
        low, _, high = row["computed"].partition("-")
        assert not (Decimal(low) in report and Decimal(high or low) in report)
        assert row["reason"]
        assert row["reason_da"]


def test_a_figure_the_report_does_not_print_is_named():
    with pytest.raises(InputError, match=r"no figure running\.total, koge, 2024"):
        printed("running.total", "koge", 2024)
