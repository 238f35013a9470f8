"""In which parts and order the book shows the notebooks: `book/contents.yml`, where there is one.

It is no part of `programme.yml`, by which runs would be made anew whenever a page is moved.
"""

from collections import Counter
from dataclasses import dataclass

from slicebook import paths
from slicebook.book import words
from slicebook.errors import InputError
from slicebook.programme import Words, read_yaml
from slicebook.runs.matrix import notebook_name, notebook_paths
from slicebook.text import Message
from slicebook.written import nearest, read, written

FILE = "contents.yml"


@dataclass(frozen=True)
class Order:
    """The parts of the book, each with its title and its notebooks.

    Notebooks that no part names follow, each folder as a part of its own.
    """

    parts: tuple[tuple[Message, tuple[str, ...]], ...] = ()

    def place(self, notebook: str) -> int:
        """Return where a notebook stands among those that parts name; after all where none does."""
        named = [name for _, names in self.parts for name in names]
        return named.index(notebook) if notebook in named else len(named)

    def part(self, notebook: str) -> str:
        """Return the title of a notebook's part."""
        titles = (title for title, names in self.parts if notebook in names)
        return str(next(titles, None) or folder_title(notebook.partition("/")[0]))


@written
class Part:
    """A part of the book: its title, and notebooks such as 01_intake/01_coverage."""

    title: Words
    notebooks: tuple[str, ...]


@written
class Contents:
    """The entries of `book/contents.yml`."""

    parts: tuple[Part, ...]


def order() -> Order:
    """Read the order; `InputError` names what is no part or no notebook."""
    path = paths.book(FILE)
    if not path.is_file():
        return Order()
    parts = read(Contents, read_yaml(path), FILE).parts
    named = [name for part in parts for name in part.notebooks]
    known = [notebook_name(path) for path in notebook_paths()]
    twice = [name for name, times in Counter(named).items() if times > 1]
    obstacles = [f"{FILE}: the notebook {name} stands in two places" for name in twice]
    obstacles += [
        f"{FILE}: there is no notebook {name}{nearest(name, known)}"
        for name in named
        if name not in known
    ]
    if obstacles:
        raise InputError("\n".join(obstacles))
    return Order(tuple((part.title, part.notebooks) for part in parts))


def folder_title(folder: str) -> str:
    """Return a folder's title as a part; one the book does not know is named by its own name."""
    if folder in words.PARTS:
        return str(words.PARTS[folder])
    return folder.split("_", 1)[-1].replace("_", " ").capitalize()
