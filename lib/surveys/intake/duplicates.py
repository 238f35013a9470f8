"""Find answer sets that were exported twice, and ids that two files use for different persons."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
import pyarrow as pa

from surveys.codebook import ANSWER_ID, SUBMITTED
from surveys.intake.decode import Decoded
from surveys.intake.quarantine import Fault, of_rows, positions

_FILE, _AT, _FILLED = "file", "at", "filled"
# Two answer sets of one id are one person's where of what both hold so large a part agrees.
_AGREE = 0.8

Files = Sequence[tuple[Decoded, Sequence[Fault]]]


@dataclass
class Repeats:
    """For each file the repeats as faults and the rows whose id belongs to another; notes."""

    faults: list[list[Fault]]
    others: list[np.ndarray]
    notes: list[str] = field(default_factory=list)


def find_duplicates(files: Files) -> Repeats:
    """Find in the files of one form the rows that repeat a row without faults.

    A row repeats another with the same answer_id and answers that agree, and one with the same
    answers submitted in the same second; the fuller is kept, of equals the first, by the order of
    files, then of rows. An id that stands in two files with different answers belongs to two
    persons. Times at midnight come from exports without a time of day, where two persons may well
    agree, so they are let pass.
    """
    empty = np.empty(0, np.int64)
    found = Repeats([[] for _ in files], [empty for _ in files])
    if not files:
        return found
    rows = _rows_without_faults(files)
    rows = _by_id(files, rows, found)
    prints = _fingerprints(files, rows)
    for file, fault in _faults(files, rows.loc[prints.index], prints.duplicated(), prints):
        found.faults[file].append(fault)
    return found


def _by_id(files: Files, rows: pd.DataFrame, found: Repeats) -> pd.DataFrame:
    """Set the repeats of an id aside and return the other rows."""
    if not _may_repeat(rows[ANSWER_ID]):
        return rows
    rows = rows.sort_values([ANSWER_ID, _FILE, _FILLED, _AT], ascending=[True, True, False, True])
    inside = rows.duplicated([ANSWER_ID, _FILE]).to_numpy()
    shared = rows[~inside]
    kept, gone, differing = _across(files, shared, found)
    aside = pd.concat([rows[inside], gone])
    first = kept.set_index(ANSWER_ID)[_FILE]
    first = first[~first.index.duplicated()]
    for file, group in aside.groupby(_FILE):
        for original, part in group.groupby(first.reindex(group[ANSWER_ID]).to_numpy()):
            wanted = (
                "an answer_id that occurs once; it stands already in "
                f"{files[int(original)][0].grid.title}"
            )
            at = np.sort(part[_AT].to_numpy())
            values = files[file][0].frame[ANSWER_ID].iloc[at].tolist()
            found.faults[file].append(Fault(at, ANSWER_ID, values, wanted))
    if differing:
        found.notes.append(
            f"{differing} answer sets stand in several files with differing answers; the fuller "
            "one is kept, of equals the later"
        )
    return rows.drop(index=aside.index).sort_index()


def _may_repeat(ids: pd.Series) -> bool:
    """Tell whether an id may stand twice; running numbers are compared as such, for speed."""
    try:
        numbers = pa.array(ids).cast(pa.int64())
    except pa.ArrowInvalid:
        return bool(ids.duplicated().any())
    return numbers.null_count > 0 or bool(pd.Series(numbers.to_numpy()).duplicated().any())


def _across(
    files: Files, rows: pd.DataFrame, found: Repeats
) -> tuple[pd.DataFrame, pd.DataFrame, int]:
    """Return the rows to keep, those that repeat one of another file, and how many differ."""
    kept, gone, differing = rows.iloc[:0], [rows.iloc[:0]], 0
    for file, group in rows.groupby(_FILE, sort=True):
        known = kept.drop_duplicates(ANSWER_ID).set_index(ANSWER_ID)
        common = group[ANSWER_ID].isin(known.index).to_numpy()
        mine = group[common]
        theirs = known.loc[mine[ANSWER_ID]]
        agree, equal = _agreement(files, mine, theirs)
        strangers = mine[~agree]
        found.others[int(file)] = strangers[_AT].to_numpy()
        if len(strangers):
            found.notes.append(
                f"{files[int(file)][0].grid.title}: {len(strangers)} ids stand in an earlier file "
                "with other answers; an id belongs to its file, so they are other persons"
            )
        same, earlier = mine[agree], kept[kept[ANSWER_ID].isin(mine[ANSWER_ID][agree])]
        earlier = earlier.set_index(ANSWER_ID, drop=False).loc[same[ANSWER_ID]]
        filled, had = same[_FILLED].to_numpy(), earlier[_FILLED].to_numpy()
        fuller = (filled > had) | ((filled == had) & ~equal[agree])
        differing += int((~equal[agree] & (filled == had)).sum())
        replaced = kept[kept[ANSWER_ID].isin(same[ANSWER_ID][fuller])]
        gone += [same[~fuller], replaced]
        kept = pd.concat([kept.drop(index=replaced.index), group[~common], same[fuller]])
    return kept, pd.concat(gone), differing


def _agreement(
    files: Files, mine: pd.DataFrame, theirs: pd.DataFrame
) -> tuple[np.ndarray, np.ndarray]:
    """Tell of each pair of rows whether their answers agree, and whether they are equal."""
    agree, equal = np.zeros(len(mine), dtype=bool), np.zeros(len(mine), dtype=bool)
    if not len(mine):
        return agree, equal
    file = int(mine[_FILE].iloc[0])
    for other in np.unique(theirs[_FILE]):
        at = np.flatnonzero((theirs[_FILE] == other).to_numpy())
        one = files[file][0].frame.iloc[mine[_AT].to_numpy()[at]]
        two = files[int(other)][0].frame.iloc[theirs[_AT].to_numpy()[at]]
        both, same = np.zeros(len(at)), np.zeros(len(at))
        for name in files[file][0].form.columns:
            left, right = (_numbers(part[name]) for part in (one, two))
            answered = (left != -1) & (right != -1)
            both += answered
            same += answered & (left == right)
        agree[at] = same >= np.maximum(both, 1) * _AGREE
        equal[at] = same == both
    return agree, equal


def _numbers(values: pd.Series) -> np.ndarray:
    if pd.api.types.is_datetime64_dtype(values):
        return values.to_numpy().astype("datetime64[s]").astype("int64")
    return values.to_numpy(dtype="int64", na_value=-1)


def _rows_without_faults(files: Files) -> pd.DataFrame:
    parts = []
    for number, (decoded, faults) in enumerate(files):
        keys = decoded.frame[[ANSWER_ID, SUBMITTED]].assign(**{_FILE: number})
        keys[_AT] = np.arange(len(keys))
        keys[_FILLED] = _filled(decoded)
        parts.append(keys.drop(index=positions(of_rows(faults))))
    return pd.concat(parts, ignore_index=True)


def _filled(decoded: Decoded) -> np.ndarray:
    """Return how many columns each row answers."""
    filled = np.zeros(len(decoded.frame), dtype=np.int32)
    for name in decoded.form.columns:
        filled += decoded.frame[name].notna().to_numpy()
    return filled


def _fingerprints(files: Files, rows: pd.DataFrame) -> pd.Series:
    """Return a hash of the answers and the time, for rows that share their time with another."""
    shared = rows[rows[SUBMITTED].duplicated(keep=False)]
    shared = shared[shared[SUBMITTED] != shared[SUBMITTED].dt.normalize()]
    hashes = [
        pd.Series(_hash(files[number][0], group[_AT].to_numpy()), index=group.index)
        for number, group in shared.groupby(_FILE)
    ]
    return pd.concat(hashes) if hashes else pd.Series(dtype="uint64")


def _hash(decoded: Decoded, at: np.ndarray) -> np.ndarray:
    """Return a hash of each row's time and answers, taking in one column after the other."""
    rows, texts = decoded.frame.iloc[at], decoded.texts.iloc[at]
    hashes = pd.util.hash_array(rows[SUBMITTED].to_numpy().astype("uint64"))
    for name in decoded.form.columns:
        known = name in texts
        numbers = texts[name].to_numpy() if known else _numbers(rows[name]).astype("uint64")
        hashes = pd.util.hash_array(hashes + numbers)
    return hashes


def _faults(
    files: Files, rows: pd.DataFrame, again: pd.Series, prints: pd.Series
) -> Iterator[tuple[int, Fault]]:
    """Yield (file, fault) for the rows marked in `again`; the message says where the first is."""
    if not again.any():
        return
    repeated = rows[again.to_numpy()]
    first = rows[_FILE].to_numpy()[~again.to_numpy()]
    origin = pd.Series(first, index=prints[~again].to_numpy())
    source = origin.reindex(prints[again].to_numpy()).to_numpy()
    for (file, original), group in repeated.groupby([_FILE, source]):
        wanted = (
            "an answer set (same answers, same second) that occurs once; it stands already in "
            f"{files[original][0].grid.title}"
        )
        values = [str(value) for value in group[SUBMITTED]]
        yield int(file), Fault(group[_AT].to_numpy(), SUBMITTED, values, wanted)
