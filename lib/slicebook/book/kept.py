"""What was made of a book's pages before, for those of which nothing changed since."""

import json
import platform
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from slicebook import notes, paths
from slicebook.book.catalogues import catalogue_path
from slicebook.book.contents import Leaf
from slicebook.book.downloads import printed_files
from slicebook.book.pages import Page
from slicebook.book.stamp import TOOLS
from slicebook.files import write
from slicebook.programme import load_programme
from slicebook.runs.dependencies import library_folders
from slicebook.runs.fingerprint import TEXT, lock_file
from slicebook.runs.matrix import notebook_name, notebook_paths, plan, read_notebook, source_of
from slicebook.runs.stored import stored_metadata
from slicebook.runs.taken import stamp, stamps
from slicebook.seals import hash_of_json, opened, sealed
from slicebook.slices import all_slices
from slicebook.text import languages, spoken

# What all pages share, and the pages around those of notebooks.
EDITION, FRONT = "edition", "front"
# By a name, what it was made of, what was made, and which files were read for it.
Made = dict[str, tuple[str, Any, set[str]]]
PAGES = TypeAdapter(dict[str, tuple[str, Page | list[Page], set[str]]])


class Kept:
    """Gives again what it was told to make before: of a leaf its page, `EDITION` and `FRONT`.

    Pages are kept from process to process where there is a `file` for them.
    """

    def __init__(self, file: Path | None = None) -> None:
        self._shared = ""
        self._made: Made = PAGES.validate_python((file and opened(file)) or {})

    def look(self) -> None:
        """See what all pages are made of now, before what is kept is asked for."""
        self._shared = surroundings()

    def __call__(self, what: Leaf | str, make: Callable[[], Any]) -> Any:
        """Return what is kept, made anew where what it is made of changed."""
        name = what.name if isinstance(what, Leaf) else what
        made_of = hash_of_json([self._shared, *((str(one), stamp(one)) for one in _files(what))])
        if name not in self._made or self._made[name][0] != made_of:
            with notes.taken() as read:
                made = make()
            self._made[name] = made_of, made, read
        # Who takes it reads what was read to make it.
        _, made, read = self._made[name]
        for one in read:
            notes.heard(one)
        return made

    def keep(self, file: Path) -> None:
        """Keep the pages for another process."""
        pages = {name: one for name, one in self._made.items() if name != EDITION}
        write(file, json.dumps(sealed(PAGES.dump_python(pages, mode="json")), ensure_ascii=False))


def _files(what: Leaf | str) -> list[Path]:
    """Return what is of a page alone, or of what several share: runs, translations, print."""
    if isinstance(what, Leaf):
        texts = [catalogue_path(run.notebook_name, spoken()) for run in what.runs]
        return [*(run.output for run in what.runs), *texts]
    texts = [catalogue_path(notebook_name(one), spoken()) for one in notebook_paths()]
    return [*texts, *(printed_files(spoken()) if what == FRONT else [])]


def surroundings() -> str:
    """Return a hash of what all pages are made of beside that.

    The library, all that runs and steps read, the figures, of each notebook its headings, and what
    the runs were made from; but neither the text of notebooks between their headings nor what it
    is in another language.
    """
    runs = plan(notebook_paths(), all_slices(load_programme()))
    made_from = {
        str(run.output): stored_metadata(run.output).get("fingerprint", {}) | {TEXT: ""}
        for run in runs
        if run.output.is_file()
    }
    headings = [
        (str(notebook), cell.get("id"), source_of(cell).partition("\n")[0])
        for notebook in notebook_paths()
        for cell in read_notebook(notebook)["cells"]
        if source_of(cell).startswith("#")
    ]
    library = (path for folder in library_folders() for path in folder.rglob("*.*"))
    single = [lock_file(), paths.build("results.parquet")]
    files = [path for path in (*library, *single) if path.suffix != ".pyc"]
    written = {path: stamp(path) for path in files} | stamps()
    said = {catalogue_path(notebook_name(notebook), language)
            for notebook in notebook_paths() for language in languages()}  # fmt: skip
    times = {str(path): when for path, when in written.items() if path not in said}
    tools = [platform.python_version(), *map(version, TOOLS)]
    return hash_of_json([spoken(), tools, times, made_from, headings])
