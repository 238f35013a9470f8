"""How answers are distributed, with what is withheld as one part.

How many gave one of the withheld answers follows from those shown and from how many answered, so
saying it tells a reader nothing new. Which of them each gave is what the pattern of protection
keeps (`modning.protection`).
"""

from collections.abc import Collection
from dataclasses import dataclass

import pandas as pd


@dataclass(frozen=True)
class Segment:
    """Those who gave one of the answers `codes`: how many, and their share of all.

    One code, or the `withheld` ones taken together.
    """

    codes: tuple[int, ...]
    count: int
    share: float
    withheld: bool = False


def segments(
    answers: pd.Series, low: int, high: int, fewest: int = 1, hidden: Collection[int] = ()
) -> list[Segment]:
    """Return the distribution of answers from `low` to `high`, the `hidden` ones together, last.

    An answer that nobody gave has no part. Empty where there are fewer than `fewest` answers.
    """
    present = answers.dropna()
    if len(present) < max(fewest, 1):
        return []
    parts = [((code,), False) for code in range(low, high + 1) if code not in hidden]
    parts.append((tuple(sorted(hidden)), True))
    counted = [(codes, int(present.isin(codes).sum()), apart) for codes, apart in parts]
    return [
        Segment(codes, count, count / len(present), apart)
        for codes, count, apart in counted
        if count
    ]
