"""Each number of a page as a row of its own, to which the prose leads.

The row leads on: to the cell that computes the number, and to where the report prints it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from html import escape
from typing import Any

import pandas as pd
from nbformat import NotebookNode

from slicebook.book import words
from slicebook.book.addresses import Addresses, relative
from slicebook.book.contents import Leaf
from slicebook.book.markup import language
from slicebook.book.notebook_source import source_address
from slicebook.programme import ALL, Programme
from slicebook.results import KEY, MIME, Figure
from slicebook.slices import Slice
from slicebook.text import printed_place, quantity

Key = tuple[str, str, str]


@dataclass(frozen=True)
class Rows:
    """The page that each shown figure has its row on, the rows of each page, and what is printed.

    A figure's page is the one that shows its notebook and slice (`addresses`).
    """

    pages: Mapping[Key, str] = field(default_factory=dict)
    rows: Mapping[str, list[dict[str, Any]]] = field(default_factory=dict)
    printed: Mapping[Key, dict[str, Any]] = field(default_factory=dict)

    def leading_from(self, page: str) -> Callable[[Figure], str | None]:
        """Return what gives the address of a figure's row, as a link on `page` has it."""
        return lambda one: self.address((one.figure, one.municipality, one.year), page)

    def address(self, key: Key, page: str) -> str | None:
        """Return the address of a figure's row, as a link on `page` has it; None without a row."""
        there = self.pages.get(key)
        if there is None:
            return None
        place = f"#{row_anchor(key)}"
        return relative(there, page) + place

    def listed(self, leaf: Leaf, cells: Mapping[Key, str], programme: Programme) -> str:
        """Return the rows of a page, folded; `cells` says which computes a figure."""
        found = self.rows.get(leaf.name, [])
        if not found:
            return ""
        items = "\n".join(self._row(row, leaf.slice, cells, programme) for row in found)
        title = words.ROWS.format(len(found))
        return f'<details class="figure-rows"><summary>{title}</summary><ul>{items}</ul></details>'

    def _row(
        self, row: dict[str, Any], here: Slice, cells: Mapping[Key, str], programme: Programme
    ) -> str:
        key = tuple(row[name] for name in KEY)
        said = [_value(row), *([str(words.FIGURE_KINDS[row["kind"]])] if row["kind"] else [])]
        if key in cells:
            cell = f"<code>{escape(cells[key])}</code>"
            link = f'<a href="{source_address(row["notebook"], cells[key])}">{cell}</a>'
            said.append(words.IN_CELL.format(link))
        if key in self.printed:
            said.append(_printed(self.printed[key], key))
        its = Slice(*key[1:])
        where = "" if its == here else f" ({escape(its.title(programme))})"
        name = f"<code>{escape(key[0])}</code>{where}"
        return f'<li id="{row_anchor(key)}">{name}: {"; ".join(said)}</li>'


def rows_of(results: pd.DataFrame, reconciled: pd.DataFrame, shown_at: Addresses) -> Rows:
    """Return the rows of what a results table shows, on the pages of a book."""
    pages: dict[Key, str] = {}
    rows: dict[str, list[dict[str, Any]]] = {}
    shown = results[results["shown"] & results["value"].notna()]
    for row in shown.to_dict("records"):
        page = shown_at.page(row["notebook"], Slice(row["municipality"], row["year"]).name)
        if page:
            pages[tuple(row[name] for name in KEY)] = page
            rows.setdefault(page, []).append(row)
    printed = {tuple(row[name] for name in KEY): row for row in reconciled.to_dict("records")}
    return Rows(pages, rows, printed)


def cells_of(notebook: NotebookNode) -> dict[Key, str]:
    """Return the cell that records each figure of an executed notebook."""
    return {
        tuple(output["data"][MIME][name] for name in KEY): cell.id
        for cell in notebook.cells
        for output in cell.get("outputs", [])
        if MIME in output.get("data", {})
    }


def row_anchor(key: Key) -> str:
    """Return the place of a figure's row on its page."""
    return "-".join(["figure", key[0], *(part for part in key[1:] if part != ALL)])


def printed_anchor(key: Key) -> str:
    """Return the place of a printed figure on the page of the reconciliation."""
    return row_anchor(key).replace("figure", "printed", 1)


def _value(row: Mapping[str, Any]) -> str:
    unit, more = row["unit"], []
    ends = [quantity(row[end], unit) for end in ("low", "high") if pd.notna(row[end])]
    if ends:
        # The last of several classes has no upper end.
        more.append((words.RANGE if len(ends) == 2 else words.FROM).format(*ends))
    if pd.notna(row["n"]):
        more.append(f"n = {quantity(row['n'], 'answers')}")
    said = quantity(row["value"], unit)
    return escape(f"{said} ({'; '.join(more)})" if more else said)


def _printed(row: Mapping[str, Any], key: Key) -> str:
    place = escape(printed_place(str(row["source"])))
    link = f'<a href="../../reconciliation.html#{printed_anchor(key)}">{place}</a>'
    said = f' lang="{language()}"' if language() else ""
    printed = f"<span{said}>{escape(str(row['as_printed']))}</span>"
    return words.PRINTED_IN.format(printed=printed, place=link)
