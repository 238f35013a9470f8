"""Counts as percentages with intervals that hold in small groups."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from slicebook.results import FIGURE_COLUMNS

Interval = tuple[float | None, float | None]


def shares(given: pd.DataFrame) -> pd.DataFrame:
    """Return `answer`, `count`, `n`, `percent`, `low`, `high`, `shown` of boolean columns.

    Where nobody answered, count and n are 0 and the rest is missing. Nothing is withheld here; see
    `Tally.shares`.
    """
    numbers = np.column_stack(
        [np.empty((len(given), 0))]
        + [column.to_numpy(dtype=float, na_value=np.nan) for _, column in given.items()]
    )
    counts, answered = np.nansum(numbers, axis=0), np.count_nonzero(~np.isnan(numbers), axis=0)
    none, least_one = answered == 0, np.maximum(answered, 1)
    low, high = proportion_confint(counts, least_one, method="wilson")
    low = np.where(counts == 0, 0.0, low)  # not a little above it, as sums come out
    percents = {"percent": 100 * counts / least_one, "low": 100 * low, "high": 100 * high}
    return pd.DataFrame(
        {
            "answer": list(given.columns),
            "count": pd.array(counts.astype(int), dtype="Int64"),
            "n": pd.array(answered.astype(int), dtype="Int64"),
            **{name: pd.arrays.FloatingArray(values, none.copy())
               for name, values in percents.items()},
            "shown": True,
        }
    )  # fmt: skip


def figures(table: pd.DataFrame, prefix: str) -> pd.DataFrame:
    """Return a table of `shares` as figures to record, named `prefix.answer`."""
    named = table.assign(figure=prefix + "." + table["answer"].astype(str), unit="percent")
    named = named.rename(columns={"percent": "value"})
    return named[FIGURE_COLUMNS]


def chosen(given: pd.DataFrame, answers: Sequence[str]) -> pd.Series:
    """Return whether any of `answers` was chosen; missing where the question was not answered."""
    return given[list(answers)].any(axis=1).astype("boolean").where(given.notna().any(axis=1))


def percent(count: int, n: int) -> float | None:
    """Return `count` as a percentage of `n`; None where n is 0."""
    return 100 * count / n if n else None


def wilson(count: int, n: int) -> Interval:
    """Return the 95 per cent interval of a percentage; (None, None) where n is 0.

    Wilson (1927), https://doi.org/10.1080/01621459.1927.10502953.
    """
    if not n:
        return None, None
    low, high = proportion_confint(count, n, method="wilson")
    return 100 * float(low) * (count > 0), 100 * float(high)


def newcombe(count: int, n: int, other_count: int, other_n: int) -> Interval:
    """Return the 95 per cent interval of a difference between two percentages, in points.

    (None, None) where a group is empty. Newcombe (1998), method 10,
    https://doi.org/10.1002/(SICI)1097-0258(19980430)17:8<873::AID-SIM779>3.0.CO;2-I.
    """
    if not (n and other_n):
        return None, None
    low, high = confint_proportions_2indep(count, n, other_count, other_n, method="newcomb")
    return 100 * float(low), 100 * float(high)
