"""The cells of a small file: delimited text in any usual encoding, or a spreadsheet's sheets."""

import codecs
import csv
from pathlib import Path
from xml.etree import ElementTree

from python_calamine import CalamineError, CalamineWorkbook

from slicebook.errors import InputError

SHEETS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")
_DELIMITERS = "\t;,|"
Rows = list[list[str]]


def bytes_of(path: Path) -> bytes:
    """Return a file's bytes; `InputError` where it cannot be read."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise InputError(f"{path}: no such file") from None
    except OSError as problem:
        raise InputError(f"{path}: cannot be read: {problem.strerror}") from None


def text_of(path: Path) -> str:
    """Return a file's text: UTF-16 or UTF-8 where it is that, else the old Danish of Windows."""
    content = bytes_of(path)
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def delimited(path: Path) -> Rows:
    """Return the rows of a delimited text file; the first line tells the delimiter."""
    text = text_of(path)
    first = text.partition("\n")[0]
    delimiter = max(_DELIMITERS, key=first.count)
    csv.field_size_limit(1 << 24)
    try:
        found = csv.reader(text.splitlines(keepends=True), delimiter=delimiter)
        return [[cell.strip() for cell in row] for row in found]
    except csv.Error as problem:
        raise InputError(f"{path.name}: not readable as delimited text ({problem})") from None


def sheets(path: Path) -> dict[str, Rows]:
    """Return the rows of every sheet of a workbook, by its name in lower case."""
    try:
        book = CalamineWorkbook.from_path(str(path))
        return {
            name.strip().lower(): [[_cell(value) for value in row]
                                   for row in book.get_sheet_by_name(name).to_python()]
            for name in book.sheet_names
        }  # fmt: skip
    except (CalamineError, OSError) as problem:
        raise InputError(f"{path.name}: not readable as a workbook ({problem})") from None


def records(rows: Rows) -> list[dict[str, str]]:
    """Return rows as mappings from the headings of the first; short ones are filled up."""
    if not rows:
        return []
    head, *rest = rows
    return [
        dict(zip(head, [*row, *[""] * (len(head) - len(row))], strict=False))
        for row in rest
        if any(row)
    ]


def _cell(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def xml_of(path: Path) -> ElementTree.Element:
    """Return the root of an XML file, in whatever encoding it says it has."""
    try:
        return ElementTree.fromstring(bytes_of(path))
    except (ElementTree.ParseError, LookupError, ValueError) as problem:
        raise InputError(f"{path.name}: not readable as XML ({problem})") from None
