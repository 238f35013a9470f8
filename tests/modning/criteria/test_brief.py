"""The criteria in a few lines: the verdict, what it rests on, what would change it."""

import pandas as pd
import pytest

from modning.criteria import assess, brief, brief_table, load_criteria
from slicebook.tables import show
from speak import speak

CRITERIA = """
figures:
  half: {name: Half, section: half}
  third: {name: Third, section: third}
criteria:
  - id: a
    name: {en: In demand, da: Efterspurgt}
    report: {verdict: met, source: x, text: x}
    conditions:
      - {figure: half, at_least: 40, because: Half of them came.}
      - {figure: third, at_least: 40, because: {en: A third came., da: En tredjedel kom.}}
"""


@pytest.fixture
def criteria(tmp_path):
    (tmp_path / "criteria.yml").write_text(CRITERIA)
    return load_criteria(tmp_path / "criteria.yml")


def found(criteria, **values) -> pd.DataFrame:
    rows = [{"figure": name, "municipality": "all", "year": "all", "value": value, "low": value,
             "high": value, "unit": "percent", "notebook": "x/01_y"}
            for name, value in values.items()]  # fmt: skip
    assessed = assess(criteria, pd.DataFrame(rows))
    published = pd.DataFrame({"figure": ["half"], "municipality": ["all"], "year": ["all"]})
    return brief(criteria, assessed, published)


@pytest.mark.parametrize(
    ("half", "third", "verdict", "turns", "then"),
    [
        (50, 33, "partly", ["third"], "met"),
        (50, 44, "met", ["third"], "partly"),
        (39, 33, "not met", ["half"], "partly"),
        (50, None, "unknown", [], ""),
    ],
)
def test_what_turns_a_verdict_is_what_it_takes(criteria, half, third, verdict, turns, then):
    [row] = found(criteria, half=half, third=third).to_dict("records")
    assert row["verdict"] == verdict
    assert [one["figure"] for one in row["turns"]] == turns
    assert row["then"] == then
    assert (row["count"], row["printed"]) == (2, 1)


def test_a_row_says_it_in_each_language(criteria):
    rows = found(criteria, half=50, third=33)
    html = show(**speak("da", brief_table, rows))._repr_html_()
    assert '<span class="sign half">delvist</span>, rapporten: opfyldt' in html
    text = " ".join(map(str, speak("en", brief_table, rows)["frame"].iloc[0]))
    assert "1 of 2 conditions holds. 1 of them uses what the report prints." in text
    assert text.endswith("A third came: from 33% to 40%. Then met.")
    unknown = speak("en", brief_table, found(criteria, half=50, third=None))["frame"]
    assert unknown.iloc[0, -1] == "–"


def test_of_many_conditions_the_first_are_told(tmp_path):
    more = "      - {figure: half, at_least: 90, because: More.}\n" * 3
    (tmp_path / "criteria.yml").write_text(CRITERIA + more)
    rows = found(load_criteria(tmp_path / "criteria.yml"), half=50, third=33)
    said = speak("en", brief_table, rows)["frame"].iloc[0, -1]
    assert said == ("A third came: from 33% to 40%. More: from 50% to 90%. And 2 more. Then met.")


def test_what_made_up_answers_decide_is_not_counted_and_the_reports_verdict_stands(criteria):
    rows = [{"figure": name, "municipality": "all", "year": "all", "value": 33, "low": 33,
             "high": 33, "unit": "percent", "notebook": "x/01_y", "kind": kind}
            for name, kind in (("half", "printed"), ("third", "invented"))]  # fmt: skip
    assessed = assess(criteria, pd.DataFrame(rows))
    published = pd.DataFrame({"figure": ["half"], "municipality": ["all"], "year": ["all"]})
    [row] = brief(criteria, assessed, published).to_dict("records")
    assert (row["verdict"], row["count"], row["met"], row["made_up"]) == ("met", 1, 0, 1)
    assert [one["figure"] for one in row["turns"]] == ["half"]
    text = " ".join(map(str, speak("en", brief_table, pd.DataFrame([row]))["frame"].iloc[0]))
    assert "by the report" in text
    assert "1 more rests on made-up answers: not counted." in text
    assert "Then" not in text
