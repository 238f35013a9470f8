"""The change under each assumption: what each row says, and that all together is the widest."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from modning.charts.outcomes import doubts_chart
from modning.compare import scale_change
from modning.compare.by_course import course_figures
from modning.compare.clustering import breakdown, clustered
from modning.compare.doubts import (
    doubt_figures,
    doubt_table,
    doubts,
    identified_interval,
    identified_table,
)
from modning.compare.dropout import dropout_bounds
from modning.compare.late_joiners import late_joiners
from modning.compare.missing import sensitivity
from modning.scales import load_scale
from outcome_forms import empty, form
from slicebook.shown.house import Notice
from speak import speak

RECOVERY, SIZE = load_scale("recovery"), 7


def found(before, after, natural=0.5):
    change, bounds = scale_change(before, after, RECOVERY), dropout_bounds(before, after, RECOVERY)
    last = bounds[-1] if bounds else None
    joined, _ = late_joiners(before, after, RECOVERY, last)
    gaps = sensitivity(before, after, RECOVERY)
    return change, last, doubts(change, last, joined, gaps, SIZE, natural)


@pytest.fixture(scope="module")
def stated():
    return found(form("baseline"), form("completion"))


def test_each_row_is_what_it_says(stated):
    change, bounds, table = stated
    rows = table.set_index("assumption")
    total = change.total
    alone = clustered(total, SIZE, 0)
    assert rows.loc["none", ["low", "high"]].tolist() == pytest.approx([alone.low, alone.high])
    leavers = rows.loc["leavers", ["least", "most"]].tolist()
    assert leavers == pytest.approx([bounds.low, bounds.high])
    close = clustered(total, SIZE, 0.1)
    assert rows.loc["courses", "low"] == pytest.approx(close.low)
    natural = total.difference - 0.5 * total.before.sd
    assert rows.loc["natural", "least"] == pytest.approx(natural)
    assert rows.loc["natural", "most"] == total.difference
    assert rows.loc["all", "low"] == rows["low"].min()
    assert rows.loc["late", "least"] < total.difference


def test_figures_tables_and_chart_agree(stated):
    change, _, table = stated
    figures = doubt_figures(table, change, SIZE, "doubts").set_index("figure")
    assert figures.loc["doubts.all", "low"] == table["low"].iloc[-1]
    assert figures.loc["doubts.falls", "value"] == (~table["holds"].iloc[1:-1]).sum()
    assert len(speak("da", doubt_table, table)["frame"]) == len(table) == 7
    drawn = doubts_chart(table, RECOVERY)
    assert "All of it at once" in drawn.alt
    assert len(drawn.table) == 14


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize(
    ("before", "after"),
    [(empty("baseline"), empty("completion")), (form("baseline", {"koge": 4}), form("completion")),
     (form("baseline"), empty("completion"))],
)  # fmt: skip
def test_without_a_change_nothing_is_stated(before, after):
    change, _, table = found(before, after)
    assert table.empty
    assert doubt_figures(table, change, SIZE, "doubts")["value"].isna().all()
    assert isinstance(speak("da", doubts_chart, table, RECOVERY), Notice)


def test_courses_that_forms_ask_for_are_the_units():
    before, after = form("baseline"), form("completion")
    none = course_figures(before, after, RECOVERY).set_index("figure")
    assert none.loc["courses.change", "n"] == 0
    numbered = [
        one.assign(course=pd.array(range(len(one)), "Int64") % 8) for one in (before, after)
    ]
    figures = course_figures(*numbered, RECOVERY).set_index("figure")
    # Number 3 of either municipality is another course.
    assert figures.loc["courses.known", "value"] == 16
    change = figures.loc["courses.change"]
    assert change["low"] < change["value"] < change["high"]
    # Few know theirs: what they answered is not told.
    few = [one.assign(course=one["course"].where(one.index < 15)) for one in numbered]
    assert course_figures(*few, RECOVERY)["value"].isna().all()
    assert course_figures(empty("baseline"), empty("completion"), RECOVERY)["value"].isna().all()


def test_a_fall_without_a_course_adds_nothing_to_the_rise():
    change, _, table = found(form("baseline"), form("completion"), -0.5)
    ends = table.set_index("assumption").loc["natural", ["least", "most"]].tolist()
    assert ends == pytest.approx([change.total.difference] * 2)


def test_one_value_has_the_usual_interval_and_a_wide_range_the_one_sided():
    low, high = identified_interval(1, 1, 0.5)
    assert (low, high) == pytest.approx((1 - 0.97998, 1 + 0.97998), abs=1e-5)
    low, high = identified_interval(0, 100, 2)
    z = stats.norm.ppf(0.95)
    assert (low, high) == pytest.approx((-z * 2, 100 + z * 2))
    assert identified_interval(1, 2, 0) == (1, 2)


@pytest.mark.parametrize("apart", [0.0, 0.5, 3.0])
@pytest.mark.parametrize("at", [0.0, 0.5, 1.0])
def test_the_true_value_is_held_wherever_it_lies_in_the_range(apart, at):
    """4,000 samples of a mean known up to a shift; at least 95 %, just so at the ends."""
    random = np.random.default_rng(7)
    means = random.normal(0, 0.3, 4000)
    low, high = identified_interval(0, apart, 0.3)
    held = np.mean((means + low <= at * apart) & (at * apart <= means + high))
    assert held > 0.94
    assert at not in (0, 1) or held < 0.96


def test_each_assumption_moves_the_finding_and_all_of_them_most():
    each = [("leavers", -0.3, 0.2, 1), ("courses", 0, 0, 1.3)]
    table = identified_table(0.8, 0.1, each).set_index("assumption")
    assert table.index.tolist() == ["none", "leavers", "courses", "all"]
    assert table.loc["leavers", ["least", "most"]].tolist() == pytest.approx([0.5, 1.0])
    assert table.loc["courses", "low"] == pytest.approx(0.8 - 1.959964 * 0.13, abs=1e-6)
    assert table.loc["all", "low"] == table["low"].min()
    assert table["holds"].all()
    fallen = identified_table(0.8, 0.1, [("x", -table.loc["none", "low"] - 0.05, 0, 1)])
    assert not fallen["holds"].iloc[-1]


def test_a_fall_is_held_as_a_rise_is():
    rise = identified_table(0.8, 0.1, [("x", -0.7, 0, 1)])
    fall = identified_table(-0.8, 0.1, [("x", 0, 0.7, 1)])
    assert fall["high"].tolist() == pytest.approx((-rise["low"]).tolist())
    assert fall["holds"].tolist() == rise["holds"].tolist() == [True, False, False]


def test_late_joiners_and_rules_for_gaps_move_the_change_as_far_as_they_say(stated):
    before, after = form("baseline"), form("completion")
    change, bounds, table = stated
    ends = table.set_index("assumption")[["least", "most"]]
    joined, _ = late_joiners(before, after, RECOVERY, bounds)
    tenth, value = joined.set_index("late").loc[0.1], change.total.difference
    further = value + tenth["low"] - bounds.low, value + tenth["high"] - bounds.high
    assert ends.loc["late"].tolist() == pytest.approx(further)
    rules = sensitivity(before, after, RECOVERY).by_rule.values()
    changes = [one.difference for one in rules if one.difference is not None]
    assert ends.loc["gaps"].tolist() == pytest.approx([min(changes), max(changes)])
    moved = (ends.drop(index=["none", "all"]) - value).sum()
    assert ends.loc["all"].tolist() == pytest.approx((value + moved).tolist())


def test_where_a_finding_falls_is_recorded_beside_its_interval_in_courses(stated):
    change, _, table = stated
    found = doubt_figures(table, change, SIZE, "d").set_index("figure")
    close = clustered(change.total, SIZE, 0.1)
    assert found.loc["d.breakdown", "value"] == breakdown(change.total, SIZE)
    assert found.loc["d.at_10", ["low", "high"]].tolist() == [close.low, close.high]
    assert found.loc["d.natural", ["low", "high"]].tolist() == (
        table.set_index("assumption").loc["natural", ["low", "high"]].tolist()
    )


def test_each_range_has_the_interval_of_its_ends_and_the_finding_its_error(stated):
    change, _, table = stated
    alone = clustered(change.total, SIZE, 0)
    error = (alone.high - alone.low) / 2 / stats.norm.ppf(0.975)
    for row in table.set_index("assumption").drop(index=["courses", "all"]).itertuples():
        assert (row.low, row.high) == identified_interval(row.least, row.most, error)


def test_where_nobody_may_have_joined_late_the_change_stays(stated):
    change, bounds, _ = stated
    gaps = sensitivity(form("baseline"), form("completion"), RECOVERY)
    nobody = pd.DataFrame(columns=["late", "low", "high"], dtype=float)
    table = doubts(change, bounds, nobody, gaps, SIZE, 0.5).set_index("assumption")
    assert table.loc["late"].tolist() == table.loc["none"].tolist()


def test_the_table_says_range_interval_and_whether_it_holds():
    table = identified_table(0.8, 0.1, [("leavers", -0.3, 0.2, 1), ("late", -0.9, 0.0, 1)])
    frame = doubt_table(table)["frame"]
    assert frame.iloc[:, 1:].to_numpy().tolist() == [
        ["0.8", "0.8", "0.60; 1.00", "yes"],
        ["0.5", "1.0", "0.34; 1.16", "yes"],
        ["\N{MINUS SIGN}0.1", "0.8", "\N{MINUS SIGN}0.26; 0.96", "no"],
        ["\N{MINUS SIGN}0.4", "1.0", "\N{MINUS SIGN}0.56; 1.16", "no"],
    ]
