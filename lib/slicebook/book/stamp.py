"""Whether anything a book is made of changed since it was built."""

import hashlib
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

from slicebook import paths
from slicebook.book.citation import commit
from slicebook.book.downloads import printed_files
from slicebook.runs.dependencies import library_files

TOOLS = ("jupyter-book", "myst-nb", "sphinx", "sphinx-book-theme", "vl-convert-python")


def fingerprint(language: str) -> str:
    """Return a hash of every file and tool the book of a language is made of."""
    tools = " ".join(version(tool) for tool in TOOLS)
    return f"{made_of(language)} {files_hash(printed_files(language))} {tools}"


def made_of(language: str) -> str:
    """Return a hash of every file the pages of a language are made of, and the commit."""
    return f"{files_hash(_inputs(language))} {commit()}"


def files_hash(files: Iterable[Path]) -> str:
    """Return a hash of some files' names and contents."""
    digest = hashlib.blake2b(digest_size=16)
    for path in sorted(files):
        digest.update(f"{path.name}\0".encode())
        digest.update(hashlib.blake2b(path.read_bytes()).digest())
    return digest.hexdigest()


def _inputs(language: str) -> Iterable[Path]:
    folders = [
        (paths.build("runs", language), "*/*/*.ipynb"),
        (paths.notebooks(), "*/*.ipynb"),
        (paths.book(), "**/*"),
        (paths.instruments(), "*.yml"),
        (paths.report("published.csv").parent, "*"),
        (paths.editions(), "*.csv"),
    ]
    for folder, pattern in folders:
        yield from (path for path in folder.glob(pattern) if path.is_file())
    yield from library_files()
    single = [
        paths.programme(),
        paths.build("results.parquet"),
        paths.build("data", "intake.json"),
        paths.build("timings.json"),
    ]
    yield from (path for path in single if path.is_file())
