"""What else there is to translate: words in the code of packages and notebooks, texts of data."""

import io
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from babel.messages.extract import extract

from slicebook import paths
from slicebook.book.messages import Block
from slicebook.files import read_once
from slicebook.programme import read_yaml
from slicebook.runs.dependencies import library_folders
from slicebook.runs.matrix import notebook_name, notebook_paths, read_notebook, source_of
from slicebook.text_tables import read_text_table, row_of
from slicebook.translations import DATA, NOTEBOOKS, SOURCE

KEYWORDS = {"_": None, "pgettext": ((1, "c"), 2)}


def code_words() -> dict[str, list[Block]]:
    """Return the words in the code by catalogue: that of each package, and `notebooks`."""
    found = {
        folder.name: [block for path in sorted(folder.rglob("*.py")) for block in _of_file(path)]
        for folder in library_folders()
    }
    return {**found, NOTEBOOKS: list(_of_notebooks())}


def data_texts(language: str) -> dict[str, list[Block]]:
    """Return the texts of the project's data files that they do not give in a language."""
    return {DATA: [*_of_yaml(language), *_of_tables(language)]}


def _of_file(path: Path) -> list[Block]:
    place = paths.named(path)
    return [Block(text, place, context) for text, context in _words(path)]


@read_once
def _words(path: Path) -> list[tuple[str, str]]:
    return list(_extracted(path.read_bytes()))


def _of_notebooks() -> Iterator[Block]:
    for path in notebook_paths():
        for cell in read_notebook(path)["cells"]:
            if cell["cell_type"] == "code":
                place = f"notebooks/{notebook_name(path)}.ipynb:{cell['id']}"
                for text, context in _extracted(source_of(cell).encode()):
                    yield Block(text, place, context)


def _extracted(code: bytes) -> Iterator[tuple[str, str]]:
    """Yield the words that code marks for translation, and the context of those that have one."""
    for _, text, _, context in extract("python", io.BytesIO(code), keywords=KEYWORDS):
        yield (text[-1] if isinstance(text, tuple) else text), context or ""


def _of_yaml(language: str) -> Iterator[Block]:
    places = [paths.programme(), *paths.instruments().glob("*.yml"), *paths.book().glob("*.yml")]
    data = [*paths.data().glob("*.yml"), *paths.data("report").rglob("*.yml")]
    for path in sorted([*places, *data]):
        for text in _texts(read_yaml(path), language):
            yield Block(text, paths.named(path))


def _texts(content: Any, language: str) -> Iterator[str]:
    if isinstance(content, Mapping):
        if isinstance(content.get(SOURCE), str) and language not in content:
            yield content[SOURCE]
        for part in content.values():
            yield from _texts(part, language)
    elif isinstance(content, list):
        for part in content:
            yield from _texts(part, language)


def _of_tables(language: str) -> Iterator[Block]:
    folders = paths.data(), paths.data("report"), paths.data("methods")
    for path in sorted(path for folder in folders for path in folder.glob("*.csv")):
        table = read_text_table(path, ())
        for name in table:
            for at, words in table[name].items():
                told = isinstance(words, str) or not words.english
                if not told and language not in dict(words.given):
                    yield Block(words.english, f"{paths.named(path)}:{row_of(at)}")
