"""Published examples of cell suppression, solved here and attacked: theirs and ours.

Each example is a table that a package for statistical disclosure control prints or tests. What
GaussSuppression withholds in it is stored (published/gausssuppression.csv, made by the R script
beside it), what sdcTable does is told by its tests. The published choices and ours are attacked by
the project's own audit.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks.measure import Row
from cellguard.problem import Problem, equations
from cellguard.solve import MOST_UNITS, solve
from modning.audit.bounds import Attack

STORED = Path(__file__).parent / "published" / "gausssuppression.csv"
LINKED = "linked tables, together"
ALONE, THEIRS = "primary cells alone", "GaussSuppression"
OURS, OURS_NARROW, OURS_FAST = "modning", "modning, 1 wide", "modning, fast"
PAGE = Path(__file__).parents[1] / "docs" / "suppression.md"
SOURCES = {
    LINKED: "sdcTable, test-linked-tables.r; sdcTools/UserSupport 136",
    "three singletons": "easySdcTable, vignette on singletons and zeros; sdcTools/UserSupport 135",
    "accidents by municipality": "GaussSuppression, SuppressSmallCounts (mun_accidents)",
    "employment, linked by country and union": "GaussSuppression, vignette on small counts",
    "income by region": "easySdcTable, ProtectTable (z1)",
    "income by region, county and group": "GaussSuppression, SuppressSmallCounts (d2)",
}
# What sdcTable withholds beside the primary cells, by its own test.
SDCTABLE = {LINKED: {"sdcTable, protect_linked_tables": ("N",)}}
COLUMNS = (
    "example",
    "way",
    "method",
    "cells",
    "primary",
    "further",
    "given away",
    "narrowest interval",
)
WHAT = """# Cell suppression compared

Made by `python -m benchmarks disclosure`; a test keeps it as computed. The tables are those that
sdcTable, easySdcTable and GaussSuppression publish as examples, with the same primary cells. The
attack is that of `modning audit`, by a reader who knows that counts are whole and that nought is
never withheld. "Given away" are primary cells that it works out exactly; the narrowest interval is
that of a primary cell, in persons.

Primary cells alone is what ACRO withholds: what its rule names, and nothing further. In the linked
tables it is also what sdcTable's heuristic withholds when it goes through them one by one. What
GaussSuppression withholds was computed by its version 1.2.3
(`benchmarks/published/gausssuppression.R`), what sdcTable withholds in linked tables is what its
tests expect. `modning` asks for intervals that are 3 wide; "1 wide" asks for no more than
GaussSuppression does, that no value is exact; "fast" is never exact. An exact choice that takes too
many steps is left to the heuristic, and the method says so."""


@dataclass(frozen=True)
class Example:
    """A table by its inner cells and totals (the inner cells each sums), and what was published.

    `most` is the largest primary count; `published` are the cells withheld beside the primary ones.
    """

    name: str
    cells: Mapping[str, int]
    totals: Mapping[str, tuple[str, ...]]
    most: int
    published: Mapping[str, tuple[str, ...]]

    @property
    def values(self) -> dict[str, int]:
        """Return every cell's count, totals too."""
        sums = {name: sum(map(self.cells.get, parts)) for name, parts in self.totals.items()}
        return {**self.cells, **sums}

    @property
    def primary(self) -> set[str]:
        """Return the cells that the rule withholds: from 1 to `most`."""
        return {name for name, count in self.values.items() if 0 < count <= self.most}


def examples() -> Iterator[Example]:
    """Yield the stored examples."""
    stored = pd.read_csv(STORED, dtype={"cell": str, "inner": str})
    for name, rows in stored.groupby("example", sort=False):
        single = rows[~rows["inner"].str.contains(" ")].drop_duplicates("inner")
        names = dict(zip(single["inner"], single["cell"], strict=True))
        cells = dict(zip(single["cell"], single["count"].astype(int), strict=True))
        totals = {row.cell: tuple(names[part] for part in row.inner.split())
                  for row in rows.itertuples() if row.cell not in cells}  # fmt: skip
        most = int(rows["most"].iloc[0])
        example = Example(name, cells, totals, most, {})
        gauss = set(rows.loc[rows["withheld"].eq(1), "cell"]) - example.primary
        published = {**SDCTABLE.get(name, {}), THEIRS: tuple(sorted(gauss))}
        yield Example(name, cells, totals, most, published)


