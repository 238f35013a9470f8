"""The workbooks of tables, held against the pages: what no page shows is what nothing attacked.

Read are the files beside the pages. Known are the words that a workbook adds to the tables.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from python_calamine import CalamineWorkbook

from cellguard.exhibits import TABLE, exhibits, plain
from slicebook.book.downloads import TABLES
from slicebook.text import AMOUNT, MINUS, NONE, PERCENT, speaking
from slicebook.workbook import words
from slicebook.workbook.cells import MADE_UP, NOTHING, OTHER_PAGE
from slicebook.workbook.sheets import NUMBER

Row = tuple[str, ...]
# What a sheet says of its page, "(02_outcomes/01_gain/all-all.html)".
PAGE = re.compile(r"\((\S+)\.html\)")
DIGITS = re.compile(r"\d+")
# Cover, contents and notes.
FRONT = 3


def unshown(folder: Path, language: str) -> Iterator[str]:
    """Yield the rows of a language's workbooks, and lines above, that no page in `folder` shows."""
    with speaking(language):
        reader = Reader(folder)
        for path in filter(Path.is_file, (folder / f"tables.{kind}" for kind in TABLES)):
            for sheet in reader.sheets(path):
                for row in reader.lacking(sheet):
                    yield f"no page shows {language}/{path.name}, sheet {sheet.name}: {row}"


@dataclass(frozen=True)
class Sheet:
    """A sheet with a table: its topic, the lines above, and its rows by their first cell.

    A row is what a page shows of it, and the numbers in the cells that the workbook adds.
    """

    name: str
    topic: str
    lines: tuple[str, ...]
    rows: tuple[tuple[str, Row, frozenset[str]], ...]


class Reader:
    """Reads the sheets of a book's workbooks, and what its pages show, by topic."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        units = "|".join(re.escape(part) for unit in (PERCENT, AMOUNT)
                         for part in str(unit).split("{}") if part)  # fmt: skip
        self._figure = re.compile(rf"(?:{units})?([-{MINUS}]?)(\d[\d.,]*)(?:{units})?")
        self._added = set(map(str, words.ADDED))
        self._known: dict[str, tuple[set[Row], frozenset[str]]] = {}

    def sheets(self, path: Path) -> Iterator[Sheet]:
        """Yield the sheets of a workbook that have a table of the book."""
        book = CalamineWorkbook.from_path(path)
        for name in book.sheet_names[FRONT:]:
            rows = [list(map(text, row)) for row in book.get_sheet_by_name(name).to_python()]
            yield self._sheet(name, rows)

    def lacking(self, sheet: Sheet) -> Iterator[str]:
        """Yield the lines, and the first cells of the rows, that are on no page of the topic."""
        known, numbers = self.shown(sheet.topic)
        yield from (line for line in sheet.lines if not digits(line) <= numbers)
        yield from (
            first for first, row, added in sheet.rows if row not in known or not added <= numbers
        )

    def shown(self, topic: str) -> tuple[set[Row], frozenset[str]]:
        """Return the rows on the pages of a topic, and the numbers in their text and names."""
        if topic not in self._known:
            rows, numbers = set(), digits(topic)
            for path in self._pages(topic):
                numbers |= digits(plain(path.read_text("utf-8"))) | digits(path.stem)
                for one in filter(lambda one: one.kind == TABLE, exhibits(path, topic)):
                    counts = counted(one.columns)
                    whole = (row for row in one.rows if len(row) == len(one.columns))
                    rows |= {self._row([*row, *counts]) for row in whole}
            self._known[topic] = rows, numbers
        return self._known[topic]

    def _sheet(self, name: str, rows: Sequence[Sequence[str]]) -> Sheet:
        top = next(at for at, row in enumerate(rows, start=1) if row[0] == str(words.BACK))
        lines, heads = tuple(row[0] for row in rows[:top]), rows[top]
        page = next(filter(None, map(PAGE.search, lines)))[1]
        made, counts = [], counted(heads)
        for row in rows[top + 1 :]:
            cells = dict(zip(heads, row, strict=True))
            added = " ".join(cells.pop(head) for head in self._added & cells.keys())
            first = next(iter(cells.values()))
            made.append((first, self._row([*cells.values(), *counts]), digits(added)))
        return Sheet(name, page.rpartition("/")[0] or page, lines, tuple(made))

    def _pages(self, topic: str) -> Iterable[Path]:
        alone = self._folder / f"{topic}.html"
        return [alone] if alone.is_file() else sorted((self._folder / topic).glob("*.html"))

    def _row(self, cells: Iterable[str]) -> Row:
        """Return a row whatever the order of its columns and the way its numbers are written."""
        kept = (one for one in cells if one not in ("", NONE, NOTHING, OTHER_PAGE))
        return tuple(sorted(map(self._plain, kept)))

    def _plain(self, cell: str) -> str:
        """Return a cell without unit, separators and place of the decimal mark."""
        found = self._figure.fullmatch(cell.replace("\N{NO-BREAK SPACE}", " "))
        if not found:
            return " ".join(cell.split())
        return ("-" if found[1] else "") + re.sub(r"\D", "", found[2]).strip("0")


def text(cell: object) -> str:
    """Return a cell of a workbook as text; a number has all its digits."""
    return f"{cell:.15g}" if isinstance(cell, float) else str(cell).removesuffix(MADE_UP)


def digits(line: str) -> frozenset[str]:
    """Return the runs of digits in a text."""
    return frozenset(DIGITS.findall(line))


def counted(headings: Iterable[str]) -> list[str]:
    """Return the numbers of answers in headings, one for all that begin alike."""
    found = filter(None, map(NUMBER.search, headings))
    return list({one.string[: one.start()]: one[1] for one in found}.values())
