"""Values to look at twice: heaps of a number, answers nobody gave, grids filled in alike."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from surveys.codebook import Form, Item

# What systems and people write where there is no number.
_STAND_INS = (0, 77, 88, 98, 99, 777, 888, 998, 999)
# A heap is at least so many answers, and one in so many of all.
_HEAP, _SHARE = 4, 5
# With so many answers an option nobody chose, or one that all did, is worth a look.
_MANY = 20
_ROWS = 4
_NONE = -32_768


def odd_values(form: Form, frame: pd.DataFrame) -> dict[str, list[str]]:
    """Return what is odd in the accepted answers, by item; items with nothing odd are left out."""
    kinds = {"number": _numbers, "single": _choices, "multiple": _ticks, "grid": _grids}
    found = {
        item.id: list(kinds[item.type](item, frame)) for item in form.items if item.type in kinds
    }
    return {id: said for id, said in found.items() if said}


def _numbers(item: Item, frame: pd.DataFrame) -> Iterator[str]:
    counts = frame[item.id].value_counts().sort_index()
    total = int(counts.sum())
    if not total:
        return
    low, high = counts.index[0], counts.index[-1]
    yield f"from {low} ({counts[low]}) to {high} ({counts[high]}), of {total} answers"
    for value in sorted({*_STAND_INS, item.low, item.high} & set(counts.index)):
        if counts[value] >= max(_HEAP, total / _SHARE):
            yield (
                f"{counts[value]} of {total} are exactly {value}; the form allows {item.low} to "
                f"{item.high}"
            )


def _choices(item: Item, frame: pd.DataFrame) -> Iterator[str]:
    yield from _column(item, frame[item.id], "")


def _column(item: Item, values: pd.Series, where: str) -> Iterator[str]:
    counts = values.value_counts()
    total = int(counts.sum())
    if total < _MANY:
        return
    never = [option.label.english for option in item.options if option.code not in counts.index]
    if len(counts) == 1:
        [code] = counts.index
        chosen = next(option.label.english for option in item.options if option.code == code)
        yield f'{where}all {total} answered "{chosen}"'
    elif never:
        yield f"{where}nobody of {total} answered {_listed(never)}"


def _ticks(item: Item, frame: pd.DataFrame) -> Iterator[str]:
    columns = [column for column in item.columns() if column.kind == "flag"]
    total = max((int(frame[column.name].notna().sum()) for column in columns), default=0)
    never = [
        column.option.label.english
        for column in columns
        if column.option and not frame[column.name].fillna(False).any()
    ]
    if total >= _MANY and never:
        yield f"nobody of {total} chose {_listed(never)}"
    yield from contradictions(item, frame)


def contradictions(item: Item, frame: pd.DataFrame) -> Iterator[str]:
    """Yield how many chose an answer that stands alone, and others of the question beside it."""
    flags = [column for column in item.columns() if column.kind == "flag"]
    for column in flags:
        if column.option and column.option.alone:
            mine = frame[frame[column.name].fillna(False)]
            others = [mine[other.name].fillna(False) for other in flags if other is not column]
            if both := int(np.logical_or.reduce(others).sum()):
                yield f'{both} chose "{column.option.label.english}" and others beside it'


def _grids(item: Item, frame: pd.DataFrame) -> Iterator[str]:
    columns = [column for column in item.columns() if column.kind == "code"]
    for column in columns:
        if column.row:
            yield from _column(item, frame[column.name], f"{column.row.label['en']}: ")
    values = [frame[one.name].to_numpy("int16", na_value=_NONE) for one in columns]
    whole, same = np.ones((2, len(frame)), dtype=bool)
    for one in values:
        whole &= one != _NONE
        same &= one == values[0]
    alike = int((whole & same).sum())
    if len(columns) >= _ROWS and alike >= max(_HEAP, whole.sum() / _SHARE):
        yield f"{alike} of {int(whole.sum())} gave all {len(columns)} rows the same answer"


def _listed(texts: list[str]) -> str:
    return ", ".join(f'"{text}"' for text in texts)