def widths(example: Example, withheld: set[str]) -> list[int]:
    """Return the width of each primary cell's interval, by the audit's attack.

    A reader knows what is shown, and that nought is never withheld.
    """
    attack, found = Attack(), []
    for cell, count in example.cells.items():
        attack.unknown(cell, min(count, 1), sum(example.cells.values()))
    for name, count in example.values.items():
        parts = example.totals.get(name, (name,))
        if name not in withheld:
            attack.know(dict.fromkeys(parts, 1.0), count, count)
    for name in sorted(example.primary):
        low, high = attack.width(dict.fromkeys(example.totals.get(name, (name,)), 1.0), np.inf)
        found.append(round(high - low))
    return found


def ours(example: Example, width: float, most_units: int = MOST_UNITS) -> tuple[str, set[str]]:
    """Return the method by which this project chose, and what it withholds, primary cells too."""
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
        low=np.minimum(value, 1.0),
        high=np.full(len(names), float(sum(example.cells.values()))),
        equations=equations(terms, len(names)),
        unit=np.arange(len(names)),
        # The fewest cells, as GaussSuppression counts them; among as few, the smaller ones.
        cost=1 + value / (1 + len(names) * value.max()),
        public=value == 0,
        forced=forced,
        sensitive=np.flatnonzero(forced),
        width=np.full(int(forced.sum()), width),
    )
    found = solve(problem, most_units)
    withheld = {name for name, hidden in zip(names, found.withheld, strict=True) if hidden}
    return found.method, withheld


def ways(example: Example) -> Iterator[tuple[str, str, set[str]]]:
    """Yield each way of protecting an example, its method, and the cells it withholds."""
    yield ALONE, "", example.primary
    for name, more in example.published.items():
        yield name, "", example.primary | set(more)
    yield OURS_NARROW, *ours(example, 1.0)
    yield OURS, *ours(example, 3.0)
    yield OURS_FAST, *ours(example, 3.0, most_units=0)


def compare() -> pd.DataFrame:
    """Return the comparison: a row an example and a way of protecting it."""
    rows = []
    for example in examples():
        for way, method, withheld in ways(example):
            found = widths(example, withheld)
            primary = example.primary
            rows.append((example.name, way, method, len(example.values), len(primary),
                         len(withheld - primary), found.count(0), min(found)))  # fmt: skip
    return pd.DataFrame(rows, columns=COLUMNS)


def page(found: pd.DataFrame) -> str:
    """Return the comparison as a page: what the columns mean, the table, the sources."""
    lines = [COLUMNS, ["---"] * len(COLUMNS), *found.itertuples(index=False)]
    text = "\n".join(f"| {' | '.join(map(str, line))} |" for line in lines)
    sources = "\n".join(f"* {name}: {source}" for name, source in SOURCES.items())
    return f"{WHAT}\n\n{text}\n\nSources:\n\n{sources}\n"


def main() -> tuple[list[Row], str]:
    """Compare and write the page; return a line on each peer and where the page is."""
    found = compare()
    PAGE.write_text(page(found), encoding="utf-8")
    further = found.pivot(index="example", columns="way", values="further")
    widest = found.groupby("way")["narrowest interval"].min()
    given = found.groupby("way")["given away"].sum()
    rows = [
        Row(f"{THEIRS}, cells withheld further", "no more", _sums(further, OURS_NARROW)),
        Row("primary cells alone, given away", "0", f"{given[ALONE]} theirs, "
            f"{given.filter(like=OURS).sum()} ours"),
        Row(f"{THEIRS}, narrowest interval", "3", f"{widest[THEIRS]} theirs, "
            f"{widest[OURS]} ours"),
    ]  # fmt: skip
    return rows, "The examples one by one are in docs/suppression.md."


def _sums(further: pd.DataFrame, way: str) -> str:
    both = further[[THEIRS, way]].dropna()
    return f"{both[THEIRS].sum():g} theirs, {both[way].sum():g} ours, in {len(both)} examples"


if __name__ == "__main__":
    print(main())
