"""Build the book: assemble its pages, render them, put them in place."""

import multiprocessing
import os
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from slicebook import paths
from slicebook.book.stamp import fingerprint
from slicebook.errors import InputError
from slicebook.programme import Programme


def build_book(programme: Programme, languages: Sequence[str] = ()) -> Path:
    """Build the book from the executed notebooks; return the page that leads to its front page.

    `languages` are en and da; all without. The programme's own comes first, in build/html/<it>,
    and the page at build/html/index.html leads there. Each is assembled and rendered in
    build/book/<language>. Does nothing where nothing changed. Raises `InputError` where nothing
    was run, a text has no translation, a name in the prose has no value, or Sphinx warns; the old
    book stays then.
    """
    languages = programme.languages(languages)
    target = paths.build("html")
    index, installed = target / "index.html", paths.build("book", "installed")
    stamps = _editions(programme, languages)
    made_of = "\n".join([*languages, *stamps])
    if index.is_file() and installed.is_file() and installed.read_text() == made_of:
        return index
    _install(programme, languages, target)
    installed.write_text(made_of)
    return index


def _editions(programme: Programme, languages: Sequence[str]) -> list[str]:
    """Render each language of which anything changed; return the stamps of what they are made of.

    Several are rendered at once, each in a process of its own.
    """
    made_of = [f"{fingerprint(language)} {' '.join(languages)}" for language in languages]
    due = [
        (programme, language, languages, text)
        for language, text in zip(languages, made_of, strict=True)
        if not _is_made_of(language, text)
    ]
    if len(due) < 2:
        for one in due:
            _edition(*one)
        return made_of
    with ProcessPoolExecutor(len(due), multiprocessing.get_context("spawn")) as pool:
        for done in [pool.submit(_edition, *one) for one in due]:
            done.result()
    return made_of


def _stamp(language: str) -> Path:
    return paths.build("book", language, "stamp")


def _is_made_of(language: str, text: str) -> bool:
    stamp = _stamp(language)
    return stamp.is_file() and stamp.read_text() == text


def _edition(programme: Programme, language: str, languages: Sequence[str], made_of: str) -> None:
    _stamp(language).unlink(missing_ok=True)
    _render(programme, language, languages)
    _stamp(language).write_text(made_of)


def _render(programme: Programme, language: str, languages: Sequence[str]) -> None:
    # Imported here: to find that nothing changed takes less than to import Sphinx.
    from slicebook.book.assemble import assemble
    from slicebook.book.check import external_resources
    from slicebook.book.settings import sphinx_settings
    from slicebook.book.site import render
    from slicebook.book.theme_words import compile_theme_words

    work = paths.build("book", language)
    contents = assemble(programme, language, work / "source")
    settings = sphinx_settings(programme, language, languages, contents)
    settings["locale_dirs"] = compile_theme_words(language, work / "locale")
    jobs = max(min((os.cpu_count() or 1) // len(languages), 4), 1)
    render(work / "source", work / "site", paths.book("_config.yml"), settings, jobs)
    if found := external_resources(work / "site"):
        raise InputError("the book must not load from elsewhere:\n" + "\n".join(found))


def _install(programme: Programme, languages: Sequence[str], target: Path) -> None:
    from slicebook.book.downloads import printed_files
    from slicebook.book.editions import install
    from slicebook.book.package import write_package
    from slicebook.reconcile import read_results

    package = paths.build("book", "data")
    write_package(read_results(), programme, package)
    printed = {language: printed_files(language) for language in languages}
    sites = {language: paths.build("book", language, "site") for language in languages}
    install(sites, target, programme.name[languages[0]], printed, package)
