"""The title of a chart is a sentence of recorded figures, or there is none."""

import pytest

from slicebook.book.claims import noting
from slicebook.book.findings import OF_SOME, told
from slicebook.results import Figure
from slicebook.shown.house import says
from slicebook.text import message
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
        # The chart may draw others, of which nothing was recorded.
        (
            "changes",
            [figure("a", 9, 1, 17)],
            "“A”: a rise of 9 percentage points, more than chance gives.",
        ),
        (
            "changes",
            [figure("a", -9, -17, -1)],
            "“A”: a fall of 9 percentage points, more than chance gives.",
        ),
        ("changes", [figure("a", 9, -1, 19)], "“A”: no change beyond what chance may give."),
        (
            "changes",
            [figure("a", 9, -1, 19), figure("b", -2, -12, 8)],
            "No clear change: chance may give each of them.",
        ),
        (
            "each",
            [scored("a", 9, 1, 17), scored("b", 9, 1, 17), scored("c", 1, -1, 3)],
            "Clear rise for 2 of 3.",
        ),
        (
            "each",
            [scored("a", -1, -2, -0.5), scored("b", 1, -1, 3)],
            "Clear fall for 1 of 2.",
        ),
        (
            "each",
            [scored("a", -1, -2, -0.5), scored("b", 1, 0.5, 3), scored("c", 1, -1, 3)],
            "Clear rise for 1 of 3, clear fall for 1.",
        ),
        ("each", [scored("a", 1, -1, 3)], "No clear change: chance may give each of them."),
        (
            "ends",
            [figure("a", 40), figure("b", 20), figure("c", 30)],
            "Highest: “A” (40%), lowest: “B” (20%).",
        ),
        ("beside", [scored("a", 5, 4, 6), scored("b", 2, 1, 3)], "“A” lies wholly above “B”."),
        ("beside", [scored("a", 2, 1, 3), scored("b", 5, 4, 6)], "“A” lies wholly below “B”."),
        (
            "beside",
            [scored("a", 2, 1, 4), scored("b", 5, 4, 6)],
            "“A” and “B” have amounts in common.",
        ),
        (
            "holds",
            [scored("a", 2, 1, 4), scored("b", 5, 4, 6)],
            "A rise, whatever is assumed here.",
        ),
        ("holds", [scored("a", -2, -4, -1)], "A fall, whatever is assumed here."),
        (
            "holds",
            [scored("a", 2, 1, 4), scored("b", 1, 0, 6)],
            "By what is assumed here, there may be no change.",
        ),
    ],
)
def test_each_rule_says_what_its_figures_are_and_claims_it(rule, figures, said):
    with noting() as claims:
        assert sentence(rule, *figures, words=ALL_WORDS) == said
    assert {claim.words for claim in claims} == {said}
    assert all(claim.figure in figures for claim in claims)


def test_the_highest_of_one_is_what_it_is():
    with noting() as claims:
        assert sentence("ends", figure("a", 40)) == "“A”: 40%."
    assert claims == []


def test_a_range_is_held_against_one_number():
    said = "“A” lies wholly above “B”."
    assert sentence("beside", scored("a", 5, 4, 6), figure("b", 3, unit="points")) == said
    assert sentence("beside", scored("a", 5, 4, 6), figure("b", None, n=0)) == ""
    assert sentence("beside", figure("a", 5, unit="points"), scored("b", 3, 2, 4)) == ""


@pytest.mark.parametrize(
    ("many", "said"), [(2, "Of 3: 2 forms in North."), (1, "Of 3: 1 form in North.")]
)
def test_a_sentence_of_the_charts_own_has_its_figures_in_order(many, said):
    finding = says(message({"en": "Of {1}: {0} forms in {place}."}), "a", "b", place="North").said()
    known = {"a": figure("a", many, unit="forms"), "b": figure("b", 3, unit="forms")}
    assert told(finding, known.get) == said
    assert told(finding, {**known, "b": figure("b", None, n=0)}.get) == ""


def test_an_amount_at_the_end_of_a_sentence_has_one_full_stop():
    finding = says(message({"da": "Højst {0}."}), "a").said()
    known = {"a": figure("a", 64_273, unit="DKK")}
    assert speak("da", told, finding, known.get) == "Højst 64.273 kr."


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


BOTH = figure("a", 50, 40, 60), figure("b", 30, 20, 40)
HIDDEN = figure("c", None, shown=False), figure("c", 3, 1, 5, shown=False)


@pytest.mark.parametrize("rule", [*OF_SOME, "changes", "each", "holds"])
def test_a_figure_without_value_leaves_no_sentence(rule):
    with noting() as claims:
        assert sentence(rule, *BOTH, figure("c", None, n=0)) == ""
    assert claims == []


@pytest.mark.parametrize("lacking", HIDDEN)
@pytest.mark.parametrize("rule", ["apart", "changes", "each", "holds"])
def test_a_withheld_figure_leaves_no_sentence_where_all_count(rule, lacking):
    with noting() as claims:
        assert sentence(rule, *BOTH, lacking) == ""
    assert claims == []


@pytest.mark.parametrize("lacking", HIDDEN)
@pytest.mark.parametrize("rule", OF_SOME)
def test_a_ranking_with_some_withheld_is_of_those_that_are_shown(rule, lacking):
    with noting() as claims:
        said = sentence(rule, *BOTH, lacking, words=ALL_WORDS | PLACES)
    assert said == f"Of what is shown: {sentence(rule, *BOTH, words=ALL_WORDS | PLACES)}"
    assert said.endswith(".")
    assert {claim.words for claim in claims} == {said.partition(": ")[2]}
    assert sentence(rule, lacking, words=ALL_WORDS | PLACES) == ""


def test_ends_that_two_share_are_not_told():
    first, second, third = figure("a", 50), figure("b", 50), figure("c", 20)
    assert sentence("ends", first, second, third) == "Lowest: “C” (20%)."
    assert sentence("ends", first, third, figure("d", 20)) == "Highest: “A” (50%)."


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
