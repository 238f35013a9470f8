"""Rows of a grid that a mean ties: in how many of them a person gave an answer, on average.

Such a mean with its n is the sum of the rows' counts, known to a reader but for its rounding. Where
all rows but one are shown, the last one follows. `data/known.yml` says which means are such ones.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fnmatch import fnmatch
from math import ceil, floor

import pandas as pd

from cellguard.coarse import Coarse
from cellguard.moments import Span
from modning.audit.findings import Key
from modning.audit.knowledge import Question, figures_of
from modning.audit.known import known
from modning.audit.reading import EXACT
from modning.audit.rounding import near


def tied(asked: Iterable[Question]) -> list[tuple[Question, ...]]:
    """Return the questions that are attacked as one: the rows of a grid, or each by itself."""
    found: dict[object, list[Question]] = defaultdict(list)
    for one in asked:
        means = frozenset(mean for mean, rows in known().rows.items() if _rows([one], rows))
        found[means or (one.prefix, one.answers)].append(one)
    return [tuple(together) for together in found.values()]


def sums(
    together: Sequence[Question], answered: Mapping[str, Mapping[Key, float]],
    results: pd.DataFrame, steps: Coarse,
) -> Iterator[tuple[list[str], Key, Span, float | None]]:  # fmt: skip
    """Yield figures, a slice, between which whole numbers their counts' sum lies, and the most.

    `answered` has how many answered, by question and slice. Of a share of all answers it must be
    known of every row. The most that each count can be is how many persons there are.
    """
    for mean, pattern in known().rows.items():
        rows = _rows(together, pattern)
        told = (results["figure"] == mean) & results["shown"] & results["value"].notna()
        for row in results[told].itertuples() if rows else ():
            key = row.municipality, row.year
            if row.unit == "percent":
                n = [answered[one.prefix].get(key) for one in together if _rows([one], pattern)]
                if None in n:
                    continue
                low, high = ((row.value + half) * sum(n) / 100 for half in (-0.5, 0.5))
            else:
                low, high = (end * row.n for end in near(row.value, steps))
            yield rows, key, (ceil(low - EXACT), floor(high + EXACT)), row.n


def _rows(together: Iterable[Question], pattern: str) -> list[str]:
    return [name for one in together for name in figures_of(one) if fnmatch(name, pattern)]
