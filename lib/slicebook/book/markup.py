"""HTML that Markdown cannot say: tables with a caption and scoped headers, and banners."""

import re
from collections.abc import Collection, Iterable, Sequence
from html import escape
from itertools import zip_longest

from babel.numbers import format_decimal
from markupsafe import Markup

from slicebook.text import NONE, spoken

# Characters from which a cell is a sentence and is given room.
LONG = 60

# What begins a tag, a link, a role, emphasis or a table in Markdown.
_SIGNS = re.compile(r"[<>&`{}*_\[\]|\\$]")


def table(
    caption: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[object]],
    headed: bool = False,
    names: bool = False,
    danish: Collection[int] = (),
    kind: str = "",
    places: Sequence[str] = (),
    cards: bool = False,
) -> str:
    """Return a table whose first column names the rows; it scrolls by itself where it is wide.

    Cells are texts, or `Markup` that is HTML already.

    The caption of a `headed` table repeats the heading above it and is not seen. In a table of
    `names` the first column names figures or columns, which are of no language. Columns whose
    positions are in `danish` quote the report, whatever the language. `kind` is a class more, by
    which a script finds the table. `places` are what links lead to, one a row. On a telephone a row
    of `cards` is one: its cells stand below each other under their headings.
    """
    # Line breaks keep words apart for the search, which drops the tags.
    head = "\n".join(f'<th scope="col">{escape(name)}</th>' for name in columns)
    heads = columns if cards else ()
    body = "\n".join(
        _row(row, names, danish, place, heads)
        for row, place in zip_longest(rows, places, fillvalue="")
    )
    label = escape(caption, quote=True)
    kind = "stacked cards" if cards else kind
    kinds = " ".join(["table-scroll", *(["headed"] if headed else []), *([kind] if kind else [])])
    return (
        f'<div class="{kinds}" tabindex="0" role="group" aria-label="{label}">'
        f"<table><caption>{escape(caption)}</caption>\n"
        f"<thead><tr>{head}</tr></thead>\n<tbody>{body}</tbody></table></div>"
    )


def cell_text(value: object) -> str:
    """Return a cell's text: numbers as the language writes them, as many decimals as they have."""
    if value is None or value != value:
        return NONE
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    return format_decimal(plain(value), "#,##0.######", locale=spoken())


def literal(text: str) -> str:
    """Return a text as Markdown that says it and is nothing else, whatever signs are in it."""
    return _SIGNS.sub(lambda sign: f"&#{ord(sign[0])};", " ".join(text.split()))


def plain(value: object) -> object:
    """Return a number with at most six significant digits after rounding noise, others as is."""
    if isinstance(value, float):
        return int(value) if value.is_integer() else float(f"{value:.6g}")
    return value


def _row(
    row: Sequence[object], names: bool, danish: Collection[int], place: str, heads: Sequence[str]
) -> str:
    head = _cell(row[0])
    head = f"<code>{head}</code>" if names else head
    cells = "".join(
        f"\n<td{_kind(value)}{_headed(heads, number)}{quoted() if number in danish else ''}>"
        f"{_cell(value)}</td>"
        for number, value in enumerate(row[1:], start=1)
    )
    anchor = f' id="{escape(place, quote=True)}"' if place else ""
    return f'<tr{anchor}><th scope="row">{head}</th>{cells}</tr>'


def quoted() -> str:
    """Return the attribute of words that the report prints, on pages of another language."""
    return ' lang="da"' if spoken() != "da" else ""


def _headed(heads: Sequence[str], number: int) -> str:
    return f' data-head="{escape(heads[number], quote=True)}"' if heads else ""


def _cell(value: object) -> str:
    return value if isinstance(value, Markup) else escape(cell_text(value))


def _kind(value: object) -> str:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return ' class="number"'
    return ' class="long"' if len(str(value)) > LONG else ""
