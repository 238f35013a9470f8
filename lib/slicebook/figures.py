"""Tables of figures, as `results.record_all` takes them, from a row a figure."""

from collections.abc import Iterable

import pandas as pd

from slicebook.results import FIGURE_COLUMNS


def figure_table(rows: Iterable[tuple], prefix: str = "") -> pd.DataFrame:
    """Return figures to record: `prefix.name` of each row.

    A row is a name, a value or (value, low, high), a unit and, where it rests on answers, how many,
    and whether it may be shown (None: the guard decides). What has no value rests on no number of
    answers that could be told: its n is 0 where nobody answered and missing elsewhere.
    """
    return pd.DataFrame([_row(*row, prefix=prefix) for row in rows], columns=FIGURE_COLUMNS)


def _row(
    name: str,
    told: float | tuple[float | None, ...] | None,
    unit: str,
    n: int | None = None,
    shown: bool | None = None,
    *,
    prefix: str,
) -> tuple:
    value, low, high = told if isinstance(told, tuple) else (told, None, None)
    n = None if n and pd.isna(value) else n
    return f"{prefix}.{name}" if prefix else name, value, low, high, n, unit, shown
