"""The cells on break-even, on numbers that are worked out by hand."""

from decimal import Decimal

import pandas as pd
import pytest

from cells import run_cells
from modning.costs import Interval, hull, load_volumes
from modning.costs.volumes import volume
from slicebook.programme import load_programme
from slicebook.shown.house import Notice

BREAK_EVEN = "03_costs/05_break_even"
VOLUMES = load_volumes()


def stays(*prices):
    """Alternatives of these prices, named as letters."""
    names = pd.Index(list("abc")[: len(prices)])
    return {
        "stays": pd.DataFrame({"label": names}, names),
        "prices": pd.Series([Interval.of(*price) for price in prices], names, dtype=object),
    }


def needed(persons=None):
    given = {"cost": Interval.of(10**6), "startup": Interval.of(400_000), "persons": persons}
    given |= stays((50_000, 100_000))
    return run_cells(BREAK_EVEN, "figures", volumes=VOLUMES, **given)["figures"]


def test_what_must_be_prevented():
    figures = needed(Interval.of(20, 40))
    per_year = figures.loc["break_even.a.per_year"]
    assert (per_year["low"], per_year["high"]) == (10, 20)
    assert figures.loc["break_even.a.startup", "low"] == 4
    share = figures.loc["break_even.a.share"]
    assert (share["low"], share["high"], share["unit"]) == (25, 100, "percent")


def test_what_the_state_may_refund_is_a_second_answer():
    """Half of each stay comes from the state: twice as many must be prevented."""
    assert volume(VOLUMES, "refund.stays").high == 50
    figures = needed(Interval.of(20))
    whole, left = (figures.loc[f"break_even.{name}.per_year"] for name in ("a", "a_refunded"))
    assert (left["low"], left["high"]) == (2 * whole["low"], 2 * whole["high"]) == (20, 40)
    assert figures.loc["break_even.a_refunded.share", "low"] == 100


def test_without_persons_there_is_no_share():
    assert not needed().index.str.endswith("share").any()


@pytest.mark.parametrize(("cost", "price"), [(10**6, 80_000), (300_000, 164_000)])
def test_so_many_prevented_stays_pay_the_year(cost, price):
    names = run_cells(
        BREAK_EVEN, "share-curves", "share-chart",
        cost=Interval.of(cost), programme=load_programme(),
        completed=pd.Series({"koge": 21}), **stays((price,)),
    )  # fmt: skip
    shares = names["curves"]
    assert (shares["y"] / 100 * shares["x"] * price).to_numpy() == pytest.approx(cost)
    assert names["marks"] == {"Køge": 21.0}


def test_the_payback_against_hand_worked_years():
    given = {"cost": Interval.of(100), "startup": Interval.of(60), **stays((10,))}
    drawn = run_cells(BREAK_EVEN, "payback-curves", "payback-chart", **given)["within"].set_index(
        "x"
    )["y"]
    assert drawn[[12, 13]].tolist() == [3, 2]
    # A year that saves no more than it costs pays nothing back.
    assert drawn.index.min() == 11


def test_no_alternative_is_nothing_to_show():
    shown = run_cells(
        BREAK_EVEN,
        "payback-curves",
        "payback-chart",
        cost=Interval.of(1),
        startup=Interval.of(1),
        **stays(),
    )
    assert shown["curves"].empty
    assert isinstance(shown["charts"].curve_chart(shown["within"], "", ("", "")), Notice)


def test_a_hull_holds_every_range():
    assert hull([Interval.of(3, 5), Interval.of(1, 2)]) == Interval.of(1, 5)


def test_the_start_up_is_moved_to_one_level():
    names = run_cells(BREAK_EVEN, "prices", "startup-cell")
    assert names["startup"] == Interval.of(975_000 * Decimal("1.04"))
    assert list(names["prices"].index) == ["shelter", "shelter_danner"]
