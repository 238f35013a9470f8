from decimal import Decimal

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from modning.costs import (
    Interval,
    break_even_figures,
    hull,
    load_lines,
    load_prices,
    payback_years,
    share_needed,
    startup_total,
)

STAY = {"stay": Interval.of(50_000, 100_000)}


def test_what_must_be_prevented():
    figures = break_even_figures(
        Interval.of(1_000_000), Interval.of(400_000), STAY, Interval.of(20, 40)
    ).set_index("figure")
    per_year = figures.loc["break_even.stay.per_year"]
    assert (per_year["low"], per_year["high"]) == (10, 20)
    assert figures.loc["break_even.stay.startup", "low"] == 4
    share = figures.loc["break_even.stay.share"]
    assert (share["low"], share["high"], share["unit"]) == (25, 100, "percent")


def test_what_the_state_may_refund_is_a_second_answer():
    """Half of each stay comes from the state: twice as many must be prevented."""
    figures = break_even_figures(
        Interval.of(1_000_000), Interval.of(400_000), STAY, Interval.of(20), Interval.of(0, 50)
    ).set_index("figure")
    whole, left = (figures.loc[f"break_even.{name}.per_year"] for name in ("stay", "stay_refunded"))
    assert (left["low"], left["high"]) == (2 * whole["low"], 2 * whole["high"]) == (20, 40)
    assert figures.loc["break_even.stay_refunded.share", "low"] == 100


def test_without_persons_there_is_no_share():
    figures = break_even_figures(Interval.of(10), Interval.of(1), STAY)
    assert not figures["figure"].str.endswith("share").any()


@given(st.integers(1, 10**7), st.integers(1, 10**6), st.integers(1, 500))
def test_so_many_prevented_stays_pay_the_year(cost, price, persons):
    [row] = share_needed(Interval.of(cost), {"p": Interval.of(price)}, [persons]).itertuples()
    assert row.low / 100 * persons * price == pytest.approx(cost)


def test_the_payback_against_hand_worked_years():
    table = payback_years(cost=100.0, startup=60.0, price=10.0, prevented=[9, 10, 12, 13])
    assert table["years"].isna().tolist() == [True, True, False, False]
    assert table["years"].dropna().tolist() == [3, 2]


def test_a_hull_holds_every_range():
    assert hull([Interval.of(3, 5), Interval.of(1, 2)]) == Interval.of(1, 5)


def test_the_start_up_is_moved_to_one_level():
    total = startup_total(load_lines(), 2024, load_prices())
    assert total == Interval.of(975_000 * Decimal("1.04"))


def test_no_alternative_is_an_empty_table():
    assert isinstance(share_needed(Interval.of(1), {}, [1]), pd.DataFrame)
