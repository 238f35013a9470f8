"""How far a simulated figure may lie from what endless draws would give."""

from collections.abc import Callable

import numpy as np

# Of all draws, so that figures move only when the data do.
SEED = 20250825


def simulation_error(
    draws: np.ndarray, statistic: Callable[[np.ndarray], float | np.ndarray], runs: int = 20
) -> float | np.ndarray:
    """Return the Monte Carlo standard error of a statistic of draws, from `runs` parts of them.

    The draws run along the first axis. A statistic of several numbers has an error for each.
    """
    parts = [statistic(part) for part in np.array_split(draws, runs)]
    return np.std(parts, axis=0, ddof=1) / runs**0.5
