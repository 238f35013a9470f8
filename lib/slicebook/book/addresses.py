"""Where in the book a notebook's run is shown: its own page, or a section of its topic's.

A notebook, a checklist or a front page that leads to another names that notebook's page and cell,
`03_costs/01_prices/all-all.html#section-range`, and knows nothing of the book's contents. Where
pages are put together, such links are led to the place that shows it.
"""

import posixpath
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from slicebook.book.contents import Chapter
from slicebook.book.order import section_name
from slicebook.text import section_anchor

# Of a run's page, as attributes, Markdown and charts have it: quoted or in brackets.
LINK = re.compile(
    r"(?<=[\"'(])(?P<up>(?:\.\./)*)(?P<notebook>[\w.-]+/\d\d_[\w-]+)/(?P<slice>[\w-]+)\.html"
    r"(?:#(?P<place>[\w.-]+))?"
)
SECTION = section_anchor("")


@dataclass(frozen=True)
class Addresses:
    """The page that shows each run, by notebook and slice's name; the first where none does.

    `sections` are the notebooks that are sections of a page.
    """

    pages: Mapping[tuple[str, str], str] = field(default_factory=dict)
    first: Mapping[str, str] = field(default_factory=dict)
    sections: frozenset[str] = frozenset()

    def page(self, notebook: str, here: str) -> str | None:
        """Return the page that shows a notebook's run of a slice; None where the book has none."""
        return self.pages.get((notebook, here), self.first.get(notebook))

    def led(self, text: str, page: str) -> str:
        """Return a page's text in which links to runs lead to where the book shows them."""

        def there(link: re.Match[str]) -> str:
            target = self.page(link["notebook"], link["slice"])
            if target is None:
                return link[0]
            place = self._place(link["notebook"], link["place"])
            return relative(target, page) + (f"#{place}" if place else "")

        return LINK.sub(there, text)

    def _place(self, notebook: str, place: str | None) -> str | None:
        if notebook not in self.sections or (place and not place.startswith(SECTION)):
            return place
        return anchor(notebook, (place or SECTION).removeprefix(SECTION))


def addresses(found: Iterable[Chapter]) -> Addresses:
    """Return where the runs of a book's chapters are shown."""
    pages: dict[tuple[str, str], str] = {}
    first: dict[str, str] = {}
    sections = set()
    for chapter in found:
        for leaf in chapter.leaves:
            for run in leaf.runs:
                pages[run.notebook_name, leaf.slice.name] = leaf.name
                first.setdefault(run.notebook_name, leaf.name)
                sections |= {run.notebook_name} if chapter.title else set()
    return Addresses(pages, first, frozenset(sections))


def anchor(notebook: str, cell: str = "") -> str:
    """Return the place of a notebook's section on its topic's page, or of a cell of it."""
    return section_anchor("-".join(filter(None, (section_name(notebook), cell))))


def relative(target: str, page: str) -> str:
    """Return a page's address as a link on another has it; "" where they are one."""
    return "" if target == page else posixpath.relpath(f"{target}.html", posixpath.dirname(page))
