"""Shares before and after: Newcombe's published example, violence and onward help."""

import numpy as np
import pandas as pd
import pytest

from modning.compare import violence
from modning.compare.onward import unmet
from modning.compare.share_change import ShareChange, change_of, share_change
from modning.shares import protected, shares, tally
from outcome_forms import empty, form
from slicebook.text import message
from speak import speak
from surveys.codebook import load_codebook

TITLE = message({"da": "Vold", "en": "Violence"})
FORMS = load_codebook()


def given(yes: int, n: int) -> pd.DataFrame:
    column = pd.Series([True] * yes + [False] * (n - yes), dtype="boolean")
    return protected(shares(pd.DataFrame({"a": column})), ["x/a"], None)


def test_the_difference_is_newcombes_worked_example():
    """Newcombe (1998), method 10, example (a): 56/70 less 48/80 is 0.0524 to 0.3339."""
    row = change_of(given(48, 80), given(56, 70)).iloc[0]
    assert row["difference"] == pytest.approx(20)
    assert row["difference_low"] == pytest.approx(5.24, abs=0.005)
    assert row["difference_high"] == pytest.approx(33.39, abs=0.005)


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
    change = ShareChange("x", TITLE, {"a": TITLE}, change_of(given(*before), given(*after)))
    row = change.table.iloc[0]
    assert pd.isna(row["difference"]) != known
    assert (row["n_before"], row["n_after"]) == (before[1], after[1])
    figures = change.figures("still").set_index("figure")
    for time, (count, n) in (("before", before), ("after", after)):
        told = n > 0 and all(part == 0 or part >= 5 for part in (count, n - count, n))
        figure = figures.loc[f"still.a.{time}"]
        assert pd.isna(figure["value"]) != told
        assert figure["shown"] == (told or n == 0)
    assert len(speak("da", change.words)["frame"]) == 1


def test_figures_and_words_agree_with_the_table():
    before, after = form("baseline"), form("completion")
    change = share_change(
        tally(before, FORMS["baseline"], violence.ITEM),
        tally(after, FORMS["completion"], violence.ITEM),
        TITLE,
    )
    figures = change.figures("still").set_index("figure")
    share = 100 * (before[violence.ITEM].dropna() == 1).mean()
    assert figures.loc["still.stopped.before", "value"] == pytest.approx(share)
    assert len(figures) == 15
    frame = change.words()["frame"]
    assert (
        frame["Answer"].tolist()[0] == FORMS["baseline"].item(violence.ITEM).options[0].label["en"]
    )
    assert frame["Before, %"].iloc[0].startswith(f"{share:.0f} (")


def test_violence_goes_on_for_the_three_answers_that_say_so():
    answers = form("completion")
    codes = pd.Series([1, 2, 3, 4, 5, None] * 17, dtype="Int8")
    answers[violence.ITEM] = codes
    found = violence.continues(answers, FORMS["completion"])["continues"]
    assert found.tolist()[:5] == [False, True, True, True, False]
    assert found.isna().tolist()[5]


def test_a_type_in_doubt_is_not_named():
    answers = form("completion").head(7).copy()
    column = "violence_frequency_physical"
    answers[column] = pd.Series([1, 2, 3, 4, 5, 6, 7], dtype="Int8")
    named = violence.named(answers, FORMS["completion"]).given["physical"]
    doubted = violence.doubted(answers, FORMS["completion"]).given["physical"]
    assert named.tolist() == [False, True, True, True, True, True, False]
    assert doubted.tolist() == [False] * 6 + [True]


def test_types_are_counted_for_those_who_answered():
    before, after = form("baseline"), form("completion")
    columns = [name for name in after if name.startswith("violence_frequency_")]
    after[columns] = pd.NA
    after.loc[:19, columns] = 2
    tallies = (
        violence.named(before, FORMS["baseline"]),
        violence.named(after, FORMS["completion"]),
    )
    counts = violence.types_named(*tallies)
    assert counts[-1].after.n == 20
    assert counts[-1].after.mean == len(columns)
    figures = violence.types_figures(counts, "types_named").set_index("figure")
    gain = counts[-1].after.mean - counts[-1].before.mean
    assert figures.loc["types_named.count.gain", "value"] == pytest.approx(gain)
    assert violence.types_figures([], "types_named")["value"].isna().all()


def test_the_changes_of_the_question_split_the_answers():
    before, after = form("baseline"), form("completion")
    reworded = FORMS["baseline"].item(violence.ITEM).reworded
    before.loc[:9, "submitted"] = pd.Timestamp(reworded) - pd.Timedelta(days=1)
    before[violence.ITEM] = np.where(before.index < 10, 2, 1)
    before[violence.ITEM] = before[violence.ITEM].astype("Int8")
    table = violence.by_wording(before, after, FORMS).set_index("period")
    assert table.loc["before_first", "percent"] == 100
    assert table.loc["before_new", "percent"] == 0
    assert table.loc["before_first", "n"] == 10
    assert table["n"].sum() == before[violence.ITEM].count() + after[violence.ITEM].count()
    few = violence.by_wording(before.head(3), empty("completion"), FORMS)
    assert few["percent"].isna().all()


def test_unmet_need_is_of_those_in_need():
    answers = form("completion")
    answers["onward"] = pd.Series([1, 2, 3, None] * 25 + [1, 3], dtype="Int8")
    found = unmet(tally(answers, FORMS["completion"], "onward"))
    assert found.isna().tolist()[:4] == [False, True, False, True]
    assert found.dropna().tolist()[:2] == [False, True]
    assert found.count() == 52


def test_doubt_is_counted_over_the_types_shown_both_times():
    table = pd.DataFrame(
        {"difference": [-10.0, 5, None, -20], "difference_high": [-1.0, 20, None, 3]}
    )
    change = ShareChange("violence_frequency", TITLE, {}, table)
    figures = violence.doubt_figures(change, "doubt").set_index("figure")["value"]
    assert figures.to_dict() == {"doubt.compared": 3, "doubt.fewer": 2, "doubt.sure": 1}
