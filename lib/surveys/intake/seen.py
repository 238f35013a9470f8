"""How a file's texts became answers, column by column, for the quality report."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from surveys import threads
from surveys.codebook import Column
from surveys.intake.decode import Decoded
from surveys.intake.grid import Grid, distinct, plain
from surveys.intake.recognise import unknown
from surveys.quality import FileFacts, Recode, Unused, shown

# A value of an unused column is shown where so many rows have it, and of each no more than these.
_FEWEST, _SHOWN = 5, 5
_NOTHING, _NONE = "missing", -(1 << 20)


def file_facts(grid: Grid, decoded: Decoded) -> FileFacts:
    """Return what a file's columns held; `grid` still has its texts, `decoded` the answers."""
    form = decoded.form
    columns = [
        column
        for name, column in form.columns.items()
        if name in grid.names and column.kind in ("code", "flag", "number")
    ]
    recodes = threads.each(lambda one: _recode(grid, one, decoded.frame[one.name]), columns)
    unused = tuple(_unused(grid, name) for name in unknown(grid, form))
    return FileFacts(decoded.grid.title, form.id, tuple(filter(None, recodes)), unused)


def _recode(grid: Grid, column: Column, stored: pd.Series) -> Recode | None:
    """Return what the column's texts became; None where every text is the code that is stored."""
    positions, texts = distinct(grid.column(column.name))
    found = sorted(_became(positions, texts, stored, column), key=lambda one: (-one[2], one[:2]))
    told = [(text, became, rows) for text, became, rows, plainly in found if not plainly]
    return (column.name, tuple(told)) if told else None


def _became(
    positions: np.ndarray, texts: list[str], stored: pd.Series, column: Column
) -> Iterator[tuple[str, str, int, bool]]:
    """Yield (text, what it became, rows, whether that says the same) of each text."""
    numbers = stored.to_numpy(dtype="int64", na_value=_NONE)
    low = int(numbers.min(initial=0))
    width = int(numbers.max(initial=0)) - low + 1
    rows = pd.Series(positions * width + (numbers - low)).value_counts().sort_index()
    for pair, count in rows.items():
        at, number = divmod(pair, width)
        word = _NOTHING if number + low == _NONE else str(number + low)
        said = plain(texts[at])
        same = said == word or (not said and word == _NOTHING)
        yield shown(said), _named(column, word), count, same


def _named(column: Column, word: str) -> str:
    if column.kind == "flag":
        return {"0": "not chosen", "1": "chosen"}.get(word, word)
    option = column.codes.get(int(word)) if word != _NOTHING else None
    return f"{word} {option.label['en']}" if option else word


def _unused(grid: Grid, name: str) -> Unused:
    positions, texts = distinct(grid.cells[grid.names.index(name)])
    rows = pd.Series(np.bincount(positions, minlength=len(texts)), index=[*map(plain, texts)])
    rows = rows.groupby(level=0).sum().drop("", errors="ignore")
    rows = rows.sort_values(ascending=False, kind="stable")
    common = [
        (text, int(count))
        for text, count in rows.items()
        if count >= _FEWEST and shown(text) == text
    ]
    return name, int(rows.sum()), len(rows), tuple(common[:_SHOWN])
