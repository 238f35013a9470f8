"""Which unknown matters most: what it would be worth to know it.

The expected value of perfect information (EVPI), of one parameter (EVPPI) and the share of the
variance one parameter explains. The conditional mean is a polynomial regression on the draws, as
in M. Strong, J. E. Oakley, A. Brennan (2014), Medical Decision Making 34(3): 311-326, with the
polynomial of dampack's `calc_evppi(type = "poly")`.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.polynomial import Polynomial

from modning.monte_carlo import simulation_error

DEGREE = 4


def evpi(net_benefit: np.ndarray) -> float:
    """Return the expected value of perfect information of a decision.

    `net_benefit` has one row a draw and one column an option (doing nothing is a column of
    noughts). What is gained on average by choosing the best of each draw rather than the option
    that is best on average.
    """
    table = np.asarray(net_benefit, dtype=float)
    return float(table.max(axis=1).mean() - table.mean(axis=0).max())


def evpi_error(net_benefit: np.ndarray) -> float:
    """Return the standard error that the number of draws leaves on `evpi`."""
    return float(simulation_error(net_benefit, evpi))


def evppi(net_benefit: np.ndarray, parameter: np.ndarray) -> float:
    """Return the expected value of knowing one parameter, the others remaining uncertain."""
    table = np.asarray(net_benefit, dtype=float)
    fitted = np.column_stack([conditional_mean(column, parameter) for column in table.T])
    return evpi(fitted)


def variance_share(outcome: np.ndarray, parameter: np.ndarray) -> float:
    """Return the share of an outcome's variance that one parameter explains (0 to 1).

    The first-order Sobol index; the expected fall in variance if the parameter became known, over
    the variance. Nought where the outcome does not vary.
    """
    outcome = np.asarray(outcome, dtype=float)
    variance = outcome.var()
    return float(conditional_mean(outcome, parameter).var() / variance) if variance else 0.0


def conditional_mean(outcome: np.ndarray, parameter: np.ndarray) -> np.ndarray:
    """Return the outcome's mean given the parameter, at each draw.

    Exact group means where the parameter takes few values, a polynomial otherwise.
    """
    outcome, parameter = (np.asarray(column, dtype=float) for column in (outcome, parameter))
    values, group = np.unique(parameter, return_inverse=True)
    if len(values) <= 2 * DEGREE:
        return (np.bincount(group, outcome) / np.bincount(group))[group]
    return Polynomial.fit(parameter, outcome, DEGREE)(parameter)


def what_matters(
    inputs: pd.DataFrame, outcome: pd.Series, net_benefit: np.ndarray, unknown: Sequence[str]
) -> pd.DataFrame:
    """Return each parameter's share of the variance and its EVPPI, the largest share first.

    `net_benefit` varies with the parameters named in `unknown` alone; the others are decided, and
    knowing them is worth nothing that could be stated. Columns: `parameter`, `share` (percent),
    `evppi` (currency, missing for what is decided), and with `_error` the standard errors that the
    number of draws leaves on them.
    """

    def found(rows: np.ndarray) -> np.ndarray:
        costs, worth = outcome.to_numpy()[rows], net_benefit[rows]
        drawn = {name: column.to_numpy()[rows] for name, column in inputs.items()}
        shares = [100 * variance_share(costs, values) for values in drawn.values()]
        values = [max(evppi(worth, drawn[name]), 0.0) if name in unknown else np.nan
                  for name in drawn]  # fmt: skip
        return np.column_stack([shares, values])

    every = np.arange(len(outcome))
    columns = ["share", "evppi", "share_error", "evppi_error"]
    numbers = np.column_stack([found(every), simulation_error(every, found)])
    table = pd.DataFrame(numbers, list(inputs), columns).rename_axis("parameter").reset_index()
    return table.sort_values("share", ascending=False, kind="stable", ignore_index=True)


def against_nothing(benefit: Sequence[float], cost: Sequence[float]) -> np.ndarray:
    """Return the net benefit of doing nothing and of the programme, one row a draw."""
    gain = np.asarray(benefit, dtype=float) - np.asarray(cost, dtype=float)
    return np.column_stack([np.zeros_like(gain), gain])
