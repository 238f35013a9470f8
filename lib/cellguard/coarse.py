"""Statistics as they are shown: a mean to a step, an interval widened outward to a grid.

Both are what a reader is given of whole-number answers; `moments.told` says what they tell her.
"""

import math
from dataclasses import dataclass

# Of doubles that stand for a multiple of a step, some lie beside it.
SLACK = 1e-9
# What tests are read by.
LEVELS = (0.001, 0.01, 0.05)
# How answers of two groups lie in order tells more of them than sums do: below so many in a group
# only which level a test is below, and nothing by number where a group spreads less than ALIKE.
ORDERED, ALIKE = 50, 0.3


@dataclass(frozen=True)
class Coarse:
    """How coarsely statistics are shown: the step of means and the grid of intervals."""

    mean: float = 0.1
    interval: float = 0.2

    def value(self, value: float) -> float:
        """Return a value to the nearest step."""
        return _tidy(round(value / self.mean) * self.mean)

    def per(self, scale: float) -> "Coarse":
        """Return the steps on another scale, so many times as fine."""
        return Coarse(self.mean * scale, self.interval * scale)

    def low(self, value: float) -> float:
        """Return the lower end of an interval, on the grid, no higher."""
        return _tidy(math.floor(value / self.interval + SLACK) * self.interval)

    def high(self, value: float) -> float:
        """Return the upper end of an interval, on the grid, no lower."""
        return _tidy(math.ceil(value / self.interval - SLACK) * self.interval)


def probability(p: float) -> float:
    """Return a p-value with a decimal, two below 0.1, three below 0.01, and as 0 below 0.001.

    On the same side of 0.05, 0.01 and 0.001 as before.
    """
    if p < LEVELS[0]:
        return 0.0
    shown = round(p, 3 if p < LEVELS[1] else 2 if p < 0.1 else 1)
    under = next((level for level in LEVELS if p < level <= shown), None)
    return shown if under is None else round(under - 0.001, 3)


def level(p: float) -> float:
    """Return the level that a p-value is below, or 1 for none."""
    return next((one for one in LEVELS if p < one), 1.0)


def _tidy(value: float) -> float:
    return round(value, 9)
