"""What of the book is printed in the annex: pages and sections that `book/contents.yml` names."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from bs4 import BeautifulSoup, Tag
from bs4.element import PageElement

from slicebook.book.addresses import anchor
from slicebook.book.order import FOLDER, Order
from slicebook.programme import ALL
from slicebook.text import section_anchor

SECTION, HEADINGS = "section-anchor", ["h2", "h3"]


@dataclass(frozen=True)
class Annex:
    """Names of pages that are the annex's, and by other pages the anchors of their sections."""

    pages: frozenset[str]
    sections: dict[str, frozenset[str]]

    def has(self, page: str) -> bool:
        """Tell whether the annex has anything of a page."""
        return page in self.pages or page in self.sections


def annex_of(order: Order) -> Annex:
    """Return what a book's contents name as the annex."""
    pages, sections = set(), dict[str, set[str]]()
    for entry in order.annex:
        page, place = _place(entry, order)
        if place:
            sections.setdefault(page, set()).add(place)
        else:
            pages.add(page)
    return Annex(frozenset(pages), {page: frozenset(its) for page, its in sections.items()})


def _place(entry: str, order: Order) -> tuple[str, str]:
    """Return the page of an entry, and the anchor of its section, "" of the whole page."""
    name, _, cell = entry.partition("#")
    if "/" not in name:
        topic = f"{FOLDER}/{name}"
        named = topic in [one.name for one in order.topics]
        return (f"{topic}/{ALL}-{ALL}" if named else name), ""
    topic = order.topic(name)
    page = f"{topic.name}/{ALL}-{ALL}"
    return page, anchor(name, cell) if topic.title else section_anchor(cell) if cell else ""


def kept(page: BeautifulSoup, moved: Collection[str], annex: bool) -> list[str]:
    """Leave of a page what the report has of it, or the annex; return its sections' titles there.

    `moved` are the anchors of the annex's sections. Title and sources of the page are in both.
    """
    titles, found = [], list(_within(page))
    above = frozenset().union(*(within for _, within in found if within & set(moved)))
    for node, within in found:
        inside = bool(within & set(moved))
        if inside and _begins(node):
            titles.append(node.find_next(HEADINGS).text)
        of_both = _of_both(node) or (annex and _heads(node, above))
        if inside != annex and not of_both:
            node.extract()
    return titles


def _within(page: BeautifulSoup) -> Iterator[tuple[PageElement, set[str]]]:
    """Yield what stands on a page with the anchors of the sections that it is in."""
    sections: list[tuple[str, int]] = []
    for node in page.contents:
        if _begins(node):
            rank = int(node.find_next(HEADINGS).name[1])
            sections = [one for one in sections if one[1] < rank] + [(node["id"], rank)]
        yield node, {name for name, _ in sections}


def _begins(node: PageElement) -> bool:
    return isinstance(node, Tag) and SECTION in node.get("class", [])


def _heads(node: PageElement, sections: Collection[str]) -> bool:
    """Tell whether an element is the heading, or the anchor before it, of one of the sections."""
    if isinstance(node, Tag) and node.name in HEADINGS:
        before = node.find_previous(class_=SECTION)
        own = before is not None and before.find_next(HEADINGS) is node
        return own and before["id"] in sections
    return _begins(node) and node["id"] in sections


def _of_both(node: PageElement) -> bool:
    return isinstance(node, Tag) and (node.name == "h1" or "about-page" in node.get("class", []))
