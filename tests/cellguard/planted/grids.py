"""Small books of a grid: in how many rows on average, and all rows but one, which few named."""

import numpy as np
import pandas as pd
from tests.cellguard.planted.books import FORM, STEPS, YEARS, Line, parts, slices
from tests.cellguard.planted.books import results as table

from modning.protection.by_places import hide
from modning.protection.rows import alone
from modning.protection.together import Asked
from slicebook.programme import ALL, Programme
from surveys.codebook import load_codebook

GRID = "violence_frequency"


def answers(line: Line, programme: Programme) -> dict[tuple[str, str], list[tuple[bool, ...]]]:
    """Return in which rows each person gave the answer; few did in the last, enough in others."""
    draw = np.random.default_rng(line.seed)
    rows, found = len(load_codebook()[FORM].item(GRID).rows), {}
    for place in list(programme.municipalities)[:2]:
        for year in YEARS:
            n = int(draw.integers(16, 22))
            counts = [*draw.integers(5, n - 4, rows - 1), draw.integers(1, 4)]
            columns = [draw.permutation(np.arange(n) < count) for count in counts]
            found[place, year] = list(zip(*columns, strict=True))
    return found


def results(line: Line, programme: Programme, leak: bool) -> pd.DataFrame:
    """Return the table of figures: a leak has every mean, its twin those that protection leaves."""
    given = answers(line, programme)
    each = list(slices(given))
    names = [f"types_named.{row.id}.after" for row in load_codebook()[FORM].item(GRID).rows]
    gone = {(names[-1], at) for at in range(len(each))}
    gone = gone if leak else hide([_asked(names, each, programme)], gone)
    found = []
    for at, ((place, year), mine) in enumerate(each):
        values = [(name, 100 * np.mean(one), "percent")
                  for name, one in zip(names, zip(*mine, strict=True), strict=True)]  # fmt: skip
        mean = STEPS.value(sum(map(sum, mine)) / len(mine))
        for name, value, unit in [*values, ("types_named.count.after", mean, "types")]:
            shown = (name, at) not in gone
            found.append({
                "figure": name, "municipality": place, "year": year, "unit": unit,
                "value": value if shown else None, "n": len(mine) if shown else None,
                "shown": shown,
            })  # fmt: skip
    return table(found, given)


def _asked(names: list[str], each: list, programme: Programme) -> Asked:
    keys, codes = [key for key, _ in each], range(len(names) + 1)
    n = np.array([len(mine) for _, mine in each])
    counts = [[sum(sum(person) == code for person in mine) for _, mine in each] for code in codes]
    rows = {name: np.array([sum(person[at] for person in mine) for _, mine in each])
            for at, name in enumerate(names)}  # fmt: skip
    return Asked(
        mean="types_named.count.after", spread=None, codes=tuple(codes), counts=np.array(counts),
        cells={}, rows=alone(rows), summed=tuple(names),
        parts=tuple(parts(key, keys) for key in keys), public=frozenset(),
        rules=programme.rules, threshold=programme.threshold,
        level=tuple(3.0 ** key.count(ALL) for key in keys), bases=dict.fromkeys(names, n),
    )  # fmt: skip
