import pytest
from hypothesis import given
from hypothesis import strategies as st

from modning.costs import Interval, load_lines, load_volumes
from modning.costs.demand import (
    catchment_figures,
    demand_figures,
    demand_seen,
    demand_table,
    joining_table,
    paid,
    smallest_seen,
    team_of,
    volume_table,
)
from modning.costs.scale import (
    Demand,
    Team,
    cost_per_completer,
    courses,
    demand_of,
    load_populations,
    population,
    scale_table,
    smallest_catchment,
    weeks_between,
)
from report_counts import COUNTS
from slicebook.errors import InputError
from slicebook.programme import load_programme
from speak import speak

# 20 inquiries per 10,000, half join: 10 joiners per 10,000.
DEMAND = Demand(inquiries=20, joining=0.5)
TEAM = Team(cost=1_200_000, most_courses=6, group_size=6, completing=0.5)


def test_a_hand_worked_place():
    # 24,000 inhabitants have 24 joiners a year, which fill 4 courses; 12 persons complete.
    assert courses(24_000, DEMAND, TEAM) == 4
    assert weeks_between(24_000, DEMAND, TEAM) == 13
    assert cost_per_completer(24_000, DEMAND, TEAM) == 100_000
    assert smallest_catchment(13, DEMAND, TEAM) == 24_000


def test_the_team_sets_the_most():
    assert courses(10**6, DEMAND, TEAM) == 6
    assert cost_per_completer(10**6, DEMAND, TEAM) == 1_200_000 / 18
    assert smallest_catchment(8, DEMAND, TEAM) == float("inf")


def test_where_nobody_joins_nothing_starts():
    nobody = Demand(5, 0)
    assert weeks_between(50_000, nobody, TEAM) == float("inf")
    assert cost_per_completer(50_000, nobody, TEAM) == float("inf")
    assert smallest_catchment(13, nobody, TEAM) == float("inf")
    assert demand_of(0, 0, 1000) == Demand(0, 0)


@given(st.floats(9, 200), st.floats(0.1, 30), st.floats(0.05, 1))
def test_the_smallest_catchment_starts_exactly_so_often(weeks, inquiries, joining):
    demand = Demand(inquiries, joining)
    needed = smallest_catchment(weeks, demand, TEAM)
    assert weeks_between(needed, demand, TEAM) == pytest.approx(weeks)


@given(st.floats(1_000, 300_000), st.floats(1_000, 300_000))
def test_a_larger_place_never_waits_longer_or_pays_more(one, other):
    small, large = sorted((one, other))
    assert weeks_between(large, DEMAND, TEAM) <= weeks_between(small, DEMAND, TEAM)
    assert cost_per_completer(large, DEMAND, TEAM) <= cost_per_completer(small, DEMAND, TEAM)


def test_what_was_seen_in_the_two_municipalities():
    seen = demand_seen(COUNTS, 2024, load_programme())
    koge, odense = seen["koge"], seen["odense"]
    assert koge.inquiries == pytest.approx(67 / 6.2848)
    assert koge.joiners == pytest.approx(26 / 6.2848)
    assert odense.joining == pytest.approx(44 / 182)


def test_a_place_without_forms_or_inhabitants_is_left_out():
    programme = load_programme()
    few = {key: n for key, n in COUNTS.items() if key[:2] != ("baseline", "odense")}
    assert set(demand_seen(few, 2024, programme)) == {"koge"}
    assert demand_seen(COUNTS, 1900, programme) == {}
    assert smallest_seen(demand_seen(COUNTS, 2024, programme), 2024).inquiries < 11
    assert smallest_seen({}, 2024) is None


def test_a_population_that_is_not_in_the_file_is_named():
    table = load_populations()
    assert set(table["verified"]) <= {"primary", "secondary"}
    with pytest.raises(InputError, match="expected one row koge, 1900; found 0"):
        population(table, "koge", 1900)


def test_figures_hold_their_value_within_their_interval():
    seen = {"koge": demand_seen(COUNTS, 2024, load_programme())["koge"]}
    team = paid(team_of(load_volumes(), COUNTS), load_lines())
    joiners = demand_figures(seen, COUNTS, 2024).set_index("figure").loc["demand.joiners"]
    assert joiners["low"] < joiners["value"] < joiners["high"]
    catchment = catchment_figures(seen, COUNTS, team, Interval.of(6, 8), 13, 2024)
    needed = catchment.set_index("figure").loc["catchment.quarterly"]
    assert needed["low"] < needed["value"] < needed["high"]
    assert needed["value"] % 100 == 0
    # Four courses of seven a year, at 26 joiners from 62,848 inhabitants.
    assert needed["value"] == pytest.approx(28 / 26 * 62_848, abs=50)


def test_tables_to_print():
    programme = load_programme()
    seen = demand_seen(COUNTS, 2024, programme)
    table = speak("da", demand_table, seen, COUNTS, programme, 2024)
    assert table.iloc[:, 2].tolist() == [67, 182]
    team = paid(team_of(load_volumes(), COUNTS), load_lines())
    joined = joining_table(20_000, {"A": DEMAND}, TEAM)
    assert joined["Inhabitants together"].tolist()[:2] == [20_000, 40_000]
    assert joined["Weeks, as A"].tolist()[:2] == [16, 9]
    sizes = volume_table(load_lines(), load_volumes(), COUNTS)
    at = sizes[(sizes["courses"] == 6) & (sizes["size"] == 7)]["cost"].iloc[0]
    assert at == pytest.approx(team.cost / (42 * 102 / 112))


def test_the_scale_table_has_a_row_a_size_and_demand():
    table = scale_table([10_000, 20_000], {"a": DEMAND, "b": Demand(1, 1)}, TEAM)
    assert len(table) == 4
    assert table["name"].tolist() == ["a", "a", "b", "b"]
