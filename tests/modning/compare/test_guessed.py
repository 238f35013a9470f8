"""Courses guessed from days: the rule, and intervals over guessed courses."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from modning.compare import scale_change
from modning.compare.by_course import intra_course
from modning.compare.clustering import together
from modning.compare.guessed import (
    Guess,
    guessed_courses,
    guessed_figures,
    guessed_table,
    guesses,
    over_courses,
)
from modning.scales import load_scale
from outcome_forms import empty, form
from speak import speak
from surveys.disclosure import FORM

RECOVERY = load_scale("recovery")


def term(name):
    """Return a form in which every seventh person of a municipality began another month."""
    answered = form(name)
    months = answered.groupby("municipality").cumcount() // 7
    return answered.assign(submitted=pd.Timestamp("2024-01-08") + 30 * months * pd.Timedelta("1D"))


def sent(days, municipality="koge"):
    return pd.DataFrame(
        {"municipality": municipality, "submitted": [pd.Timestamp(day) for day in days]}
    )


def test_a_gap_of_more_than_a_week_begins_another_course():
    days = ["2024-03-20 09:00", "2024-03-01 08:00", "2024-03-02", "2024-03-08", "2024-03-16 23:00"]
    # Each within a week of the one before is the same course, however long it gets.
    assert guessed_courses(sent(days)).tolist() == [2, 1, 1, 1, 2]
    apart = pd.concat([sent(days[:2]), sent(days[:2], "odense")], ignore_index=True)
    assert guessed_courses(apart).nunique() == 4
    assert guessed_courses(empty("completion")).empty


def test_of_equal_courses_it_is_students_over_their_means():
    scores = pd.Series([1.0, 2, 4, 2, 3, 5, 1, 1, 2, 5, 4, 4])
    courses = pd.Series(np.repeat([1, 2, 3, 4], 3))
    found = together(scores.mean(), [over_courses(scores, courses)])
    means = scores.groupby(courses).mean()
    low, high = stats.t.interval(0.95, 3, means.mean(), stats.sem(means))
    assert (found.low, found.high, found.df) == pytest.approx((low, high, 3))
    assert over_courses(scores, courses * 0) is None
    assert over_courses(scores * 0, courses) is None


def test_the_interval_covers_with_few_courses_of_unequal_size():
    """600 worlds of 7 and 9 courses of 3 to 8, correlation 0.15; without courses 88 %."""
    random, held = np.random.default_rng(7), 0
    for _ in range(600):
        parts, means = [], []
        for number in (7, 9):
            courses = np.repeat(np.arange(number), random.integers(3, 9, number))
            own = random.normal(0, 0.15**0.5, number)[courses]
            scores = pd.Series(own + random.normal(0, 0.85**0.5, len(courses)))
            parts.append(over_courses(scores, pd.Series(courses)))
            means.append(scores.mean())
        found = together(means[1] - means[0], parts)
        held += found.low <= 0 <= found.high
    assert held / 600 == pytest.approx(0.95, abs=0.03)


def test_each_place_and_all_of_them_have_their_guess():
    before, after = term("baseline"), term("completion")
    change = scale_change(before, after, RECOVERY)
    found = guesses(change, before, after)
    assert [one.courses for one in found] == [(6, 6), (11, 9), (17, 15)]
    assert [one.name for one in found] == ["koge", "odense", "all"]
    assert all(one.low <= one.change <= one.high for one in found)
    figures = guessed_figures(found, "guessed").set_index("figure")["value"]
    assert figures["guessed.change"] == change.total.difference
    correlation = figures["guessed.correlation"]
    assert (
        correlation
        == round(correlation, 2)
        == pytest.approx(intra_course(RECOVERY.score(after), guessed_courses(after)), abs=0.005)
    )
    for language in ("da", "en"):
        assert len(speak(language, guessed_table, found, RECOVERY.title)["frame"]) == 3


@pytest.mark.parametrize("few", [0, 4])
def test_what_is_not_shown_has_no_guess(few):
    before = term("baseline").groupby("municipality").head(few) if few else empty("baseline")
    before.attrs, after = {FORM: "baseline"}, term("completion")
    found = guesses(scale_change(before, after, RECOVERY), before, after)
    assert all(one.change is None and one.correlation is None for one in found)
    assert guessed_figures(found, "guessed")["value"].isna().sum() == 2


def test_two_courses_are_enough_for_an_interval_and_one_is_not():
    """Means of 2 and 4: they vary by 2 around 3, and their mean by half of that."""
    scores = pd.Series([1.0, 3, 3, 5])
    assert over_courses(scores, pd.Series([1, 1, 2, 2])) == (pytest.approx(1), 1)
    assert over_courses(scores, pd.Series([1, 1, 1, 1])) is None


def test_the_table_has_a_row_a_place_and_dashes_for_what_is_not_stated():
    told = Guess("koge", (6, 5), 11, 0.84, 0.2, 1.4, 9.4, 0.12)
    frame = guessed_table([told, Guess("odense", (1, 0))], "T")["frame"]
    assert frame.to_numpy().tolist() == [
        ["Køge", "6 / 5", "0.8", "0.2; 1.4", "9", "0.12"], ["Odense", "1 / 0", *["–"] * 4],
    ]  # fmt: skip


def test_without_a_place_the_courses_guessed_are_none():
    figures = guessed_figures([], "x").set_index("figure")
    assert figures.loc[["x.before", "x.after"], "value"].tolist() == [0, 0]
    assert figures["shown"].all()
