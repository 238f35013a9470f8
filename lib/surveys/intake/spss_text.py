"""Read data beside SPSS syntax, which names its columns and labels their values (LimeSurvey)."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa

from slicebook.errors import InputError
from surveys.instruments.rows import text_of
from surveys.intake.grid import Grid, column_name

_QUOTED = r"(?:\"((?:[^\"]|\"\")*)\"|'((?:[^']|'')*)')"
_LABEL = re.compile(rf"^\s*VARIABLE LABELS\s+(\w+)\s+{_QUOTED}", re.MULTILINE | re.IGNORECASE)
_VALUES = re.compile(
    r"^\s*VALUE LABELS\s+(\w+)\s*\n(.*?)\.\s*$", re.MULTILINE | re.IGNORECASE | re.DOTALL
)
_PAIR = re.compile(rf"(?:{_QUOTED}|(-?\d+))\s+{_QUOTED}")
_CALLED = re.compile(r"RENAME VARIABLES?\s*\(\s*(\w+)\s*=\s*([\w.@#$]+)\s*\)", re.IGNORECASE)
_ORDER = re.compile(r"/VARIABLES\s*=?\s*(.*?)\.\s*$", re.MULTILINE | re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True)
class Told:
    """What is known of a column: its name in the export, its question, its values' labels."""

    name: str
    title: str
    labels: dict[str, str]


def told(path: Path) -> list[Told]:
    """Return the variables of a file of SPSS syntax in order, as they are called in the end."""
    return list(_told(text_of(path)))


def read_data(path: Path) -> Grid:
    """Read delimited data without a header; the syntax file beside it names the columns.

    Raises `InputError` where there is not one such file, or rows have other numbers of values.
    """
    syntax = sorted(path.parent.glob("*.sps"))
    if len(syntax) != 1:
        raise InputError(
            f"{path.name}: the names of its columns stand in SPSS syntax; put the one .sps file "
            "that was exported with it into the same folder"
        )
    names = [one.name for one in told(syntax[0])]
    rows = [row for row in csv.reader(text_of(path).splitlines(), quotechar="'") if row]
    for number, row in enumerate(rows, start=1):
        if len(row) != len(names):
            raise InputError(
                f"{path.name}: row {number} has {len(row)} values, but {syntax[0].name} names "
                f"{len(names)} columns"
            )
    return Grid(
        file=path.name,
        sheet=None,
        names=tuple(map(column_name, names)),
        cells=tuple(pa.chunked_array([pa.array(cells, pa.string())])
                    for cells in (zip(*rows, strict=True) if rows else [()] * len(names))),
        rows=np.arange(1, len(rows) + 1, dtype=np.int64),
        headings=tuple(names),
    )  # fmt: skip


def _told(text: str) -> Iterator[Told]:
    titles = {name: _unquoted(one, two) for name, one, two in _LABEL.findall(text)}
    labels = {
        name: {
            code or _unquoted(*value): _unquoted(*label)
            for *value, code, one, two in _PAIR.findall(pairs)
            for label in [(one, two)]
        }
        for name, pairs in _VALUES.findall(text)
    }
    called = dict(_CALLED.findall(text))
    listed = _ORDER.search(text)
    order = listed[1].split()[::2] if listed else list(titles)
    for name in order:
        yield Told(called.get(name, name), titles.get(name, ""), labels.get(name, {}))


def _unquoted(double: str, single: str) -> str:
    return double.replace('""', '"') or single.replace("''", "'")
