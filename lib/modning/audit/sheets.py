"""The workbooks of tables, held against the pages: what no page shows is what nothing attacked.

Read are the files beside the pages. Known are the words that a workbook adds to the tables.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from python_calamine import CalamineWorkbook

from cellguard.exhibits import TABLE, exhibits, plain
from slicebook.book.downloads import TABLES
from slicebook.text import AMOUNT, MINUS, NONE, PERCENT, speaking
from slicebook.workbook import words
from slicebook.workbook.cells import NOTHING, OTHER_PAGE

Row = tuple[str, ...]
# "Køge (n = 25)"; what a sheet says of its page, "(02_outcomes/01_gain/all-all.html)".
NUMBER = re.compile(r" \(n = ([\d.,]+)\)")
PAGE = re.compile(r"\((\S+)\.html\)")
DIGITS = re.compile(r"\d+")
# Cover, contents and notes.
FRONT = 3


def unshown(folder: Path, language: str) -> Iterator[str]:
    """Yield the rows of a language's workbooks, and lines above, that no page in `folder` shows."""
    with speaking(language):
        shown = Shown(folder)
        for path in filter(Path.is_file, (folder / f"tables.{kind}" for kind in TABLES)):
            book = CalamineWorkbook.from_path(path)
            for name in book.sheet_names[FRONT:]:
                rows = book.get_sheet_by_name(name).to_python()
                for row in shown.lacking([list(map(text, row)) for row in rows]):
                    yield f"no page shows {language}/{path.name}, sheet {name}: {row}"


def text(cell: object) -> str:
    """Return a cell of a workbook as text; a number has all its digits."""
    return f"{cell:.15g}" if isinstance(cell, float) else str(cell)


class Shown:
    """What the pages of a book show, by topic: rows of tables, and all numbers in the text."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        units = "|".join(re.escape(part) for unit in (PERCENT, AMOUNT)
                         for part in str(unit).split("{}") if part)  # fmt: skip
        self._figure = re.compile(rf"(?:{units})?([-{MINUS}]?)(\d[\d.,]*)(?:{units})?")
        self._added = set(map(str, words.ADDED))
        self._known: dict[str, tuple[set[Row], set[str]]] = {}

    def lacking(self, rows: Sequence[Sequence[str]]) -> Iterator[str]:
        """Yield the lines and the first cells of the rows of a sheet that are on no page of its."""
        top = next(at for at, row in enumerate(rows, start=1) if row[0] == str(words.BACK))
        lines, heads, body = [row[0] for row in rows[:top]], rows[top], rows[top + 1 :]
        known, numbers = self._of(next(filter(None, map(PAGE.search, lines)))[1])
        yield from (line for line in lines if not self._digits(line) <= numbers)
        counts = counted(heads)
        for row in body:
            cells = dict(zip(heads, row, strict=True))
            added = " ".join(cells.pop(head) for head in self._added & cells.keys())
            if self._row([*cells.values(), *counts]) not in known or not (
                self._digits(added) <= numbers
            ):
                yield next(iter(cells.values()))

    def _of(self, page: str) -> tuple[set[Row], set[str]]:
        """Return the rows on the pages of a topic, and the numbers in their text and names."""
        topic = page.rpartition("/")[0] or page
        if topic not in self._known:
            rows, numbers = set(), self._digits(page)
            for path in self._pages(topic):
                numbers |= self._digits(plain(path.read_text("utf-8"))) | self._digits(path.stem)
                for one in exhibits(path, topic):
                    counts = counted(one.columns)
                    rows |= {self._row([*row, *counts]) for row in one.rows if one.kind == TABLE}
            self._known[topic] = rows, numbers
        return self._known[topic]

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

    @staticmethod
    def _digits(line: str) -> set[str]:
        return set(DIGITS.findall(line))


def counted(headings: Iterable[str]) -> list[str]:
    """Return the numbers of answers in headings, one for all that begin alike."""
    found = filter(None, map(NUMBER.search, headings))
    return list({one.string[: one.start()]: one[1] for one in found}.values())
