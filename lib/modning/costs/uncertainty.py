"""A cost where much is not known for certain: drawn many times.

The draws are of a fixed seed, so the figures move only when the data do. How the cost follows from
the parameters is a formula of their names, as pandas evaluates it.
"""

from collections.abc import Sequence
from functools import partial

import numpy as np
import pandas as pd
from pandas.errors import UndefinedVariableError

from modning.costs.distributions import means
from modning.monte_carlo import SEED, simulation_error
from slicebook.errors import InputError

DRAWS = 20_000
QUANTILES = (0.025, 0.5, 0.975)
# Parts of the draws by which their error is reckoned.
RUNS = 40


def draws(unknowns: pd.DataFrame, size: int = DRAWS, seed: int = SEED) -> pd.DataFrame:
    """Return `size` draws of each parameter, independent of each other: one column each."""
    generator = np.random.default_rng(seed)
    return pd.DataFrame(
        {
            name: one.rvs(size=size, random_state=generator)
            for name, one in unknowns["drawn"].items()
        }
    )


def worked_out(formula: str, values: pd.DataFrame) -> pd.Series:
    """Return a formula of each row's parameters; `InputError` names one that is no column."""
    try:
        return values.eval(formula)
    except UndefinedVariableError as problem:
        raise InputError(f"distributions.csv: {formula}: {problem}") from None


def summary(sample: pd.Series, name: str, unit: str) -> dict[str, object]:
    """Return the median of a sample with its central 95 percent, as `record` takes it."""
    low, middle, high = np.quantile(sample, QUANTILES)
    return {"figure": name, "value": middle, "low": low, "high": high, "unit": unit}


def acceptability(sample: pd.Series, amounts: Sequence[float]) -> pd.DataFrame:
    """Return the probability that a cost is at or below each amount.

    For a programme against doing nothing this is the cost-effectiveness acceptability curve: the
    net benefit of a completer worth `amount` is positive just where the cost per completer is
    below it. Columns: `amount`, `probability`.
    """
    ordered = np.sort(np.asarray(sample, dtype=float))
    below = np.searchsorted(ordered, np.asarray(amounts, dtype=float), side="right")
    return pd.DataFrame({"amount": list(amounts), "probability": below / len(ordered)})


def tornado(unknowns: pd.DataFrame, cost: str) -> pd.DataFrame:
    """Return what a cost, by its formula, is when one parameter alone goes from low to high.

    Each goes to the ends of its central 95 per cent, the others stay at their means. Columns:
    `parameter`, `from`, `to` (the parameter's ends), `at_from`, `at_to`, `width`; the widest
    first.
    """
    at_means, rows = means(unknowns), []
    for name, one in unknowns["drawn"].items():
        ends = [float(one.ppf(QUANTILES[end])) for end in (0, -1)]
        costs = worked_out(cost, pd.DataFrame([{**at_means, name: end} for end in ends]))
        rows.append((name, *ends, *costs, abs(costs[1] - costs[0])))
    columns = ["parameter", "from", "to", "at_from", "at_to", "width"]
    table = pd.DataFrame(rows, columns=columns)
    return table.sort_values("width", ascending=False, kind="stable", ignore_index=True)


def quantile_errors(sample: pd.Series) -> np.ndarray:
    """Return the standard errors that the number of draws leaves on what `summary` has.

    Of the low end, the median and the high end.
    """
    return simulation_error(sample.to_numpy(), partial(np.quantile, q=QUANTILES), RUNS)


def as_decided(sample: pd.DataFrame, unknowns: pd.DataFrame) -> pd.DataFrame:
    """Return draws in which what is decided is at its mean, so that ignorance alone is left."""
    return sample.assign(**means(unknowns[unknowns["decided"]]))
