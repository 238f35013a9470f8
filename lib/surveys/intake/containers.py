"""Tell by its first bytes what a file is, whatever it is called, and read it."""

from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

from slicebook.errors import InputError
from surveys.intake import workbooks
from surveys.intake.companions import DESCRIPTIONS
from surveys.intake.csv_files import read_csv
from surveys.intake.grid import Grid
from surveys.intake.heads import Familiar
from surveys.intake.spss_text import is_named_beside, read_data
from surveys.intake.stat_files import read_stat
from surveys.labelled import KINDS, kind_by_bytes

# Extensions under which exports come; what else lies in a folder is left aside.
EXTENSIONS = (
    ".csv", ".tsv", ".tab", ".txt", ".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".xml",
    ".dat", *KINDS, *DESCRIPTIONS,
)  # fmt: skip
_OLE = b"\xd0\xcf\x11\xe0"
_WEB = (b"<!doctype html", b"<html", b"<table", b"<meta")


def kind_of(path: Path) -> str:
    """Return a file's kind: that of its reader, "protected", "web" or "text"."""
    with path.open("rb") as file:
        start = file.read(4096)
    lower = start.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if start.startswith(b"PK"):
        return _kind_of_archive(path, start)
    if start.startswith(_OLE):
        # An encrypted .xlsx is stored inside the old format.
        encrypted = "EncryptedPackage".encode("utf-16-le") in path.read_bytes()
        return "protected" if encrypted else "xls"
    if labelled := kind_by_bytes(start, path.suffix.lower()):
        return labelled
    if b"urn:schemas-microsoft-com:office:spreadsheet" in start:
        return "xml"
    return "web" if lower.startswith(_WEB) else "text"


def _kind_of_archive(path: Path, start: bytes) -> str:
    if b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet" in start:
        return "ods"
    content = path.read_bytes()
    if b"xl/workbook.bin" in content:
        return "xlsb"
    return "zip" if path.suffix.lower() == ".zip" else "xlsx"


def read_tables(path: Path, familiar: Familiar, answers: Collection[str]) -> list[Grid]:
    """Read every table of a file: its only one, or a workbook's visible sheets.

    `answers` are names of columns that hold answers. Raises `InputError` for what cannot be read.
    """
    kind = kind_of(path)
    if kind == "protected":
        raise InputError(
            f"{path.name}: protected by a password; open it in Excel and save it without one"
        )
    if kind == "web":
        raise InputError(
            f"{path.name}: this is a web page, whatever it is called; open it in a spreadsheet "
            "and save it as .xlsx, or export it again"
        )
    if kind in workbooks.KINDS:
        grids = workbooks.read_workbook(path, kind, familiar)
    elif kind == "xml":
        grids = workbooks.read_xml_workbook(path, familiar)
    elif kind == "text" and is_named_beside(path):
        grids = [read_data(path)]
    elif kind == "text":
        grids = [read_csv(path, familiar, answers)]
    else:
        grids = [read_stat(path, kind)]
    return [replace(grid, notes=_notes(path, kind, grid)) for grid in grids]


def lost_values(path: Path, grid: Grid) -> list[str]:
    """Return what stands in a table of a file and reads as a blank."""
    kind = kind_of(path)
    return workbooks.lost_values(path, kind, grid) if kind in workbooks.KINDS else []


def _notes(path: Path, kind: str, grid: Grid) -> tuple[str, ...]:
    said = workbooks.notes(path, kind, grid) if kind in workbooks.KINDS else ()
    suffix = path.suffix.lower().lstrip(".")
    alike = {
        "text": ("csv", "tsv", "tab", "txt", "dat"),
        "sav": ("sav", "zsav"),
        "xlsx": ("xlsx", "xlsm"),
    }
    if suffix in alike.get(kind, (kind,)):
        return said
    return (*said, f"read as what it is, {'delimited text' if kind == 'text' else f'.{kind}'}")
