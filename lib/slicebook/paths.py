"""Where things lie: every path of the project, in one place."""

import os
from functools import cache
from pathlib import Path

from slicebook.notes import noted

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
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / PROGRAMME).is_file():
            return folder
    return PACKAGE.parents[1] if (PACKAGE.parents[1] / PROGRAMME).is_file() else here


@cache
def _resolved(given: str, here: str) -> Path:
    return Path(here, given).resolve()


def programme() -> Path:
    """Return the file that describes the programme."""
    return noted(root(), PROGRAMME)


def instruments() -> Path:
    """Return the folder of the forms."""
    return noted(root(), "instruments")


def scales() -> Path:
    """Return the folder of the project's own scales; there may be none."""
    return noted(root(), "scales")


def data(*parts: str) -> Path:
    """Return a place in the folder of what notebooks read beside answers.

    Who asks for it is taken to read it: a run is executed again when it changes.
    """
    return noted(root(), "/".join(("data", *parts)))


def notebooks() -> Path:
    """Return the folder of the notebooks."""
    return root() / "notebooks"


def book(*parts: str) -> Path:
    """Return a place in the folder of the book's own pages."""
    return root().joinpath("book", *parts)


def theme(name: str) -> Path:
    """Return a part of the book's theme: the project's own in `book/`, else the library's."""
    own = noted(root(), f"book/{name}")
    return own if own.exists() else PACKAGE / "theme" / name


def report(name: str) -> Path:
    """Return a file of the printed report's figures."""
    return data("report", name)


def has_report() -> bool:
    """Tell whether the project has figures of a printed report to compare with."""
    return report("published.csv").is_file()


def editions() -> Path:
    """Return the folder that says what each published edition showed."""
    return noted(root(), "editions")


def exports() -> Path:
    """Return the folder of exports that are read when no other is named."""
    return build("exports")


def link_key() -> Path:
    """Return the file of the secret that self-generated codes are hashed with."""
    return root() / ".link-key"


def build(*parts: str) -> Path:
    """Return a place in the build folder; beside it only the secret and editions are written."""
    return root().joinpath("build", *parts)


def named(path: Path) -> str:
    """Return a path's name in the project; outside it, its whole name."""
    here = root()
    return path.relative_to(here).as_posix() if path.is_relative_to(here) else str(path)
