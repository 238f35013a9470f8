from dataclasses import replace

import pytest

from slicebook.programme import Public, load_programme
from surveys.disclosure import dominates, fewest, may_show, tells_of_few


@pytest.fixture
def programme():
    public = (Public("n.*", "printed"),)
    return replace(load_programme(), threshold=5, public=public)


@pytest.mark.parametrize(
    ("value", "n", "unit", "shown"),
    [
        (4, None, "persons", False),
        (5, None, "persons", True),
        (0, None, "persons", True),
        (3.4, 4, "scale 1-5", False),
        (3.4, 5, "scale 1-5", True),
        (3.4, None, "scale 1-5", True),
        (2, None, "DKK", True),
        (None, 0, "scale 1-5", True),
    ],
)
def test_small_counts_and_what_rests_on_them_are_withheld(programme, value, n, unit, shown):
    assert may_show("figure", value, n, unit, programme) is shown


def test_a_public_figure_is_shown_however_small(programme):
    assert may_show("n.baseline", 4, None, "forms", programme)
    assert not may_show("other.baseline", 4, None, "forms", programme)


def test_every_exemption_of_the_programme_has_a_reason():
    assert all(rule.reason.strip() for rule in load_programme().public)


@pytest.mark.parametrize(
    ("contributions", "withheld"),
    [
        ([80, 10, 5, 5], True),  # (1, 75): the largest alone
        ([75, 15, 10], False),  # no more than 75 %
        ([60, 38, 2], True),  # 10 %: the second reckons the largest to within 2 of 60
        ([50, 4.9, 45], True),
        ([50, 5, 45], False),  # exactly 10 % of the largest is left
        ([40, 30, 30], False),
        ([7], True),
        ([0, 0], False),
        ([], False),
    ],
)
def test_an_amount_of_which_few_give_the_most_is_withheld(programme, contributions, withheld):
    rules = replace(programme.rules, dominance_n=1, dominance_k=75, p_percent=10)
    assert dominates(contributions, replace(programme, rules=rules)) is withheld


def test_dominance_counts_as_many_as_the_programme_says(programme):
    two = replace(programme.rules, dominance_n=2, dominance_k=85, p_percent=10)
    assert dominates([5, 45, 45, 5], replace(programme, rules=two))
    assert not dominates([5, 45, 45, 5], replace(programme, rules=replace(two, dominance_n=1)))


@pytest.mark.parametrize("rule", ["minimum_mean", "minimum_spread", "minimum_test"])
def test_a_mean_needs_what_each_of_its_numbers_needs(programme, rule):
    """It is shown with its interval and may be tested."""
    assert fewest(replace(programme, rules=replace(programme.rules, **{rule: 9}))) == 9


@pytest.mark.parametrize(
    ("count", "n", "few"),
    [(10, 10, False), (9, 10, True), (8, 10, True), (6, 10, True), (5, 10, False), (4, 10, True),
     (0, 10, False), (4, 4, True)],
)  # fmt: skip
def test_a_share_tells_of_few_by_who_gave_the_answer_who_did_not_and_all(count, n, few):
    assert tells_of_few(count, n, 5) is few
