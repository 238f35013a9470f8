"""What each published edition showed: the ledger against which the next one is audited.

A reader keeps the old edition. What the new one shows more, less the old, tells of those who came
in between. So each edition leaves a file of what it showed, and nothing of what it withheld.
"""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from slicebook import paths
from slicebook.errors import InputError
from slicebook.results import COUNTS, KEY

COLUMNS = [*KEY, "value", "low", "high", "n", "unit"]
# What the page of changes compares.
MOVES = [*KEY, "value", "n", "unit"]


def publish(edition: str, results: Path | None = None) -> Path:
    """Write what the results table shows to `editions/<edition>.csv`; return the file.

    Raises `InputError` for a name that is no file name and for an edition that is there already.
    """
    if not re.fullmatch(r"[a-z0-9][a-z0-9.-]*", edition):
        raise InputError(f'edition "{edition}": expected letters a-z, digits, "." and "-"')
    path = paths.editions() / f"{edition}.csv"
    if path.exists():
        raise InputError(f"editions/{path.name} is published already; choose another name")
    results = results or paths.build("results.csv")
    if not results.is_file():
        raise InputError("build/results.csv is missing; call `modning run`")
    shown = _shown(_read(results))
    path.parent.mkdir(parents=True, exist_ok=True)
    shown.to_csv(path, index=False, lineterminator="\n")
    return path


def earlier() -> Mapping[str, pd.DataFrame]:
    """Return what each edition showed, by name in order; all of it is `shown`."""
    files = sorted(paths.editions().glob("*.csv"))
    return {path.stem: _read(path).assign(shown=True) for path in files}


def changes(before: pd.DataFrame, results: pd.DataFrame) -> pd.DataFrame:
    """Return the figures that are not what an edition showed, and why.

    `before` is an edition of `earlier`, `results` the table of figures. Columns: `KEY`, `unit`,
    `before`, `now`, `n_before`, `n_now` and `why`: "new", "gone", "withheld", "answers" (more or
    fewer of them) or "computed" (from as many answers, otherwise). In the results' order.
    """
    both = _shown(results)[MOVES].merge(
        before[MOVES], on=KEY, how="outer", suffixes=("_now", "_before")
    )
    both = both.rename(columns={"value_now": "now", "value_before": "before"})
    both["unit"] = both["unit_now"].fillna(both["unit_before"])
    same = np.isclose(both["now"], both["before"], rtol=1e-9, atol=1e-12)
    hidden = set(results.loc[~results["shown"], KEY].itertuples(index=False, name=None))
    both["why"] = [_why(row, hidden) for row in both.to_dict("records")]
    return both.loc[~same, [*KEY, "unit", "before", "now", "n_before", "n_now", "why"]]


def _why(row: Mapping[str, Any], hidden: set[tuple]) -> str:
    if pd.isna(row["before"]):
        return "new"
    if pd.isna(row["now"]):
        return "withheld" if tuple(row[name] for name in KEY) in hidden else "gone"
    n, known = row["n_now"], row["n_before"]
    same = n == known or (pd.isna(n) and pd.isna(known))
    counts = row["unit"] in COUNTS
    return "answers" if counts or not same else "computed"


def _read(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, dtype=dict.fromkeys([*KEY, "unit"], str))


def _shown(table: pd.DataFrame) -> pd.DataFrame:
    return table.loc[table["shown"] & table["value"].notna()].reindex(columns=COLUMNS)
