"""HTML that Markdown cannot say: tables with a caption and scoped headers, and banners."""

import re
from collections.abc import Collection, Iterable, Sequence
from itertools import zip_longest

from babel.numbers import format_decimal
from markupsafe import Markup

from slicebook.tables import HTML
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
    body = [
        (
            place,
            Markup("<code>{}</code>").format(_text(first)) if names else _text(first),
            [(_text(one), _kind(one), language() if at in danish else "")
             for at, one in enumerate(others, start=1)],
        )
        for (first, *others), place in zip_longest(rows, places, fillvalue="")
    ]  # fmt: skip
    kinds = ["table-scroll", "headed" if headed else "", "stacked cards" if cards else kind]
    said = {"caption": caption, "heads": columns, "kind": " ".join(filter(None, kinds))}
    return HTML.render(said, groups={None: body}, stacked=cards)


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


def language() -> str:
    """Return the language of words that the report prints, "" where it is the page's own."""
    return "da" if spoken() != "da" else ""


def _text(value: object) -> str:
    return value if isinstance(value, Markup) else cell_text(value)


def _kind(value: object) -> str:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return "number"
    return "long" if len(str(value)) > LONG else ""
