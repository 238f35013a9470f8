"""Published examples of cell suppression, solved here and attacked: theirs and ours.

Each example is a table that a package for statistical disclosure control prints or tests, with what
it withholds. The published choice and ours are attacked by the project's own audit.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from modning.audit.bounds import Attack, System
from modning.suppression.problem import Problem, equations
from modning.suppression.solve import solve


@dataclass(frozen=True)
class Example:
    """A table by its inner cells and totals (the inner cells each sums), and what was published.

    `published` are the cells withheld beside the primary ones, None where the source gives only
    that it failed. `most` is the largest primary count.
    """

    name: str
    source: str
    cells: Mapping[str, int]
    totals: Mapping[str, tuple[str, ...]]
    most: int
    published: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def values(self) -> dict[str, int]:
        """Return every cell's count, totals too."""
        sums = {name: sum(map(self.cells.get, parts)) for name, parts in self.totals.items()}
        return {**self.cells, **sums}

    @property
    def primary(self) -> set[str]:
        """Return the cells that the rule withholds: from 1 to `most`."""
        return {name for name, count in self.values.items() if 0 < count <= self.most}


COUNTY = {
    "county-1": ("A", "B", "I", "J"),
    "county-2": ("K", "L", "M", "N"),
    "total": tuple("ABIJKLMN"),
}
GROUP = {"big": ("L", "M"), "small": ("A", "B", "I", "J", "K", "N")}
SINGLE = {f"{row}{column}": count
          for row, counts in (("1", (1, 1, 7, 1, 0)), ("2", (1, 0, 0, 2, 8)))
          for column, count in zip("ABHMW", counts, strict=True)}  # fmt: skip

EXAMPLES = (
    Example(
        "linked tables, each by itself",
        "sdcTable 6393dfb, tests/testthat/test-linked-tables.r; sdcTools/UserSupport 136",
        dict(zip("ABIJKLMN", (2, 2, 8, 8, 3, 3, 3, 7), strict=True)),
        {**COUNTY, **GROUP},
        3,
        {"sdcTable, SIMPLEHEURISTIC, table by table": ()},
    ),
    Example(
        "linked tables, together",
        "sdcTable 6393dfb, tests/testthat/test-linked-tables.r",
        dict(zip("ABIJKLMN", (2, 2, 8, 8, 3, 3, 3, 7), strict=True)),
        {**COUNTY, **GROUP},
        3,
        {"sdcTable, protect_linked_tables": ("N",)},
    ),
    Example(
        "three singletons",
        "sdcTools/UserSupport 135 (sdcTable 0.30)",
        SINGLE,
        {
            **{f"{row}T": tuple(f"{row}{column}" for column in "ABHMW") for row in "12"},
            **{f"T{column}": (f"1{column}", f"2{column}") for column in "ABHMW"},
            "TT": tuple(SINGLE),
        },
        2,
    ),
)


def narrowest(example: Example, withheld: set[str]) -> int:
    """Return the width of the narrowest interval of a primary cell, by the audit's attack.

    A reader knows the totals that are shown and that counts are not negative.
    """
    system = System()
    for cell in example.cells:
        system.unknown(cell, 0, sum(example.cells.values()))
    for name, count in example.values.items():
        if name not in withheld:
            parts = example.totals.get(name, (name,))
            system.know(dict.fromkeys(parts, 1.0), count, count)
    attack = Attack(system)
    widths = []
    for name in sorted(example.primary):
        low, high = attack.width(dict.fromkeys(example.totals.get(name, (name,)), 1.0), np.inf)
        widths.append(round(high - low))
    return min(widths)


def ours(example: Example, width: float) -> set[str]:
    """Return what this project withholds, the primary cells among it."""
    names = list(example.values)
    place = {name: i for i, name in enumerate(names)}
    value = np.array([example.values[name] for name in names], dtype=float)
    terms = [
        [*((place[part], 1.0) for part in parts), (place[name], -1.0)]
        for name, parts in example.totals.items()
    ]
    forced = np.array([name in example.primary for name in names])
    problem = Problem(
        value=value,
        low=np.zeros(len(names)),
        high=np.full(len(names), float(sum(example.cells.values()))),
        equations=equations(terms, len(names)),
        unit=np.arange(len(names)),
        cost=value + 1,
        public=value == 0,
        forced=forced,
        implied=(),
        sensitive=np.flatnonzero(forced),
        width=np.full(int(forced.sum()), width),
    )
    return {name for name, hidden in zip(names, solve(problem).withheld, strict=True) if hidden}


def compare() -> pd.DataFrame:
    """Return the comparison: a row an example and a way of protecting it."""
    rows = []
    for example in EXAMPLES:
        ways = {name: example.primary | set(more) for name, more in example.published.items()}
        ways["modning, no exact value"] = ours(example, 1.0)
        ways["modning, default"] = ours(example, 3.0)
        ways |= {"primary cells alone": example.primary}
        rows += [
            (example.name, way, len(example.primary), len(withheld - example.primary),
             narrowest(example, withheld), example.source)
            for way, withheld in ways.items()
        ]  # fmt: skip
    columns = ["example", "way", "primary", "further", "narrowest interval", "source"]
    return pd.DataFrame(rows, columns=columns)


def main() -> None:
    """Print the comparison."""
    print(compare().drop(columns="source").to_string(index=False))


if __name__ == "__main__":
    main()
