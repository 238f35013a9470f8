"""What would turn a verdict, and the findings that bear on a criterion."""

from dataclasses import replace

import pandas as pd
import pytest

from modning import interviews
from modning.criteria import (
    bearing,
    load_criteria,
    turning_figures,
    turning_points,
    turning_table,
)
from slicebook.errors import InputError
from slicebook.tables import show
from speak import speak


def assessed(*rows: tuple) -> pd.DataFrame:
    """Return conditions of (criterion, value, limit, comparison)."""
    table = pd.DataFrame(rows, columns=["criterion", "value", "limit", "comparison"])
    margin = (table["value"] - table["limit"]).where(
        table["comparison"] == "at least", table["limit"] - table["value"]
    )
    said = {"name": table["criterion"], "figure": "share", "municipality": "all", "year": "all",
            "label": "Share", "place": "", "section": "shares"}  # fmt: skip
    return table.assign(
        **said, end="value", unit="percent", kind="", notebook="01_intake/01_x", margin=margin,
        met=(margin >= 0).astype("boolean").mask(margin.isna()),
    )  # fmt: skip


def test_the_nearest_condition_is_the_turning_point():
    """60 must fall by a sixth to 50, 40 must rise by a quarter to 50: the first is nearer."""
    points = turning_points(assessed(("a", 60, 50, "at least"), ("a", 40, 50, "at least")))
    [point] = points.to_dict("records")
    assert (point["verdict"], point["then"]) == ("partly", "not met")
    assert point["change"] == pytest.approx(-100 / 6)
    [figure] = turning_figures(points).to_dict("records")
    assert (figure["figure"], figure["value"]) == ("criteria.turns.a", pytest.approx(100 / 6))


@pytest.mark.parametrize(
    ("value", "comparison", "now", "then"),
    [(90, "at most", "met", "not met"), (110, "at most", "not met", "met"),
     (110, "at least", "met", "not met")],
)  # fmt: skip
def test_a_single_condition_turns_the_verdict(value, comparison, now, then):
    points = turning_points(assessed(("a", value, 100, comparison)))
    assert points[["verdict", "then"]].to_numpy().tolist() == [[now, then]]


def test_a_criterion_with_a_missing_figure_has_no_turning_point():
    points = turning_points(assessed(("a", None, 50, "at least"), ("b", 60, 50, "at least")))
    assert points["criterion"].tolist() == ["b"]
    assert turning_points(assessed(("a", 0, 50, "at least"))).empty


@pytest.mark.parametrize("language", ["en", "da"])
def test_the_table_shows_in_both_languages(language):
    points = turning_points(assessed(("a", 60, 50, "at least")))
    shown = show(**speak(language, turning_table, points))._repr_html_()
    assert '<a href="../../01_intake/01_x/all-all.html#section-shares">Share</a>' in shown
    assert "60" in shown
    assert "nan" not in shown.lower()


def test_findings_bear_on_the_criteria_that_name_them_in_their_order():
    declared, findings = load_criteria(), interviews.load("findings")
    told = bearing(declared, findings)
    assert told["finding"].tolist() == [one for each in declared.criteria for one in each.findings]
    names = {one: each.name for each in declared.criteria for one in each.findings}
    assert told.set_index("finding")["criterion"].to_dict() == names


def test_a_finding_that_is_not_there_is_named():
    findings = interviews.load("findings")
    every = load_criteria()
    promising = tuple(one for one in every.criteria if one.id == "promising")
    declared = replace(every, criteria=promising)
    with pytest.raises(InputError, match=r"criterion promising: the finding \"extent\" is not in"):
        bearing(declared, findings.iloc[:0])
