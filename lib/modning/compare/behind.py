"""How far one statement is behind others."""

from collections.abc import Sequence
from typing import Any

from modning.compare.statements import Statements


def behind(weak: Statements, item: str, others: Sequence[Statements]) -> dict[str, Any]:
    """Return how far an item's mean is below the lowest of others, for `results.record`.

    Missing where any of the means is.
    """
    mine = weak.sides()[item]
    theirs = [other.overall() for other in others]
    withheld = mine.withheld or not all(one["shown"] for one in theirs)
    means = [one["value"] for one in theirs]
    known = mine.mean is not None and None not in means
    value = round(min(means) - mine.mean, 9) if known else None
    nobody = not mine.n or any(one["n"] == 0 for one in theirs)
    n = mine.n if known or withheld else (0 if nobody else None)
    return {"value": value, "n": n, "shown": not withheld, "unit": "scale points"}
