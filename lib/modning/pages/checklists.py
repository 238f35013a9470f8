"""Reporting checklists: which page answers each item, or why none does.

A checklist is a file `data/checklists/<name>.csv`: `item`, what it `asks` (in each language), the
`page`, a notebook or a page of `book/en`, with the `section` (a cell), and what the page `lacks`.
"""

import json
from pathlib import Path

import pandas as pd
from markupsafe import Markup

from modning.pages.report_parts import title
from slicebook import paths
from slicebook.book.markup import table
from slicebook.book.messages import PAGES
from slicebook.book.source import Edition
from slicebook.text import _, section_address
from slicebook.text_tables import read_text_table

COLUMNS = ("item", "asks", "page", "section", "lacks")
HEADINGS = _("Item|Asks for|Where it is answered|What is missing")
CAPTION = _("{name}: where each item is answered")
LINK = Markup('<a href="{}">{}</a>')


def checklist(name: str) -> pd.DataFrame:
    """Read a checklist by its name: a row an item."""
    return read_text_table(paths.data("checklists", f"{name}.csv"), COLUMNS)


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
    return table(CAPTION.format(name=name.upper()), str(HEADINGS).split("|"), rows)


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
