"""Rows that could not be accepted, and why: `build/rejects/<form>.csv`."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from surveys.intake.grid import Aside, Grid

COLUMNS = ["file", "row", "column", "value", "expected"]
# Shown instead of what a person wrote, be it a comment or her code.
FREE_TEXT = "(free text)"
# A spreadsheet would run what begins like this.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Fault:
    """What is wrong in one column of some rows: their positions, the values, what was expected.

    Where it concerns the `cell` alone, the row is accepted without it.
    """

    at: np.ndarray
    column: str
    values: Sequence[object]
    expected: str
    cell: bool = False


def of_rows(faults: Sequence[Fault]) -> list[Fault]:
    """Return the faults for which whole rows are set aside."""
    return [fault for fault in faults if not fault.cell]


def positions(faults: Sequence[Fault]) -> np.ndarray:
    """Return the positions of the rows with any fault, each once, in order."""
    return np.unique(np.concatenate([np.empty(0, np.int64), *(fault.at for fault in faults)]))


def rejects(grid: Grid, faults: Sequence[Fault], cells: bool = False) -> pd.DataFrame:
    """Return one line for each reason a row of the file was rejected, by row.

    With `cells`, for each cell without which its row was accepted. Columns: file (with the sheet,
    where there are several), row (as a person counts it in the file), column, value, expected.
    """
    lines = [
        pd.DataFrame(
            {
                "row": grid.rows[fault.at],
                "column": fault.column,
                "value": [_harmless(value) for value in fault.values],
                "expected": fault.expected,
            }
        )
        for fault in faults
        if len(fault.at) and fault.cell == cells
    ]
    lines += [_torn_lines(grid)] if grid.torn and not cells else []
    lines += [] if cells else [_aside_lines(aside) for aside in grid.aside]
    if not lines:
        return pd.DataFrame(columns=COLUMNS)
    table = pd.concat(lines, ignore_index=True).sort_values("row", kind="stable")
    return table.assign(file=grid.title)[COLUMNS].reset_index(drop=True)


def write_rejects(table: pd.DataFrame, path: Path) -> None:
    """Write the rejected rows' reasons; a file with the header alone where there are none."""
    # Unquoted, a value with a carriage return would be read as two lines.
    quoting = csv.QUOTE_NONNUMERIC
    table.to_csv(path, index=False, encoding="utf-8", lineterminator="\n", quoting=quoting)


def _torn_lines(grid: Grid) -> pd.DataFrame:
    rows, found = zip(*grid.torn, strict=True)
    return pd.DataFrame(
        {
            "row": rows,
            "column": "",
            "value": [f"{count} values" for count in found],
            "expected": f"{len(grid.names)} values, one for each column",
        }
    )


def _aside_lines(aside: Aside) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "row": aside.rows,
            "column": aside.column,
            "value": _harmless(aside.value),
            "expected": aside.expected,
        }
    )


def _harmless(value: object) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text
