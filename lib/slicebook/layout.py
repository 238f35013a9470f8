"""Which pages a book has: `book` in `programme.yml`. Their order is in `book/contents.yml`."""

from dataclasses import dataclass
from typing import Any

# Of a slice's charts and tables, what must show something for a page of its own.
OWN_PAGE = 0.5
ENTRIES = ("brief", "own_page")


@dataclass(frozen=True)
class Layout:
    """The notebook whose page is printed by itself too, and when a slice has a page of its own."""

    brief: str | None = None
    own_page: float = OWN_PAGE


def read_layout(raw: Any) -> Layout:
    """Read the layout; `ValueError` says what was expected."""
    if not isinstance(raw, dict) or not set(raw) <= set(ENTRIES):
        raise ValueError(f"book: expected entries among {', '.join(ENTRIES)}")
    share = raw.get("own_page", OWN_PAGE)
    if isinstance(share, bool) or not isinstance(share, int | float) or not 0 <= share <= 1:
        raise ValueError(f"book: own_page: {share!r} is no share from 0 to 1")
    brief = raw.get("brief")
    if brief is not None and not isinstance(brief, str):
        raise ValueError(f"book: brief: {brief!r} is no notebook such as 00_summary/01_brief")
    return Layout(brief, float(share))
