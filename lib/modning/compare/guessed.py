"""Courses guessed from the days on which forms came in: a sensitivity, and no finding.

Until forms ask for the course's number nobody knows who was in which. Forms of a municipality that
follow each other by at most `GAP` days are taken for one course's, before and after each by itself.
The persons' means stay as they are; their variances are those of the guessed courses' sums, with as
many degrees of freedom as courses less one (Cameron and Miller 2015, Journal of Human Resources
50:317), so that few courses make a wide interval.
"""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from modning.compare.by_course import intra_course
from modning.compare.change import Change
from modning.compare.clustering import together
from modning.compare.groups import Comparison
from modning.compare.words import span
from modning.guarded import outward
from modning.scales.stated import Reason, Stated
from slicebook.figures import figure_table
from slicebook.programme import ALL, load_programme
from slicebook.shown.view import view
from slicebook.tables import of_numbers
from slicebook.text import NONE, _, number, quantity
from surveys.answers import MUNICIPALITY
from surveys.codebook import SUBMITTED

# Sessions are a week apart at least: who was away sends her form before the next one.
GAP = 7

HEADINGS = _(
    "Municipality|Guessed courses, before / after|Difference|95% interval over them|"
    "Degrees of freedom|Correlation within them, after"
)
CAPTION = _("{title}: if courses are guessed from the days of the forms")
NOTE = _(
    "A guess: forms that follow each other by at most {gap} days are taken for one course. Late "
    "forms make courses of their own, and two courses that end in one week are one."
)


@dataclass(frozen=True)
class Guess(Stated):
    """A change with its 95 % interval over `courses` guessed before and after.

    `name` is the municipality. `correlation` is that within the courses guessed after. All but the
    courses are None where the change is not shown, for its `reason`, or a side has fewer than two
    courses; `n` is 0 where nobody answered.
    """

    name: str
    courses: tuple[int, int]
    n: int = 0
    change: float | None = None
    low: float | None = None
    high: float | None = None
    df: float | None = None
    correlation: float | None = None
    reason: Reason | None = None


def guessed_courses(form: pd.DataFrame) -> pd.Series:
    """Return the guessed course of each answer set; municipalities share none."""
    ordered = form[[MUNICIPALITY, SUBMITTED]].sort_values([MUNICIPALITY, SUBMITTED])
    days = ordered[SUBMITTED].dt.normalize().groupby(ordered[MUNICIPALITY]).diff()
    first = days.isna() | (days > pd.Timedelta(days=GAP))
    return first.cumsum().reindex(form.index)


def over_courses(scores: pd.Series, courses: pd.Series) -> tuple[float, float] | None:
    """Return the variance of a mean of persons in courses, and its degrees of freedom.

    None with fewer than two courses, or without spread between them.
    """
    known = scores.dropna()
    sums = (known - known.mean()).groupby(courses.loc[known.index]).sum()
    if len(sums) < 2:
        return None
    k = len(sums)
    variance = float((sums**2).sum()) * k / (k - 1) / len(known) ** 2
    return (variance, k - 1) if variance else None


def guesses(change: Change, before: pd.DataFrame, after: pd.DataFrame) -> list[Guess]:
    """Return a scale's change over guessed courses in each place of `change`, all of them last."""
    forms = [
        form.assign(score=change.scale.score(form), guess=guessed_courses(form))
        for form in (before, after)
    ]
    return [
        _guess(place, *(form if place.name == ALL else form[form[MUNICIPALITY] == place.name]
                        for form in forms))
        for place in change.places
    ]  # fmt: skip


def _guess(place: Comparison, before: pd.DataFrame, after: pd.DataFrame) -> Guess:
    forms = before, after
    courses = tuple(int(form["guess"].nunique()) for form in forms)
    parts = [over_courses(form["score"], form["guess"]) for form in forms]
    if place.p is None or None in parts:
        return Guess(place.name, courses, place.compared, reason=place.reason)
    told = together(after["score"].mean() - before["score"].mean(), parts)
    alike = intra_course(after["score"], after["guess"])
    return Guess(
        place.name, courses, place.n, place.difference, *outward(told.low, told.high), told.df,
        None if alike is None else round(alike, 2),
    )  # fmt: skip


def guessed_figures(found: list[Guess], prefix: str) -> pd.DataFrame:
    """Return the guess of the whole slice as figures to record: the last of `guesses`.

    `prefix.change` with its interval, `prefix.before` and `prefix.after`, the courses guessed,
    `prefix.correlation` within those after, and `prefix.gap`, the most days within one.
    """
    last = found[-1] if found else Guess(ALL, (0, 0))
    rows = [
        ("change", (last.change, last.low, last.high), "scale points", *last.rests),
        ("before", last.courses[0], "courses", None, True),
        ("after", last.courses[1], "courses", None, True),
        ("correlation", last.correlation, "coefficient", *last.rests),
        ("gap", GAP, "days", None, True),
    ]
    return figure_table(rows, prefix)


@view
def guessed_table(found: list[Guess], title: str) -> dict[str, Any]:
    """Return `guesses` as arguments of `tables.show`, a row a municipality."""
    programme = load_programme()
    rows = [
        (
            programme.municipality_name(one.name),
            " / ".join(map(str, one.courses)),
            quantity(one.change, "scale"),
            span(one.low, one.high),
            NONE if one.df is None else number(one.df, 0),
            quantity(one.correlation, "coefficient"),
        )
        for one in found
    ]
    return of_numbers(HEADINGS, rows, CAPTION.format(title=title), NOTE.format(gap=GAP))
