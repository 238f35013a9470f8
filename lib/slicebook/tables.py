"""Tables in one house style: caption, scoped headers, numbers in the reader's language."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any

import jinja2
import pandas as pd
import rich.box
import rich.table
from markupsafe import Markup

from slicebook.shown.view import view
from slicebook.text import NONE, Link, Mark, Message, _, quantity

EMPTY = _("nothing to show")

# A table of `groups` of rows below their headings (None: below none), which scrolls by itself. A
# row is its place, to which links lead, its heading, and cells: text, class and language. Texts
# are escaped but for `Markup`; a header that says nothing is none: it is an empty cell.
HTML = jinja2.Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True).from_string(
    """\
{% macro header(text, scope, number) %}
  {% if text %}
  <th{% if number %} class="number"{% endif %} scope="{{ scope }}">{{ text }}</th>
  {% else %}
  <td></td>
  {% endif %}
{% endmacro %}
<div class="{{ kind }}" tabindex="0" role="group" aria-label="{{ caption }}">
<table><caption>{{ caption }}</caption>
<thead>
<tr>
{% for text in heads %}
{{ header(text, "col", loop.index0 in numbers) }}
{%- endfor %}
</tr>
</thead>
<tbody>
{% for heading, rows in groups.items() %}
{% if heading is not none %}
<tr>
  <th colspan="{{ heads | length }}" scope="colgroup">{{ heading }}</th>
</tr>
{% endif %}
{% for place, head, cells in rows %}
<tr{% if place %} id="{{ place }}"{% endif %}>
{{ header(head, "row") }}
{%- for text, kind, language in cells %}
  <td{% if kind %} class="{{ kind }}"{% endif %}
{%- if stacked %} data-head="{{ heads[loop.index] }}"{% endif %}
{%- if language %} lang="{{ language }}"{% endif %}>{{ text }}</td>
{% endfor %}
</tr>
{% endfor %}
{% endfor %}
</tbody>
{% if note %}
<tfoot><tr><td colspan="{{ heads | length }}">{{ note }}</td></tr></tfoot>
{% endif %}
</table>
</div>"""
)


@dataclass(frozen=True)
class Table:
    """A table as notebooks show it: the first column of `frame` names the rows.

    `units` gives a column's unit (`text.quantity`), "" a plain number. Shown, it is HTML with a
    caption and scoped headers and without styles of its own: the page's style sheet has them.
    On a telephone the cells of a row that is `stacked` stand below each other under their headings.
    The column `groups` gathers rows below headings of its values. Without rows, or where none says
    anything but its name, it is a line that says so.
    """

    frame: pd.DataFrame
    caption: str
    units: Mapping[str, str] = field(default_factory=dict)
    note: str | None = None
    groups: str | None = None
    stacked: bool = False

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        return {"text/html": self._repr_html_(), "text/plain": self.caption}

    def _repr_html_(self) -> str:
        columns = [name for name in self.frame.columns if name != self.groups]
        texts = {text for name in columns[1:] or columns for text in self._texts(name)}
        if texts <= {NONE, ""}:
            return f"<p>{escape(self.caption)}: <em>{EMPTY}</em></p>"
        numbers = {at for at, name in enumerate(columns) if at and self._is_number(name)}
        return HTML.render(
            caption=self.caption,
            heads=[str(name) for name in columns],
            numbers=numbers,
            groups=self._grouped(columns, numbers),
            note=self.note,
            stacked=self.stacked,
            kind="table-scroll stacked" if self.stacked else "table-scroll",
        )

    def _is_number(self, column: str) -> bool:
        return column in self.units or _mostly_numbers(self.frame[column])

    def _grouped(self, columns: Sequence[str], numbers: set[int]) -> dict[str | None, list[tuple]]:
        """Return the rows, as the template has them, by the heading they stand below, in order."""
        first, *others = columns
        texts = [self.frame[first].map(str)]
        texts += [self._texts(column) for column in others]
        headings = self.frame[self.groups] if self.groups else [None] * len(self.frame)
        kinds = ["number" if at in numbers else "" for at in range(1, len(columns))]
        grouped: dict[str | None, list[tuple]] = {}
        for heading, head, *told in zip(headings, *texts, strict=True):
            cells = [(text, kind, "") for text, kind in zip(told, kinds, strict=True)]
            grouped.setdefault(heading, []).append(("", head, cells))
        return grouped

    def _texts(self, column: str) -> list[str]:
        unit = self.units.get(column, "")
        return [self._text(value, unit) for value in self.frame[column].tolist()]

    def _text(self, value: object, unit: str) -> str:
        if isinstance(value, tuple):
            return Markup(", ").join(self._text(part, unit) for part in value)
        if isinstance(value, Mark):
            return Markup('<span class="sign {}">{}</span>').format(value.sign, value.text)
        if isinstance(value, Link):
            titled = Markup(' data-titled="yes"') if value.titled else ""
            return Markup('<a{} href="{}">{}</a>').format(titled, value.address, value.text)
        if isinstance(value, str | Message):
            return str(value)
        return NONE if pd.isna(value) else quantity(value, unit)


@view
def show(
    frame: pd.DataFrame,
    *,
    caption: str,
    units: Mapping[str, str] | None = None,
    note: str | None = None,
    groups: str | None = None,
    stacked: bool = False,
) -> Table:
    """Return `frame` as a table in the house style; its first column names the rows.

    `units` maps columns to units as `text.quantity` knows them; other numbers are shown plain.
    Rows of one value in the column `groups` stand together below it. A table of sentences is
    `stacked` where a telephone has no room for its columns.
    """
    return Table(frame.reset_index(drop=True), caption, units or {}, note, groups, stacked)


def headed(frame: pd.DataFrame, headings: Message | str) -> pd.DataFrame:
    """Return a table with the headings of its columns, which are written with bars between them."""
    return frame.set_axis(str(headings).split("|"), axis=1)


def of_rows(
    headings: Message | str,
    rows: Iterable[Sequence[object]],
    caption: Message | str,
    note: Message | str | None = None,
    **more: Any,
) -> dict[str, Any]:
    """Return rows as arguments of `show`, `more` of them among these; headings as of `headed`."""
    told = [[str(cell) if isinstance(cell, Message) else cell for cell in row] for row in rows]
    frame = pd.DataFrame(told, columns=str(headings).split("|"))
    said = {"caption": str(caption), "note": note if note is None else str(note)}
    return {"frame": frame, **said, **more}


def of_numbers(
    headings: Message | str,
    rows: Iterable[Sequence[object]],
    caption: Message | str,
    note: Message | str | None = None,
) -> dict[str, Any]:
    """Return rows of numbers that are texts already; the first of each row names it."""
    units = dict.fromkeys(str(headings).split("|")[1:], "")
    return of_rows(headings, rows, caption, note, units=units)


def terminal(frame: pd.DataFrame, *, title: str | None = None) -> rich.table.Table:
    """Return `frame` as a table for the terminal, in signs that every encoding has."""
    table = rich.table.Table(title=title, box=rich.box.MARKDOWN)
    for column in frame.columns:
        table.add_column(str(column))
    for row in frame.itertuples(index=False):
        table.add_row(*("" if pd.isna(cell) else f"{cell}" for cell in row))
    return table


def _mostly_numbers(column: pd.Series) -> bool:
    """Tell whether a column stands to the right: a word among its numbers leaves them there."""
    if pd.api.types.is_numeric_dtype(column):
        return True
    present = [isinstance(value, (int, float)) for value in column.dropna()]
    return 2 * sum(present) > len(present)
