"""Tables in one house style: caption, scoped headers, numbers in the reader's language."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape

import pandas as pd
import rich.table
from great_tables import GT

from modning.text import NONE, Label, Link, quantity

EMPTY = Label("ingen", "none")


@dataclass(frozen=True)
class Table:
    """A table as notebooks show it: the first column of `frame` names the rows.

    `units` gives a column's unit (`text.quantity`), "" a plain number. Shown, it is HTML with a
    caption and scoped headers and without styles of its own: the page's style sheet has them.
    The column `groups` gathers rows below headings of its values. Without rows it is a line that
    says so.
    """

    frame: pd.DataFrame
    caption: str
    language: str
    units: Mapping[str, str] = field(default_factory=dict)
    note: str | None = None
    groups: str | None = None

    def _repr_html_(self) -> str:
        if self.frame.empty:
            return f"<p>{escape(self.caption)}: <em>{EMPTY[self.language]}</em></p>"
        table = GT(
            self.frame,
            rowname_col=self.frame.columns[0],
            groupname_col=self.groups,
            locale=self.language,
        )
        table = table.tab_stubhead(str(self.frame.columns[0]))
        for column in self._cells():
            unit = self.units.get(column, "")
            table = table.fmt(lambda value, unit=unit: self._cell(value, unit), columns=column)
        table = table.cols_align("left", columns=self._cells())
        table = table.cols_align("right", columns=self._numbers()).sub_missing(missing_text=NONE)
        if self.note:
            table = table.tab_source_note(self.note)
        return _bare(table.as_raw_html(), self.caption)

    def _cells(self) -> list[str]:
        return [name for name in self.frame.columns[1:] if name != self.groups]

    def _numbers(self) -> list[str]:
        return [
            name for name in self._cells() if name in self.units or not _is_text(self.frame[name])
        ]

    def _cell(self, value: object, unit: str) -> str:
        if isinstance(value, tuple):
            return ", ".join(self._cell(part, unit) for part in value)
        if isinstance(value, Link):
            kind = 'data-titled="yes" ' if value.titled else ""
            return f'<a {kind}href="{escape(value.address, quote=True)}">{escape(value.text)}</a>'
        text = value if isinstance(value, str) else quantity(value, unit, self.language)
        return escape(text)


def show(
    frame: pd.DataFrame,
    *,
    caption: str,
    language: str,
    units: Mapping[str, str] | None = None,
    note: str | None = None,
    groups: str | None = None,
) -> Table:
    """Return `frame` as a table in the house style; its first column names the rows.

    `units` maps columns to units as `text.quantity` knows them; other numbers are shown plain.
    Rows of one value in the column `groups` stand together below it.
    """
    return Table(frame.reset_index(drop=True), caption, language, units or {}, note, groups)


def terminal(frame: pd.DataFrame, *, title: str) -> rich.table.Table:
    """Return `frame` as a table for the terminal."""
    table = rich.table.Table(title=title)
    for column in frame.columns:
        table.add_column(str(column))
    for row in frame.itertuples(index=False):
        table.add_row(*("" if pd.isna(cell) else f"{cell}" for cell in row))
    return table


def _is_text(column: pd.Series) -> bool:
    return not (pd.api.types.is_numeric_dtype(column) or _only_numbers(column))


def _only_numbers(column: pd.Series) -> bool:
    present = column.dropna()
    return len(present) > 0 and all(isinstance(value, (int, float)) for value in present)


def _bare(html: str, caption: str) -> str:
    """Keep the table alone: its own style sheet is 8 KB and knows neither paper nor dark mode.

    Scoped headers are enough for these tables; ids made from column names would not be unique.
    """
    caption = escape(caption)
    table = html[html.index("<table") : html.rindex("</table>") + len("</table>")]
    table = re.sub(r' (?:id|headers|style|rowspan)="[^"]*"| colspan="1"', "", table)
    table = re.sub(r' class="([^"]*)"', _alignment, table)
    table = re.sub(r"<th [^>]*></th>", "<td></td>", table)  # a header that says nothing is none
    table = re.sub(r"<table[^>]*>", f"<table><caption>{caption}</caption>", table, count=1)
    return (
        f'<div class="table-scroll" tabindex="0" role="group" aria-label="{caption}">{table}</div>'
    )


def _alignment(classes: re.Match[str]) -> str:
    return ' class="number"' if "gt_right" in classes[1].split() else ""
