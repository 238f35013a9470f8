"""Find the encoding of a text by its bytes, and text that was read in the wrong one."""

import codecs
import re
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
from charset_normalizer import from_bytes

from slicebook.errors import InputError
from surveys.intake.grid import Grid, matching

_BLOCK = 1 << 22
_BOMS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
# What Danish offices use beside UTF-8: Windows, DOS, and the old Macintosh.
_LEGACY = ["cp1252", "cp850", "mac_roman"]
# The letters beside ASCII's that stand in Danish, those of names and loan words after its own.
_LETTERS = ("æøåÆØÅ", "éÉ", "äöüÄÖÜ")
# Bytes of one of æ, ø, å in UTF-8, which as Windows or DOS text stand for nothing that is written.
_UTF8_LETTER = re.compile(rb"\xc3[\xa6\xb8\xa5\x86\x98\x85]")


def scan(path: Path) -> tuple[str, bool]:
    """Return the file's encoding and whether it holds quotation marks."""
    with path.open("rb") as file:
        head = file.read(4096)
    if not head:
        raise InputError(f"{path.name}: the file is empty")
    for mark, encoding in _BOMS.items():
        if head.startswith(mark) and encoding != "utf-8-sig":
            return encoding, True
    if b"\0" in head:
        return _wide(path, head), True
    utf8, quoted, legacy = codecs.getincrementaldecoder("utf-8")(), False, b""
    for block in _blocks(path):
        if b"\0" in block:
            raise _binary(path)
        quoted = quoted or b'"' in block
        legacy = legacy or _not_utf8(utf8, block)
    if not legacy:
        legacy = _not_utf8(utf8, b"", final=True)
    if not legacy:
        return ("utf-8-sig" if head.startswith(codecs.BOM_UTF8) else "utf-8"), quoted
    _refuse_two_encodings(path)
    return _legacy(legacy), quoted


def _legacy(text: bytes) -> str:
    """Return in which of the older encodings most letters stand; a guess where none do in any."""
    letters = {
        encoding: [sum(map(text.count, some.encode(encoding))) for some in _LETTERS]
        for encoding in _LEGACY
    }
    if any(map(any, letters.values())):
        return max(_LEGACY, key=lambda encoding: letters[encoding])
    guess = from_bytes(text, cp_isolation=_LEGACY).best()
    return guess.encoding if guess else "cp1252"


def _refuse_two_encodings(path: Path) -> None:
    """Refuse text that is UTF-8 in some lines and something older in others."""
    first: dict[bool, int] = {}
    decoder = codecs.getincrementaldecoder("utf-8")
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            if line.isascii():
                continue
            wide = bool(_UTF8_LETTER.search(line)) and not _not_utf8(decoder(), line, final=True)
            first.setdefault(wide, number)
            if len(first) > 1:
                raise InputError(
                    f"{path.name}: two encodings in one file: line {first[True]} is written in "
                    f"UTF-8, line {first[False]} in an older one; export it again, or save each "
                    "part as CSV (UTF-8) before they are put together"
                )


def _not_utf8(decoder: codecs.IncrementalDecoder, block: bytes, final: bool = False) -> bytes:
    """Return the block if it is no UTF-8, else nothing."""
    try:
        decoder.decode(block, final)
    except UnicodeDecodeError as problem:
        return problem.object
    return b""


def _wide(path: Path, head: bytes) -> str:
    """Return UTF-16's byte order in a file without a byte-order mark, by where the zeros are."""
    zeros = [head[0::2].count(0), head[1::2].count(0)]
    if max(zeros) < len(head) / 4 or min(zeros) > len(head) / 50:
        raise _binary(path)
    return "utf-16-le" if zeros[1] > zeros[0] else "utf-16-be"


def _binary(path: Path) -> InputError:
    return InputError(f"{path.name}: this is no text; expected CSV, or an .xlsx or .sav file")


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            yield block


# æ, ø, å, é and dashes in UTF-8, read as Windows or as Macintosh text, or lost for good.
_GARBLED = "Ã[¦¸¥†˜…©\u0098\u0085\u0086]|â€[“”™œ\u0093\u0094\u0099]|√[¶∏•Ü]|\ufffd"


def garbled(grid: Grid) -> Iterator[str]:
    """Say where a table has such text, once."""
    headings = grid.headings or grid.names
    told = [*grid.titles.values(), *(text for one in grid.labels.values() for text in one.values())]
    if found := next((text for text in told if re.search(_GARBLED, text)), None):
        yield _said(grid, "its labels", found)
        return
    for heading, cells in zip(headings, grid.cells, strict=True):
        if re.search(_GARBLED, heading):
            yield _said(grid, "the header", heading)
            return
        if not _ascii(cells) and (at := next(matching(cells, _GARBLED), None)) is not None:
            place = f'row {grid.rows[at]}, column "{heading}"'
            yield _said(grid, place, _example(cells[at].as_py()))
            return


def _ascii(cells: pa.ChunkedArray) -> bool:
    """Tell quickly of text as most columns hold it that nothing can be garbled in it."""
    if pa.types.is_dictionary(cells.type):
        return all(pc.all(pc.string_is_ascii(chunk.dictionary)).as_py() for chunk in cells.chunks)
    return bool(pc.all(pc.string_is_ascii(cells)).as_py())


def _example(text: str) -> str:
    """Return the garbled letters alone: the text may be a person's own words."""
    found = re.search(_GARBLED, text)
    return found[0] if found else ""


def _said(grid: Grid, place: str, text: str) -> str:
    return (
        f'{grid.title}: {place}: "{text}": letters such as æ, ø and å were read in the wrong '
        "encoding before the file was saved; export it again as CSV (UTF-8) or .xlsx"
    )
