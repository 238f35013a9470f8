"""Build the book: assemble its pages, render them, put them in place."""

import os
import shutil
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from slicebook import files, notes, paths
from slicebook.book.citation import commit
from slicebook.book.downloads import beside
from slicebook.book.stamp import rendered_from
from slicebook.errors import InputError
from slicebook.locks import alone
from slicebook.paper import build as paper
from slicebook.programme import Programme
from slicebook.runs.executors import leading_process, local_pool
from slicebook.runs.steps import Done, as_left, of_library, unchanged, unless_unchanged
from slicebook.runs.taken import Fingerprint, hashes

if TYPE_CHECKING:
    from slicebook.book.contents import Part

# What renders pages takes as long to import as they take to assemble.
RENDERING = ("slicebook.book.site", "slicebook.workbook.build", "myst_nb.sphinx_ext")


def build_book(
    programme: Programme,
    languages: Sequence[str] = (),
    printed: bool = False,
    say: Callable[[str], Any] | None = None,
) -> Path:
    """Build the book from the executed notebooks; return the page that leads to its front page.

    `languages` are en and da; all without. The programme's own comes first, in build/html/<it>,
    and the page at build/html/index.html leads there. Each is assembled and rendered in
    build/book/<language>, and `printed` before. Does nothing where nothing changed. Raises
    `InputError` where nothing was run, a name in the prose has no value, or Sphinx warns; the old
    book stays then. A text without a translation is in the source language, marked; of what was
    built anew, `say` is told which those are.
    """
    languages = programme.languages(languages)
    with alone(paths.build("book", ".lock"), "is building the book"):
        for done in _editions(programme, languages, printed):
            if say and done.said:
                say(done.said)
        unless_unchanged(
            "book", _installed_from(languages), partial(_install, programme, languages)
        )
    return paths.build("html", "index.html")


def stale(programme: Programme) -> list[str]:
    """Return the languages whose book is not there, or not made of what is here now."""
    languages = programme.languages()
    due = [one for one in languages if not unchanged(_step(one), _made_of(one, languages))]
    return due if due or unchanged("book", _installed_from(languages)) else languages


def _made_of(language: str, languages: Sequence[str]) -> Fingerprint:
    return rendered_from(language) | {"languages": " ".join(languages)}


def _editions(programme: Programme, languages: Sequence[str], printed: bool) -> list[Done]:
    """Render each language of which anything changed, each in a process of its own."""
    due = [
        language
        for language in languages
        if (printed and paper.is_stale(language))
        or not unchanged(_step(language), _made_of(language, languages))
    ]
    with ExitStack() as opened:
        # Not a pool of several: each leads processes of its own, and ends them.
        processes = {language: opened.enter_context(leading_process()) for language in due}
        futures = [
            process.submit(_edition, programme, language, languages, printed)
            for language, process in processes.items()
        ]
        return [future.result() for future in futures]


def _step(language: str) -> str:
    return f"book-{language}"


def _edition(programme: Programme, language: str, languages: Sequence[str], printed: bool) -> Done:
    from slicebook.book.assemble import assemble

    # Sphinx believes what it finds of an earlier build, be it damaged or half written.
    if not as_left(_step(language)):
        shutil.rmtree(paths.build("book", language), ignore_errors=True)
    with local_pool(1) as beside:
        # Pages are assembled while Sphinx is imported, and printed while it renders them.
        beside.submit(_import_all)
        with notes.taken() as read:
            contents = assemble(programme, language, paths.build("book", language, "source"))
        assembled = partial(_assembled, contents, read)
        pages = beside.submit(_pages, programme, language, languages, assembled)
        if printed:
            paper.build_paper(programme, language, assembled)
        return pages.result()


def _assembled(contents: "list[Part]", read: set[str]) -> "list[Part]":
    """Return the contents of pages, and note what was read to assemble them."""
    for one in read:
        notes.heard(one)
    return contents


def _import_all() -> None:
    for name in RENDERING:
        import_module(name)


def _pages(
    programme: Programme,
    language: str,
    languages: Sequence[str],
    assembled: Callable[[], "list[Part]"],
) -> Done:
    work = partial(_rendered, programme, language, languages, assembled)
    return unless_unchanged(_step(language), _made_of(language, languages), work)


def _rendered(
    programme: Programme,
    language: str,
    languages: Sequence[str],
    assembled: Callable[[], "list[Part]"],
) -> Done:
    # Imported here: to find that nothing changed takes less than to import Sphinx.
    from slicebook.book.catalogues import said_of_unfinished
    from slicebook.book.check import external_resources
    from slicebook.book.claims import CLAIMS
    from slicebook.book.site import render
    from slicebook.workbook.build import write_workbooks

    work, contents = paths.build("book", language), assembled()
    jobs = max(min((os.cpu_count() or 1) // len(languages), 4), 1)
    render(programme, language, languages, contents, work, jobs)
    if found := external_resources(work / "site"):
        raise InputError("the book must not load from elsewhere:\n" + "\n".join(found))
    sheets = write_workbooks(programme, language, contents, work / "source")
    made = [work / CLAIMS, *(work / "site").rglob("*"), *(work / "doctrees").rglob("*")]
    return Done("\n".join(said_of_unfinished(language)), (*sheets, *filter(Path.is_file, made)))


def _installed_from(languages: Sequence[str]) -> Fingerprint:
    steps = [paths.build("steps", f"{_step(language)}.json") for language in languages]
    there = [path for language in languages for path in beside(language).values()]
    made = hashes([*steps, *there, paths.build("results.parquet")])
    code = of_library(
        "slicebook.book.editions.install", "slicebook.book.package.write_package",
        "slicebook.book.claims.of_languages",
    )  # fmt: skip
    return {**made, **code, "languages": " ".join(languages), "commit": str(commit())}


def _install(programme: Programme, languages: Sequence[str]) -> Done:
    from slicebook.book.changes_page import moved_since
    from slicebook.book.claims import CLAIMS, of_languages
    from slicebook.book.editions import install
    from slicebook.book.package import write_package
    from slicebook.reconcile import read_results

    target, package = paths.build("html"), paths.build("book", "data")
    results = read_results()
    _, moved = moved_since(results)
    write_package(results, programme, package, moved)
    files_beside = {language: beside(language) for language in languages}
    sites = {language: paths.build("book", language, "site") for language in languages}
    title, entrance = programme.name[languages[0]], programme.layout.entrance
    install(sites, target, title, files_beside, package, entrance)
    claims = {
        language: (site.parent / CLAIMS).read_text("utf-8") for language, site in sites.items()
    }
    files.write(paths.build(CLAIMS), of_languages(claims))
    made = [paths.build(CLAIMS), *target.rglob("*")]
    return Done("", tuple(filter(Path.is_file, made)))
