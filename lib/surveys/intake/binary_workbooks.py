"""Find Excel errors in binary workbooks, whose reader gives them as blanks."""

import re
import struct
from collections.abc import Iterator
from pathlib import Path

from surveys.intake.xlsx_checks import opened

# The codes of #NULL!, #DIV/0!, #VALUE!, #REF!, #NAME?, #NUM! and #N/A.
_CODES = rb"[\x00\x07\x0f\x17\x1d\x24\x2a]"
# .xls: a cell with an error, and a formula whose result is one; row and column are in the group.
_XLS = re.compile(
    rb"\x05\x02\x08\x00(....).." + _CODES + rb"\x01"
    rb"|\x06\x00..(....)..\x02." + _CODES + rb"...\xff\xff",
    re.DOTALL,
)
# .xlsb: the records of a row, of an error, of a formula whose result is one.
_ROW, _ERRORS = 0, {3, 11}
_SHOWN = 5


def lost_in_xls(path: Path) -> Iterator[str]:
    """Yield where errors stand in a workbook of Excel 97."""
    found = (match[1] or match[2] for match in _XLS.finditer(path.read_bytes()))
    yield from _said(path, [struct.unpack("<HH", place) for place in found])


def lost_in_xlsb(path: Path) -> Iterator[str]:
    """Yield where errors stand in a binary workbook."""
    with opened(path) as archive:
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
        places = [place for name in sheets for place in _errors(archive.read(name))]
    yield from _said(path, places)


def _errors(content: bytes) -> Iterator[tuple[int, int]]:
    row = 0
    for kind, record in _records(content):
        if kind == _ROW and len(record) >= 4:
            (row,) = struct.unpack_from("<I", record)
        elif kind in _ERRORS and len(record) >= 4:
            yield row, struct.unpack_from("<I", record)[0]


def _records(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the records of a part: a kind and a length, seven bits a byte, and the content."""
    at = 0
    while at < len(content):
        kind, at = _number(content, at)
        length, at = _number(content, at)
        yield kind, content[at : at + length]
        at += length


def _number(content: bytes, at: int) -> tuple[int, int]:
    number, shift = 0, 0
    while at < len(content):
        byte = content[at]
        number, at, shift = number | (byte & 0x7F) << shift, at + 1, shift + 7
        if byte < 0x80:
            break
    return number, at


def _said(path: Path, places: list[tuple[int, int]]) -> Iterator[str]:
    if places:
        shown = "; ".join(f"row {row + 1}, column {at + 1}" for row, at in places[:_SHOWN])
        more = f" and {len(places) - _SHOWN} more" if len(places) > _SHOWN else ""
        text = "an Excel error stands here; expected an answer or a blank"
        yield f"{path.name}: {shown}{more}: {text}"
