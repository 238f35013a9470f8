"""Statements: equivalence against pingouin, distributions that name no few."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pingouin
import pytest
from scipy import stats
from scipy.optimize import brentq

from cellguard.coarse import probability
from modning.compare import compare
from modning.compare.distribution import top_figures
from modning.compare.equivalence import MARGIN, Pair, equivalence, municipal_figures
from modning.compare.statements import behind, statements
from modning.scales import load_scale
from outcome_forms import empty, form
from slicebook.programme import load_programme
from slicebook.text import message
from speak import speak
from surveys.disclosure import Gate

TITLE = message({"da": "Netværk", "en": "Network"})


@pytest.fixture
def network():
    scale = load_scale("experience", "completion")
    return statements(form("completion"), scale, ["network", "keep_meeting"], TITLE)


def test_equivalence_is_pingouins():
    """Pingouin's own example of tost, with Welch's correction."""
    one, other = pd.Series([4, 7, 8, 6, 3, 2.0]), pd.Series([6, 8, 7, 10, 11, 9.0])
    expected = pingouin.tost(one, other, bound=1, correction=True)["pval"].iloc[0]
    assert equivalence(one, other, 1) == pytest.approx(expected)
    assert equivalence(other, one, 1) == pytest.approx(expected)


def test_equivalence_errs_at_most_at_the_nominal_rate_on_the_margin():
    """Means exactly half a category apart: 1,000 samples, 5 % + 3 standard errors at most."""
    rng = np.random.default_rng(4)
    draws = [
        (pd.Series(rng.normal(4, 0.9, 35)), pd.Series(rng.normal(4 + MARGIN, 0.7, 24)))
        for _ in range(1000)
    ]
    assert np.mean([equivalence(*draw, MARGIN) < 0.05 for draw in draws]) <= 0.071
    same = pd.Series(rng.normal(4, 0.8, 200)), pd.Series(rng.normal(4, 0.8, 200))
    assert equivalence(*same, MARGIN) < 0.001


def test_figures_are_the_items_means(network):
    figures = network.figures("network").set_index("figure")
    answers = form("completion")["experience_network"]
    assert figures.loc["network.network", "value"] == round(float(answers.mean()), 1)
    assert figures.loc["network.network", "n"] == answers.count()
    both = ["experience_network", "experience_keep_meeting"]
    assert figures.loc["network.n", "value"] == form("completion")[both].notna().any(axis=1).sum()


def test_the_mean_of_all_items_is_not_told_beside_those_of_items_that_few_left_out():
    """What they answered would be the items' sums less the sum of that mean."""
    scale, answers = load_scale("experience", "completion"), form("completion").head(50)
    both = ["experience_network", "experience_keep_meeting"]
    answers[both] = answers[both].fillna(3)
    complete = answers[both].astype(float).mean(axis=1)
    for few, told in ((0, complete.mean()), (1, None), (4, None), (5, complete[5:].mean())):
        gaps = answers.copy()
        gaps.loc[gaps.index[:few], both[0]] = pd.NA
        found = statements(gaps, scale, ["network", "keep_meeting"], TITLE).overall()
        assert found.mean == (told and round(float(told), 1))
        assert found.withheld == (told is None)


def test_the_municipal_difference_is_a_welch_test(network):
    answers = form("completion")
    groups = [
        answers.loc[answers["municipality"] == key, "experience_network"].dropna().astype(float)
        for key in ("koge", "odense")
    ]
    expected = pingouin.ttest(*groups, correction=True)["p_val"].iloc[0]
    figures = network.gap_figures("network", "network").set_index("figure")
    assert figures.loc["network.municipal_difference", "value"] == probability(expected)
    gap = figures.loc["network.gap"]
    means = [round(float(group.mean()), 1) for group in groups]
    assert gap["value"] == pytest.approx(means[1] - means[0])
    assert gap["low"] < gap["value"] < gap["high"]
    table = network.table()
    assert list(table["frame"].columns[2:5]) == ["Køge", "Odense", "Odense less Køge"]
    assert "0.5." in table["note"]


