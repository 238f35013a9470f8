"""Find answer sets that were exported twice."""

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from surveys.codebook import ANSWER_ID, SUBMITTED
from surveys.intake.decode import Decoded
from surveys.intake.quarantine import Fault, positions

_FILE, _AT = "file", "at"


def find_duplicates(files: Sequence[tuple[Decoded, Sequence[Fault]]]) -> list[list[Fault]]:
    """Return for each file of one form the rows that repeat an earlier row without faults.

    A row repeats another with the same answer_id, and one with the same answers submitted in the
    same second. The first is kept: by the order of files, then of rows. Times at midnight come
    from exports without a time of day, where two persons may well agree, so they are let pass.
    """
    found: list[list[Fault]] = [[] for _ in files]
    if not files:
        return found
    rows = _rows_without_faults(files)
    same_id = rows[ANSWER_ID].duplicated()
    for file, fault in _faults(files, rows, same_id, rows[ANSWER_ID], ANSWER_ID, "an answer_id"):
        found[file].append(fault)
    rows = rows[~same_id]
    prints = _fingerprints(files, rows)
    again = prints.duplicated()
    what = "an answer set (same answers, same second)"
    for file, fault in _faults(files, rows.loc[prints.index], again, prints, SUBMITTED, what):
        found[file].append(fault)
    return found


def _rows_without_faults(files: Sequence[tuple[Decoded, Sequence[Fault]]]) -> pd.DataFrame:
    parts = []
    for number, (decoded, faults) in enumerate(files):
        keys = decoded.frame[[ANSWER_ID, SUBMITTED]].assign(**{_FILE: number})
        keys[_AT] = np.arange(len(keys))
        parts.append(keys.drop(index=positions(faults)))
    return pd.concat(parts, ignore_index=True)


def _fingerprints(
    files: Sequence[tuple[Decoded, Sequence[Fault]]], rows: pd.DataFrame
) -> pd.Series:
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
        if name in texts:
            numbers = texts[name].to_numpy()
        else:
            numbers = rows[name].to_numpy(dtype="int64", na_value=-1).astype("uint64")
        hashes = pd.util.hash_array(hashes + numbers)
    return hashes


def _faults(
    files: Sequence[tuple[Decoded, Sequence[Fault]]],
    rows: pd.DataFrame,
    again: pd.Series,
    keys: pd.Series,
    column: str,
    what: str,
) -> Iterator[tuple[int, Fault]]:
    """Yield (file, fault) for the rows marked in `again`; the message says where the first is."""
    if not again.any():
        return
    repeated = rows[again.to_numpy()]
    first = rows[_FILE].to_numpy()[~again.to_numpy()]
    origin = pd.Series(first, index=keys[~again].to_numpy())
    source = origin.reindex(keys[again].to_numpy()).to_numpy()
    for (file, original), group in repeated.groupby([_FILE, source]):
        wanted = f"{what} that occurs once; it stands already in {files[original][0].grid.title}"
        values = [str(value) for value in group[column]]
        yield int(file), Fault(group[_AT].to_numpy(), column, values, wanted)
