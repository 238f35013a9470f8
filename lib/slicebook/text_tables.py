"""Small tables that people write by hand, as CSV files of text."""

from collections.abc import Iterable
from dataclasses import fields
from pathlib import Path
from typing import TypeVar

import pandas as pd

from slicebook.errors import InputError
from slicebook.text import languages, message
from slicebook.written import read_each

T = TypeVar("T")


def read_text_table(path: Path, columns: Iterable[str]) -> pd.DataFrame:
    """Read a CSV file, every cell as text and an empty one as ""; row n of the file is n - 2.

    Texts in several languages are columns of messages, as `worded` has them.

    Raises `InputError` naming the file where it is not there, is no CSV table in UTF-8, or lacks
    one of `columns`.
    """
    try:
        table = pd.read_csv(path, dtype=str, keep_default_na=False).fillna("")
    except FileNotFoundError:
        raise InputError(f"{path}: no such file") from None
    except (pd.errors.ParserError, pd.errors.EmptyDataError, UnicodeDecodeError) as problem:
        raise InputError(f"{path.name}: no CSV table in UTF-8: {problem}".rstrip()) from None
    table = worded(table)
    if missing := [column for column in columns if column not in table]:
        raise InputError(f"{path.name}: the column {missing[0]} is missing")
    return table


def read_rows(path: Path, kind: type[T]) -> tuple[T, ...]:
    """Read a CSV file of which each row is a `kind`, whose entries are its columns.

    Raises `InputError` as `read_text_table` does, or with a line for each obstacle in any row: the
    file, the row, the column, and what was expected.
    """
    columns = [column.name for column in fields(kind)]
    rows = read_text_table(path, columns)[columns].to_dict("records")
    return read_each(kind, {f"{path.name}, row {row_of(at)}": row for at, row in enumerate(rows)})


def worded(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table in which `label_da` and `label_en` are one column `label` of messages."""
    known = languages()
    ends = {name: name.rpartition("_") for name in table}
    for name in dict.fromkeys(name for name, _, end in ends.values() if name and end in known):
        columns = {f"{name}_{end}": end for end in known if f"{name}_{end}" in table}
        texts = table[list(columns)].rename(columns=columns).to_dict("records")
        table = table.drop(columns=list(columns)).assign(**{name: list(map(message, texts))})
    return table


def row_of(index: int) -> int:
    """Return the number a spreadsheet gives a row of the table; the header is row 1."""
    return index + 2
