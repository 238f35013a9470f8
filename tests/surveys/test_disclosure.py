from dataclasses import replace

import pytest

from slicebook.programme import Public, load_programme
from slicebook.slices import Slice
from surveys.disclosure import (
    dominates,
    fewest,
    is_printed,
    is_public_count,
    may_show,
    may_tell,
    pattern,
    tells_of_few,
)
from surveys.disclosure.pattern import line_to_add


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
        (1, None, "persons", False),
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
        ([0.6, 0.1], True),
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


@pytest.mark.parametrize(
    ("rule", "spread"),
    [("minimum_mean", False), ("minimum_spread", True), ("minimum_test", True)],
)
def test_a_mean_needs_its_own_number_and_its_interval_what_a_test_needs_too(
    programme, rule, spread
):
    asked = replace(programme, rules=replace(programme.rules, **{rule: 99}))
    assert fewest(asked, spread) == 99
    assert fewest(asked, not spread) == fewest(programme, not spread) < 99


PRINTED = """figure,municipality,year,role,statistic,unit,value,low,high
men,koge,all,check,count,persons,2,2,2
share.none,koge,all,check,share,percent,6,5.5,6.5
share.some,koge,all,check,share,percent,,2.5,5.5
share.none,odense,all,input,share,percent,6,5.5,6.5
told.n,koge,all,check,count,answers,37,37,37
told.half,koge,all,check,share,percent,50,49.5,50.5
"""


@pytest.mark.parametrize(
    ("figure", "key", "count", "n", "public"),
    [
        ("men", ("koge", "all"), 2, 37, True),
        # Another value, year, place or kind of row is not what the report prints.
        ("men", ("koge", "all"), 3, 37, False),
        ("men", ("koge", "2025"), 2, 7, False),
        ("men", ("odense", "all"), 2, 75, False),
        ("share.none", ("koge", "all"), 2, 33, True),
        ("share.none", ("koge", "all"), 3, 33, False),
        ("share.none", ("odense", "all"), 2, 33, False),
        # No count of 37 is half of them: the two that are next to it are public.
        ("told.half", ("koge", "all"), 18, 37, True),
        ("told.half", ("koge", "all"), 19, 37, True),
        ("told.half", ("koge", "all"), 20, 37, False),
        # Of another number of answers, a share beyond the two is not.
        ("told.half", ("koge", "all"), 30, 58, False),
        # A range makes no value in it public.
        ("share.some", ("koge", "all"), 4, 100, False),
    ],
)
def test_what_the_report_prints_is_public_by_its_value(
    programme, tmp_path, monkeypatch, figure, key, count, n, public
):
    path = tmp_path / "published.csv"
    path.write_text(PRINTED)
    monkeypatch.setattr("surveys.disclosure.rules.paths.report", lambda name: tmp_path / name)
    monkeypatch.setattr("surveys.disclosure.rules.are_the_reports", lambda programme: True)
    by_report = replace(programme, public=(Public("*", "printed", printed=True),))
    assert is_public_count(figure, key, by_report, count, n) == public


def test_what_the_report_prints_is_known_by_its_place():
    assert is_printed("n.registration", ("koge", "2023"))
    assert not is_printed("n.registration", ("koge", "1999"))


def test_of_answers_that_are_no_slice_a_count_is_shown_unless_it_tells_of_few():
    fewest_ = load_programme().threshold
    assert may_tell("baseline/none", None)
    assert may_tell("baseline/none", None, count=fewest_, n=10 * fewest_)
    assert not may_tell("baseline/none", None, count=fewest_ - 1, n=10 * fewest_)


@pytest.mark.parametrize(
    ("count", "n", "few"),
    [(10, 10, False), (9, 10, True), (8, 10, True), (6, 10, True), (5, 10, False), (4, 10, True),
     (0, 10, False), (4, 4, True)],
)  # fmt: skip
def test_a_share_tells_of_few_by_who_gave_the_answer_who_did_not_and_all(count, n, few):
    assert tells_of_few(count, n, 5) is few


@pytest.mark.parametrize(
    ("cell", "line"),
    [
        ("start/school.long+short", "start: {school: {sets: {NAME: {answers: [long, short]}}}}"),
        ("start/visits#mean", "start: {visits: {means: true}}"),
    ],
)
def test_the_line_that_shows_a_cell_is_said(cell, line):
    assert line_to_add(cell) == line


@pytest.mark.parametrize(
    ("here", "municipality", "asked", "read"),
    [
        (Slice("all", "2024"), "koge", "all", "koge"),
        (Slice("all", "2024"), "all", "all", "all"),
        (Slice("koge", "2024"), "all", "koge", "koge"),
        (Slice("koge", "2024"), "koge", "koge", "koge"),
    ],
)
def test_the_pattern_of_a_place_is_asked_and_in_a_slice_of_all_that_of_each(
    monkeypatch, here, municipality, asked, read
):
    noted = []
    monkeypatch.setattr(pattern.notes, "asked", noted.append)
    monkeypatch.setattr(pattern, "pattern_file", lambda *of: of)
    known = ("form",), ("form", read, "2024")
    monkeypatch.setattr(pattern, "listed", lambda of: {"form/q.a"} if of in known else set())
    assert pattern.withheld("form/q.a", here, municipality)
    assert noted == [f"withheld of form/q in {asked} 2024"]
    assert not pattern.withheld("form/q.a", None)
