"""The designs of the next phase tried out: linking by codes, and the power that was planned.

As in `benchmarks.methods`, each function draws once and returns hits and chances of each rate.
"""

from functools import cache

import numpy as np
from scipy import stats
from statsmodels.api import OLS

from benchmarks.methods import Chance, Counts, one
from modning.compare import compare
from modning.compare.paired import paired
from modning.compare.plans import Plan, groups_needed, power
from modning.linking import link
from modning.linking.simulate import PARTS, World, judge, simulate

PLAN = Plan(sd=18.5, delta=8)


def codes(chance: Chance, world: World) -> Counts:
    """Link a simulated programme by self-generated codes, strictly and forgiving slips."""
    forms, counts = simulate(world, int(chance.integers(2**32))), {}
    for how, slips in (("exact", 0), ("tolerant", None)):
        found = judge(link(*forms, PARTS, slips=slips), *forms)
        counts[f"{how}_linked"] = found["linked"] - found["wrong"], found["possible"]
        counts[f"{how}_wrong"] = found["wrong"], found["linked"]
    return counts


def planned(chance: Chance, design: str, true: Plan = PLAN) -> Counts:
    """Carry out the phase that was planned with `PLAN` in a world like `true`; is it seen?"""
    groups = needed(design)
    n = round(groups * true.size)
    if design == "unlinked":
        p = compare(chance.normal(0, true.sd, n), chance.normal(true.delta, true.sd, n)).p
    elif design == "linked":
        spread = [[1, true.correlation], [true.correlation, 1]]
        both = chance.multivariate_normal([0, true.delta], np.multiply(spread, true.sd**2), n)
        p = paired(*both.T).p
    elif design == "waiting":
        p = _half_nested(chance, groups, true)
    else:
        p = _adjusted(chance, design, groups, true)
    return {f"power_{design}": one(p < 0.05)}


def _adjusted(chance: Chance, design: str, groups: int, plan: Plan) -> float:
    """Return the p-value of both arms' cluster means, adjusted for those of the scores before.

    Scores before and after resemble each other on every level alike.
    """
    courses = round(plan.groups_a_place) if design == "places" else 1
    shared = plan.within_place if design == "places" else 0
    parts = shared, plan.within_group - shared, 1 - plan.within_group
    shape = 2 * (groups // 2 // courses), courses, int(plan.size)
    sizes = (shape[0], 1, 1), (*shape[:2], 1), shape
    spread = plan.sd**2 * np.array([[1, plan.correlation], [plan.correlation, 1]])
    drawn = [chance.multivariate_normal([0, 0], part * spread, size)
             for part, size in zip(parts, sizes, strict=True)]  # fmt: skip
    before, after = np.moveaxis(sum(drawn).mean(axis=(1, 2)), -1, 0)
    arm = np.arange(shape[0]) % 2
    columns = np.column_stack([np.ones(shape[0]), arm, before])
    return float(OLS(after + plan.delta * arm, columns).fit().pvalues[1])


def _half_nested(chance: Chance, groups: int, plan: Plan) -> float:
    """Return the p-value of group means against persons who wait, at the same score before."""
    size, spread = int(plan.size), plan.sd * (1 - plan.correlation**2) ** 0.5
    shared = chance.normal(0, spread * plan.within_group**0.5, (groups, 1))
    own = chance.normal(0, spread * (1 - plan.within_group) ** 0.5, (groups, size))
    waiting = chance.normal(0, spread, groups * size)
    means = (plan.delta + shared + own).mean(axis=1)
    return float(stats.ttest_ind(means, waiting, equal_var=False).pvalue)


def planned_power(rate: str) -> float:
    """Return the power that a design (`power_<design>`) was planned to have."""
    design = rate.removeprefix("power_")
    return power(design, needed(design), PLAN)


@cache
def needed(design: str) -> int:
    """Return the groups that a design needs by `PLAN`."""
    return groups_needed(design, PLAN)


def persons(design: str) -> int:
    """Return the persons that a design needs by `PLAN`."""
    return round(needed(design) * PLAN.size) * (2 if design == "waiting" else 1)
