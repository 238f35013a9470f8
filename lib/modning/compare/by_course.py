"""Before and after where the forms say which course a person was in: courses are the units.

What one course's members share, their leaders and each other, is in the spread between courses'
changes, and so in the interval: Student's t over the changes of the courses' means, with as many
degrees of freedom as courses less one. It assumes nothing of how alike the members are.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from modning.compare.change import scale_cells
from modning.compare.groups import Side, side
from modning.compare.guarded import needed, side_as_shown, stated
from modning.scales import Scale, numbers
from modning.scales.stated import Reason, Stated
from slicebook.figures import figure_table
from surveys.answers import MUNICIPALITY

# The item by which both forms say which course a person is in (docs/course-number.md).
COURSE = "course"


@dataclass(frozen=True)
class CourseChange(Stated):
    """The mean change of `courses` courses (`change`), of `n` answers, and members' resemblance.

    `correlation` is the intra-course correlation of the scores after, estimated from their variance
    between and within courses; None where it cannot be. `reason` says why there is no interval.
    """

    n: int
    courses: int | None = None
    change: Side | None = None
    correlation: float | None = None
    reason: Reason | None = None


def course_change(
    before: pd.Series, after: pd.Series, course_before: pd.Series, course_after: pd.Series
) -> CourseChange:
    """Compare each course's mean score before with its mean after.

    The courses are names or numbers, one a person; who has no score or course is left out, and so
    is a course without both means.
    """
    means = [
        pd.Series(numbers(scores)).groupby(list(courses)).mean()
        for scores, courses in ((before, course_before), (after, course_after))
    ]
    change = (means[1] - means[0]).dropna()
    found = side(change)
    reason = None
    if found.n < 2:
        reason = Reason.TOO_FEW if found.n else Reason.NO_ANSWERS
    elif not found.sd:
        reason = Reason.NO_SPREAD
    sizes = [int(np.isfinite(numbers(scores)).sum()) for scores in (before, after)]
    n = sum(sizes) if all(sizes) else 0
    return CourseChange(n, found.n, found, intra_course(after, course_after), reason)


def course_figures(before: pd.DataFrame, after: pd.DataFrame, scale: Scale) -> pd.DataFrame:
    """Return what courses as units say of a scale as figures to record.

    `courses.change` with its interval, n the answers of which the course is known, `courses.known`
    and `courses.correlation`. Both forms have the column `COURSE` where they ask for the number of
    the course (a number means another course in another municipality); without it, n is 0, and
    where too few have answered it, they are withheld.
    """
    forms = before, after
    courses = [_courses(form) for form in forms]
    scores = [
        scale.score(form).where(one.notna()) for form, one in zip(forms, courses, strict=True)
    ]
    gates = needed(before, after, scale_cells(scale, before, after))
    steps = {"change": side_as_shown, "correlation": lambda alike: round(alike, 2)}
    found = course_change(*scores, *courses)
    found = stated(found, [int(one.count()) for one in scores], gates, steps)
    # What is stated does not vouch for itself.
    rests = found.n, (False if found.withheld else None)
    ends = known = alike = None
    if found.reason is None:
        ends = found.change.mean, found.change.low, found.change.high
        known, alike = found.courses, found.correlation
    rows = [
        ("courses.change", ends, "scale points", *rests),
        ("courses.known", known, "courses", *rests),
        ("courses.correlation", alike, "coefficient", *rests),
    ]
    return figure_table(rows)


def _courses(form: pd.DataFrame) -> pd.Series:
    """Return the course of each answer set by municipality and number, missing where unknown."""
    if COURSE not in form:
        return pd.Series(pd.NA, form.index, "string")
    return form[MUNICIPALITY].astype("string").str.cat(form[COURSE].astype("string"), "-")


def intra_course(scores: pd.Series, courses: pd.Series) -> float | None:
    """Return the intra-course correlation by analysis of variance, not below zero.

    Donner (1986), International Statistical Review 54:67. None with fewer than two courses, nobody
    who shares one, or no spread.
    """
    data = pd.DataFrame({"score": numbers(scores), "course": list(courses)}).dropna()
    groups = [one.to_numpy() for _, one in data.groupby("course")["score"]]
    n, k = len(data), len(groups)
    if k < 2 or n == k or np.ptp(data["score"]) == 0:
        return None
    sizes = np.array([len(group) for group in groups])
    means = np.array([group.mean() for group in groups])
    between = float((sizes * (means - data["score"].mean()) ** 2).sum()) / (k - 1)
    within = float(sum(((group - group.mean()) ** 2).sum() for group in groups)) / (n - k)
    typical = (n - (sizes**2).sum() / n) / (k - 1)
    return max(0.0, float((between - within) / (between + (typical - 1) * within)))
