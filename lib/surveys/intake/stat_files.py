"""Read files of SPSS and Stata: numbers with labels, declared missing values, native dates."""

from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa

from slicebook.errors import InputError
from surveys.intake.grid import Grid, column_name, number_text, plain
from surveys.labelled import read_labelled, unreadable


def read_stat(path: Path, kind: str) -> Grid:
    """Read a file of the `kind` "sav" (also .zsav), "por" or "dta"; a row's number is its case's.

    Values that the file declares as missing are kept, for one of them may be an answer of the
    codebook ("don't know"); Stata's .a to .z are missing. Raises `InputError` for a file that is
    empty, cut off or none of its kind.
    """
    frame, meta = read_labelled(path, kind)
    if not meta.column_names:
        raise InputError(f"{path.name}: the file is empty")
    # In a broken file a variable may have lost its name.
    if None in (*meta.column_names, *meta.variable_value_labels, *meta.missing_ranges):
        raise unreadable(path, kind, "a variable has no name")
    labels = {
        column_name(name): {_text(value): label for value, label in texts.items()}
        for name, texts in meta.variable_value_labels.items()
    }
    missing = {
        column_name(name): [(span["lo"], span["hi"]) for span in spans if _is_number(span["lo"])]
        for name, spans in meta.missing_ranges.items()
    }
    told = zip(meta.column_names, meta.column_labels, strict=True)
    titles = {column_name(name): plain(text) for name, text in told if text}
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
