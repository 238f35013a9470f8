"""The power of trials whose persons sit in groups, in both arms or in one.

Students' t over the clusters' means (Donner and Klar 2000, Design and Analysis of Cluster
Randomization Trials). Adjusting for the score before takes its share off the variance, costs a
degree of freedom and has a slope to estimate (Cox and McCullagh 1982, Biometrics 38:541). Where
those who wait are in no group, only the one arm has a design effect, and the test is Welch's
(Roberts and Roberts 2005, Clinical Trials 2:152).
"""

import numpy as np
from scipy import stats

ALPHA = 0.05
SEED = 20250825


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
