"""Links between the pages of one notebook: the other municipalities, the other years."""

from collections.abc import Iterable
from html import escape

from slicebook.book import words
from slicebook.book.contents import Chapter
from slicebook.programme import ALL, Programme
from slicebook.slices import Slice

# Keeps words apart for the search, which drops the tags.
_NEXT = "\n"
# More than these are a list that opens: as a row they would cover what is read.
MANY = 12


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
    there = [target for target in targets if Slice(*target[1:]) in chapter.slices]
    if len(there) < 2:
        return ""
    items = _NEXT.join(f"<li>{_link(*target, here)}</li>" for target in there)
    found = f"<ul>{items}</ul>"
    if len(there) > MANY:
        chosen = "".join(escape(name) for name, *key in there if _is_current(*key, here))
        found = f"<details><summary>{chosen}</summary>{_NEXT}{found}</details>"
    return f'<div><span class="switcher-title">{escape(title)}</span>{_NEXT}{found}</div>'


def _is_current(municipality: str, year: str, here: Slice) -> bool:
    return (municipality, year) == (here.municipality, here.year)


def _link(text: str, municipality: str, year: str, here: Slice) -> str:
    mark = ' aria-current="page"' if _is_current(municipality, year, here) else ""
    return f'<a href="{municipality}-{year}.html"{mark}>{escape(text)}</a>'
