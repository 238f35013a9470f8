"""Findings at each correlation within courses, as a table and as figures."""

import re

import nbformat
import pytest

from modning.compare import compare, scale_change
from modning.compare.clustering import CORRELATIONS, breakdown, clustered
from modning.compare.groups import side
from modning.compare.guarded import shown_side
from modning.compare.paired import paired
from modning.compare.resemblance import resemblance_figures, resemblance_table
from modning.compare.share_change import share_findings, share_sides
from modning.means import mean_of, mean_side
from modning.questions import counted
from modning.scales import load_scale
from outcome_forms import form
from slicebook import paths
from speak import speak
from surveys.disclosure import NEVER, Gate

SIZE = 7
RISE = compare([1, 2, 3, 4, 5] * 8, [2, 3, 4, 5, 6] * 8)
NEITHER = compare([1, 2, 3] * 10, [1, 2, 3] * 10)
MEAN = side([3, 4, 5] * 10)


def test_the_figures_are_those_of_courses():
    found = resemblance_figures({"rise": RISE, "mean": MEAN}, SIZE).set_index("figure")
    at = clustered(RISE, SIZE, 0.1)
    assert found.loc["rise.at_10", ["low", "high"]].tolist() == [at.low, at.high]
    assert found.loc["rise.falls_at", "value"] == breakdown(RISE, SIZE)
    assert found.loc["mean.at_10", "low"] == clustered(MEAN, SIZE, 0.1).low
    assert "mean.falls_at" not in found.index


def test_what_falls_without_any_resemblance_or_is_withheld_has_no_number():
    few = scale_change(form("baseline", {"koge": 4}), form("completion"), load_scale("recovery"))
    given = {"neither": NEITHER, "few": few.total, "alike": side([3] * 30), "none": None}
    given |= {"nobody": side([]), "before alone": compare([1, 2, 3] * 10, [])}
    found = resemblance_figures(given, SIZE).set_index("figure")
    unknown = ["neither.falls_at", "alike.at_10", "none.at_10", "none.falls_at"]
    assert found.loc[unknown, ["value", "n"]].isna().all(axis=None)
    assert (
        found.loc[["nobody.at_10", "before alone.at_10", "before alone.falls_at"], "n"].eq(0).all()
    )
    assert found.loc["neither.at_10", "n"] == 60
    assert found.loc["none.at_10", "shown"]
    assert found.loc[["few.at_10", "few.falls_at"], "shown"].tolist() == [False, False]


def test_of_a_mean_whose_spread_is_not_shown_it_is_withheld():
    narrow = shown_side([3, 4, 5] * 10, Gate(1, NEVER))
    assert narrow.mean == 4
    assert resemblance_figures({"mean": narrow}, SIZE)["shown"].tolist() == [False]
    # One answer has no spread that could be withheld.
    assert resemblance_figures({"one": side([3])}, SIZE)["shown"].tolist() == [True]


@pytest.mark.parametrize("language", ["en", "da"])
def test_the_table_has_a_row_a_finding_and_says_when_it_falls(language):
    made = speak(language, resemblance_table, {"a": RISE, "b": NEITHER, "c": MEAN}, SIZE)
    falls = made["frame"].iloc[:, -1].tolist()
    assert falls[1] == "0"
    assert falls[2] == "–"
    alone = speak(language, resemblance_table, {"c": MEAN}, SIZE)
    assert len(alone["note"]) < len(made["note"])
    assert alone["frame"].shape == (1, 7)


# What compares before with after or takes a mean or share afterwards.
FINDINGS = re.compile(
    r"\b(scale_change|share_change|asked_twice|rows_change|statements|mean_of|study)\(|"
    r"question\(after\b"
)


@pytest.mark.parametrize("path", sorted(paths.notebooks().rglob("*.ipynb")), ids=lambda x: x.stem)
def test_beside_every_finding_afterwards_stands_what_resemblance_does_to_it(path):
    cells = nbformat.read(path, as_version=4).cells
    code = "\n".join(cell.source for cell in cells if cell.cell_type == "code")
    if FINDINGS.search(code) and '"completion"' in code:
        assert "resemblance_table(" in code


def test_linked_persons_fall_where_their_interval_reaches_zero():
    before = [1, 2, 3, 4, 5, 4, 3] * 8
    found = paired(before, [one + [2, -1, 1, 0][at % 4] for at, one in enumerate(before)])
    low = clustered(found, SIZE, 0).low
    assert low == pytest.approx(found.low)
    falls = breakdown(found, SIZE)
    assert 0 < falls < 1
    assert clustered(found, SIZE, falls).low == pytest.approx(0, abs=1e-9)
    table = resemblance_table({"linked": found, "none": paired([], [])}, SIZE)["frame"]
    assert table.iloc[0, -1] == f"{falls:.2f}"
    assert set(table.iloc[1, 1:]) == {"–"}


def test_shares_and_means_afterwards_are_sides():
    after = form("completion")
    need = counted(after, "onward")
    sides = share_sides(need)
    shares = need.shares().set_index("answer")
    one = shares.index[0]
    assert (sides[one].mean, sides[one].n) == tuple(shares.loc[one, ["percent", "n"]])
    p = sides[one].mean / 100
    assert sides[one].sd == pytest.approx(
        100 * (p * (1 - p) * sides[one].n / (sides[one].n - 1)) ** 0.5
    )
    assert list(share_findings(need).values()) == list(sides.values())
    after["sessions"] = [*range(1, 11)] * 10 + [None] * (len(after) - 100)
    told = mean_side(after, "sessions")
    figure = mean_of(after, "sessions", "sessions").iloc[0]
    assert (figure["value"], figure["low"], figure["n"]) == (told.mean, told.low, 100)


def test_a_row_has_an_interval_for_each_correlation_and_the_freedom_at_a_tenth():
    frame = resemblance_table({"rise": RISE, "mean": MEAN}, SIZE)["frame"]
    for at, found in enumerate((RISE, MEAN)):
        each = [clustered(found, SIZE, one) for one in CORRELATIONS]
        assert frame.iloc[at, 1:7].tolist() == [
            f"{each[0].value:.1f}", *(f"{one.low:.2f}; {one.high:.2f}" for one in each),
            f"{each[2].df:.0f}",
        ]  # fmt: skip
    assert frame.iloc[0, 7] == f"{breakdown(RISE, SIZE):.2f}"
    note = resemblance_table({"mean": MEAN}, SIZE)["note"]
    assert "Courses of 7 persons; at 0.1 the variance of a mean is 1.6 times as large" in note
