"""A plain table of counts with its totals: which of them to withhold."""

from collections.abc import Iterator, Sequence
from itertools import product

import numpy as np
import pandas as pd

from cellguard.problem import Problem, equations
from cellguard.solve import solve

TOTAL = "All"


def suppress(
    frame: pd.DataFrame,
    dimensions: Sequence[str],
    count: str = "n",
    *,
    total: str = TOTAL,
    threshold: int = 5,
    width: int = 3,
) -> pd.DataFrame:
    """Return the table with the counts withheld (missing) that must not be shown.

    `frame` has a row a cell: its category in each of `dimensions`, of which `total` is the sum of
    the others, and its `count`. Counts from 1 to `threshold` - 1 are withheld, and so many further
    ones, losing the least, that a reader who adds and subtracts cannot bound any of them more
    closely than `width` (Fischetti and Salazar 2001). The grand total stays shown.

    Raises `ValueError` for a row that occurs twice or is lacking, a count that is no whole number
    from 0, and a total that is not the sum of its parts.

    >>> cells = [("a", 3), ("b", 177), ("c", 40), ("All", 220)]
    >>> suppress(pd.DataFrame(cells, columns=["group", "n"]), ["group"])["n"].tolist()
    [<NA>, 177, <NA>, 220]
    """
    counts = _counts(frame, list(dimensions), count)
    sums = list(_sums(counts, len(dimensions), total))
    value = counts.to_numpy(dtype=float)
    few = (value > 0) & (value < threshold)
    problem = Problem(
        value=value,
        low=np.zeros(len(value)),
        high=np.full(len(value), max(value.max(), width)),
        equations=equations(sums, len(value)),
        unit=np.arange(len(value)),
        cost=value + 1,
        public=np.array([all(part == total for part in name) for name in counts.index]),
        forced=few,
        sensitive=np.flatnonzero(few),
        width=np.full(few.sum(), float(width)),
        few=threshold,
    )
    withheld = solve(problem).withheld
    return frame.assign(**{count: frame[count].astype("Int64").mask(withheld)})


def _counts(frame: pd.DataFrame, dimensions: list[str], count: str) -> pd.Series:
    counts = frame[count]
    wrong = counts.isna() | (counts < 0) | (counts % 1 != 0)
    if wrong.any():
        row = frame[wrong].iloc[0]
        raise ValueError(f"{_name(row[dimensions])}: {row[count]} is no whole number from 0")
    index = pd.MultiIndex.from_frame(frame[dimensions])
    if (twice := index.duplicated()).any():
        raise ValueError(f"{_name(frame[dimensions][twice].iloc[0])} occurs twice")
    return pd.Series(counts.to_numpy(), index)


def _sums(counts: pd.Series, dimensions: int, total: str) -> Iterator[list[tuple[int, float]]]:
    """Yield the equations: along each dimension, the parts less their total."""
    place = {name: number for number, name in enumerate(counts.index)}
    parts = [[part for part in level if part != total] for level in counts.index.levels]
    for along in range(dimensions):
        others = [[*parts[one], total] if one != along else [total] for one in range(dimensions)]
        for name in product(*others):
            cells = [(*name[:along], part, *name[along + 1 :]) for part in parts[along]]
            if lacking := [cell for cell in (*cells, name) if cell not in place]:
                raise ValueError(f"{_name(lacking[0])} is lacking")
            if (found := sum(counts[cell] for cell in cells)) != counts[name]:
                raise ValueError(f"{_name(name)} is {counts[name]}, its parts are {found}")
            yield [*((place[cell], 1.0) for cell in cells), (place[name], -1.0)]


def _name(categories: Sequence[object]) -> str:
    return ", ".join(map(str, categories))
