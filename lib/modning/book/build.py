"""Build the book: assemble its pages, render them, put them in place."""

import os
from pathlib import Path

from modning import paths
from modning.book.stamp import fingerprint
from modning.errors import InputError
from modning.programme import Programme


def build_book(programme: Programme, language: str = "en") -> Path:
    """Build the book from the executed notebooks of a language; return its front page.

    Assembles build/book/<language>/source and renders it into build/html (for a language other
    than the programme's own build/html-<language>). Does nothing where nothing changed. Raises
    `InputError` where nothing was run, a name in the prose has no value, or Sphinx warns.
    """
    work, target = paths.build("book", language), destination(programme, language)
    stamp, made_of = work / "stamp", fingerprint(language)
    index = target / "index.html"
    if index.is_file() and stamp.is_file() and stamp.read_text() == made_of:
        return index
    stamp.unlink(missing_ok=True)
    _build(programme, language, work, target)
    stamp.write_text(made_of)
    return index


def destination(programme: Programme, language: str) -> Path:
    """Return the folder of an edition; the programme's own language has the plain name."""
    return paths.build("html" if language == programme.language else f"html-{language}")


def _build(programme: Programme, language: str, work: Path, target: Path) -> None:
    # Imported here: to find that nothing changed takes less than to import Sphinx.
    from modning.book.assemble import assemble, sphinx_settings
    from modning.book.check import external_resources
    from modning.book.site import install, render

    contents = assemble(programme, language, work / "source")
    settings = sphinx_settings(programme, language, contents)
    jobs = min(os.cpu_count() or 1, 4)
    render(work / "source", work / "site", paths.book("_config.yml"), settings, jobs)
    if found := external_resources(work / "site"):
        raise InputError("the book must not load from elsewhere:\n" + "\n".join(found))
    install(work / "site", target)
