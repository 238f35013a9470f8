"""How long people wait for a course: they come at random, a course starts when a group is full.

Who comes waits first for the rest of the group, then for the team, which can start a course only so
often. Groups queue as E_g/D/1 (Erlang arrivals of whole groups, a fixed time between starts), whose
mean wait is Spitzer's sum in closed form: Asmussen (2003), Applied Probability and Queues, theorem
VIII.4.2. With as many joiners as places, or more, the queue grows without end.
"""

import numpy as np
import pandas as pd
from scipy import stats

from modning.monte_carlo import SEED, simulation_error

WEEKS_A_YEAR = 52
# Groups of a simulation, and how many of the first are left out while the queue builds up.
GROUPS, WARM_UP = 60_000, 2_000
# Terms of Spitzer's sum that are reckoned at a time, and the share of it that ends the sum.
TERMS, ENOUGH = 2_000, 1e-9


def mean_wait(joiners: float, size: int, starts: float) -> float:
    """Return the mean wait in weeks of `joiners` a year, infinite where the queue has no end.

    First for the rest of a group of `size` to come, then for one of at most `starts` a year.
    """
    if not 0 < joiners < size * starts:
        return np.inf
    filling = (size - 1) / 2 * WEEKS_A_YEAR / joiners
    return filling + team_wait(joiners / WEEKS_A_YEAR, size, WEEKS_A_YEAR / starts)


def waits(joiners: pd.Series, size: int, starts: float) -> pd.DataFrame:
    """Return the waiting for each number of joiners a year, a row each, in weeks.

    Columns: `used` (joiners over places, in percent), `mean`, `ninetieth` (infinite where the queue
    has no end) and `error`, the standard error of the percentile, which is simulated.
    """
    rows = []
    for each in joiners:
        mean, tail = mean_wait(each, size, starts), (np.inf, np.nan)
        if mean < np.inf:
            tail = ninetieth(simulate(each, size, starts))
        rows.append((100 * (each / (size * starts)), mean, *tail))
    return pd.DataFrame(rows, joiners.index, ["used", "mean", "ninetieth", "error"], dtype=float)


def most_joiners(size: int, starts: float, weeks: float) -> float:
    """Return the joiners a year, to the nearest tenth, with whom the mean wait is still `weeks`.

    Beyond them people wait longer. Nought where even the fewest wait longer for a group to fill.
    """
    tried = np.arange(1, int(10 * size * starts)) / 10
    within = tried[np.array([mean_wait(one, size, starts) for one in tried]) <= weeks]
    return float(within.max()) if len(within) else 0.0


def team_wait(rate: float, size: int, between: float) -> float:
    """Return a full group's mean wait for the team, in weeks.

    People come at `rate` a week, the team starts a course every `between` weeks at most; below
    their balance. Sum over n of E[(n starts' time - time until n more groups are full)+] / n.
    """
    total, n = 0.0, np.arange(1, TERMS + 1)
    while True:
        people, time = n * size, n * between
        gamma = stats.gamma(people, scale=1 / rate)
        longer = stats.gamma(people + 1, scale=1 / rate)
        terms = (time * gamma.cdf(time) - people / rate * longer.cdf(time)) / n
        total += float(terms.sum())
        if terms[-1] <= ENOUGH * max(total, ENOUGH):
            return total
        n = n + TERMS


def simulate(
    joiners: float, size: int, starts: float, groups: int = GROUPS, seed: int = SEED
) -> np.ndarray:
    """Return the weeks each person waits, a row a group in turn, after the queue has built up."""
    random = np.random.default_rng(seed)
    gaps = random.exponential(WEEKS_A_YEAR / joiners, (groups, size))
    arrive = np.cumsum(gaps).reshape(groups, size)
    full, between = arrive[:, -1], WEEKS_A_YEAR / starts
    # A course starts when its group is full and the one before began long enough ago (Lindley).
    turn = np.arange(groups) * between
    begin = np.maximum.accumulate(full - turn) + turn
    return (begin[:, None] - arrive)[WARM_UP:]


def ninetieth(waits: np.ndarray) -> tuple[float, float]:
    """Return the 90th percentile of simulated waits and its standard error, over 20 runs of groups.

    An autocorrelation over more than 2,900 groups would make the error too small.
    """
    error = simulation_error(waits, lambda run: np.quantile(run, 0.9))
    return float(np.quantile(waits, 0.9)), float(error)
