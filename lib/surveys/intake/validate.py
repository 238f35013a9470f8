"""Check decoded answers: what is required, when they came, then columns by each other."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pandas as pd

from slicebook.programme import Programme
from surveys.answers import chose
from surveys.codebook import ANSWER_ID, SUBMITTED, Column, Form, Item
from surveys.intake.decode import Decoded
from surveys.intake.quarantine import FREE_TEXT, Fault, positions
from surveys.intake.recognise import absent

ANSWER = "an answer"
_ANONYMOUS = 1980
# Types of questions that have one column, by which they are answered or not.
ALONE = ("municipality", "single", "number", "date")


def faults(decoded: Decoded, programme: Programme) -> list[Fault]:
    """Return everything that is wrong with a file's answers, one row taken by itself."""
    found = [_grave(fault, decoded.form, programme) for fault in decoded.faults]
    found += _unmet(decoded, programme)
    undated = positions([fault for fault in found if fault.column == SUBMITTED])
    found += _empty(decoded)
    found += _unanswered(decoded)
    found += _skipped(decoded)
    found += _too_early(decoded, undated)
    return found


def _grave(fault: Fault, form: Form, programme: Programme) -> Fault:
    """Let a cell cost its row, where the answer is required or the programme says so."""
    column = form.columns.get(fault.column)
    required = column is not None and column.item.required
    return replace(fault, cell=fault.cell and not required and programme.unreadable == "cell")


def without_unasked(decoded: Decoded) -> pd.DataFrame:
    """Return the answers with "not chosen" missing where the option was not yet there or skipped.

    Some exports fill a multiple choice with zeros for those who never saw it.
    """
    frame = decoded.frame.copy(deep=False)
    unasked = {
        column.name: _submitted_before(frame, column.added)
        for column in decoded.form.columns.values()
        if column.added
    }
    for item, _, chosen in _skips(decoded):
        for column in item.columns():
            unasked[column.name] = unasked.get(column.name, False) | chosen
    for name, rows in unasked.items():
        if decoded.form.columns[name].kind == "flag":
            frame[name] = frame[name].mask(rows & ~answered(frame[name]))
    return frame


def without_cells(frame: pd.DataFrame, found: Sequence[Fault]) -> pd.DataFrame:
    """Return the answers without the cells that are wrong by themselves."""
    frame = frame.copy(deep=False)
    for fault in found:
        if fault.cell and frame[fault.column].iloc[fault.at].notna().any():
            values = frame[fault.column].copy()
            values.iloc[fault.at] = pd.NA
            frame[fault.column] = values
    return frame


def answered(values: pd.Series) -> np.ndarray:
    """Tell which rows hold an answer: a number, a code, a tick or a text."""
    if values.dtype == "boolean":
        return values.to_numpy(dtype=bool, na_value=False)
    return values.notna().to_numpy()


def _end(programme: Programme) -> pd.Timestamp:
    return pd.Timestamp(programme.last_day) + timedelta(days=1)


def _unmet(decoded: Decoded, programme: Programme) -> Iterator[Fault]:
    """Find required answers that are missing, and times outside the period of collection."""
    unread = {fault.column: fault.at for fault in decoded.faults}
    required = [
        name
        for name, column in decoded.form.columns.items()
        if column.item.required and column.item.type in ALONE
    ]
    for name in (ANSWER_ID, SUBMITTED, *required):
        missing = decoded.frame[name].isna().to_numpy(copy=True)
        # What could not be read is reported as such already.
        missing[unread.get(name, np.empty(0, np.int64))] = False
        at = np.flatnonzero(missing)
        yield Fault(at, name, [""] * len(at), ANSWER)
    times = decoded.frame[SUBMITTED]
    inside = times.between(pd.Timestamp(programme.first_day), _end(programme), inclusive="left")
    outside = times.notna() & ~(inside & times.dt.year.isin(programme.years))
    years = ", ".join(map(str, programme.years))
    wanted = f"a time from {programme.first_day} to {programme.last_day}, in {years}"
    if (times[outside].dt.year == _ANONYMOUS).any():
        wanted += "; LimeSurvey writes 1980 where an anonymous survey stamps no date"
    yield Fault(np.flatnonzero(outside), SUBMITTED, times[outside].tolist(), wanted)


