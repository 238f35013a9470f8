"""What may be shown of counts and of what is made of them: where analysis meets the rules.

All else counts what there is and names the cells that a number rests on. Here it is asked whether
they are withheld; what is, is missing. `compare.guarded` does so for means and comparisons.
"""

from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from slicebook.figures import figure_table
from slicebook.programme import ALL, load_programme
from slicebook.slices import Slice
from surveys.disclosure import answers_needed, is_small, may_tell, tells_of_few

Cells = Iterable[str]


def may_be_told(
    cells: Cells,
    here: Slice | None,
    municipality: str = ALL,
    count: float | None = None,
    n: float | None = None,
) -> bool:
    """Tell whether what rests on some cells may be shown: a `count` of `n`, or means of `n`."""
    return all(
        may_tell(cell, here, municipality, count, n)
        if "#" not in cell or n is None
        else n == 0 or n >= answers_needed(cell, here, municipality)
        for cell in cells
    )


def figures(rows: Iterable[tuple], here: Slice | None, prefix: str = "") -> pd.DataFrame:
    """Return figures to record as `figure_table` does; in a row's end are the cells it rests on."""
    shown = [(*row, may_be_told(cells, here, n=row[3])) for *row, cells in rows]
    return figure_table(shown, prefix)


def shares(
    table: pd.DataFrame, cells: Sequence[str], here: Slice | None, municipality: str = ALL
) -> pd.DataFrame:
    """Return a table of `proportions.shares`, a cell a row, in which what is withheld is missing.

    Of answers that are no slice of the programme's, shares that tell of few are withheld.
    """
    counts = zip(cells, table["count"], table["n"], strict=True)
    each = [may_be_told([cell], here, municipality, *of) for cell, *of in counts]
    shown = pd.Series(each, dtype=bool)
    numbers = ("count", "percent", "low", "high")
    return table.assign(
        shown=shown.tolist(), **{name: table[name].mask(~shown.to_numpy()) for name in numbers}
    )


def statistics(
    table: pd.DataFrame,
    means: Sequence[str],
    ends: Mapping[str, Sequence[Cells]],
    spreads: Sequence[str],
    here: Slice | None,
) -> pd.DataFrame:
    """Return statistics of items as they may be shown, coarsely, a row an item.

    `means` has each row's cell of means, `ends` by column the cells of its shares of answers;
    `spreads` are the columns that need as many answers as a spread.
    """
    wide = [cell.replace("#mean", "#spread") for cell in means]
    few, narrow = (
        table["n"] < [answers_needed(cell, here) for cell in some] for some in (means, wide)
    )
    shown = table.astype({"n": float, "mean": float})
    for share, cells in ends.items():
        counts = (table[share] * table["n"]).fillna(0).round()
        each = zip(cells, counts, table["n"], strict=True)
        known = [may_be_told(some, here, count=count, n=n) for some, count, n in each]
        shown[share] = 100 * table[share].where(known)
    shown[["n", "mean"]] = shown[["n", "mean"]].mask(few)
    shown[list(spreads)] = shown[list(spreads)].mask(narrow)
    return shown.assign(**{name: shown[name].map(nearest, na_action="ignore")
                           for name in ("mean", "sd")})  # fmt: skip


def asked(table: pd.DataFrame, cells: Iterable[Cells], here: Slice | None) -> pd.DataFrame:
    """Return the questions of `coverage.unanswered` whose number asked may be told."""
    known = [may_be_told(some, here) for some in cells]
    enough = table["asked"] >= load_programme().threshold
    return table[enough.to_numpy() & pd.Series(known, dtype=bool).to_numpy()]


def nearest(mean: float) -> float:
    """Return a mean as it is shown: to the programme's step."""
    return load_programme().rules.coarse.value(mean)


def outward(low: float, high: float) -> tuple[float, float]:
    """Return the ends of an interval as they are shown: on the programme's grid, none nearer."""
    steps = load_programme().rules.coarse
    return steps.low(low), steps.high(high)


def count(n: int, fewest: int | None = None) -> int | None:
    """Return a number of forms or persons, None where it is of few: below the threshold."""
    few = 0 < n < fewest if fewest else is_small(n, load_programme())
    return None if few else n


def summed(
    parts: Sequence[int], cells: Cells, here: Slice, public: bool
) -> tuple[int | None, bool]:
    """Return the sum of the forms of single places and years, and whether it may be shown.

    Not where so small a part could be worked out from it, unless their numbers are `public`; then
    the sum is None, but where it is itself of few, which tells as much.
    """
    n = sum(parts)
    whole = all(count(one) is not None for one in ([n] if public else [n, *parts]))
    shown = whole and may_be_told(cells, here)
    return (n if shown or count(n) is None or n == 0 else None), shown


def to_threshold(n: int) -> int:
    """Return a number of forms as the nearest multiple of the threshold."""
    base = load_programme().threshold
    return base * ((n + base // 2) // base)


def fates(
    table: pd.DataFrame, whole: Sequence[str], shares: Sequence[str], fewest: int
) -> pd.DataFrame:
    """Return `paired.fates` without the shares that tell of fewer than `fewest` persons.

    The parts of the `whole` go together, since two of them would tell the third.
    """
    each = zip(table["count"], table["n"], strict=True)
    small = pd.Series([tells_of_few(one, n, fewest) for one, n in each], table.index)
    parts = table["fate"].isin(whole)
    small |= parts & small[parts].any()
    return table.assign(shown=~small, **{name: table[name].mask(small) for name in shares})
