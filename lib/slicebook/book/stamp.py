"""What a book is made of, beside the files that it notes while it is assembled."""

from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

from slicebook import paths
from slicebook.book.citation import commit
from slicebook.runs.dependencies import library_files, library_folders
from slicebook.runs.taken import hashes
from slicebook.seals import hash_of_json

TOOLS = ("jupyter-book", "myst-nb", "sphinx", "sphinx-book-theme", "vl-convert-python")


def rendered_from(language: str) -> dict[str, str]:
    """Return hashes of what the rendered book of a language is made of."""
    return made_of() | {"language": language} | {tool: version(tool) for tool in TOOLS}


def made_of() -> dict[str, str]:
    """Return hashes of what the pages of any language are made of, and the commit."""
    folders = {
        "runs": (paths.build("runs"), "*/*/*.ipynb"),
        "notebooks": (paths.notebooks(), "*/*.ipynb"),
        "book": (paths.book(), "**/*"),
        "theme": (paths.PACKAGE / "theme", "**/*"),
    }
    found = {
        name: files_hash(filter(Path.is_file, folder.glob(pattern)))
        for name, (folder, pattern) in folders.items()
    }
    single = [paths.build("results.parquet"), paths.build("data", "intake.json")]
    found |= {"results": files_hash(filter(Path.is_file, single))}
    templates = (path for folder in library_folders() for path in folder.rglob("*.jinja"))
    library = files_hash([*library_files(), *templates])
    return {**found, "library": library, "commit": str(commit())}


def files_hash(files: Iterable[Path]) -> str:
    """Return a hash of some files' names and contents."""
    return hash_of_json(hashes(files))
