"""What each published edition showed: the ledger against which the next one is audited.

A reader keeps the old edition. What the new one shows more, less the old, tells of those who came
in between. So each edition leaves a file of what it showed, and nothing of what it withheld; and
one of what it was made with, so that the next can say why a figure is another.
"""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from slicebook import files, made_with, paths
from slicebook.errors import InputError
from slicebook.made_with import MadeWith
from slicebook.programme import ALL
from slicebook.results import KEY

COLUMNS = [*KEY, "value", "low", "high", "n", "unit"]
# What the page of changes compares.
MOVES = [*KEY, "value", "n", "unit"]
MOVED = [*KEY, "unit", "before", "now", "n_before", "n_now", "why", "method", "data"]
# Why a figure is another: it is new, gone or withheld now; or for what of this changed.
NEW, GONE, WITHHELD = "new", "gone", "withheld"
ANSWERS, METHOD, DATA, FIGURES = "answers", "method", "data", "figures"
# The attributes of an edition's table: its steps, and the answers of what it told as one.
COARSE, TOGETHER = "coarse", "together"
# What may have changed beside method or data.
PERHAPS = "perhaps"


def ledger(edition: str) -> Path:
    """Return the file of what an edition showed.

    Raises `InputError` for a name that is no file name and for an edition that is there already.
    """
    if not re.fullmatch(r"[a-z0-9][a-z0-9.-]*", edition):
        raise InputError(f'edition "{edition}": expected letters a-z, digits, "." and "-"')
    path = paths.editions() / f"{edition}.csv"
    if path.exists():
        raise InputError(f"editions/{path.name} is published already; choose another name")
    return path


def publish(edition: str, made: MadeWith, results: Path | None = None) -> list[Path]:
    """Write what the results table shows, and what it was `made` with, to `editions/`.

    Returns the files, `<edition>.csv` and `<edition>.json`; raises `InputError` as `ledger` does.
    """
    path = ledger(edition)
    if edition < (last := max(earlier(), default="")):
        raise InputError(
            f'edition "{edition}" comes before "{last}": editions stand in order of their names; '
            "choose a later one, such as 2026-02 after 2026-01"
        )
    results = results or paths.build("results.csv")
    if not results.is_file():
        raise InputError("build/results.csv is missing; call `modning run`")
    shown = _shown(_read(results))
    made_with.write(made, path.with_suffix(".json"))
    files.write(path, shown.to_csv(index=False, lineterminator="\n"))
    return [path, path.with_suffix(".json")]


def withdraw(edition: str) -> None:
    """Remove what `publish` wrote of an edition that did not get out."""
    for suffix in ("csv", "json"):
        files.remove(paths.editions() / f"{edition}.{suffix}")


def earlier() -> Mapping[str, pd.DataFrame]:
    """Return what each edition showed, by name in order; all of it is `shown`.

    `attrs["coarse"]` has the steps that its statistics were shown to, `attrs["together"]` the
    answers of figures that told several as one.
    """
    found = {path.stem: _read(path).assign(shown=True)
             for path in sorted(paths.editions().glob("*.csv"))}  # fmt: skip
    for edition, table in found.items():
        made = made_before(edition)
        table.attrs |= {COARSE: made.coarse, TOGETHER: made.together}
    return found


def made_before(edition: str) -> MadeWith:
    """Return what an edition was made with."""
    return made_with.read(paths.editions() / f"{edition}.json")


def changes(
    before: pd.DataFrame, results: pd.DataFrame, now: MadeWith, then: MadeWith
) -> pd.DataFrame:
    """Return the figures that are not what an edition showed, and why, the largest change first.

    `before` is an edition of `earlier`, `results` the table of figures, `now` and `then` what
    either was made with. Columns: `MOVED`; `why` holds codes apart by blanks, `method` and `data`
    what of them changed. Shares are ordered by percentage points, others by their change in per
    cent of the larger number; those with one number only come last.
    """
    both = _shown(results)[MOVES].merge(
        before[MOVES], on=KEY, how="outer", suffixes=("_now", "_before")
    )
    both = both.rename(columns={"value_now": "now", "value_before": "before"})
    both["unit"] = both["unit_now"].fillna(both["unit_before"])
    same = np.isclose(both["now"], both["before"], rtol=1e-9, atol=1e-12)
    moved = both[~same].merge(results[[*KEY, "notebook"]], on=KEY, how="left")
    hidden = set(results.loc[~results["shown"], KEY].itertuples(index=False, name=None))
    causes = [_causes(row, hidden, now, then) for row in moved.to_dict("records")]
    moved[["why", "method", "data"]] = pd.DataFrame(causes, index=moved.index, columns=range(3))
    moved["why"] = _with_answers(moved, now)
    order = _sizes(moved).sort_values(ascending=False, kind="stable", na_position="last").index
    return moved.loc[order, MOVED].reset_index(drop=True)


def _sizes(moved: pd.DataFrame) -> pd.Series:
    difference = (moved["now"] - moved["before"]).abs()
    larger = moved[["now", "before"]].abs().max(axis=1)
    return (difference / larger.where(moved["unit"] != "percent", 100)).fillna(-1)


def _causes(
    row: Mapping[str, Any], hidden: set[tuple], now: MadeWith, then: MadeWith
) -> tuple[str, str, str]:
    if pd.isna(row["before"]):
        return NEW, "", ""
    if pd.isna(row["now"]):
        return (WITHHELD if tuple(row[name] for name in KEY) in hidden else GONE), "", ""
    method, data = now.moved(row["notebook"], then)
    why = [METHOD] * bool(method) + [DATA] * bool(data)
    n, known = row["n_now"], row["n_before"]
    if not (n == known or (pd.isna(n) and pd.isna(known))):
        why = [ANSWERS, *why]
    # What is left where nothing else changed.
    last = FIGURES if row["notebook"] in now.second_hand else ANSWERS
    return " ".join(why or [last]), " ".join(method), " ".join(data)


def _with_answers(moved: pd.DataFrame, now: MadeWith) -> list[str]:
    """Return the causes, with other answers where method or data changed and answers did as well.

    They did where another figure changed with the answers to these forms alone, of the same slice
    or of a part of it; where it was of another slice or form, they may have.
    """
    told: list[tuple[str, str, frozenset[str]]] = []
    for row in moved.itertuples():
        forms = now.answers.get(row.notebook, frozenset())
        if forms and ANSWERS in row.why.split():
            told.append((row.municipality, row.year, forms))

    def why(row: Any) -> str:
        # Of what says of no number of answers and changed with its data, these are enough: a price.
        counted = pd.notna(row.n_now) or METHOD in row.why
        if not (counted and row.why.startswith((METHOD, DATA))):
            return row.why
        read = now.answers.get(row.notebook, frozenset())
        if any(forms <= read and _is_part(*place, row) for *place, forms in told):
            return f"{ANSWERS} {row.why}"
        return f"{row.why} {PERHAPS}" if told and read else row.why

    return [why(row) for row in moved.itertuples()]


def _is_part(municipality: str, year: str, row: Any) -> bool:
    return row.municipality in (ALL, municipality) and row.year in (ALL, year)


def _read(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, dtype=dict.fromkeys([*KEY, "unit"], str))


def _shown(table: pd.DataFrame) -> pd.DataFrame:
    return table.loc[table["shown"] & table["value"].notna()].reindex(columns=COLUMNS)
