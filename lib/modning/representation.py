"""Who gets through: those who made contact against those who take part, on what both forms ask.

The forms are not linked, so the two are compared as groups although the second came out of the
first. That makes the intervals wider than they need be, never narrower.
"""

from math import sqrt

import pandas as pd
from scipy import stats

from modning.compare.multiplicity import false_discovery
from modning.shares import Tally, newcombe, tally
from modning.target_group import ages, met, violence
from slicebook.shown.view import view
from slicebook.text import _
from surveys.codebook import Form

# Differences up to this size count as balance (Austin 2009, Statistics in Medicine 28:3083).
BALANCE = 0.1
Z, LEVEL = float(stats.norm.ppf(0.975)), 0.05
COLUMNS = ["feature", "answer", "registered", "participating", "n_registered", "n_participating",
           "difference", "low", "high", "standardised", "d_low", "d_high", "shown"]  # fmt: skip

Forms = dict[str, pd.DataFrame]

FEATURES = {
    "gender": _("Gender"),
    "age": _("Age"),
    "previous_help": _("Earlier help"),
    "violence": _("Violence met"),
}


def compare(forms: Forms, codebook: dict[str, Form]) -> pd.DataFrame:
    """Compare the registered with the participating, one row an answer to a shared question.

    Columns: `feature`, `answer`, `registered` and `participating` (per cent), their n,
    `difference` (participating less registered, points) with its 95 % Newcombe interval,
    `standardised` and its 95 % interval, `shown`. Missing where a group has no answers or is
    withheld.
    """
    rows = []
    for feature, (registered, participating) in _tallies(forms, codebook).items():
        first = registered.shares().set_index("answer")
        second = participating.shares().set_index("answer")
        for answer in first.index.intersection(second.index, sort=False):
            rows.append((feature, answer, *_row(first.loc[answer], second.loc[answer])))
    table = pd.DataFrame(rows, columns=COLUMNS)
    numbers = [name for name in COLUMNS[2:-1] if not name.startswith("n_")]
    return table.astype(dict.fromkeys(numbers, "Float64"))


@view
def labels(forms: Forms, codebook: dict[str, Form]) -> dict[tuple[str, str], str]:
    """Return each row's name for the reader, by (feature, answer)."""
    return {
        (feature, option.id): str(option.label)
        for feature, (registered, _) in _tallies(forms, codebook).items()
        for option in registered.item.options
    }


def standardised_difference(
    first: float, n_first: int, second: float, n_second: int
) -> tuple[float | None, float | None, float | None]:
    """Return the standardised difference of two proportions (0 to 1) and its 95 % interval.

    (p2 - p1) / sqrt((p1 (1 - p1) + p2 (1 - p2)) / 2), interval by Hedges and Olkin's variance:
    Yang and Dalton (2012), SAS Global Forum 335. All None where a group is empty; 0 where both
    proportions are the same 0 or 1. Where nobody of one and everybody of the other has it there is
    no spread to divide by, and half a person is added to each answer of both.
    """
    if not (n_first and n_second):
        return None, None, None
    if first == second and first in (0, 1):
        return 0.0, None, None
    if {first, second} == {0, 1}:
        first, second = ((p * n + 0.5) / (n + 1) for p, n in ((first, n_first), (second, n_second)))
    spread = sqrt((first * (1 - first) + second * (1 - second)) / 2)
    d = (second - first) / spread
    n = n_first + n_second
    error = sqrt(n / (n_first * n_second) + d**2 / (2 * n))
    return d, d - Z * error, d + Z * error


def figures(table: pd.DataFrame) -> pd.DataFrame:
    """Return the standardised differences, and how many rows are out of balance, as figures.

    `representation.<feature>.<answer>`; `representation.compared` and `representation.unbalanced`:
    rows with both groups, and those of `is_unbalanced`.
    """
    n = table[["n_registered", "n_participating"]].min(axis=1)
    named = pd.DataFrame(
        {
            "figure": "representation." + table["feature"] + "." + table["answer"],
            "value": table["standardised"],
            "low": table["d_low"],
            "high": table["d_high"],
            "n": n,
            "unit": "effect",
            "shown": table["shown"],
        }
    )
    told = table["standardised"].notna() | ((n > 0) & table["shown"])
    compared, unbalanced = int(told.sum()), int(is_unbalanced(table).sum())
    smallest = int(n[told].min()) if compared else 0
    rows = [
        ("representation.compared", compared, smallest, "features"),
        ("representation.unbalanced", unbalanced if compared else None, smallest, "features"),
    ]
    counts = pd.DataFrame(rows, columns=["figure", "value", "n", "unit"]).assign(shown=True)
    return pd.concat([named, counts], ignore_index=True)


def is_unbalanced(table: pd.DataFrame) -> pd.Series:
    """Tell which rows differ by more than `BALANCE` and more than chance would give.

    Of the rows told so, one in twenty is expected to be wrong (false discovery rate).
    """
    error = (table["d_high"] - table["d_low"]).astype(float) / (2 * Z)
    z = table["standardised"].astype(float).abs() / error
    p = [None if pd.isna(one) else float(2 * stats.norm.sf(one)) for one in z]
    chance = [one is None or one >= LEVEL for one in false_discovery(p)]
    beyond = table["standardised"].abs() > BALANCE
    return beyond.fillna(False).astype(bool) & ~pd.Series(chance, table.index, dtype=bool)


def _tallies(forms: Forms, codebook: dict[str, Form]) -> dict[str, tuple[Tally, Tally]]:
    registered = forms["registration"], codebook["registration"]
    participating = forms["baseline"], codebook["baseline"]
    return {
        "gender": (tally(*registered, "gender"), tally(*participating, "gender")),
        "age": (ages(*registered), ages(*participating)),
        "previous_help": (tally(*registered, "previous_help"),
                          tally(*participating, "previous_help")),
        "violence": (violence(*registered, "ever"), met(*participating)),
    }  # fmt: skip


def _row(first: pd.Series, second: pd.Series) -> tuple:
    n_first, n_second = int(first["n"]), int(second["n"])
    shares = first["percent"], second["percent"], n_first, n_second
    shown = bool(first["shown"] and second["shown"])
    if not (n_first and n_second and shown):
        return (*shares, *(None,) * 6, shown)
    counts = int(second["count"]), n_second, int(first["count"]), n_first
    d = standardised_difference(counts[2] / n_first, n_first, counts[0] / n_second, n_second)
    return (*shares, second["percent"] - first["percent"], *newcombe(*counts), *d, shown)
