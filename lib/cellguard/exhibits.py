"""Everything numeric that a built page shows: its tables, and the data and downloads of its charts.

Pages are files of HTML. An exhibit is a caption, headings and rows of texts, as a reader has them;
numbers of a chart's data keep all their digits.
"""

import csv
import html
import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

TABLE, DATA, DOWNLOAD = "table", "data", "download"
CHART = re.compile(r'<figure class="chart".*?</figure>', re.DOTALL)
FINDING = re.compile(r'<strong class="finding">(.*?)</strong>', re.DOTALL)
_CAPTION = re.compile(r"<(?:fig)?caption[^>]*>(.*?)</(?:fig)?caption>", re.DOTALL)
_TABLE = re.compile(r"<table[ >].*?</table>", re.DOTALL)
_ROW = re.compile(r"<tr[ >].*?</tr>", re.DOTALL)
_CELL = re.compile(r"<t[hd](?:\s[^>]*)?>(.*?)</t[hd]>", re.DOTALL)
_SPEC = re.compile(r'class="chart-spec">(.*?)</script>', re.DOTALL)
_CSV = re.compile(r'href="data:text/csv;charset=utf-8,([^"]*)"')


@dataclass(frozen=True)
class Exhibit:
    """One table of a page, of whatever kind: `columns` and rows of as many texts."""

    page: str
    kind: str
    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def exhibits(page: Path, name: str) -> Iterator[Exhibit]:
    """Yield every exhibit of a page, which is called `name`."""
    return in_text(page.read_text(encoding="utf-8"), name)


def in_text(text: str, name: str) -> Iterator[Exhibit]:
    """Yield every exhibit of a piece of a page."""
    for figure in CHART.findall(text):
        caption = caption_of(figure)
        yield from _data(figure, name, caption)
        for found in _CSV.findall(figure):
            rows = list(csv.reader(io.StringIO(unquote(html.unescape(found)))))
            yield _exhibit(name, DOWNLOAD, caption, rows)
    for table in _TABLE.findall(text):
        rows = [[plain(cell) for cell in _CELL.findall(row)] for row in _ROW.findall(table)]
        yield _exhibit(name, TABLE, caption_of(table), rows)


def plain(markup: str) -> str:
    """Return the text of a piece of HTML, its blanks single."""
    return " ".join(html.unescape(re.sub(r"<[^>]*>", "", markup)).split())


def caption_of(markup: str) -> str:
    """Return what a chart or table is called, without the sentence of what it shows."""
    found = _CAPTION.search(markup)
    return plain(FINDING.sub("", found[1])) if found else ""


def _data(figure: str, name: str, caption: str) -> Iterator[Exhibit]:
    for text in _SPEC.findall(figure):
        for rows in json.loads(text.replace("<\\/", "</")).get("datasets", {}).values():
            columns = sorted({key for row in rows for key in row})
            cells = [[_text(row.get(key)) for key in columns] for row in rows]
            yield _exhibit(name, DATA, caption, [columns, *cells])


def _text(value: object) -> str:
    return "" if value is None else repr(value) if isinstance(value, float) else str(value)


def _exhibit(page: str, kind: str, caption: str, rows: list[list[str]]) -> Exhibit:
    head, *body = rows or [[]]
    return Exhibit(page, kind, caption, tuple(head), tuple(map(tuple, body)))
