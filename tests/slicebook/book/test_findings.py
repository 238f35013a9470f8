"""The title of a chart is a sentence of recorded figures, or there is none."""

import pytest

from slicebook.book.claims import noting
from slicebook.book.findings import told
from slicebook.results import Figure
from speak import speak


def figure(name: str, value: float | None, low=None, high=None, n=40, shown=True) -> Figure:
    unit = "percent" if low is None else "points"
    return Figure(name, "all", "all", value, low, high, n, unit, shown)


def sentence(rule: str, *figures: Figure, words: dict[str, str] | None = None) -> str:
    of = [{"figure": one.figure, "words": {"label": one.figure.upper(), **(words or {})}}
          for one in figures]  # fmt: skip
    return told(
        {"rule": rule, "subject": "Help?", "of": of}, {one.figure: one for one in figures}.get
    )


PLACES = {"first": "North", "second": "South"}


@pytest.mark.parametrize(
    ("rule", "figures", "said"),
    [
        (
            "commonest",
            [figure("a", 20), figure("b", 57)],
            "Help: most often “B”, 57% of those who answered.",
        ),
        (
            "most_named",
            [figure("a", 60), figure("b", 57)],
            "Help: most often named is “A”, by 60% of those who answered.",
        ),
        (
            "change",
            [figure("g", 8, 2, 14)],
            "Help: a rise of 8 points on its scale, more than chance gives.",
        ),
        (
            "change",
            [figure("g", -8, -14, -2)],
            "Help: a fall of 8 points on its scale, more than chance gives.",
        ),
        ("change", [figure("g", 8, -2, 18)], "Help: no change beyond what chance may give."),
        (
            "changes",
            [figure("a", 9, 1, 17), figure("b", -12, -20, -4)],
            "Help: most changed is “B”, a fall of 12 percentage points, more than chance gives a "
            "single answer.",
        ),
        (
            "changes",
            [figure("a", 9, -1, 19), figure("b", -2, -12, 8)],
            "Help: no answer changed by more than chance may give.",
        ),
        (
            "ends",
            [figure("a", 40), figure("b", 20), figure("c", 30)],
            "Help: highest is “A” (40%), lowest “B” (20%).",
        ),
    ],
)
def test_each_rule_says_what_its_figures_are_and_claims_it(rule, figures, said):
    with noting() as claims:
        assert sentence(rule, *figures) == said
    assert {claim.words for claim in claims} == {said}
    assert all(claim.figure in figures for claim in claims)


def test_the_higher_of_two_places_is_named_first():
    near, far = figure("a.x_less_y", 3, -5, 11), figure("b.x_less_y", -15, -25, -5)
    said = sentence("apart", near, far, words=PLACES)
    assert said.startswith(
        "Help: furthest apart on “B.X_LESS_Y”, where South lies 15 percentage points above"
    )
    assert sentence("apart", near, words=PLACES).startswith("Help: on no answer")


def test_what_was_not_compared_is_passed_over():
    near, none = figure("a.x_less_y", 3, -5, 11), figure("b.x_less_y", None, n=None)
    assert sentence("apart", near, none, words=PLACES).startswith("Help: on no answer")
    assert sentence("apart", none, words=PLACES) == ""


@pytest.mark.parametrize("rule", ["commonest", "most_named", "ends", "changes"])
@pytest.mark.parametrize(
    "lacking",
    [figure("c", None, shown=False), figure("c", 3, 1, 5, shown=False), figure("c", None, n=0)],
)
def test_a_withheld_figure_or_none_leaves_no_sentence(rule, lacking):
    with noting() as claims:
        assert sentence(rule, figure("a", 50, 40, 60), figure("b", 30, 20, 40), lacking) == ""
    assert claims == []


@pytest.mark.parametrize("rule", ["commonest", "ends"])
def test_two_alike_are_not_ranked(rule):
    assert sentence(rule, figure("a", 50), figure("b", 50)) == ""


def test_a_figure_that_nobody_recorded_leaves_no_sentence():
    assert (
        told({"rule": "change", "subject": "", "of": [{"figure": "a", "words": {}}]}, {}.get) == ""
    )


def test_it_is_said_in_danish():
    said = speak("da", sentence, "commonest", figure("a", 20), figure("b", 57))
    assert said == "Help: oftest »B«, 57 % af dem, der svarede."
