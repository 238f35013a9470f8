"""In which parts and order the book shows the notebooks: `book/contents.yml`, where there is one.

It is no part of `programme.yml`, by which runs would be made anew whenever a page is moved.
"""

from dataclasses import dataclass
from typing import Any

from slicebook import paths
from slicebook.book import words
from slicebook.errors import InputError
from slicebook.programme import label, read_yaml
from slicebook.runs.matrix import notebook_name, notebook_paths
from slicebook.text import Message

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


def order() -> Order:
    """Read the order; `InputError` names what is no part or no notebook."""
    path = paths.book(FILE)
    if not path.is_file():
        return Order()
    raw = read_yaml(path)
    if set(raw) != {"parts"} or not isinstance(raw["parts"], list):
        raise InputError(f"{FILE}: expected parts, a list of titles with their notebooks")
    parts = tuple(_part(one, number) for number, one in enumerate(raw["parts"], start=1))
    named = [name for _, names in parts for name in names]
    if twice := next((name for name in named if named.count(name) > 1), None):
        raise InputError(f"{FILE}: the notebook {twice} stands in two places")
    known = {notebook_name(path) for path in notebook_paths()}
    if unknown := next((name for name in named if name not in known), None):
        raise InputError(f"{FILE}: there is no notebook {unknown}")
    return Order(parts)


def folder_title(folder: str) -> str:
    """Return a folder's title as a part; one the book does not know is named by its own name."""
    if folder in words.PARTS:
        return str(words.PARTS[folder])
    return folder.split("_", 1)[-1].replace("_", " ").capitalize()


def _part(raw: Any, number: int) -> tuple[Message, tuple[str, ...]]:
    where = f"{FILE}: part {number}"
    names = raw.get("notebooks") if isinstance(raw, dict) and "title" in raw else None
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise InputError(f"{where}: expected its title and notebooks such as 01_intake/01_coverage")
    try:
        return label(raw["title"], where), tuple(names)
    except ValueError as problem:
        raise InputError(str(problem)) from None
