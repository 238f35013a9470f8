"""Whether two groups are alike in what both were asked: standardised differences.

Groups are compared as if they were separate. Where the second came out of the first that makes the
intervals wider than they need be, never narrower.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt

import pandas as pd
from scipy import stats

from modning.compare.groups import false_discovery
from modning.shares import Tally
from slicebook.figures import figure_table
from slicebook.results import FIGURE_COLUMNS
from slicebook.text import Message

# Differences up to this size count as balance (Austin 2009, Statistics in Medicine 28:3083).
BALANCE = 0.1
Z, LEVEL = float(stats.norm.ppf(0.975)), 0.05
COLUMNS = ["feature", "answer", "first", "second", "n_first", "n_second", "standardised", "low",
           "high", "shown"]  # fmt: skip


@dataclass(frozen=True)
class Balance:
    """Two groups on several features; `table` has a row an answer that both were asked.

    Columns: `feature`, `answer`, `first` and `second` (per cent), their n, `standardised` (second
    less first) with its 95 % interval, `shown`. Missing where a group has no answers or is
    withheld. `titles` are the features' names.
    """

    titles: Mapping[str, Message]
    pairs: Mapping[str, tuple[Tally, Tally]]
    table: pd.DataFrame

    @property
    def labels(self) -> dict[tuple[str, str], Message]:
        """Return each row's words, by (feature, answer)."""
        return {
            (feature, option.id): option.label
            for feature, (first, _) in self.pairs.items()
            for option in first.item.options
        }

    def figures(self, prefix: str) -> pd.DataFrame:
        """Return the differences, and how many rows are out of balance, as figures.

        `prefix.<feature>.<answer>`; `prefix.compared` and `prefix.unbalanced`: rows with both
        groups, and those of `is_unbalanced`.
        """
        table = self.table
        n = table[["n_first", "n_second"]].min(axis=1)
        named = table.assign(
            figure=prefix + "." + table["feature"] + "." + table["answer"],
            value=table["standardised"],
            n=n,
            unit="effect",
        )[FIGURE_COLUMNS]
        told = table["standardised"].notna()
        compared, unbalanced = int(told.sum()), int(is_unbalanced(table).sum())
        smallest = int(n[told].min()) if compared else 0
        rows = [
            ("compared", compared, "features", smallest, True),
            ("unbalanced", unbalanced if compared else None, "features", smallest, True),
        ]
        return pd.concat([named, figure_table(rows, prefix)], ignore_index=True)


def balance(features: Mapping[str, tuple[Message, Tally, Tally]]) -> Balance:
    """Compare two groups' answers; by its id each feature's name and how either group answered."""
    pairs = {feature: (first, second) for feature, (_, first, second) in features.items()}
    rows = [
        (feature, answer, *_row(one.loc[answer], other.loc[answer]))
        for feature, pair in pairs.items()
        for one, other in [[tally.shares().set_index("answer") for tally in pair]]
        for answer in one.index.intersection(other.index, sort=False)
    ]
    table = pd.DataFrame(rows, columns=COLUMNS)
    numbers = ["first", "second", "standardised", "low", "high"]
    titles = {feature: title for feature, (title, _, _) in features.items()}
    return Balance(titles, pairs, table.astype(dict.fromkeys(numbers, "Float64")))


def standardised_difference(
    first: float, n_first: int, second: float, n_second: int
) -> tuple[float | None, float | None, float | None]:
    """Return the standardised difference of two proportions (0 to 1) and its 95 % interval.

    (p2 - p1) / sqrt((p1 (1 - p1) + p2 (1 - p2)) / 2), interval by Hedges and Olkin's variance:
    Yang and Dalton (2012), SAS Global Forum 335. All None where a group is empty. Where both
    proportions are 0 or 1 there is no spread to divide by: the same ones differ by 0, and to others
    half a person is added to each answer of both.
    """
    if not (n_first and n_second):
        return None, None, None
    if {first, second} == {0, 1}:
        first, second = ((p * n + 0.5) / (n + 1) for p, n in ((first, n_first), (second, n_second)))
    spread = sqrt((first * (1 - first) + second * (1 - second)) / 2)
    d = (second - first) / spread if spread else 0.0
    n = n_first + n_second
    error = sqrt(n / (n_first * n_second) + d**2 / (2 * n))
    return d, d - Z * error, d + Z * error


def is_unbalanced(table: pd.DataFrame) -> pd.Series:
    """Tell which rows differ by more than `BALANCE` and more than chance would give.

    Of the rows told so, one in twenty is expected to be wrong (false discovery rate).
    """
    error = (table["high"] - table["low"]).astype(float) / (2 * Z)
    z = table["standardised"].astype(float).abs() / error
    p = [None if pd.isna(one) else float(2 * stats.norm.sf(one)) for one in z]
    chance = [one is None or one >= LEVEL for one in false_discovery(p)]
    beyond = table["standardised"].abs() > BALANCE
    return beyond.fillna(False).astype(bool) & ~pd.Series(chance, table.index, dtype=bool)


def _row(first: pd.Series, second: pd.Series) -> tuple:
    n_first, n_second = int(first["n"]), int(second["n"])
    shown = bool(first["shown"] and second["shown"])
    d = (None,) * 3
    if n_first and n_second and shown:
        parts = int(first["count"]) / n_first, int(second["count"]) / n_second
        d = standardised_difference(parts[0], n_first, parts[1], n_second)
    return first["percent"], second["percent"], n_first, n_second, *d, shown
