"""Where things lie: every path of the project, in one place."""

import os
from functools import cache
from pathlib import Path


def root() -> Path:
    """Return the project's folder: `MODNING_PROJECT`, or the nearest one with a `programme.yml`."""
    if given := os.environ.get("MODNING_PROJECT"):
        return _resolved(given, os.getcwd())
    here = Path.cwd().resolve()
    for folder in (here, *here.parents):
        if (folder / "programme.yml").is_file():
            return folder
    return Path(__file__).resolve().parents[2]


@cache
def _resolved(given: str, here: str) -> Path:
    return Path(here, given).resolve()


def programme() -> Path:
    """Return the file that describes the programme."""
    return root() / "programme.yml"


def instruments() -> Path:
    """Return the folder of the forms."""
    return root() / "instruments"


def notebooks() -> Path:
    """Return the folder of the notebooks."""
    return root() / "notebooks"


def book(*parts: str) -> Path:
    """Return a place in the folder of the book's own pages, configuration and theme."""
    return root().joinpath("book", *parts)


def report(name: str) -> Path:
    """Return a file of the printed report's figures."""
    return root() / "data" / "report" / name


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
