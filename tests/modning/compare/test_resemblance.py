"""Findings at each correlation within courses, as a table and as figures."""

import pytest

from modning.compare import compare, scale_change
from modning.compare.clustering import breakdown, clustered_change, clustered_mean
from modning.compare.groups import side
from modning.compare.resemblance import resemblance_figures, resemblance_table
from modning.scales import load_scale
from outcome_forms import form
from speak import speak

SIZE = 7
RISE = compare([1, 2, 3, 4, 5] * 8, [2, 3, 4, 5, 6] * 8)
NEITHER = compare([1, 2, 3] * 10, [1, 2, 3] * 10)
MEAN = side([3, 4, 5] * 10)


def test_the_figures_are_those_of_courses():
    found = resemblance_figures({"rise": RISE, "mean": MEAN}, SIZE).set_index("figure")
    at = clustered_change(RISE.before, RISE.after, SIZE, 0.1)
    assert found.loc["rise.at_10", ["low", "high"]].tolist() == [at.low, at.high]
    assert found.loc["rise.falls_at", "value"] == breakdown(RISE, SIZE)
    assert found.loc["mean.at_10", "low"] == clustered_mean(MEAN, SIZE, 0.1).low
    assert "mean.falls_at" not in found.index


def test_what_falls_without_any_resemblance_or_is_withheld_has_no_number():
    few = scale_change(form("baseline", {"koge": 4}), form("completion"), load_scale("recovery"))
    given = {"neither": NEITHER, "few": few.total}
    found = resemblance_figures(given, SIZE).set_index("figure")
    assert found.loc["neither.falls_at", "n"] == 0
    assert found.loc["neither.at_10", "n"] == 60
    assert found.loc[["few.at_10", "few.falls_at"], "shown"].tolist() == [False, False]


@pytest.mark.parametrize("language", ["en", "da"])
def test_the_table_has_a_row_a_finding_and_says_when_it_falls(language):
    made = speak(language, resemblance_table, {"a": RISE, "b": NEITHER, "c": MEAN}, SIZE)
    falls = made["frame"].iloc[:, -1].tolist()
    assert falls[1] == "0"
    assert falls[2] == "–"
    alone = speak(language, resemblance_table, {"c": MEAN}, SIZE)
    assert len(alone["note"]) < len(made["note"])
    assert alone["frame"].shape == (1, 7)
