"""In which parts and order the book shows the notebooks: `book/contents.yml`, where there is one.

It is no part of `programme.yml`, by which runs would be made anew whenever a page is moved.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from slicebook import paths
from slicebook.book import words
from slicebook.entries import Either, Pattern
from slicebook.errors import InputError
from slicebook.programme import Words, read_yaml
from slicebook.runs.matrix import notebook_name, notebook_paths
from slicebook.text import Message
from slicebook.written import nearest, read, written

FILE = "contents.yml"
# The folder of pages that are several notebooks; a notebook's own begins with its folder.
FOLDER = "topics"


@dataclass(frozen=True)
class Topic:
    """What is one page of each slice: a notebook, or several as its sections below a title.

    `name` is its folder in the book, `03_costs/01_prices` or `topics/costs`.
    """

    name: str
    notebooks: tuple[str, ...]
    title: Message | None = None


def topic_of(notebook: str) -> Topic:
    """Return the topic of a notebook that is a page by itself."""
    return Topic(notebook, (notebook,))


@dataclass(frozen=True)
class Order:
    """The parts of the book, each with its title and its topics, and what is the annex on paper.

    Notebooks that no part names follow, each folder as a part of its own.
    """

    parts: tuple[tuple[Message, tuple[Topic, ...]], ...] = ()
    annex: tuple[str, ...] = ()

    def topic(self, notebook: str) -> Topic:
        """Return the topic that a notebook is a section of, or is by itself."""
        return next((one for one in self.topics if notebook in one.notebooks), topic_of(notebook))

    def notebooks(self, topic: str) -> tuple[str, ...]:
        """Return the notebooks of the topic of a name, which may be a notebook's."""
        return next((one.notebooks for one in self.topics if one.name == topic), (topic,))

    def place(self, topic: str) -> int:
        """Return where a topic stands among those that parts name; after all where none does."""
        named = [one.name for one in self.topics]
        return named.index(topic) if topic in named else len(named)

    def part(self, name: str) -> str:
        """Return the title of a topic's part, or of a notebook's."""
        titles = (
            title
            for title, topics in self.parts
            if any(name in (one.name, *one.notebooks) for one in topics)
        )
        return str(next(titles, None) or folder_title(name.partition("/")[0]))

    @property
    def topics(self) -> tuple[Topic, ...]:
        """Return the topics of all parts."""
        return tuple(one for _, topics in self.parts for one in topics)


@written
class Joined:
    """Several notebooks as one page: its name in addresses, its title, and its sections."""

    name: Annotated[str, Pattern(r"^[a-z][a-z0-9-]*$", "small letters, digits and hyphens")]
    title: Words
    notebooks: tuple[str, ...]


@written
class Part:
    """A part of the book: its title, and notebooks such as 01_intake/01_coverage.

    Several are one page where they are an entry with a name, a title and notebooks of its own.
    """

    title: Words
    notebooks: tuple[Annotated[str | Joined, Either(str, Joined)], ...]


@written
class Contents:
    """The entries of `book/contents.yml`.

    On paper the annex has these: pages by their names, such as costs or methods, notebooks, and
    sections of notebooks by their headings' cells, such as 01_intake/01_coverage#limits.
    """

    parts: tuple[Part, ...]
    annex: tuple[str, ...] = ()


def order() -> Order:
    """Read the order; `InputError` names what is no part or no notebook."""
    path = paths.book(FILE)
    if not path.is_file():
        return Order()
    told = read(Contents, read_yaml(path), FILE)
    parts = tuple((part.title, tuple(map(_topic, part.notebooks))) for part in told.parts)
    found = Order(parts, told.annex)
    if obstacles := [*_obstacles(found.topics), *_unknown(found)]:
        raise InputError("\n".join(f"{FILE}: {one}" for one in obstacles))
    return found


def _topic(entry: str | Joined) -> Topic:
    if isinstance(entry, str):
        return topic_of(entry)
    return Topic(f"{FOLDER}/{entry.name}", entry.notebooks, entry.title)


def _obstacles(topics: tuple[Topic, ...]) -> Iterator[str]:
    known = [notebook_name(path) for path in notebook_paths()]
    named = [name for topic in topics for name in topic.notebooks]
    for name in _twice(named):
        yield f"the notebook {name} stands in two places"
    for name in _twice(topic.name for topic in topics if topic.title):
        yield f"two pages are called {name.partition('/')[2]}"
    for name in named:
        if name not in known:
            yield f"there is no notebook {name}{nearest(name, known)}"
    for topic in topics:
        for section in _twice(map(section_name, topic.notebooks)):
            yield f"{topic.name}: two of its notebooks are called {section} but for their numbers"
        if not topic.notebooks:
            yield f"{topic.name}: has no notebook"


def _unknown(found: Order) -> Iterator[str]:
    """Yield what is to be in the annex and is no page, notebook or heading's cell."""
    cells = {notebook_name(path): path for path in notebook_paths()}
    pages = {one.name.partition("/")[2] for one in found.topics if one.title}
    pages |= {path.stem for path in paths.book("en").glob("*.md")}
    for entry in found.annex:
        name, at, cell = entry.partition("#")
        if not at and name in pages:
            continue
        if name not in cells:
            yield f"annex: there is no page or notebook {name}{nearest(name, [*pages, *cells])}"
        elif at and cell not in (known := _headings(cells[name])):
            yield f"annex: {name} has no heading in a cell {cell}{nearest(cell, known)}"


def _headings(notebook: Path) -> list[str]:
    """Return the cells of a notebook that begin with a heading below its title."""
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    return [one["id"] for one in cells if "".join(one["source"]).startswith("## ")]


def _twice(names: Iterable[str]) -> list[str]:
    return [name for name, times in Counter(names).items() if times > 1]


def section_name(notebook: str) -> str:
    """Return what a notebook is called in the anchors of its topic's page, "prices"."""
    return notebook.partition("/")[2].partition("_")[2]


def folder_title(folder: str) -> str:
    """Return a folder's title as a part; one the book does not know is named by its own name."""
    if folder in words.PARTS:
        return str(words.PARTS[folder])
    return folder.split("_", 1)[-1].replace("_", " ").capitalize()
