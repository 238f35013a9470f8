"""Tell text that some program read in the wrong encoding."""

import re
from collections.abc import Iterator

import pyarrow as pa
import pyarrow.compute as pc

from surveys.intake.grid import Grid, matching

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
