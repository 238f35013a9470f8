"""The cells on how large a place must be, on a place that is worked out by hand."""

import pandas as pd
import pytest

from cells import run_cells
from modning.costs import Interval, load_populations, load_volumes

SCALE = "03_costs/07_scale"
# A team for six courses of six, of whom half complete.
TEAM = {"size": 6.0, "most": 6.0, "completing": 0.5, "yearly": 1_200_000.0,
        "groups": Interval.of(6, 8), "level": 2024}  # fmt: skip


def asking(joiners=24, inhabitants=24_000, name="A"):
    """A place with so many joiners, twice as many of whom asked."""
    row = {"registration": 2.0 * joiners, "baseline": float(joiners), "name": name,
           "inhabitants": float(inhabitants), "inquiries": 20_000 * joiners / inhabitants,
           "joining": 0.5, "joiners": 10_000 * joiners / inhabitants}  # fmt: skip
    return pd.DataFrame([row], pd.Index([name.lower()], name="municipality"))


def places(seen, **team):
    return run_cells(SCALE, "places", seen=seen, **TEAM | team)["places"].set_index("inhabitants")


def test_a_hand_worked_place():
    # 24,000 inhabitants have 24 joiners a year, which fill 4 courses; 12 persons complete.
    found = places(asking()).loc[24_000]
    assert (found["courses"], found["weeks"], found["cost"]) == (4, 13, 100_000)


def test_the_team_sets_the_most():
    found = places(asking()).loc[220_000]
    assert found["courses"] == 6
    assert found["cost"] == 1_200_000 / 18


@pytest.mark.parametrize(("joiners", "inhabitants"), [(5, 10**6), (24, 24_000), (900, 9_000)])
def test_a_larger_place_never_waits_longer_or_pays_more(joiners, inhabitants):
    found = places(asking(joiners, inhabitants))
    assert found["weeks"].is_monotonic_decreasing
    assert found["cost"].is_monotonic_decreasing


def catchment(seen, **team):
    cells = run_cells(
        SCALE, "demand-figures", "joiners-figures", "catchments", seen=seen, **TEAM | team
    )
    return cells["figures"].loc["catchment.quarterly"]


def test_the_smallest_catchment_starts_a_course_every_quarter():
    needed = catchment(asking())
    assert needed["value"] == 24_000
    assert needed["low"] < needed["value"] < needed["high"]
    # Few joiners, between 15.4 and 35.7, and the largest groups need the most inhabitants.
    assert needed["high"] == pytest.approx(4 * 8 / 15.377 * 24_000, abs=60)
    assert pd.isna(catchment(asking(), most=3.0)["value"])


def test_joiners_have_the_interval_of_their_count():
    figures = run_cells(SCALE, "demand-figures", "joiners-figures", seen=asking())["figures"]
    joiners = figures.loc["demand.joiners"]
    assert joiners["value"] == 10
    assert joiners["low"] == pytest.approx(15.377 / 2.4, rel=1e-4)
    assert joiners["high"] == pytest.approx(35.710 / 2.4, rel=1e-4)
    assert figures.loc["demand.joining", "value"] == 50


def test_places_that_join_start_more_often():
    names = run_cells(SCALE, "joining-figures", "joining-table", seen=asking(), **TEAM)
    [table] = names["shown"]
    assert table.iloc[:, 1].tolist() == [20_000, 40_000, 60_000, 80_000]
    assert table.iloc[:, 2].tolist() == [16, 9, 9, 9]
    # At 3⅓ courses a year ten persons complete, at the most eighteen.
    assert table.iloc[:2, 3].tolist() == [120_000, 66_700]
    assert names["figures"].loc["joining.alone", "value"] == pytest.approx(20 / 6)


def test_a_place_with_room_has_its_wait_and_a_full_one_none():
    seen = pd.concat([asking(26, name="A"), asking(44, name="B")])
    figures = run_cells(SCALE, "waits", "waits-within", seen=seen, **TEAM | {"size": 7.0})[
        "figures"
    ]
    found = figures.reset_index().set_index(["figure", "municipality"])["value"]
    assert found["waiting.used", "a"] == pytest.approx(100 * 26 / 42)
    assert found["waiting.mean", "a"] < found["waiting.ninetieth", "a"]
    assert found["waiting.used", "b"] > 100
    assert (
        found[["waiting.mean", "waiting.ninetieth", "waiting.error"]].xs("b", level=1).isna().all()
    )
    within = found["waiting.joiners_within_8", "all"], found["waiting.joiners_within_13", "all"]
    assert within[0] < within[1] < 42


def test_the_table_says_where_the_queue_has_no_end():
    [shown] = run_cells(SCALE, "queue-cell", "queue-table", **TEAM | {"size": 7.0})["shown"]
    assert shown.iloc[-1, 2:].tolist() == ["grows without end"] * 2
    assert shown.iloc[0, :2].tolist() == ["10", 24]


def test_where_nobody_is_known_nothing_is_recorded_and_the_charts_are_empty():
    cells = (
        "demand-figures", "joiners-figures", "places", "catchments", "waits", "waits-within",
        "joining-figures", "joining-table",
    )  # fmt: skip
    names = run_cells(SCALE, *cells, seen=asking()[:0], **TEAM)
    assert names["places"].empty
    assert set(names["figures"]["municipality"]) == {"all"}


def test_inhabitants_are_those_of_the_year():
    assert load_populations(2024)["koge"] == 62_848
    assert load_populations(1900).empty


def test_volume_has_a_curve_a_group_size():
    table = run_cells(SCALE, "volumes-cell", "volume-chart", volumes=load_volumes(), **TEAM)[
        "table"
    ]
    assert set(table["size"]) == {6, 7, 8}
    at = table[(table["x"] == 6) & (table["size"] == 7)]["y"].iloc[0]
    assert at == pytest.approx(1_200_000 / (42 * 0.5))
