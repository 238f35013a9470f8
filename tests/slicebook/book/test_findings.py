"""The title of a chart is a sentence of recorded figures, or there is none."""

import pytest

from slicebook.book.claims import noting
from slicebook.book.findings import told
from slicebook.results import Figure
from speak import speak


def figure(
    name: str, value: float | None, low=None, high=None, n=40, shown=True, unit=""
) -> Figure:
    unit = unit or ("percent" if low is None else "points")
    return Figure(name, "all", "all", value, low, high, n, unit, shown)


def sentence(rule: str, *figures: Figure, words: dict[str, str] | None = None) -> str:
    of = [{"figure": one.figure, "words": {"label": one.figure.upper(), **(words or {})}}
          for one in figures]  # fmt: skip
    return told({"rule": rule, "of": of}, {one.figure: one for one in figures}.get)


def scored(name: str, value: float, low: float, high: float) -> Figure:
    return figure(name, value, low, high, unit="scale points")


ALL_WORDS = {"answer": "Yes", "first": "Start"}
NO_DIFFERENCE = "No clear difference: chance may give each of them."
PLACES = {"first": "North", "second": "South"}


@pytest.mark.parametrize(
    ("rule", "figures", "said"),
    [
        ("commonest", [figure("a", 20), figure("b", 57)], "Most often “B” (57%)."),
        ("most_named", [figure("a", 60), figure("b", 57)], "Most often named: “A” (60%)."),
        ("largest", [figure("a", 60), figure("b", 57)], "Largest: “A” (60%)."),
        ("of_rows", [figure("a", 60), figure("b", 57)], "Most often “Yes”: “A” (60%)."),
        ("per_hundred", [figure("b", 25)], "For every 100 at “Start” there are 25 at “B”."),
        ("per_hundred", [figure("b", 120)], "For every 100 at “Start” there are 120 at “B”."),
        ("per_hundred", [figure("b", 100)], "For every 100 at “Start” there are 100 at “B”."),
        (
            "change",
            [scored("g", 8, 2, 14)],
            "A rise of 8.0 points on the scale, more than chance gives.",
        ),
        (
            "change",
            [scored("g", -8, -14, -2)],
            "A fall of 8.0 points on the scale, more than chance gives.",
        ),
        ("change", [scored("g", 8, -2, 18)], "No change beyond what chance may give."),
        (
            "changes",
            [figure("a", 9, 1, 17), figure("b", -12, -20, -4)],
            "Largest clear change: “B”, a fall of 12 percentage points.",
        ),
        (
            "changes",
            [figure("a", 9, -1, 19), figure("b", -2, -12, 8)],
            "No clear change: chance may give each of them.",
        ),
        (
            "each",
            [scored("a", 9, 1, 17), scored("b", 9, 1, 17), scored("c", 1, -1, 3)],
            "Clear rise for 2 of 3, clear fall for 0.",
        ),
        (
            "each",
            [scored("a", -1, -2, -0.5), scored("b", 1, -1, 3)],
            "Clear rise for 0 of 2, clear fall for 1.",
        ),
        ("each", [scored("a", 1, -1, 3)], "No clear change: chance may give each of them."),
        (
            "ends",
            [figure("a", 40), figure("b", 20), figure("c", 30)],
            "Highest: “A” (40%), lowest: “B” (20%).",
        ),
    ],
)
def test_each_rule_says_what_its_figures_are_and_claims_it(rule, figures, said):
    with noting() as claims:
        assert sentence(rule, *figures, words=ALL_WORDS) == said
    assert {claim.words for claim in claims} == {said}
    assert all(claim.figure in figures for claim in claims)


def test_the_higher_of_two_places_is_named_first():
    near, far = figure("a.x_less_y", 3, -5, 11), figure("b.x_less_y", -15, -25, -5)
    said = sentence("apart", near, far, words=PLACES)
    assert said == (
        "Largest clear difference: “B.X_LESS_Y”, South 15 percentage points above North."
    )
    assert sentence("apart", near, words=PLACES) == NO_DIFFERENCE


def test_what_was_not_compared_is_passed_over():
    near, none = figure("a.x_less_y", 3, -5, 11), figure("b.x_less_y", None, n=None)
    assert sentence("apart", near, none, words=PLACES) == NO_DIFFERENCE
    assert sentence("apart", none, words=PLACES) == ""


@pytest.mark.parametrize(
    "rule", ["commonest", "most_named", "largest", "of_rows", "ends", "changes", "each"]
)
@pytest.mark.parametrize(
    "lacking",
    [figure("c", None, shown=False), figure("c", 3, 1, 5, shown=False), figure("c", None, n=0)],
)
def test_a_withheld_figure_or_none_leaves_no_sentence(rule, lacking):
    with noting() as claims:
        assert sentence(rule, figure("a", 50, 40, 60), figure("b", 30, 20, 40), lacking) == ""
    assert claims == []


@pytest.mark.parametrize("rule", ["commonest", "ends", "largest", "of_rows"])
def test_two_alike_are_not_ranked(rule):
    assert sentence(rule, figure("a", 50), figure("b", 50), words=ALL_WORDS) == ""


@pytest.mark.parametrize("rule", ["apart", "changes"])
def test_of_two_changes_as_large_neither_is_the_largest(rule):
    assert sentence(rule, figure("a", 9, 1, 17), figure("b", -9, -17, -1), words=PLACES) == ""


@pytest.mark.parametrize("lacking", [figure("c", None, shown=False), figure("c", None, n=0)])
def test_a_funnel_without_its_last_step_has_no_sentence(lacking):
    assert sentence("per_hundred", lacking, words=ALL_WORDS) == ""


def test_a_figure_that_nobody_recorded_leaves_no_sentence():
    assert told({"rule": "change", "of": [{"figure": "a", "words": {}}]}, {}.get) == ""


def test_it_is_said_in_danish():
    said = speak("da", sentence, "commonest", figure("a", 20), figure("b", 57))
    assert said == "Oftest »B« (57 %)."
