"""Find how a delimited text is written: its encoding, its delimiter, where its header stands."""

import csv
import io
import re
from dataclasses import dataclass
from pathlib import Path

from slicebook.errors import InputError
from surveys.intake.csv_encoding import scan
from surveys.intake.grid import column_name
from surveys.intake.heads import WITHIN, Familiar, Head, find_head

DELIMITERS = ";,\t|"
# A field may hold a long text, and a header a question of many lines.
csv.field_size_limit(1 << 30)
_TOP = 1 << 18


@dataclass(frozen=True)
class Layout:
    """How a file is written: `records` and `lines` count what stands above the first answers."""

    encoding: str
    delimiter: str
    head: Head
    quoted: bool
    records: int
    lines: int


def find_layout(path: Path, familiar: Familiar) -> Layout:
    """Find a file's layout; `InputError` where it is empty or no text."""
    encoding, quoted = scan(path)
    with path.open(encoding=encoding, errors="replace", newline="") as text:
        top = text.read(_TOP).removeprefix("\ufeff")
        if len(top) == _TOP:
            top += text.readline()
    if not top.strip("\r\n \x1a"):
        raise InputError(f"{path.name}: the file is empty")
    # Excel's own way to name the delimiter.
    said = re.match(r'"?sep=(.)"?[\r\n]+', top, re.IGNORECASE)
    marks = said[1] if said else DELIMITERS
    below = top[said.end() :] if said else top
    found = {mark: _head(below, mark, familiar) for mark in marks}
    mark = max(marks, key=lambda mark: _likely(found[mark][0], familiar))
    head, records, lines = found[mark]
    first = 1 if said else 0
    return Layout(encoding, mark, head, quoted, records + first, lines + first)


def _head(top: str, delimiter: str, familiar: Familiar) -> tuple[Head, int, int]:
    """Return the header under this delimiter, and how many records and lines it ends after."""
    reader = csv.reader(io.StringIO(top, newline=""), delimiter=delimiter)
    records: list[list[str]] = []
    ends: list[int] = []
    try:
        for record in reader:
            records.append(record)
            ends.append(reader.line_num)
            if len(records) > WITHIN + 3:
                break
    except csv.Error:
        pass
    head = find_head(records, familiar)
    last = min(head.at + head.rows, len(ends))
    return head, last, ends[last - 1]


def _likely(head: Head, familiar: Familiar) -> tuple[int, int]:
    names = {column_name(name) for name in head.headings}
    return len(names & familiar.names), len(head.headings)
