"""What the catalogues say: those that lie in each package, and those of the project.

A package's words are translated by `<package>/locale/<language>/LC_MESSAGES/<package>.po`; a
project's `book/locale/<language>/LC_MESSAGES/<package>.po` comes before it, and so adds a language
or says something otherwise. Nothing is compiled on disk.
"""

import os
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from slicebook import paths
from slicebook.errors import InputError
from slicebook.files import read_once
from slicebook.notes import heard, translated

# The language of the words in the code and in the notebooks.
SOURCE = "en"
# Catalogues of the project: of the words in its notebooks' code, and of those in its data files.
NOTEBOOKS, DATA = "notebooks", "data"
FOLDER = "LC_MESSAGES"

Translations = dict[tuple[str, str], str]


def translation(package: str, context: str, english: str, language: str) -> str | None:
    """Return what the catalogues make of words in a language; None where they have nothing."""
    translated((package, context, english, language))
    for path in catalogues(package, language):
        if found := read(path).get((context, english)):
            return found
    return None


def shipped(package: str, language: str) -> Translations:
    """Return what a package itself has in a language, by context and text."""
    folder = _folder(package)
    return read(_catalogue(folder, package, language)) if folder else {}


def catalogues(package: str, language: str) -> list[Path]:
    """Return where the words of a package may be translated, the project's own place first."""
    found = [paths.book("locale", language, FOLDER, f"{package}.po")]
    if folder := _folder(package):
        found.append(_catalogue(folder, package, language))
    for path in found:
        heard(_way(path, paths.root()))
    return found


@cache
def _way(path: Path, root: Path) -> str:
    """Return the way from a project, so that nothing that is kept names a place of this machine."""
    return Path(os.path.relpath(path, root)).as_posix()


def _catalogue(folder: Path, package: str, language: str) -> Path:
    return folder / "locale" / language / FOLDER / f"{package}.po"


@cache
def _folder(package: str) -> Path | None:
    # A folder of the project without code, such as `notebooks`, has no origin.
    spec = find_spec(package)
    return Path(spec.origin).parent if spec and spec.origin else None


@read_once
def read(path: Path) -> Translations:
    """Return the finished translations of a catalogue by context and text; none without a file."""
    if not path.is_file():
        return {}
    from babel.messages.pofile import PoFileError, read_po

    with path.open("rb") as file:
        try:
            catalogue = read_po(file, abort_invalid=True)
        except PoFileError as problem:
            raise InputError(f"{path.name}: not a valid catalogue: {problem}") from None
    return {
        (one.context or "", one.id): one.string
        for one in catalogue
        if one.id and one.string and not one.fuzzy
    }
