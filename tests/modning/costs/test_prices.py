from decimal import Decimal

import pandas as pd
import pytest

from cells import run_cells
from modning.costs import Interval, at_level, load_comparators, printed
from modning.costs.prices import load_prices, price_factor
from slicebook import paths
from slicebook.errors import InputError

COMPARATORS = "03_costs/04_comparators"


def test_the_reports_shelter_stay_becomes_just_under_80_000():
    stay = pd.Series([Interval.of(66_400), None], dtype=object)
    price, none = at_level(stay, pd.Series([2016, 2024]), 2024)
    assert round(price.mid) == 78_905
    assert price.mid in printed("comparator.shelter.2024")
    assert none is None


def test_a_factor_compounds_the_years_after_the_first():
    prices = {2001: Decimal(10), 2002: Decimal(20)}
    assert price_factor(prices, 2000, 2002) == Decimal("1.32")
    assert price_factor(prices, 2001, 2001) == 1


def test_back_and_forth_is_the_same_amount():
    prices = load_prices()
    there = price_factor(prices, 2016, 2024)
    assert float(there * price_factor(prices, 2024, 2016)) == pytest.approx(1)


def test_a_year_without_an_increase_is_named():
    with pytest.raises(InputError, match="no increase for 2030, needed for 2024 to 2030"):
        price_factor({year: Decimal(1) for year in range(2025, 2030)}, 2024, 2030)


def test_staff_alone_are_priced_at_hours_and_rates():
    options = run_cells(COMPARATORS, "prices", "options")["options"].set_index("comparator")
    # 2.5 full-time equivalents of 1,350 hours at 415 to 475, over 100 persons.
    expected = Interval.of(2.5 * 1350 * 415 / 100, 2.5 * 1350 * 475 / 100)
    assert options.loc["comparator.videre_uden_vold", "price"] == expected


def test_each_alternative_has_a_figure_with_the_level_in_its_name():
    figures = run_cells(COMPARATORS, "prices", "options", "figures")["figures"]
    danner = figures.loc["comparator.shelter.danner.2024", "value"]
    # 1.1 + 1.2 + 4.3 + 2.5 + 4.0 percent, compounded.
    assert float(danner) == pytest.approx(164_000 * 1.011 * 1.012 * 1.043 * 1.025 * 1.040)
    assert figures.loc["comparator.shelter_danner.at_level", "value"] == danner


def test_a_file_without_alternatives_is_an_empty_table(tmp_path):
    head = paths.report("comparators.csv").read_text(encoding="utf-8").splitlines()[0]
    (tmp_path / "none.csv").write_text(f"{head}\n", encoding="utf-8")
    none = load_comparators(tmp_path / "none.csv")
    assert none.empty
    assert {"name", "price"} <= set(none)


def test_each_alternative_says_what_is_and_is_not_in_it():
    [table] = run_cells(COMPARATORS, "prices", "options", "contents-table")["shown"]
    assert len(table) == len(load_comparators()) == 4
    assert (table != "").all(axis=None)
