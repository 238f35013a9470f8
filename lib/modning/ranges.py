"""Ranges as figures: what is stated, or reckoned from what is stated, from least to most."""

from collections.abc import Mapping

import pandas as pd

from modning.costs.intervals import Interval
from slicebook.figures import figure_table


def range_figures(
    ranges: Mapping[str, tuple[Interval | None, str] | Interval], unit: str = ""
) -> pd.DataFrame:
    """Return ranges as figures: each one's middle, and from `low` to `high`, in its unit or `unit`.

    One that is not known, None, is missing.

    >>> from modning.costs.intervals import Interval
    >>> range_figures({"course.weeks": (Interval.of(9, 11), "weeks")})["value"].tolist()
    [10.0]
    """
    pairs = {
        figure: (one, unit) if isinstance(one, Interval) else one for figure, one in ranges.items()
    }
    return figure_table(
        (figure, tuple(map(float, (one.mid, one.low, one.high))) if one else None, unit, None, True)
        for figure, (one, unit) in pairs.items()
    )
