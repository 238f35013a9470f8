"""Shares before and after: Newcombe's published example."""

import pandas as pd
import pytest

from modning import guarded
from modning.compare.share_change import ShareChange, compare_shares, share_change
from modning.proportions import shares
from modning.questions import counted
from modning.shares import tally
from outcome_forms import form
from slicebook.text import message
from speak import speak
from surveys.codebook import load_codebook

TITLE = message({"da": "Vold", "en": "Violence"})
FORMS, ITEM = load_codebook(), "violence_continues"


def given(yes: int, n: int) -> pd.DataFrame:
    column = pd.Series([True] * yes + [False] * (n - yes), dtype="boolean")
    return guarded.shares(shares(pd.DataFrame({"a": column})), ["x/a"], None)


def test_the_difference_is_newcombes_worked_example():
    """Newcombe (1998), method 10, example (a): 56/70 less 48/80 is 0.0524 to 0.3339."""
    [found] = compare_shares(given(48, 80), given(56, 70))
    assert found.difference == pytest.approx(20)
    assert found.low == pytest.approx(5.24, abs=0.005)
    assert found.high == pytest.approx(33.39, abs=0.005)


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize(
    ("before", "after", "known"),
    [
        ((0, 0), (0, 0), False),
        ((2, 4), (3, 9), False),
        ((5, 5), (0, 9), True),
        ((5, 20), (6, 20), True),
        ((4, 20), (6, 20), False),
        ((5, 20), (16, 20), False),
    ],
)
def test_every_size_has_a_row_and_few_are_not_told(before, after, known):
    answers = compare_shares(given(*before), given(*after))
    change = ShareChange("x", TITLE, {"a": TITLE}, answers, ("baseline", "completion"))
    assert (answers[0].difference is not None) == known
    assert (answers[0].before.n, answers[0].after.n) == (before[1], after[1])
    figures = change.figures("still").set_index("figure")
    for time, (count, n) in (("before", before), ("after", after)):
        told = n > 0 and all(part == 0 or part >= 5 for part in (count, n - count, n))
        figure = figures.loc[f"still.a.{time}"]
        assert pd.isna(figure["value"]) != told
        assert figure["shown"] == (told or n == 0)
    assert len(speak("da", change.words)["frame"]) == 1


def test_the_share_of_one_person_has_no_spread():
    nobody = {"shown": True, "count": 0, "percent": 0.0, "low": 0.0, "high": 80.0}
    [found] = compare_shares(given(0, 1).assign(**nobody), given(0, 2).assign(**nobody))
    assert (found.before.sd, found.after.sd) == (None, 0)
    assert (found.before.missing, compare_shares(given(0, 0), given(0, 0))[0].after.missing) == (
        0,
        0,
    )


def test_what_a_small_slice_withholds_is_withheld_where_nobody_answered_too():
    nobody = given(0, 0).assign(shown=False)
    change = ShareChange(
        "x", TITLE, {"a": TITLE}, compare_shares(given(20, 40), nobody), ("baseline", "completion")
    )
    shown = change.figures("still").set_index("figure")["shown"]
    assert shown.to_dict() == {
        "still.a.before": True, "still.a.after": False, "still.a.gain": False,
    }  # fmt: skip
    assert change.words()["frame"]["After, %"].tolist() == ["withheld"]


def test_figures_and_words_agree_with_the_table():
    before, after = form("baseline"), form("completion")
    change = share_change(
        tally(before, FORMS["baseline"], ITEM),
        tally(after, FORMS["completion"], ITEM),
        TITLE,
    )
    figures = change.figures("still").set_index("figure")
    share = 100 * (before[ITEM].dropna() == 1).mean()
    assert figures.loc["still.stopped.before", "value"] == pytest.approx(share)
    assert len(figures) == 15
    frame = change.words()["frame"]
    assert frame["Answer"].tolist()[0] == FORMS["baseline"].item(ITEM).options[0].label["en"]
    assert frame["Before, %"].iloc[0].startswith(f"{share:.0f} (")


def test_a_set_of_answers_is_compared_as_one():
    before, after = form("baseline"), form("completion")
    after[ITEM] = pd.Series([1, 2, 3, 4, 5, None] * 17, dtype="Int8")
    change = share_change(*(counted(one, ITEM, "continues") for one in (before, after)), TITLE)
    [found] = change.answers
    assert (found.after.mean, found.after.n) == (60, 85)
    assert change.words()["frame"].iloc[0, 0] == "The violence goes on"


def test_a_row_has_both_sizes_shares_with_their_intervals_and_the_difference():
    change = ShareChange("x", TITLE, {"a": TITLE}, compare_shares(given(20, 40), given(30, 50)),
                         ("baseline", "completion"))  # fmt: skip
    [one] = change.answers
    told = [(one.before.mean, one.before.low, one.before.high),
            (one.after.mean, one.after.low, one.after.high),
            (one.difference, one.low, one.high)]  # fmt: skip
    texts = [
        "{:.0f} ({:.0f}; {:.0f})".format(*ends).replace("-", "\N{MINUS SIGN}") for ends in told
    ]
    assert change.words()["frame"].iloc[0].tolist() == ["Violence", "40 / 50", *texts]
    assert (told[0][0], told[1][0], one.difference) == (50, 60, pytest.approx(10))
