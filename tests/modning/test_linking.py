"""Linking by self-generated codes: slips, ambiguity, counts that add up, and known truth."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from modning.linking import link as link_parts
from modning.linking import link_answers, link_figures, link_table
from modning.linking.simulate import PARTS, World, judge, simulate, trial, trial_figures
from modning.linking.slips import slip_pairs
from outcome_forms import empty, form
from slicebook.errors import InputError
from slicebook.slices import Slice

WIDTH = 4
NAMES = [f"part_{at}" for at in range(WIDTH)]
codes = st.text("AB1-", min_size=WIDTH, max_size=WIDTH)


def forms(values, place="koge") -> pd.DataFrame:
    """Return forms whose codes have a part for each character; "-" is a part left out."""
    parts = [[None if c == "-" else c for c in value or "-" * WIDTH] for value in values]
    return pd.DataFrame(parts, columns=NAMES, dtype=object).assign(municipality=place)


def link(before, after, slips=1):
    return link_parts(before, after, NAMES, slips)


def apart(one, other):
    """Return in how many parts two codes differ; "-" is a part left out, which agrees with none."""
    return sum(a != b or a == "-" for a, b in zip(one, other, strict=True))


@given(st.lists(codes, max_size=8), st.lists(codes, max_size=8), st.integers(0, 3))
def test_every_pair_so_many_slips_apart_is_found_and_no_other(before, after, slips):
    """The look-up finds what comparing every pair finds, each pair once."""
    every = [(a, b) for a, one in enumerate(before) for b, other in enumerate(after)
             if apart(one, other) == slips]  # fmt: skip
    sides = ({at: ("koge", *(None if part == "-" else part for part in code))
              for at, code in enumerate(side)} for side in (before, after))  # fmt: skip
    assert sorted(slip_pairs(*sides, slips)) == sorted(every)


def test_a_part_that_both_left_out_agrees_with_nothing():
    found = link(forms(["AB-2", "CD34"]), forms(["AB-2", "CD34"]))
    assert found.pairs.to_numpy().tolist() == [[1, 1, 0], [0, 0, 1]]
    assert link(forms(["AB-2"]), forms(["AB-2"]), slips=0).pairs.empty


def test_a_number_and_its_digits_are_the_same_part():
    after = forms(["AB15"])
    before = after.assign(part_2=[1], part_3=[5.0])
    assert link(before, after).pairs["slips"].tolist() == [0]


def test_rows_with_one_label_are_refused():
    """Two years put one under the other: each label would stand for two persons."""
    twice = pd.concat([forms(["AB12", "CD34"]), forms(["EF56", "GH78"])])
    with pytest.raises(InputError, match="answers after: the row label 0 occurs twice"):
        link(forms(["AB12"]), twice)


def test_links_are_exact_then_one_slip():
    found = link(forms(["AB12", "CD34", "EF56"]), forms(["CD-4", "AB12", "QQ99"]))
    assert found.pairs.to_numpy().tolist() == [[0, 1, 0], [1, 0, 1]]
    assert found.unmatched == (1, 1)


def test_an_exact_link_is_not_given_up_for_a_near_one():
    found = link(forms(["AB12"]), forms(["AB13", "AB12"]))
    assert found.pairs.to_numpy().tolist() == [[0, 1, 0]]


@pytest.mark.parametrize(
    ("before", "after", "ambiguous"),
    [
        (["AB12", "AB12"], ["AB12"], (2, 1)),
        (["AB12"], ["AB12", "AB12"], (1, 2)),
        (["AB12"], ["AB13", "AB14"], (1, 2)),
        (["AB12", "AB13"], ["AB19"], (2, 1)),
        (["AB12", "AB13"], ["AB12", "AB19"], (0, 0)),
    ],
)
def test_what_fits_several_is_left_out_and_counted(before, after, ambiguous):
    found = link(forms(before), forms(after))
    assert found.ambiguous == ambiguous
    if ambiguous != (0, 0):
        assert found.pairs.empty


def test_nobody_is_linked_across_municipalities():
    found = link(forms(["AB12"]), forms(["AB12"], "odense"))
    assert found.pairs.empty
    assert found.unmatched == (1, 1)


def test_strict_linking_forgives_nothing():
    found = link(forms(["AB12", "CD34"]), forms(["AB12", "CD35"]), slips=0)
    assert (found.exact, len(found.pairs)) == (1, 1)


@given(st.lists(codes, max_size=12), st.lists(codes, max_size=12))
@settings(max_examples=50)
def test_every_answer_set_has_one_fate(before, after):
    found = link(forms(before), forms(after))
    assert found.summary()["before"].sum() == len(before)
    assert found.summary()["after"].sum() == len(after)
    assert not found.pairs["before"].duplicated().any()
    assert not found.pairs["after"].duplicated().any()


def test_answers_without_codes_are_counted_as_such():
    here = Slice("all", "all")
    found = link_answers(form("baseline"), form("completion"), here)
    assert found.pairs.empty
    assert found.without == (112, 102)
    figures = link_figures(found, "linked").set_index("figure")["value"]
    assert figures["linked.pairs"] == 0
    assert figures["linked.without_before"] == 112
    assert figures["linked.slips"] == 0
    nothing = link_answers(empty("baseline"), empty("completion"), here)
    assert nothing.summary()[["before", "after"]].to_numpy().sum() == 0


def test_few_are_not_told():
    table = link_table(link(forms(["AB12", None]), forms(["AB12"])), 5)["frame"]
    assert table["Before"].tolist() == ["–", "0", "0", "0", "–"]


def test_without_errors_everybody_is_found():
    world = World(leave=0, join=0, slip=0, slip_twice=0, forget=0, duplicate=0)
    before, after = simulate(world)
    outcome = judge(link_parts(before, after, PARTS), before, after)
    assert outcome["possible"] == 112
    assert outcome["wrong"] == 0
    assert outcome["linked"] >= 110  # two persons may share a code


def test_simulated_persons_are_the_same_every_time_and_as_assumed():
    one, other = simulate(World()), simulate(World())
    pd.testing.assert_frame_equal(one[0], other[0])
    big = World(starters=(("koge", 4000), ("odense", 4000)), mean=3, sd=0.4, rise=0.5)
    before, after = simulate(big)
    both = before.drop_duplicates("person").merge(after.drop_duplicates("person"), on="person")
    assert both["score_y"].mean() - both["score_x"].mean() == pytest.approx(0.5, abs=0.03)
    assert both["score_x"].corr(both["score_y"]) == pytest.approx(0.5, abs=0.06)
    assert before[PARTS[0]].isna().mean() == pytest.approx(big.forget, abs=0.02)


def test_forgiving_a_slip_finds_more_and_stays_right():
    """Known truth over 20 programmes of the report's size."""
    exact, tolerant = trial(World(), 20)
    figures = trial_figures(exact, tolerant, "trial").set_index("figure")["value"]
    assert figures["trial.tolerant.linked"] > figures["trial.exact.linked"] + 5
    assert figures["trial.exact.wrong"] <= 2
    assert figures["trial.tolerant.wrong"] <= 5
    assert figures["trial.narrower"] == pytest.approx(16, abs=6)


def test_short_codes_make_wrong_links():
    """The check can fail: with codes that many share, links are wrong and the truth shows it."""
    wrong = 0
    for seed in range(10):
        before, after = simulate(World(), seed)
        wrong += judge(link_parts(before, after, PARTS[2:4]), before, after)["wrong"]
    assert wrong > 10
