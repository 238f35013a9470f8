"""What the design cannot say: a finding under each assumption alone, and under all of them.

An assumption that cannot be checked leaves a range of values for the finding, not one; sampling
adds to both ends of it. The interval holds the true value, not the whole range, in 95 % of samples
wherever it lies in the range (Imbens and Manski 2004, Econometrica 72:1845); as wide as Stoye's
(2009, Econometrica 77:1299) where the range has the same ends in every sample but for shifts, as
the ones of `Assumption` have.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats
from scipy.optimize import brentq


@dataclass(frozen=True)
class Assumption:
    """How far an assumption may move a finding: from `down` (at most 0) to `up` (at least 0).

    `wider` is by how much it multiplies the standard error.
    """

    name: str
    down: float = 0.0
    up: float = 0.0
    wider: float = 1.0

    def __post_init__(self) -> None:
        if not (self.down <= 0 <= self.up and self.wider > 0):
            raise ValueError(f"{self.name}: expected down <= 0 <= up and wider > 0")


def identified_interval(low: float, high: float, error: float) -> tuple[float, float]:
    """Return the 95 % interval of a value that lies between two estimates of one standard error.

    With both ends the same it is the usual one; with ends far apart each has half the doubt of it.
    """
    if not error:
        return low, high
    apart = (high - low) / error

    def excess(c: float) -> float:
        return float(stats.norm.cdf(c + apart) - stats.norm.cdf(-c) - 0.95)

    beyond = float(brentq(excess, 0, 10)) * error
    return low - beyond, high + beyond


def identified_table(value: float, error: float, assumptions: Iterable[Assumption]) -> pd.DataFrame:
    """Return a finding under each assumption, and under all of them in the last row, named `all`.

    Columns: `assumption`, `least`, `most` (the range), `low`, `high` (its 95 % interval), `holds`
    (whether the interval leaves out zero on the finding's side). Ranges add up, and the factors of
    the standard error multiply, which is the worst that can come together.
    """
    each = list(assumptions)
    together = Assumption(
        "all",
        sum(one.down for one in each),
        sum(one.up for one in each),
        float(np.prod([one.wider for one in each])),
    )
    rows = []
    for one in (Assumption("none"), *each, together):
        ends = value + one.down, value + one.up
        low, high = identified_interval(*ends, error * one.wider)
        rows.append((one.name, *ends, low, high, bool(low > 0 if value > 0 else high < 0)))
    return pd.DataFrame(rows, columns=["assumption", "least", "most", "low", "high", "holds"])
