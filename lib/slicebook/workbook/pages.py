"""The tables of a language's assembled pages, in the order of the book's contents."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml
from bs4 import BeautifulSoup, Tag

from slicebook.book.made_up import MADE_UP, TABLE_MADE_UP
from slicebook.book.markup import cell_text
from slicebook.shown.static import VEGALITE
from slicebook.workbook.cells import Cell, cell, made_up

TABLE = re.compile(r"<table[ >].*?</table>", re.DOTALL)
SYNTHETIC = '<aside class="synthetic"'
HTML = "text/html"


@dataclass(frozen=True)
class Page:
    """A page of the contents: its name, its title there and on it."""

    name: str
    short: str
    title: str

    @property
    def topic(self) -> str:
        """Return what it shares with the same page of other slices, or with its folder."""
        return self.name.rpartition("/")[0] or self.name

    @property
    def is_run(self) -> bool:
        """Tell whether it is a notebook's page of a slice."""
        return self.name.count("/") == 2


@dataclass(frozen=True)
class Table:
    """A table as a page shows it: by which cell, and whether it rests on synthetic answers.

    `made_up` where made-up answers decide it.
    """

    page: Page
    place: str
    synthetic: bool
    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    groups: tuple[str, ...] = ()
    note: str = ""
    made_up: bool = False


def tables(source: Path) -> Iterator[Table]:
    """Yield every table of the pages assembled in a folder."""
    for name, short in _contents(yaml.safe_load((source / "_toc.yml").read_text("utf-8"))):
        notebook = source / f"{name}.ipynb"
        if notebook.is_file():
            yield from _of_notebook(name, short, json.loads(notebook.read_text("utf-8"))["cells"])
        else:
            yield from _of_text(name, short, (source / f"{name}.md").read_text("utf-8"))


def behind(source: Path) -> Iterator[object]:
    """Yield what the tables of each page are made of, without the text around them."""
    for name, short in _contents(yaml.safe_load((source / "_toc.yml").read_text("utf-8"))):
        notebook = source / f"{name}.ipynb"
        if notebook.is_file():
            cells = json.loads(notebook.read_text("utf-8"))["cells"]
            shown = [[one["id"], one["metadata"], one["outputs"]] for one in cells
                     if one.get("outputs")]  # fmt: skip
            yield name, short, "".join(cells[0]["source"]).partition("\n")[0], shown
        else:
            text = (source / f"{name}.md").read_text("utf-8")
            yield name, short, text.partition("\n")[0], SYNTHETIC in text, TABLE.findall(text)


def _contents(toc: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield name and title of every page; the front page has no title there."""
    yield toc["root"], ""
    yield from _entries(entry for part in toc["parts"] for entry in part["chapters"])


def _entries(entries: Any) -> Iterator[tuple[str, str]]:
    for entry in entries:
        yield entry["file"], entry["title"]
        yield from _entries(entry.get("sections", []))


def _of_text(name: str, short: str, text: str) -> Iterator[Table]:
    page = _page(name, short, text)
    for found in TABLE.findall(text):
        yield _parsed(page, "", SYNTHETIC in text, found)


def _of_notebook(name: str, short: str, cells: list[dict[str, Any]]) -> Iterator[Table]:
    page = _page(name, short, "".join(cells[0]["source"]))
    for one in cells:
        synthetic = one["metadata"].get("synthetic", False)
        real = one["metadata"].get("real", {})
        for output in one.get("outputs", []):
            data = output.get("data", {})
            if VEGALITE in data:
                table = _drawn(page, one["id"], synthetic, output["metadata"][VEGALITE])
                yield _marked(table, real)
            for found in TABLE.findall("".join(data.get(HTML, ""))):
                yield _marked(_parsed(page, one["id"], synthetic, found), real)


def _marked(table: Table, real: Mapping[str, Sequence[int]]) -> Table:
    """Return a table whose made-up numbers have their mark.

    `real` has the positions of `rows` and `columns` that made-up answers do not decide; the first
    column names the rows.
    """
    if not table.made_up:
        return table
    columns, rows = {0, *real.get("columns", ())}, set(real.get("rows", ()))
    marked = tuple(
        row if at in rows
        else tuple(one if where in columns else made_up(one) for where, one in enumerate(row))
        for at, row in enumerate(table.rows)
    )  # fmt: skip
    return replace(table, rows=marked)


def _page(name: str, short: str, text: str) -> Page:
    title = text.partition("\n")[0].removeprefix("# ").strip()
    title = BeautifulSoup(title, "html.parser").get_text()
    return Page(name, short or title, title)


def _drawn(page: Page, place: str, synthetic: bool, said: dict[str, Any]) -> Table:
    """Return the table that goes with a chart."""
    rows = (tuple(cell(cell_text(value)) for value in row) for row in said["table"]["rows"])
    columns = tuple(said["table"]["columns"])
    return Table(
        page, place, synthetic, said["caption"], columns, tuple(rows), made_up=MADE_UP in said
    )


def _parsed(page: Page, place: str, synthetic: bool, html: str) -> Table:
    """Return a table of HTML; a row of one cell is the heading of those below it."""
    table = BeautifulSoup(html, "html.parser").table
    rows: list[tuple[Cell, ...]] = []
    groups: list[str] = []
    heading = ""
    for row in table.tbody.find_all("tr"):
        cells = row.find_all(["th", "td"])
        if cells[0].get("scope") == "colgroup":
            heading = _text(cells[0])
            continue
        rows.append(tuple(cell(_text(one)) for one in cells))
        groups.append(heading)
    columns = tuple(_text(one) for one in table.thead.find_all(["th", "td"]))
    note = _text(table.tfoot) if table.tfoot else ""
    # A frame that a cell shows as pandas does has no heading but the page's.
    title = _text(table.caption) if table.caption else page.title
    known = tuple(groups) if any(groups) else ()
    made_up = bool(table.caption and table.caption.get(TABLE_MADE_UP))
    return Table(page, place, synthetic, title, columns, tuple(rows), known, note, made_up)


def _text(tag: Tag) -> str:
    return " ".join(tag.get_text().split())
