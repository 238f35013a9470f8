"""Answer sets as wholes: empty ones, those that stop on the way, those that are nearly the same."""

import numpy as np
import pandas as pd

from surveys.codebook import ANSWER_ID, SUBMITTED, Form, Item

# Two sets of one municipality are compared if they came within so many seconds.
_APART = 600
# Nearly the same: at most one in so many of the cells that either answers differ.
_ALIKE = 10
# With fewer answers than these two sets may well agree by chance.
_FEWEST = 5
# Pairs that are named.
_PAIRS = 30
# Those who stop in the last part of a form may have had nothing more to answer.
_LAST = 1 / 3


def given(form: Form, frame: pd.DataFrame) -> pd.DataFrame:
    """Tell for each answer set (row) which items (columns) it answers at all.

    Not counted are the municipality, which many a system fills in, and free text.
    """
    items = [item for item in form.items if item.type not in ("municipality", "text")]
    return pd.DataFrame({item.id: _any(item, frame) for item in items}, index=frame.index)


def _any(item: Item, frame: pd.DataFrame) -> np.ndarray:
    found = np.zeros(len(frame), dtype=bool)
    for column in item.columns():
        values = frame[column.name]
        chosen = values.fillna(False) if column.kind in ("flag", "text") else values.notna()
        found |= chosen.to_numpy(dtype=bool)
    return found


def stopped(form: Form, answers: pd.DataFrame) -> list[tuple[str, int]]:
    """Return after which question how many answer sets stop that stop early; `answers` is `given`.

    A question that may be skipped is no reason to stop: it is the last one answered that counts.
    """
    some = answers[answers.any(axis=1)].to_numpy()
    last = some.shape[1] - 1 - np.argmax(some[:, ::-1], axis=1)
    early = last[last < some.shape[1] * (1 - _LAST) - 1]
    counts = pd.Series(early).value_counts().sort_index()
    return [(form.item(answers.columns[at]).question["en"], int(n)) for at, n in counts.items()]


def near(form: Form, frame: pd.DataFrame, place: str) -> tuple[int, list[tuple]]:
    """Count pairs of answer sets that follow each other closely and say nearly the same.

    The first of them are returned too. `place` is the column of the municipality. Times without a
    time of day are let pass.
    """
    times, places = frame[SUBMITTED].to_numpy(), frame[place].to_numpy(dtype="int64", na_value=-1)
    order = np.lexsort((times, places))
    times, places = times[order], places[order]
    seconds = np.diff(times) // np.timedelta64(1, "s")
    timed = times[:-1] != times[:-1].astype("datetime64[D]")
    close = (places[:-1] == places[1:]) & (seconds <= _APART) & timed
    different, alike = _alike(form, frame, order)
    pairs = np.flatnonzero(close & alike)
    named = pairs[:_PAIRS]
    ids = [frame[ANSWER_ID].iloc[order[at]].astype(str) for at in (named, named + 1)]
    return len(pairs), [*zip(*ids, seconds[named].tolist(), different[named].tolist(), strict=True)]


def _alike(form: Form, frame: pd.DataFrame, order: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return in how many cells each row differs from the next, and which are nearly the same.

    `order` is that of the rows.
    """
    columns = {
        name: column
        for name, column in form.columns.items()
        if column.kind not in ("date", "text", "secret") and column.item.type != "municipality"
    }
    different, answers = np.zeros((2, max(len(order) - 1, 0)), dtype=np.int16)
    for name, column in columns.items():
        values = frame[name].to_numpy(dtype="int16", na_value=-1)[order]
        different += values[:-1] != values[1:]
        answered = values > (0 if column.kind == "flag" else -1)
        answers += answered[:-1] | answered[1:]
    return different, (answers >= _FEWEST) & (different * _ALIKE <= answers)
