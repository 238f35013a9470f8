"""How answers are distributed, with what is withheld as one part.

How many gave one of the withheld answers follows from those shown and from how many answered, so
saying it tells a reader nothing new. Which of them each gave is what the pattern of protection
keeps (`modning.protection`).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from slicebook.figures import figure_table
from slicebook.programme import ALL

if TYPE_CHECKING:
    from modning.compare.statements import Statements


@dataclass(frozen=True)
class Segment:
    """Those who gave one of the answers `codes`: how many, and their share of all.

    The codes of one part, or of the `withheld` ones taken together.
    """

    codes: tuple[int, ...]
    count: int
    share: float
    withheld: bool = False


def segments(
    answers: pd.Series,
    parts: Sequence[tuple[int, ...]],
    fewest: int = 1,
    hidden: Collection[tuple[int, ...]] = (),
) -> list[Segment]:
    """Return how answers are distributed over `parts`, each some codes, the `hidden` as one, last.

    A part that nobody gave is left out. Empty where there are fewer than `fewest` answers.
    """
    present = answers.dropna()
    if len(present) < max(fewest, 1):
        return []
    drawn = [(codes, False) for codes in parts if codes not in hidden]
    drawn.append((tuple(sorted(code for codes in hidden for code in codes)), True))
    counted = [(codes, int(present.isin(codes).sum()), apart) for codes, apart in drawn]
    return [
        Segment(codes, count, count / len(present), apart)
        for codes, count, apart in counted
        if count
    ]


def top_figures(statements: "Statements", prefix: str) -> pd.DataFrame:
    """Return the share of all who gave the highest answer shown: `prefix.item.top`.

    Withheld where the chart of the answers withholds it, and where few answered.
    """
    top, rows = list(statements.parts)[-1], []
    for item in statements.answers:
        parts = statements.segments(item, ALL)
        found = {one.codes: 100 * one.share for one in parts if not one.withheld}
        n = statements.n([item])
        rows.append((f"{item}.top", found.get(top), "percent", n, n == 0 or top in found))
    return figure_table(rows, prefix)
