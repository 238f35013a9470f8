"""Pages as they were made before, for those of which nothing changed since."""

import platform
from collections.abc import Callable
from importlib.metadata import version

from pydantic import TypeAdapter

from slicebook import paths
from slicebook.book.catalogues import catalogue_path
from slicebook.book.pages import Page
from slicebook.book.stamp import TOOLS
from slicebook.programme import load_programme
from slicebook.runs.dependencies import library_stamps
from slicebook.runs.fingerprint import TEXT, lock_file
from slicebook.runs.matrix import notebook_name, notebook_paths, plan, read_notebook, source_of
from slicebook.runs.steps import Done, unchanged, unless_unchanged
from slicebook.runs.stored import stored_metadata
from slicebook.runs.taken import Fingerprint, stamp, stamps
from slicebook.seals import hash_of_json
from slicebook.slices import all_slices
from slicebook.text import languages, spoken

PAGES = TypeAdapter(list[Page])


def before(name: str, made_of: Fingerprint) -> list[Page] | None:
    """Return the pages that a step made, if it need not be done again."""
    done = unchanged(name, made_of)
    return PAGES.validate_json(done.said) if done else None


def kept(name: str, made_of: Fingerprint, make: Callable[[], list[Page]]) -> list[Page]:
    """Return the pages that a step makes."""
    done = unless_unchanged(name, made_of, lambda: Done(PAGES.dump_json(make()).decode()))
    return PAGES.validate_json(done.said)


def surroundings() -> Fingerprint:
    """Return the hash of what all pages are made of beside their runs.

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
    single = [lock_file(), paths.build("results.parquet")]
    written = library_stamps() | {path: stamp(path) for path in single} | stamps()
    said = {catalogue_path(notebook_name(notebook), language)
            for notebook in notebook_paths() for language in languages()}  # fmt: skip
    times = {str(path): when for path, when in written.items() if path not in said}
    tools = [platform.python_version(), *map(version, TOOLS)]
    return {"surroundings": hash_of_json([spoken(), tools, times, made_from, headings])}
