"""Answer sets as wholes: empty ones, those that stop on the way, those that are nearly the same."""

import numpy as np
import pandas as pd

from surveys.codebook import ANSWER_ID, SUBMITTED, Form, Item
from surveys.quality.facts import Pair

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


def near(form: Form, frame: pd.DataFrame, place: str) -> tuple[int, list[Pair]]:
    """Count pairs of answer sets that follow each other closely and say nearly the same.

    The first of them are returned too. `place` is the column of the municipality. Times without a
    time of day are let pass.
    """
    times, places = frame[SUBMITTED].to_numpy(), frame[place].to_numpy(dtype="int64", na_value=-1)
    order = np.lexsort((times, places))
    one, other = order[:-1], order[1:]
    seconds = (times[other] - times[one]) // np.timedelta64(1, "s")
    timed = times[one] != times[one].astype("datetime64[D]")
    close = (places[one] == places[other]) & (seconds <= _APART) & timed
    one, other, seconds = one[close], other[close], seconds[close]
    alike, different = _alike(form, frame, one, other)
    named = alike[:_PAIRS]
    ids = [frame[ANSWER_ID].iloc[rows[named]].astype(str) for rows in (one, other)]
    return len(alike), [*map(Pair, *ids, seconds[named].tolist(), different[named].tolist())]


def _alike(
    form: Form, frame: pd.DataFrame, one: np.ndarray, other: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return which pairs of rows are nearly the same, and of each pair how many cells differ.

    A pair that differs in more cells than any may is looked at no further.
    """
    columns = {
        name: column
        for name, column in form.columns.items()
        if column.kind not in ("date", "text", "secret") and column.item.type != "municipality"
    }
    left = np.arange(len(one))
    different, answers = np.zeros((2, len(one)), dtype=np.int32)
    for name, column in columns.items():
        values = frame[name].to_numpy(dtype="int16", na_value=-1)
        mine, theirs = values[one[left]], values[other[left]]
        different[left] += mine != theirs
        answers[left] += np.maximum(mine, theirs) > (0 if column.kind == "flag" else -1)
        left = left[different[left] * _ALIKE <= len(columns)]
    return left[(answers[left] >= _FEWEST) & (different[left] * _ALIKE <= answers[left])], different