def _unanswered(decoded: Decoded) -> Iterator[Fault]:
    """Find required items of several columns without any answer in a row."""
    for item in decoded.form.items:
        if item.required and item.type in ("multiple", "grid", "text", "link_code"):
            columns = list(item.columns())
            seen = [_filled(decoded.frame[column.name], column) for column in columns]
            at = np.flatnonzero(~np.logical_or.reduce(seen))
            yield Fault(at, columns[0].name, [""] * len(at), f"an answer to {item.id}")


def _skipped(decoded: Decoded) -> Iterator[Fault]:
    """Find answers to items that a person with an earlier answer does not see."""
    for item, reason, chosen in _skips(decoded):
        for column in item.columns():
            yield _fault(decoded, column, chosen, f"no answer, since {reason}")


def _too_early(decoded: Decoded, undated: np.ndarray) -> Iterator[Fault]:
    """Find answers to items, rows and options before they were part of the form.

    Rows without a good time of submission are left out; their time is what is wrong with them.
    """
    for column in decoded.form.columns.values():
        for day, chosen, what in _additions(decoded.frame[column.name], column):
            early = _submitted_before(decoded.frame, day) & chosen
            early[undated] = False
            yield _fault(decoded, column, early, f"{what} before {day}")


def _additions(values: pd.Series, column: Column) -> Iterator[tuple[date, np.ndarray, str]]:
    """Yield (day, rows that answer it, what was not there before) for what came to a column."""
    if column.added:
        yield column.added, answered(values), "no answer"
    for code, option in column.codes.items():
        if column.kind == "code" and option.added:
            chosen = values.eq(code).to_numpy(dtype=bool, na_value=False)
            yield option.added, chosen, f"not {code} {option.label['en']}"


def _skips(decoded: Decoded) -> Iterator[tuple[Item, str, np.ndarray]]:
    """Yield (item, reason, rows) of every item that some rows do not see."""
    for item in decoded.form.items:
        for option in item.options:
            for skipped in decoded.form.skipped_by(item, option):
                reason = f"{item.id} is {option.label['en']!r}"
                yield skipped, reason, chose(decoded.frame, item, option).to_numpy()


def _fault(decoded: Decoded, column: Column, rows: np.ndarray, wanted: str) -> Fault:
    """Return the answers of a column in these rows as a fault."""
    values = decoded.frame[column.name]
    at = np.flatnonzero(rows & answered(values))
    if column.kind in ("text", "secret"):
        return Fault(at, column.name, [FREE_TEXT] * len(at), wanted)
    if column.kind == "flag":
        return Fault(at, column.name, [1] * len(at), wanted)
    return Fault(at, column.name, values.iloc[at].tolist(), wanted)


def _filled(values: pd.Series, column: Column) -> np.ndarray:
    """Tell which rows say anything; an explicit "not chosen" does."""
    return answered(values) if column.kind == "text" else values.notna().to_numpy()


def _submitted_before(frame: pd.DataFrame, day: date) -> np.ndarray:
    return (frame[SUBMITTED] < pd.Timestamp(day)).to_numpy()


def absent_columns(decoded: Decoded, programme: Programme) -> Iterator[str]:
    """Yield the columns that a file lacks though the form had them when answers were submitted."""
    for name in absent(decoded.grid, decoded.form):
        column = decoded.form.columns[name]
        if column.added is None or (column.item.type != "text" and column.kind == "text"):
            continue
        times = decoded.frame[SUBMITTED]
        # A later time is a mistake in its row, and no sign of what the form had.
        late = (times >= pd.Timestamp(column.added)) & (times < _end(programme))
        if late.any():
            row = decoded.grid.rows[int(late.to_numpy().argmax())]
            yield (
                f'{decoded.grid.title}: the column "{name}" of the item {column.item.id} is '
                f"missing, but row {row} was submitted after {column.added}, when the form had it"
            )


def _empty(decoded: Decoded) -> Iterator[Fault]:
    """Find rows in which no question is answered: forms that were opened, or not even that."""
    asked = [
        answered(decoded.frame[name])
        for name, column in decoded.form.columns.items()
        if column.item.type != "municipality"
    ]
    at = np.flatnonzero(~np.logical_or.reduce(asked)) if asked else np.empty(0, np.int64)
    if len(at):
        yield Fault(at, "", [""] * len(at), "an answer to any question")
