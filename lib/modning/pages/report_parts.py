"""Where in the book each part of the printed report is, and each item of reporting checklists.

The parts are those of `data/report/coverage.csv`. A checklist is a file
`data/checklists/<name>.csv`: `item`, what it `asks` (in each language), the `page`, a notebook or a
page of `book/en`, with the `section` (a cell), and what the page `lacks`.
"""

import json
from pathlib import Path

import nbformat
import pandas as pd
from markupsafe import Markup

from slicebook import paths
from slicebook.book.markup import table
from slicebook.book.messages import PAGES
from slicebook.book.source import Edition
from slicebook.errors import InputError
from slicebook.runs.matrix import has_run
from slicebook.tables import of_rows, show
from slicebook.text import NONE, Link, _, section_address
from slicebook.text_tables import read_text_table, row_of

COLUMNS = ("part", "pages", "state", "note")
CAPTION = _("The parts of the report")
HEADINGS = _("Part of the report|Where it is here|State")
STATES = {
    "here": _("here"),
    "made_up": _("here; what the report's text does not tell of the figure is made up"),
    "partly": _("in part"),
    "missing": _("not here"),
}
CODEBOOK = "codebook/"


def report_parts(edition: Edition) -> str:
    """Return the parts with links to their places and their states; "" where there is no list.

    A page that is not in this book, as in one of a few notebooks, is named without a link. Raises
    `InputError` for a state that is none.
    """
    path = paths.report("coverage.csv")
    if not path.is_file():
        return ""
    table = read_text_table(path, COLUMNS)
    rows = [
        (row.part, tuple(_link(*place, edition) for place in places(row.pages)) or (NONE,),
         _state(row))
        for row in table.itertuples()
    ]  # fmt: skip
    html = show(**of_rows(HEADINGS, rows, CAPTION, stacked=True))._repr_html_()
    return "\n".join(line for line in html.splitlines() if line.strip())


def places(pages: str) -> list[tuple[str, str]]:
    """Return the pages of "a/b#cell; c" with the cells that the sections begin with, or ""."""
    return [place.strip().partition("#")[::2] for place in pages.split(";") if place.strip()]


def _link(page: str, cell: str, edition: Edition) -> Link | str:
    form = edition.titles.get(page.removeprefix(CODEBOOK))
    if form is not None:
        return Link(str(form), f"{page}.html")
    about = paths.book("en", f"{page}.md")
    if about.is_file():
        source = about.read_text(encoding="utf-8")
        return Link(title(source, f"{PAGES}/{page}", edition), f"{page}.html")
    if not (source := heading(page, cell)):
        return page
    called = title(source, page, edition)
    return Link(called, section_address(page, cell)) if has_run(page) else called


def heading(page: str, cell: str) -> str:
    """Return the heading of a notebook's section, or without a cell its own; "" where none is."""
    path = paths.notebooks() / f"{page}.ipynb"
    cells = nbformat.read(path, as_version=4).cells if path.is_file() else []
    found = [one.source.partition("\n")[0] for one in cells if one.id == (cell or "title")]
    return found[0] if found and found[0].startswith("#") else ""


def _state(row) -> str:
    if row.state not in STATES:
        raise InputError(
            f'coverage.csv, row {row_of(row.Index)}, column state: "{row.state}" is none of '
            f"{', '.join(STATES)}"
        )
    return f"{STATES[row.state]}. {row.note}".removesuffix(". ")


def title(source: str, catalogue: str, edition: Edition) -> str:
    """Return the heading that a text begins with, in the edition's language, without its slice."""
    heading = edition.in_language(source.partition("\n")[0], catalogue).partition("\n")[0]
    return heading.lstrip("# ").partition(": {{")[0]


LISTED = ("item", "asks", "page", "section", "lacks")
ITEM_HEADINGS = _("Item|Asks for|Where it is answered|What is missing")
ANSWERED = _("{name}: where each item is answered")
LINK = Markup('<a href="{}">{}</a>')


def checklist(name: str) -> pd.DataFrame:
    """Read a checklist by its name: a row an item."""
    return read_text_table(paths.data("checklists", f"{name}.csv"), LISTED)


def checklist_tables(edition: Edition) -> dict[str, str]:
    """Return each checklist of the project as a table, by name; nothing without a page of them."""
    if not paths.book("en", "checklists.md").is_file():
        return {}
    names = sorted(path.stem for path in paths.data("checklists").glob("*.csv"))
    return {name: _table(name, edition) for name in names}


def _table(name: str, edition: Edition) -> str:
    rows = [
        (row.item, str(row.asks), _where(row.page, row.section, edition), str(row.lacks))
        for row in checklist(name).itertuples()
    ]
    return table(ANSWERED.format(name=name.upper()), str(ITEM_HEADINGS).split("|"), rows)


def _where(page: str, section: str, edition: Edition) -> Markup | str:
    """Return a link to the section's heading, or to the page where none is above the section.

    A page that the project does not have is named without a link.
    """
    if not page:
        return ""
    path = paths.root() / page
    name = "/".join(Path(page).with_suffix("").parts[-2:])
    if not path.is_file():
        return name
    if path.suffix != ".ipynb":
        called = title(path.read_text(encoding="utf-8"), f"{PAGES}/{path.stem}", edition)
        return LINK.format(f"{path.stem}.html", called)
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    called = title("".join(cells[0]["source"]), name, edition)
    return LINK.format(section_address(name, _heading(cells, section)), called)


def _heading(cells: list[dict], section: str) -> str:
    """Return the last cell that begins with a heading, down to the section; "" without."""
    above = ""
    for cell in cells[1:]:
        if "".join(cell["source"]).startswith("#") and cell["cell_type"] == "markdown":
            above = cell["id"]
        if cell["id"] == section:
            break
    return above
