"""How far one statement is behind others."""

from collections.abc import Sequence

import pandas as pd

from modning.compare.statements import Statements
from slicebook.figures import figure_table


def behind(figure: str, weak: Statements, item: str, others: Sequence[Statements]) -> pd.DataFrame:
    """Return how far an item's mean is below the lowest of others, as a figure to record.

    Missing where any of the means is.
    """
    mine, theirs = weak.sides()[item], [other.overall() for other in others]
    each = [mine, *theirs]
    known = all(one.mean is not None for one in each)
    value = round(min(one.mean for one in theirs) - mine.mean, 9) if known else None
    n = mine.n if all(one.n for one in each) else 0
    shown = not any(one.withheld for one in each)
    return figure_table([(figure, value, "scale points", n, shown)])
