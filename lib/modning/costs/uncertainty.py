"""A cost where much is not known for certain: drawn many times.

The draws are of a fixed seed, so the figures move only when the data do. How the cost follows from
the parameters is a formula of their names, as pandas evaluates it.
"""

from collections.abc import Sequence
from functools import partial

import numpy as np
import pandas as pd
from pandas.errors import UndefinedVariableError

from modning.costs.distributions import Unknown
from modning.costs.intervals import Interval
from modning.monte_carlo import simulation_error
from slicebook.errors import InputError

SEED = 20250825
DRAWS = 20_000
# Parts of the draws by which their error is reckoned.
RUNS = 40


def draws(unknowns: Sequence[Unknown], size: int = DRAWS, seed: int = SEED) -> pd.DataFrame:
    """Return `size` draws of each parameter, independent of each other: one column each."""
    generator = np.random.default_rng(seed)
    return pd.DataFrame(
        {one.parameter: one.distribution.rvs(size=size, random_state=generator) for one in unknowns}
    )


def worked_out(formula: str, values: pd.DataFrame) -> pd.Series:
    """Return a formula of each row's parameters; `InputError` names one that is no column."""
    try:
        return values.eval(formula)
    except UndefinedVariableError as problem:
        raise InputError(f"distributions.csv: {formula}: {problem}") from None


def summary(sample: pd.Series, name: str, unit: str) -> dict[str, object]:
    """Return the median of a sample with its central 95 percent, as `record` takes it."""
    low, middle, high = np.quantile(sample, [0.025, 0.5, 0.975])
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


def tornado(unknowns: Sequence[Unknown], cost: str, coverage: float = 0.95) -> pd.DataFrame:
    """Return what a cost, by its formula, is when one parameter alone goes from low to high.

    Each goes to the ends of its central `coverage`, the others stay at their means. Columns:
    `parameter`, `from`, `to` (the parameter's ends), `at_from`, `at_to`, `width`; the widest
    first.
    """
    means = {one.parameter: one.mean for one in unknowns}
    tail = (1 - coverage) / 2
    rows = []
    for one in unknowns:
        ends = one.quantile(tail), one.quantile(1 - tail)
        costs = worked_out(cost, pd.DataFrame([{**means, one.parameter: end} for end in ends]))
        rows.append((one.parameter, *ends, *costs, abs(costs[1] - costs[0])))
    columns = ["parameter", "from", "to", "at_from", "at_to", "width"]
    table = pd.DataFrame(rows, columns=columns)
    return table.sort_values("width", ascending=False, kind="stable", ignore_index=True)


def uncertainty_figures(cost: pd.Series, report: Interval) -> pd.DataFrame:
    """Return the drawn cost per completer and how often the report's range holds, as figures.

    No answer is behind them, but counts that are told.
    `uncertainty.within_printed_low` and `_high` are the percent of draws at or below each end;
    `uncertainty.error` is the standard error that the number of draws leaves on the median,
    `_ends` on an end of the middle 95 percent, `_percent` on a probability, at most.
    """
    each = cost.to_numpy()
    low, median, high = (
        simulation_error(each, partial(np.quantile, q=at), RUNS) for at in (0.025, 0.5, 0.975)
    )
    below = acceptability(each, [float(report.low), float(report.high)])["probability"]
    return pd.DataFrame(
        [
            summary(each, "uncertainty.per_completer", "DKK"),
            _percent("uncertainty.within_printed_low", below[0]),
            _percent("uncertainty.within_printed_high", below[1]),
            {"figure": "uncertainty.error", "value": median, "unit": "DKK"},
            {"figure": "uncertainty.error_ends", "value": max(low, high), "unit": "DKK"},
            _percent("uncertainty.error_percent", 0.5 / len(each) ** 0.5)
            | {"unit": "percent to a tenth"},
        ]
    ).assign(shown=True)


def _percent(name: str, share: float) -> dict[str, object]:
    return {"figure": name, "value": 100 * share, "low": None, "high": None, "unit": "percent"}


def as_decided(sample: pd.DataFrame, unknowns: Sequence[Unknown]) -> pd.DataFrame:
    """Return draws in which what is decided is at its mean, so that ignorance alone is left."""
    means = {one.parameter: one.mean for one in unknowns if one.decided}
    return sample.assign(**means)
