"""Read files of SPSS and Stata: numbers with labels, declared missing values, native dates.

They are read in a process of their own, since a damaged one can break the reader down.
"""

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyreadstat

from slicebook.errors import InputError
from surveys.intake.grid import Grid, column_name, number_text, plain

# How a file begins that is compressed by zlib: to a thousandth at most, of a byte for 8 of a case.
_PACKED = b"$FL3"
_CASES_A_BYTE = 8 * 1032
_READERS: dict[str, tuple[str, Callable[..., Any]]] = {
    "sav": ("an SPSS", pyreadstat.read_sav),
    "por": ("an SPSS", pyreadstat.read_por),
    "dta": ("a Stata", pyreadstat.read_dta),
}


def read_stat(path: Path, kind: str) -> Grid:
    """Read a file of the `kind` "sav" (also .zsav), "por" or "dta"; a row's number is its case's.

    Values that the file declares as missing are kept, for one of them may be an answer of the
    codebook ("don't know"); Stata's .a to .z are missing. Raises `InputError` for a file that is
    empty, cut off or none of its kind.
    """
    frame, meta = _read_apart(path, kind)
    if not meta.column_names:
        raise InputError(f"{path.name}: the file is empty")
    # In a broken file a variable may have lost its name.
    if None in (*meta.column_names, *meta.variable_value_labels, *meta.missing_ranges):
        raise _unreadable(path, kind, "a variable has no name")
    labels = {
        column_name(name): {_text(value): label for value, label in texts.items()}
        for name, texts in meta.variable_value_labels.items()
    }
    missing = {
        column_name(name): [(span["lo"], span["hi"]) for span in spans if _is_number(span["lo"])]
        for name, spans in meta.missing_ranges.items()
    }
    titles = {column_name(name): plain(text) for name, text in _titles(meta).items() if text}
    return Grid(
        file=path.name,
        sheet=None,
        names=tuple(column_name(str(name)) for name in frame.columns),
        cells=tuple(_cells(frame.iloc[:, at]) for at in range(frame.shape[1])),
        rows=np.arange(1, len(frame) + 1, dtype=np.int64),
        labels=labels,
        missing=missing,
        headings=tuple(plain(str(name)) for name in frame.columns),
        titles=titles,
    )


def _titles(meta: pyreadstat.metadata_container) -> dict[str, str | None]:
    return dict(zip(meta.column_names, meta.column_labels, strict=True))


def _read_apart(path: Path, kind: str) -> tuple[pd.DataFrame, pyreadstat.metadata_container]:
    context = get_context("forkserver")
    context.set_forkserver_preload([__name__])
    with ProcessPoolExecutor(1, mp_context=context) as pool:
        try:
            return pool.submit(_read, path, kind).result()
        except BrokenProcessPool:
            raise _unreadable(path, kind, "its reader broke down") from None


def _read(path: Path, kind: str) -> tuple[pd.DataFrame, pyreadstat.metadata_container]:
    problem: Exception | None = None
    # A date beyond all calendars overflows.
    wrong = (pyreadstat.ReadstatError, pyreadstat.PyreadstatError, OSError, ValueError,
             OverflowError)  # fmt: skip
    _, read = _READERS[kind]
    more = {"user_missing": True} if kind == "sav" else {}
    for encoding in (None, "cp1252"):
        told = {} if kind == "por" else {"encoding": encoding}
        try:
            if kind == "sav":
                _check_size(path, encoding)
            return read(path, **more, **told)
        except wrong as error:
            problem = problem or error
    raise _unreadable(path, kind, str(problem)) from None


def _unreadable(path: Path, kind: str, problem: str) -> InputError:
    return InputError(f"{path.name}: not readable as {_READERS[kind][0]} file ({problem})")


def _check_size(path: Path, encoding: str | None) -> None:
    """Raise `ValueError` where a file claims more cases than it has room for.

    The reader would make room for all of them, be it more than the machine has.
    """
    _, meta = pyreadstat.read_sav(path, metadataonly=True, encoding=encoding)
    with path.open("rb") as file:
        packed = file.read(len(_PACKED)) == _PACKED
    room = path.stat().st_size * (_CASES_A_BYTE if packed else 1)
    if meta.number_rows and meta.number_rows > room:
        raise ValueError(f"its header says {meta.number_rows} cases, more than it has room for")


def _cells(column: pd.Series) -> pa.ChunkedArray:
    if pd.api.types.is_datetime64_any_dtype(column):
        texts = column.dt.strftime("%Y-%m-%d %H:%M:%S").fillna("")
        return pa.chunked_array([pa.array(texts.tolist(), pa.string())])
    coded = pa.array(column.tolist(), from_pandas=True).dictionary_encode()
    values = ["" if value is None else _text(value) for value in coded.dictionary.to_pylist()]
    texts = [values[at] if at is not None else "" for at in coded.indices.to_pylist()]
    return pa.chunked_array([pa.array(texts, pa.string())])


def _text(value: object) -> str:
    return number_text(value) if _is_number(value) else str(value)


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float))