def test_the_municipalities_farthest_difference_and_what_the_tests_find(network):
    figures = network.municipal_figures("network").set_index("figure")
    answers = form("completion")
    gaps = [
        round(groups["odense"], 1) - round(groups["koge"], 1)
        for item in ("network", "keep_meeting")
        for groups in [answers.groupby("municipality")[f"experience_{item}"].mean()]
    ]
    farthest = max(gaps, key=abs)
    assert figures.loc["network.municipal", "value"] == pytest.approx(farthest)
    assert figures.loc["network.municipal.tested", "value"] == 2
    one = next(
        pair.comparison for pair in map(network.pair, network.answers)
        if pair.comparison.difference == pytest.approx(farthest)
    )  # fmt: skip
    # Bonferroni's interval ends where Welch's test of one of two has a p of 0.025.
    half = brentq(
        lambda x: stats.ttest_ind_from_stats(
            x, one.after.sd, one.after.n, 0, one.before.sd, one.before.n, equal_var=False
        ).pvalue - 0.025,
        0, 5,
    )  # fmt: skip
    steps = load_programme().rules.coarse
    assert figures.loc["network.municipal", "low"] == steps.low(one.difference - half)
    assert figures.loc["network.municipal", "high"] == steps.high(one.difference + half)
    same = [network.pair(item).p_same < 0.05 for item in network.answers]
    assert figures.loc["network.municipal.alike", "value"] == sum(same)


def test_shifted_municipalities_are_apart_and_equal_ones_alike():
    answers = form("completion", {"koge": 200, "odense": 200})
    scale = load_scale("experience", "completion")
    for shift, apart, alike in ((0, 0, 1), (2, 1, 0)):
        base = pd.Series([2, 3] * 200, dtype="Int8")
        moved = base + shift * (answers["municipality"] == "odense").astype("Int8")
        shifted = answers.assign(experience_network=moved)
        figures = statements(shifted, scale, ["network"], TITLE).municipal_figures("network")
        found = figures.set_index("figure")["value"]
        assert found["network.municipal"] == shift
        assert (found["network.municipal.apart"], found["network.municipal.alike"]) == (
            apart,
            alike,
        )


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize(
    ("answers", "n", "shown"),
    [
        (empty("completion"), 0, True),
        # One place alone is nothing to compare, which is not that nobody answered.
        (form("completion", {"koge": 3}), None, True),
        (form("completion", {"koge": 30, "odense": 2}), None, False),
        (form("completion", {"odense": 30}), None, True),
        (form("completion").assign(experience_network=pd.Series(dtype="Int8")), 0, True),
        (form("completion").assign(experience_network=5), 102, None),
    ],
)
def test_every_slice_has_a_table_and_figures(answers, n, shown):
    scale = load_scale("experience", "completion")
    found = statements(answers, scale, ["network", "keep_meeting"], TITLE)
    for language in ("da", "en"):
        assert len(speak(language, found.table)["frame"]) == 2
    assert len(found.figures("network")) == 3
    figures = found.municipal_figures("network")
    assert len(figures) == 4
    # Where all answer alike nothing is withheld; whether the gap is shown, the guard decides.
    assert set(figures["shown"]) == {shown is not False}
    told = found.gap_figures("network", "network").set_index("figure").astype(object)
    told = told.where(told.notna(), None)
    p, gap = (told.loc[f"network.{name}"] for name in ("municipal_difference", "gap"))
    assert (p["value"], p["n"]) == (None, None if n else n)
    assert (gap["n"], gap["shown"]) == (n, shown)
    assert p["shown"] == (shown is not False)
    assert found.overall_figure("all")["unit"].tolist() == ["scale 1-5"]


