"""Rows of a grid that a mean ties, by the answers which published counts of a row tell apart.

In each row several sets of answers are published, and one of them is in the mean. What they say of
each other a reader knows together with it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from modning.protection.counts import System


@dataclass(frozen=True)
class Rows:
    """Published counts of rows, `cells`, as sums of `parts` of their answers.

    `counts` has how many gave each part, by slice, `rows` the parts of one row.
    """

    cells: Mapping[str, tuple[str, ...]]
    counts: Mapping[str, np.ndarray]
    rows: tuple[tuple[str, ...], ...]


def rows_of(summed: Iterable[str], whole: System) -> Rows:
    """Return all published counts of the rows of which some cells are."""
    cells: dict[str, tuple[str, ...]] = {}
    counts: dict[str, np.ndarray] = {}
    rows = []
    for scope in sorted({cell.split(".")[0] for cell in summed}):
        told = {name: name.partition(".")[2].split("+")
                for name in whole.cells if name.startswith(f"{scope}.")}  # fmt: skip
        # By the answers, not by who gave them: that nobody did is a fact too.
        answers = dict.fromkeys(answer for some in told.values() for answer in some)
        where = [tuple(answer in some for some in told.values()) for answer in answers]
        parts = {key: f"{scope} {at}" for at, key in enumerate(dict.fromkeys(where))}
        masks = [whole.sets[whole.cells[name].counted] for name in told]
        for key, part in parts.items():
            both = [mask if inside else ~mask for mask, inside in zip(masks, key, strict=True)]
            counts[part] = whole.tables.counts(np.logical_and.reduce(both))
        for at, name in enumerate(told):
            cells[name] = tuple(part for key, part in parts.items() if key[at])
        rows.append(tuple(parts.values()))
    return Rows(cells, counts, tuple(rows))


def alone(counts: Mapping[str, np.ndarray]) -> Rows:
    """Return rows of which one count each is published."""
    return Rows({name: (name,) for name in counts}, counts, tuple((name,) for name in counts))
