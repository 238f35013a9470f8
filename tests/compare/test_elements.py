"""Elements of the course: equivalence against pingouin, distributions that name no few."""

import numpy as np
import pandas as pd
import pingouin
import pytest
from hypothesis import given
from hypothesis import strategies as st

from modning.compare.elements import MARGIN, element, equivalence, segments
from modning.scales import load_scale
from modning.text import Label
from outcome_forms import empty, form

TITLE = Label("Netværk", "Network")


@pytest.fixture
def network():
    scale = load_scale("experience", "completion")
    return element(form("completion"), scale, ["network", "keep_meeting"], TITLE)


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


@pytest.mark.parametrize(
    ("counts", "hidden", "expected"),
    [
        ([0, 1, 2, 8, 13], [2, 3], [(2, 3, 3), (4, 4, 8), (5, 5, 13)]),
        ([0, 1, 2, 8, 13], [2, 4], [(2, 4, 11), (5, 5, 13)]),
        ([6, 7, 8, 9, 10], [], [(1, 1, 6), (2, 2, 7), (3, 3, 8), (4, 4, 9), (5, 5, 10)]),
        ([0, 0, 0, 0, 24], [], [(5, 5, 24)]),
        ([4, 0, 0, 0, 20], [1, 5], [(1, 5, 24)]),
        ([0, 0, 0, 2, 2], [4, 5], []),
        ([0, 0, 0, 0, 0], [], []),
    ],
)
def test_withheld_answers_are_joined_with_those_between(counts, hidden, expected):
    answers = pd.Series(np.repeat([1, 2, 3, 4, 5], counts), dtype=float)
    found = [(part.first, part.last, part.count) for part in segments(answers, 1, 5, 5, hidden)]
    assert found == expected


@given(st.lists(st.one_of(st.integers(1, 5), st.none()), max_size=40), st.sets(st.integers(1, 5)))
def test_all_answers_are_in_one_segment_and_no_withheld_one_by_itself(values, hidden):
    answers = pd.Series(values, dtype=float)
    found = segments(answers, 1, 5, 5, hidden)
    n = answers.count()
    assert sum(part.count for part in found) == (n if n >= 5 else 0)
    assert sum(part.share for part in found) == pytest.approx(1 if n >= 5 else 0)
    if len(hidden) > 1:
        assert not any(part.first == part.last and part.first in hidden for part in found)


def test_figures_are_the_items_means(network):
    figures = network.figures("network").set_index("figure")
    answers = form("completion")["experience_network"]
    assert figures.loc["network.network", "value"] == pytest.approx(float(answers.mean()))
    assert figures.loc["network.network", "n"] == answers.count()
    both = ["experience_network", "experience_keep_meeting"]
    assert figures.loc["network.n", "value"] == form("completion")[both].notna().any(axis=1).sum()
    complete = form("completion")[both].astype(float).dropna()
    assert network.overall()["value"] == pytest.approx(complete.mean(axis=1).mean())


def test_the_municipal_difference_is_a_welch_test(network):
    answers = form("completion")
    groups = [
        answers.loc[answers["municipality"] == key, "experience_network"].dropna().astype(float)
        for key in ("koge", "odense")
    ]
    expected = pingouin.ttest(*groups, correction=True)["p_val"].iloc[0]
    assert network.municipal_difference("network")["value"] == pytest.approx(expected)
    table = network.table("en")
    assert list(table["frame"].columns[2:5]) == ["Køge", "Odense", "Odense less Køge"]
    assert "0.50" in table["note"]


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize(
    "answers",
    [
        empty("completion"),
        form("completion", {"koge": 3}),
        form("completion", {"koge": 30, "odense": 2}),
        form("completion", {"odense": 30}),
        form("completion").assign(experience_network=pd.Series(dtype="Int8")),
        form("completion").assign(experience_network=5),
    ],
)
def test_every_slice_has_a_table_and_figures(answers):
    scale = load_scale("experience", "completion")
    found = element(answers, scale, ["network", "keep_meeting"], TITLE)
    for language in ("da", "en"):
        assert len(found.table(language)["frame"]) == 2
    assert len(found.figures("network")) == 3
    p = found.municipal_difference("network")
    assert (p["value"] is None) == (p["n"] == 0)
    assert found.overall()["unit"] == "scale 1-5"
