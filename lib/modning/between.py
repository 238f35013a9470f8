"""Municipalities beside each other: their difference, and what was made up alike for them all."""

from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING

import pandas as pd

from modning.proportions import newcombe
from slicebook.programme import ALL
from slicebook.slices import SIDE_BY_SIDE
from surveys.partitions import manifest
from surveys.synthetic import drawn_alike

if TYPE_CHECKING:
    from modning.shares import Tally


def alike(form: str, item: str, cells: Mapping[str, str]) -> frozenset[str]:
    """Return the answers whose share synthetic answers were given alike in all municipalities.

    They tell nothing of the places. Of real answers there are none. `cells` names each answer's.
    """
    if not manifest()["synthetic"]:
        return frozenset()
    found = drawn_alike(form, [_counted(item, cell) for cell in cells.values()])
    return frozenset(answer for answer, same in zip(cells, found, strict=True) if same)


def are_many(places: Iterable[str]) -> bool:
    """Tell whether municipalities are too many to stand beside each other."""
    return len({*places} - {ALL}) > SIDE_BY_SIDE


def by_place(tally: "Tally", together: Collection[str]) -> pd.DataFrame:
    """Return a tally's `by_municipality`, but some answers of all municipalities together.

    Where one municipality alone has answers, it is told by its name; where many have, all answers
    are there of all of them together too.
    """
    table = tally.by_municipality()
    there = set(table.loc[table["n"] > 0, "municipality"])
    if len(there) < 2 or not (together or are_many(there)):
        return table
    whole = tally.shares().assign(municipality=ALL)
    apart, some = (~table["answer"].isin(together), whole["answer"].isin(together))
    parts = table[apart], whole if are_many(there) else whole[some]
    return pd.concat(parts, ignore_index=True)[table.columns]


def pair(answer: str, first: str, second: str, table: pd.DataFrame, drawn: frozenset[str]) -> tuple:
    """Return a row of `Tally.differences`: `table` is its `by_municipality` by answer and place."""
    one, other = table.loc[(answer, first)], table.loc[(answer, second)]
    n = None if answer in drawn else min(int(one["n"]), int(other["n"]))
    shown = n is None or bool(one["shown"] and other["shown"])
    if not (n and shown):
        return answer, first, second, None, None, None, n, shown
    counts = (int(one["count"]), int(one["n"]), int(other["count"]), int(other["n"]))
    return answer, first, second, one["percent"] - other["percent"], *newcombe(*counts), n, True


def _counted(item: str, cell: str) -> tuple[str, str | None, tuple[str, ...]]:
    """Return the item of a cell, its row or None, and the answers that it counts."""
    column, _, answers = cell.partition("/")[2].rpartition(".")
    row = column.partition("[")[0].removeprefix(item).removeprefix("_")
    return item, row or None, tuple(answers.split("+"))
