"""The tables of a language's assembled pages, in the order of the book's contents."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup, Tag

from slicebook.book.contents import INDEX, Part
from slicebook.book.made_up import MADE_UP, TABLE_MADE_UP
from slicebook.book.markup import cell_text
from slicebook.shown.static import VEGALITE
from slicebook.workbook.cells import Cell, cell, made_up

TABLE = re.compile(r"<table[ >].*?</table>", re.DOTALL)
SYNTHETIC = '<aside class="synthetic"'
HTML = "text/html"
# A page: its name, its title in the contents, its heading, and cells: id, metadata and outputs.
Behind = tuple[str, str, str, list[tuple[str, dict[str, Any], list[dict[str, Any]]]]]


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


def tables(pages: Iterable[Behind]) -> Iterator[Table]:
    """Yield every table of pages, of which this is `behind` them."""
    for name, short, title, cells in pages:
        page = _page(name, short, title)
        for place, metadata, outputs in cells:
            synthetic, real = metadata.get("synthetic", False), metadata.get("real", {})
            for output in outputs:
                data = output.get("data", {})
                if VEGALITE in data:
                    drawn = _drawn(page, place, synthetic, output["metadata"][VEGALITE])
                    yield _marked(drawn, real)
                for found in TABLE.findall("".join(data.get(HTML, ""))):
                    yield _marked(_parsed(page, place, synthetic, found), real)


def behind(contents: Iterable[Part], source: Path) -> Iterator[Behind]:
    """Yield what the tables of each page in a folder are made of, without the text around them."""
    # The front page has no title in the contents.
    pages = (entry for part in contents for page in part.pages for entry in page.all())
    for name, short in [(INDEX, ""), *((one.name, one.title) for one in pages)]:
        notebook = source / f"{name}.ipynb"
        if notebook.is_file():
            cells = json.loads(notebook.read_text("utf-8"))["cells"]
            shown = [(one["id"], one["metadata"], one["outputs"]) for one in cells
                     if one.get("outputs")]  # fmt: skip
            yield name, short, "".join(cells[0]["source"]).partition("\n")[0], shown
        else:
            text = (source / f"{name}.md").read_text("utf-8")
            found = [{"data": {HTML: one}} for one in TABLE.findall(text)]
            synthetic = {"synthetic": SYNTHETIC in text}
            yield name, short, text.partition("\n")[0], [("", synthetic, found)]


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


def _page(name: str, short: str, heading: str) -> Page:
    title = BeautifulSoup(heading.removeprefix("# ").strip(), "html.parser").get_text()
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
