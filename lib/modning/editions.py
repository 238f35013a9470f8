"""What each published edition showed: the ledger against which the next one is audited.

A reader keeps the old edition. What the new one shows more, less the old, tells of those who came
in between. So each edition leaves a file of what it showed, and nothing of what it withheld.
"""

import re
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from modning import paths
from modning.errors import InputError

COLUMNS = ["figure", "municipality", "year", "value", "n", "unit"]


def publish(edition: str, results: Path | None = None) -> Path:
    """Write what the results table shows to `editions/<edition>.csv`; return the file.

    Raises `InputError` for a name that is no file name and for an edition that is there already.
    """
    if not re.fullmatch(r"[a-z0-9][a-z0-9.-]*", edition):
        raise InputError(f'edition "{edition}": expected letters a-z, digits, "." and "-"')
    path = paths.editions() / f"{edition}.csv"
    if path.exists():
        raise InputError(f"editions/{path.name} is published already; choose another name")
    shown = _shown(results or paths.build("results.csv"))
    path.parent.mkdir(parents=True, exist_ok=True)
    shown.to_csv(path, index=False, lineterminator="\n")
    return path


def earlier() -> Mapping[str, pd.DataFrame]:
    """Return what each edition showed, by name in order."""
    files = sorted(paths.editions().glob("*.csv"))
    text = {"figure": str, "municipality": str, "year": str, "unit": str}
    return {path.stem: pd.read_csv(path, dtype=text) for path in files}


def _shown(results: Path) -> pd.DataFrame:
    if not results.is_file():
        raise InputError("build/results.csv is missing; call `modning run`")
    table = pd.read_csv(results, dtype={"year": str, "municipality": str})
    return table.loc[table["shown"] & table["value"].notna(), COLUMNS]
