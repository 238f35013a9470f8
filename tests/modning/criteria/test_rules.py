from dataclasses import replace

import nbformat
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
from modning.criteria import rules as c
from slicebook import paths
from slicebook.errors import InputError
from slicebook.tables import show
from speak import speak

FILE = """
figures:
  total: {name: {da: I alt, en: Total}, section: sums}
  share: {name: {da: Andel, en: Share}, section: shares}
criteria:
  - id: affordable
    name: {da: Ikke for dyr, en: Affordable}
    report: {verdict: met, source: section 4.3, text: {da: Billig nok, en: Cheap enough}}
    conditions:
      - {figure: total, end: high, at_most: {figure: grant}, because: {da: a, en: b}}
      - {figure: share, municipality: koge, end: low, at_least: 50, because: {da: a, en: b}}
"""


@pytest.fixture
def criteria(tmp_path):
    file = tmp_path / "criteria.yml"
    file.write_text(FILE, encoding="utf-8")
    return load_criteria(file)


def results(total_high=90.0, share_low=55.0, grant=100.0) -> pd.DataFrame:
    rows = [
        ("total", "all", "all", 80.0, 70.0, total_high, "DKK"),
        ("grant", "all", "all", grant, None, None, "DKK"),
        ("share", "koge", "all", 60.0, share_low, 65.0, "percent"),
    ]
    return pd.DataFrame(
        rows, columns=["figure", "municipality", "year", "value", "low", "high", "unit"]
    ).assign(notebook="03_costs/02_running")


def verdict(criteria, table) -> str:
    assessed = c.assess(criteria, table)
    return c.verdicts(criteria, assessed)["verdict"].item()


def test_all_conditions_met_meets_the_criterion(criteria):
    assert verdict(criteria, results()) == c.MET


def test_some_conditions_met_is_partly(criteria):
    assert verdict(criteria, results(share_low=40)) == c.PARTLY


def test_no_condition_met_is_not_met(criteria):
    assert verdict(criteria, results(share_low=40, total_high=120)) == c.NOT_MET


def test_a_missing_figure_leaves_the_verdict_unknown(criteria):
    assert verdict(criteria, results(share_low=None)) == c.UNKNOWN
    assert verdict(criteria, results().iloc[:1]) == c.UNKNOWN


def test_a_missing_figure_has_the_unit_of_the_one_that_limits_it(criteria):
    assert list(c.assess(criteria, results().iloc[1:])["unit"]) == ["DKK", "percent"]


def test_the_margin_says_how_far_a_value_may_move(criteria):
    assessed = c.assess(criteria, results(total_high=120))
    assert list(assessed["margin"]) == [-20, 5]
    assert list(assessed["met"]) == [False, True]


@pytest.mark.parametrize(("language", "said"), [("en", "Share"), ("da", "Andel")])
def test_a_condition_names_its_figure_and_place_in_the_readers_language(criteria, language, said):
    row = c.assess(criteria, results()).iloc[1]
    assert (row["label"][language], row["place"], row["section"]) == (said, "Køge", "shares")


def sections(notebook: str) -> set[str]:
    """Return the cells of a notebook that begin with a heading."""
    cells = nbformat.read(paths.notebooks() / f"{notebook}.ipynb", 4).cells
    return {cell.id for cell in cells if cell.source.startswith("## ")}


def test_every_condition_leads_to_a_section_that_is_there():
    """Where the notebook is not known without running it, some notebook must have the section."""
    every = [sections(str(p.relative_to(paths.notebooks()))[:-6]) for p in
             sorted(paths.notebooks().rglob("*.ipynb"))]  # fmt: skip
    for named in load_criteria().figures.values():
        assert any(named.section in found for found in every), named.section


def test_implementation_rests_on_every_core_element():
    """Outreach's referrals, risk assessment, courses and the relational work, in both places."""
    [implemented] = [one for one in load_criteria().criteria if one.id == "implemented"]
    named = {(one.figure, one.municipality) for one in implemented.conditions}
    for place in ("koge", "odense"):
        assert {("n.completion", place), ("sara.assessed", place), ("inspire.gain", place),
                ("funnel.started_per_referred", place)} <= named  # fmt: skip
        assert {(f"full_year.{place}.group", "all"), (f"modules.{place}.network", "all")} <= named


def test_exactly_at_the_limit_is_met(criteria):
    assert verdict(criteria, results(total_high=100, share_low=50)) == c.MET


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "verdict: met",
            "verdict: perhaps",
            "affordable: report: verdict: 'perhaps' is none of met",
        ),
        (
            "end: high",
            "end: top",
            "affordable: conditions: 1: end: 'top' is none of value",
        ),
        ("at_least: 50, ", "", "conditions: 2: share: expected either at_least or at_most"),
        ("  total: {name", "  other: {name", "total: expected its name and section under figures"),
        (
            "figure: total, ",
            "",
            "affordable: conditions: 1: the entry 'figure' is missing",
        ),
    ],
)
def test_a_broken_file_is_named(tmp_path, old, new, message):
    file = tmp_path / "criteria.yml"
    file.write_text(FILE.replace(old, new), encoding="utf-8")
    with pytest.raises(InputError, match=message):
        load_criteria(file)


def test_the_programmes_criteria_are_the_five():
    ids = [criterion.id for criterion in load_criteria().criteria]
    assert ids == ["in_demand", "implemented", "fully_developed", "promising", "affordable"]


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