def test_the_share_of_the_highest_answer_is_that_of_the_answers_drawn(network):
    told = top_figures(network, "network").set_index("figure")
    highest = network.answers["network"] == network.scale.high
    n = network.n(["network"])
    assert told.loc["network.network.top", "value"] == pytest.approx(100 * highest.sum() / n)
    assert told.loc["network.network.top", ["n", "unit", "shown"]].tolist() == [n, "percent", True]


@pytest.mark.parametrize(("answered", "shown"), [(0, True), (3, False)])
def test_nobody_and_few_have_no_share_of_the_highest_answer(answered, shown):
    scale = load_scale("experience", "completion")
    after = form("completion", {"koge": answered}) if answered else empty("completion")
    told = top_figures(statements(after, scale, ["network"], TITLE), "network")
    assert told["value"].isna().all()
    assert told["shown"].tolist() == [shown]


def test_of_many_municipalities_the_first_two_are_compared_and_no_other_pair(monkeypatch):
    answers = form("completion", {f"town{at}": 20 for at in range(6)})
    scale = load_scale("experience", "completion")
    found = statements(answers, scale, ["network", "keep_meeting"], TITLE)
    monkeypatch.setattr(type(found), "places", [f"town{at}" for at in range(6)])
    asked = []
    monkeypatch.setattr(type(found), "_gate", lambda _, *of: asked.append(of) or Gate())
    assert found.pair("network").comparison.n
    assert asked == [("network", "town0"), ("network", "town1")]
    monkeypatch.setattr(type(found), "places", ["town3"])
    assert found.pair("network") is None


def stated(mean, n, withheld=False):
    side = SimpleNamespace(mean=mean, n=n, withheld=withheld)
    return SimpleNamespace(sides=lambda: {"item": side}, overall=lambda: side)


MEANS = (stated(3.4, 40), stated(2.9, 38))


@pytest.mark.parametrize(
    ("mine", "others", "expected"),
    [
        (stated(2.5, 41), MEANS, (0.4, 41, True)),
        (stated(2.5, 41), (*MEANS, stated(None, 0)), (None, 0, True)),
        (stated(2.5, 41), (*MEANS, stated(None, 9, True)), (None, None, False)),
        (stated(None, 0), MEANS, (None, 0, True)),
        (stated(None, 41, True), MEANS, (None, None, False)),
    ],
)
def test_an_item_is_as_far_behind_as_the_lowest_of_the_others_is_above_it(mine, others, expected):
    [found] = behind("far", mine, "item", others).to_dict("records")
    value = None if pd.isna(found["value"]) else pytest.approx(found["value"])
    assert (value, found["n"], found["shown"]) == expected


def test_a_place_has_its_own_answers_and_all_have_all(network):
    answers = form("completion").groupby("municipality")["experience_network"]
    for place in ("koge", "odense"):
        given = answers.get_group(place).dropna()
        found = network.side("network", place)
        assert (found.n, found.mean) == (len(given), round(float(given.mean()), 1))
        parts = network.segments("network", place)
        assert sum(part.count for part in parts) == len(given)
    assert network.side("network", "all").n == answers.count().sum()
    assert network.figures("x").set_index("figure").loc["x.n", "shown"]


@pytest.mark.parametrize(("p", "found"), [(0.05, [2, 0, 0]), (0.02, [2, 2, 2])])
def test_a_p_of_just_the_level_neither_parts_places_nor_makes_them_alike(p, found):
    """Of two, Holm doubles the smaller p: 0.025 is told as 0.05."""
    comparison = compare([1, 2, 3, 4], [2, 3, 4, 6])
    pairs = [Pair(replace(comparison, p=one), p) for one in (p / 2, p)]
    figures = municipal_figures(pairs, "x", True).set_index("figure")["value"]
    names = ["x.municipal.tested", "x.municipal.apart", "x.municipal.alike"]
    assert figures[names].tolist() == found
