"""Power against statsmodels, simulation and the limits where clusters do not matter."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from statsmodels.stats.power import TTestIndPower, TTestPower

from modning.compare import scale_change
from modning.compare.plans import Plan, expected_power, groups_needed, power
from modning.compare.power import (
    DESIGNS,
    UNKNOWN_WITHIN,
    curves,
    needs,
    needs_table,
    plan_of,
    power_figures,
    resemblance_table,
)
from modning.scales import load_scale
from outcome_forms import empty, form
from speak import speak

PLAN = Plan(sd=18.5, delta=8)


def test_before_and_after_is_statsmodels():
    n = 10 * PLAN.size
    unlinked = TTestIndPower().power(8 / 18.5, nobs1=n, alpha=0.05)
    assert power("unlinked", 10, PLAN) == pytest.approx(unlinked, abs=1e-6)
    linked = TTestPower().power(8 / 18.5, nobs=n, alpha=0.05)
    assert power("linked", 10, PLAN) == pytest.approx(linked, abs=1e-6)


def test_without_resemblance_a_trial_of_groups_of_one_is_a_trial_of_persons():
    alone = replace(PLAN, size=1, within_group=0.3, correlation=0)
    expected = TTestIndPower().power(8 / 18.5, nobs1=60, alpha=0.05)
    assert power("groups", 120, alone) == pytest.approx(expected, abs=1e-6)


def test_municipalities_of_one_course_are_groups():
    plan = replace(PLAN, courses=1, years=1)
    assert power("places", 30, plan) == pytest.approx(power("groups", 30, plan))


def test_the_groups_needed_are_the_fewest():
    for design in DESIGNS:
        groups = groups_needed(design, PLAN)
        step = {"groups": 2, "places": 20}.get(design, 1)
        assert groups % step == 0
        assert power(design, groups, PLAN) >= 0.8
        assert power(design, groups - step, PLAN) < 0.8
    assert groups_needed("groups", replace(PLAN, delta=0.01)) is None


def test_needs_grow_with_what_makes_it_harder():
    table = needs(PLAN).set_index("design")
    assert table.index.tolist() == list(DESIGNS)
    assert table.loc["linked", "groups"] < table.loc["unlinked", "groups"]
    assert table.loc["groups", "groups"] < table.loc["places", "groups"]
    arms = np.where(table.index == "waiting", 2, 1)
    assert (table["persons"] == arms * table["groups"] * 7).all()
    assert table.loc["waiting", "groups"] < table.loc["groups", "groups"]
    assert (table["municipalities"] == np.ceil(table["groups"] / 10)).all()
    harder = needs(replace(PLAN, within_group=0.2)).set_index("design")
    assert harder.loc["groups", "groups"] > table.loc["groups", "groups"]


def test_curves_rise_with_groups():
    table = curves(PLAN)
    for _, line in table.groupby("design"):
        assert line["power"].is_monotonic_increasing
        assert line["power"].between(0, 100).all()
    least = table.groupby("design")["groups"].min()
    # Of municipalities it takes two a side, each with its courses of all years.
    assert least.to_dict() == dict.fromkeys(DESIGNS, 2) | {"places": 4 * PLAN.groups_a_place}


def test_what_the_answers_before_save_a_trial_is_the_groups_it_needs_without_them_less():
    figures = power_figures(PLAN, "power", 8).set_index("figure")["value"]
    more = groups_needed("groups", replace(PLAN, correlation=0))
    assert figures["power.groups.saved"] == more - groups_needed("groups", PLAN)


def test_a_trials_power_on_average_is_below_that_of_its_plan():
    figures = power_figures(PLAN, "power", 8).set_index("figure")["value"]
    assert 50 < figures["power.groups.expected"] < 80
    shift, known = PLAN.delta / PLAN.sd, (PLAN.correlation, PLAN.persons, UNKNOWN_WITHIN)
    expected, error = expected_power(groups_needed("groups", PLAN) / 2, PLAN.size, shift, *known)
    assert figures["power.groups.expected"] == 100 * expected
    assert figures["power.groups.error"] == 100 * error


def test_the_plan_takes_spread_and_relevant_change_from_the_scale():
    change = scale_change(form("baseline"), form("completion"), load_scale("recovery"))
    plan = plan_of(change, 7, 5)
    assert plan.sd == pytest.approx(25 * change.total.before.sd)
    assert (plan.size, plan.courses, plan.delta) == (7, 5, 8)


@pytest.mark.filterwarnings("error")
def test_without_answers_there_is_no_plan_but_figures_and_tables():
    change = scale_change(empty("baseline"), form("completion"), load_scale("recovery"))
    assert plan_of(change, 7, 5) is None
    names = power_figures(PLAN, "power", 8)["figure"]
    nothing = power_figures(None, "power", 8)
    assert nothing["figure"].tolist() == names.tolist()
    known = nothing.set_index("figure")["value"].dropna().to_dict()
    assert known == {
        "power.delta": 8,
        "power.correlation": 0.5,
        "power.within_group": 0.05,
        "power.within_place": 0.01,
    }
    for table in (speak("da", needs_table, None, 8), resemblance_table(None)):
        assert isinstance(table["frame"], pd.DataFrame)
        assert table["frame"].empty


def test_tables_say_what_they_rest_on():
    table = needs_table(PLAN, 8)
    assert table["caption"] == "What it takes to see 8 points"
    assert "7 persons in a group" in table["note"]
    assert len(speak("da", resemblance_table, PLAN)["frame"]) == 5


@pytest.mark.filterwarnings("error")
def test_plans_at_the_edge_have_an_answer():
    """Whoever is measured without any spread of change is seen by one group; no spread, no plan."""
    certain = needs(replace(PLAN, correlation=1)).set_index("design")["groups"]
    assert certain[["linked", "groups"]].tolist() == [1, 4]
    assert needs(replace(PLAN, sd=0))[["persons", "groups", "municipalities"]].isna().all(axis=None)


def test_the_table_of_needs_is_what_each_design_needs():
    frame, needed = needs_table(PLAN, 8)["frame"], needs(PLAN)
    assert frame.iloc[:, 1:].to_numpy().tolist() == needed.iloc[:, 1:].to_numpy().tolist()
    assert frame.iloc[:, 0].tolist() == [str(words) for words in DESIGNS.values()]
    first = resemblance_table(PLAN)["frame"].iloc[2].tolist()
    unlinked = groups_needed("groups", replace(PLAN, correlation=0))
    assert first == ["0.05", groups_needed("groups", PLAN), unlinked]
