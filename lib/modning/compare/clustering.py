"""Persons of one course resemble each other: what that does to an interval and to a finding.

Where no form says which course a person was in, the intra-course correlation is varied. Two persons
of a course are then worth less than two of different ones. The spread over all persons still
estimates that of the population but for a known factor, and has fewer degrees of freedom than
persons: Satterthwaite's, from the eigenvalues of persons in equal courses. They fall from n - 1
without correlation to courses - 1 with full (Satterthwaite 1946, Biometrics Bulletin 2:110). Before
and after count as different courses; a course that is high both times makes the truth surer than
this.
"""

from collections.abc import Sequence

import numpy as np
from scipy.optimize import brentq

from modning.compare.effects import Tested, by_t
from modning.compare.groups import Comparison, Side
from modning.compare.paired import Paired

CORRELATIONS = (0.0, 0.05, 0.1, 0.2)

Finding = Comparison | Paired | Side


def design_effect(size: float, correlation: float) -> float:
    """Return how many times larger the variance of a mean is in courses of so many persons."""
    return 1 + (size - 1) * correlation


def clustered(finding: Finding, size: float, correlation: float) -> Tested | None:
    """Return a difference, a change or a group's mean where persons sit in courses of `size`.

    None with fewer than two courses in a group, or without spread.
    """
    groups = finding.groups
    parts = [_part(one, size, correlation) for one in groups]
    if None in parts:
        return None
    value = groups[-1].mean
    return together(value - groups[0].mean if len(groups) > 1 else value, parts)


def together(value: float, parts: Sequence[tuple[float, float]], level: float = 0.05) -> Tested:
    """State a mean, or a difference of two, by the variance and degrees of freedom of each part."""
    variance = sum(part for part, _ in parts)
    df = variance**2 / sum(part**2 / freedom for part, freedom in parts)
    return by_t(value, variance**0.5, df, level)


def breakdown(change: Comparison | Paired, size: float) -> float | None:
    """Return the correlation at which the interval reaches zero; 1 where none does.

    None where it holds zero without any, or nothing can be said.
    """
    alone = clustered(change, size, 0)
    if alone is None or alone.low <= 0 <= alone.high:
        return None

    def room(correlation: float) -> float:
        found = clustered(change, size, correlation)
        return found.low if alone.value > 0 else -found.high

    return 1.0 if room(1.0) > 0 else float(brentq(room, 0, 1))


def _part(one: Side, size: float, correlation: float) -> tuple[float, float] | None:
    """Return the variance of a group's mean and the degrees of freedom of its estimate."""
    courses = one.n / size
    if not one.sd or courses < 2:
        return None
    effect, alone = design_effect(size, correlation), 1 - correlation
    eigenvalues = np.array([alone, effect])
    times = np.array([one.n - courses, courses - 1])
    total = float((eigenvalues * times).sum())
    df = total**2 / float((eigenvalues**2 * times).sum())
    spread = one.sd**2 * (one.n - 1) / total
    return spread * effect / one.n, df
