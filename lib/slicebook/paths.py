"""Where things lie: every path of the project, in one place."""

import os
from functools import cache
from pathlib import Path

# Where this library lies.
PACKAGE = Path(__file__).resolve().parent
PROGRAMME = "programme.yml"


def root() -> Path:
    """Return the project's folder.

    `MODNING_PROJECT`, or the nearest folder with a `programme.yml`, or the one that this library
    is part of; where it was installed by itself, the current folder.
    """
    if given := os.environ.get("MODNING_PROJECT"):
        return _resolved(given, os.getcwd())
    here = Path.cwd().resolve()
    for folder in (here, *here.parents):
        if (folder / PROGRAMME).is_file():
            return folder
    return PACKAGE.parents[1] if (PACKAGE.parents[1] / PROGRAMME).is_file() else here


@cache
def _resolved(given: str, here: str) -> Path:
    return Path(here, given).resolve()


def programme() -> Path:
    """Return the file that describes the programme."""
    return _or_shipped(PROGRAMME)


def instruments() -> Path:
    """Return the folder of the forms."""
    return _or_shipped("instruments")


def notebooks() -> Path:
    """Return the folder of the notebooks."""
    return root() / "notebooks"


def book(*parts: str) -> Path:
    """Return a place in the folder of the book's own pages, configuration and theme."""
    return root().joinpath("book", *parts)


def report(name: str) -> Path:
    """Return a file of the printed report's figures."""
    return root() / "data" / "report" / name


def methods(name: str) -> Path:
    """Return a file of how the statistical methods did where the truth is known."""
    return root() / "data" / "methods" / name


def synthetic(name: str) -> Path:
    """Return a file of the assumptions behind the synthetic answers."""
    return root() / "data" / "synthetic" / name


def editions() -> Path:
    """Return the folder that says what each published edition showed."""
    return root() / "editions"


def exports() -> Path:
    """Return the folder of exports that are read when no other is named."""
    return build("exports")


def link_key() -> Path:
    """Return the file of the secret that self-generated codes are hashed with."""
    return root() / ".link-key"


def build(*parts: str) -> Path:
    """Return a place in the build folder; beside it only the secret and editions are written."""
    return root().joinpath("build", *parts)


def _or_shipped(name: str) -> Path:
    """Return a place in the project; where it has none, the one that came with the library."""
    shipped = PACKAGE / name
    return shipped if shipped.exists() and not (root() / name).exists() else root() / name
