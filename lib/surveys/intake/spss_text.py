"""Read data beside SPSS syntax, which names its columns and labels their values."""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path

import numpy as np
import pyarrow as pa

from slicebook.errors import InputError
from surveys.instruments.rows import text_of
from surveys.intake.grid import Grid, column_name

# A text in quotation marks, which are doubled within it, a mark, or a word.
_TOKEN = re.compile(r"\"((?:[^\"]|\"\")*)\"|'((?:[^']|'')*)'|([/=(),])|([^\s\"'/=(),]+)")
_END = re.compile(r"\.[ \t]*(?:\r?\n|$)")
_MARKS = frozenset("/=(),")
# A word of the syntax, and whether it stood in quotation marks.
Token = tuple[str, bool]


@dataclass(frozen=True)
class Told:
    """What is known of a column: its name in the export, its question, its values' labels."""

    name: str
    title: str
    labels: dict[str, str]


def told(path: Path) -> list[Told]:
    """Return the variables of a file of SPSS syntax in order, as they are called in the end."""
    return list(_told(text_of(path)))


def is_named_beside(path: Path) -> bool:
    """Tell whether the columns of a text have their names in SPSS syntax that lies beside it."""
    beside = path.parent.glob("*.sps")
    return path.suffix.lower() == ".dat" or any(path.name in text_of(one) for one in beside)


def read_data(path: Path) -> Grid:
    """Read delimited data without a header; the syntax file beside it names the columns.

    Raises `InputError` where there is not one such file, or rows have other numbers of values.
    """
    syntax = sorted(path.parent.glob("*.sps"))
    if len(syntax) > 1:
        syntax = [one for one in syntax if path.name in text_of(one)]
    if len(syntax) != 1:
        raise InputError(
            f"{path.name}: the names of its columns stand in SPSS syntax; put the one .sps file "
            "that was exported with it into the same folder"
        )
    text = text_of(path)
    names = [one.name for one in told(syntax[0])]
    mark = "'" if text.startswith("'") else '"'
    rows = [row for row in csv.reader(text.splitlines(keepends=True), quotechar=mark) if row]
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
    titles: dict[str, str] = {}
    labels: dict[str, dict[str, str]] = {}
    called: dict[str, str] = {}
    order: list[str] = []
    for command in map(_tokens, _END.split(text)):
        words = [word for word, _ in command]
        first, bare = [word.upper() for word in words[:2]], [w for w in words if w not in _MARKS]
        if first == ["VARIABLE", "LABELS"]:
            titles |= zip(bare[2::2], bare[3::2], strict=False)
        elif first == ["VALUE", "LABELS"]:
            labels |= _values(command[2:])
        elif first[:1] == ["RENAME"]:
            called |= zip(bare[2::2], bare[3::2], strict=False)
        elif first in (["GET", "DATA"], ["DATA", "LIST"]):
            listed = words[len(words) - words[::-1].index("/") :] if "/" in words else []
            listed = [word for word in listed if word not in _MARKS]
            order = listed[listed[:1] in (["VARIABLES"], ["variables"]) :][::2]
    for name in order or titles:
        yield Told(called.get(name, name), titles.get(name, ""), labels.get(name, {}))


def _tokens(command: str) -> list[Token]:
    return [
        (mark or word, False) if mark or word
        else (double.replace('""', '"') or single.replace("''", "'"), True)
        for double, single, mark, word in _TOKEN.findall(command)
    ]  # fmt: skip


def _values(tokens: Sequence[Token]) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield names of variables with the labels of their values, parted by slashes."""
    parts: list[list[Token]] = [[]]
    for token in tokens:
        if token == ("/", False):
            parts.append([])
        else:
            parts[-1].append(token)
    for part in parts:
        names = [word for word, _ in takewhile(_is_name, part)]
        texts = [word for word, _ in part[len(names) :]]
        for name in names:
            yield name, dict(zip(texts[::2], texts[1::2], strict=False))


def _is_name(token: Token) -> bool:
    return not token[1] and not token[0].lstrip("-").replace(".", "").isdigit()
