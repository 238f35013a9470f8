"""A plan of the next phase and the power of each design with it.

The design effect of persons in groups in municipalities is that of Heo and Leon (2008), Biometrics
64:1256. Trials are tested by Student's t over the clusters' means (Donner and Klar 2000, Design and
Analysis of Cluster Randomization Trials). Adjusting for the score before takes its share off the
variance, costs a degree of freedom and has a slope to estimate (Cox and McCullagh 1982, Biometrics
38:541). Where those who wait are in no group, only the one arm has a design effect, and the test is
Welch's (Roberts and Roberts 2005, Clinical Trials 2:152).
"""

from dataclasses import dataclass

import numpy as np
import pingouin
from scipy import stats

from modning.monte_carlo import SEED

POWER = 0.8
ALPHA = 0.05
# Beyond this many groups a plan is out of reach for any programme of this kind.
MOST = 2000


@dataclass(frozen=True)
class Plan:
    """What a plan rests on, on the score from 0 to 100.

    `delta` is the change to see, `sd` the spread between persons. `correlation` of a
    person's two answers, `within_group` of two persons of a group and `within_place` of two persons
    of different groups of a municipality are assumed. `size` persons a group, `courses` a
    municipality and year, for `years`. The spread is that of `persons` who answered.
    """

    sd: float
    delta: float
    correlation: float = 0.5
    within_group: float = 0.05
    within_place: float = 0.01
    size: float = 7
    courses: float = 5
    years: int = 2
    persons: int = 100

    @property
    def groups_a_place(self) -> float:
        """Return how many courses one municipality gives while the phase lasts."""
        return self.courses * self.years


def power(design: str, groups: float, plan: Plan) -> float:
    """Return the power of a design (a key of `power.DESIGNS`) with so many groups in all."""
    size, courses, shift = plan.size, plan.groups_a_place, plan.delta / plan.sd
    alike = 1 + (size - 1) * plan.within_group
    if design == "groups":
        return cluster_trial(groups / 2, size, shift, alike, plan.correlation)
    if design == "places":
        alike += size * (courses - 1) * plan.within_place
        places = groups / 2 / courses
        return cluster_trial(places, size * courses, shift, alike, plan.correlation)
    n = groups * size
    if design == "waiting":
        return half_nested_trial(groups, size, n, shift, plan.within_group, plan.correlation)
    linked = design == "linked"
    spread = plan.sd * ((2 * (1 - plan.correlation)) ** 0.5 if linked else 1.0)
    contrast = "paired" if linked else "two-samples"
    if not spread:
        return 1.0
    return float(pingouin.power_ttest(plan.delta / spread, n, alpha=ALPHA, contrast=contrast))


def groups_needed(design: str, plan: Plan) -> int | None:
    """Return the fewest groups in all with the power `POWER`; None above `MOST` or without spread.

    A trial has as many groups in each arm; where municipalities are drawn, as many municipalities.
    """
    if not plan.sd:
        return None
    step = {"groups": 2, "places": round(2 * plan.groups_a_place)}.get(design, 1)
    for groups in range(2 * step if step > 1 else 1, MOST + 1, step):
        if power(design, groups, plan) >= POWER:
            return groups
    return None


def cluster_trial(
    clusters: float, size: float, shift: float, effect: float, correlation: float = 0.0
) -> float:
    """Return the power with so many clusters of `size` an arm, all of them in groups.

    `shift` is the change to see in standard deviations, `effect` the design effect, `correlation`
    that of a score with the one before, for which the clusters' means are adjusted unless it is 0.
    """
    means = 2 * clusters
    df = means - 2 - bool(correlation)
    if df <= 0:
        return 0.0
    variance = 2 * (1 - correlation**2) * effect / (clusters * size)
    if correlation:
        # With so few means that the slope has no variance, as with one more than that.
        variance *= 1 + 1 / max(means - 4, 1)
    return _beyond(shift, variance, df)


def half_nested_trial(
    clusters: float, size: float, waiting: float, shift: float, within: float, correlation: float
) -> float:
    """Return the power where `waiting` persons are in no group and the others in `clusters`.

    `within` is the correlation within groups. The test compares the groups' means, unweighted, with
    the mean of those who wait, each person's score adjusted for the one before.
    """
    left = 1 - correlation**2
    grouped = left * (1 + (size - 1) * within) / (clusters * size)
    alone = left / waiting
    if clusters < 2 or waiting < 3:
        return 0.0
    if not left:
        return 1.0
    df = (grouped + alone) ** 2 / (grouped**2 / (clusters - 1) + alone**2 / (waiting - 1))
    return _beyond(shift, grouped + alone, df)


def expected_power(
    clusters: float, size: float, shift: float, correlation: float, persons: int,
    within: tuple[float, float], draws: int = 2000,
) -> tuple[float, float]:  # fmt: skip
    """Return a cluster trial's power on average over what its plan does not know, and its error.

    The error is the Monte Carlo standard error that so many draws leave.

    The spread is that of `persons` who answered, so that its square is known up to a chi-square;
    the correlation within groups is anywhere in `within`. Also called assurance (O'Hagan, Stevens
    and Campbell 2005, Pharmaceutical Statistics 4:187).
    """
    random = np.random.default_rng(SEED)
    spread = np.sqrt((persons - 1) / random.chisquare(persons - 1, draws))
    effects = 1 + (size - 1) * random.uniform(*within, draws)
    found = [
        cluster_trial(clusters, size, shift / one, effect, correlation)
        for one, effect in zip(spread, effects, strict=True)
    ]
    return float(np.mean(found)), float(np.std(found, ddof=1) / draws**0.5)


def _beyond(shift: float, variance: float, df: float) -> float:
    """Return the chance that t is beyond its critical value when the true difference is `shift`."""
    if not variance:
        return 1.0
    away = shift / variance**0.5
    critical = stats.t.ppf(1 - ALPHA / 2, df)
    return float(stats.nct.sf(critical, df, away) + stats.nct.cdf(-critical, df, away))
