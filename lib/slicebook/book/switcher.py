"""Links between the pages of one notebook: the other municipalities, the other years."""

from collections.abc import Iterable
from html import escape

from slicebook.book import words
from slicebook.book.contents import Chapter
from slicebook.programme import ALL, Programme
from slicebook.slices import Slice

# Keeps words apart for the search, which drops the tags.
_NEXT = "\n"


def switcher(chapter: Chapter, here: Slice, programme: Programme) -> str:
    """Return the navigation of a page; empty where the chapter has this page alone."""
    places = [
        (programme.municipality_name(key), key, here.year)
        for key in (ALL, *programme.municipalities)
    ]
    years = [(str(words.ALL_YEARS), here.municipality, ALL)]
    years += [(str(year), here.municipality, str(year)) for year in programme.years]
    rows = [
        _row(str(words.MUNICIPALITY), places, chapter, here),
        _row(str(words.YEAR), years, chapter, here),
    ]
    if not any(rows):
        return ""
    label = escape(str(words.SWITCHER), quote=True)
    return f'<nav class="switcher" aria-label="{label}">{_NEXT.join(rows)}</nav>'


def _row(title: str, targets: Iterable[tuple[str, str, str]], chapter: Chapter, here: Slice) -> str:
    there = [target for target in targets if chapter.has(*target[1:])]
    if len(there) < 2:
        return ""
    items = _NEXT.join(f"<li>{_link(*target, here)}</li>" for target in there)
    return f'<div><span class="switcher-title">{escape(title)}</span>{_NEXT}<ul>{items}</ul></div>'


def _link(text: str, municipality: str, year: str, here: Slice) -> str:
    current = (municipality, year) == (here.municipality, here.year)
    mark = ' aria-current="page"' if current else ""
    return f'<a href="{municipality}-{year}.html"{mark}>{escape(text)}</a>'
