"""The whole report and its annex, from the pages to the files."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from html import escape
from pathlib import Path

from bs4 import BeautifulSoup

from slicebook import paths
from slicebook.book import words as book_words
from slicebook.book.assemble import assemble
from slicebook.book.order import order
from slicebook.evaluation import evaluation
from slicebook.paper import words
from slicebook.paper.annex import annex_of
from slicebook.paper.contents import Chapter, Part, printed_parts
from slicebook.paper.docx import write_docx
from slicebook.paper.edition import printed
from slicebook.paper.links import led
from slicebook.paper.page import Printer, page_html, place
from slicebook.paper.pdf import write_pdf
from slicebook.programme import ALL, Programme
from slicebook.runs.matrix import has_run
from slicebook.text import speaking, spoken

INDEX = "index"
REPORT, ANNEX, BRIEF = "report", "annex", "brief"


def write_report(programme: Programme, language: str, folder: Path) -> list[Path]:
    """Assemble the pages of a language and print them into a folder; return the files.

    The report and, where the contents name one, its annex, each as PDF and as DOCX; and the page
    that `programme.yml` calls the brief by itself.
    """
    source = paths.build("book", language, "source")
    assemble(programme, language, source)
    with speaking(language):
        return _print(programme, source, folder)


def _print(programme: Programme, source: Path, folder: Path) -> list[Path]:
    drawings = folder / "figures"
    shutil.rmtree(folder, ignore_errors=True)
    drawings.mkdir(parents=True)
    edition, about, files = printed(), about_report(programme), []
    if edition.commit:
        day = edition.date.date().isoformat()
        about["edition"] = words.EDITION.format(date=day, commit=edition.commit)
    made = documents(source, drawings)
    for name, html in made.items():
        said = about | (about_annex() if name == ANNEX else about_both(made.get(ANNEX, "")))
        files.append(write_pdf(html, folder / f"{name}.pdf", said, edition.date))
        files.append(write_docx(html, folder / f"{name}.docx", said, edition.date))
    if programme.layout.brief and has_run(programme.layout.brief):
        html = brief_html(programme, source, drawings)
        files.append(write_pdf(html, folder / f"{BRIEF}.pdf", about, edition.date, BRIEF))
    return files


def about_report(programme: Programme) -> dict[str, str]:
    """Return what the templates are told of a report beside its text."""
    about = {
        "title": str(programme.name),
        "subtitle": str(programme.subtitle or book_words.EVALUATION),
        "lang": spoken(),
        "toc-title": str(words.CONTENTS),
        "page": str(words.PAGE),
    }
    if programme.reference:
        about["reference"] = str(book_words.RECOMPUTED.format(report=programme.reference))
    if evaluation().origin()["synthetic"]:
        about["notice"] = str(book_words.SYNTHETIC_TITLE_WHOLE)
    return about


def about_annex() -> dict[str, str]:
    """Return what the templates are told of the annex beside that."""
    return {"annex": str(words.ANNEX_TITLE), "letter": str(words.LETTER)}


def about_both(annex: str) -> dict[str, str]:
    """Return what the report's templates are told of its annex, whose HTML this is."""
    titles = [one.text for one in BeautifulSoup(annex, "html.parser").find_all("h2", id=True)]
    return {"elsewhere": words.ANNEX_HAS.format(titles="; ".join(titles))} if titles else {}


def documents(source: Path, drawings: Path) -> dict[str, str]:
    """Return the report, and the annex if there is one, as HTML; drawings go to a folder."""
    parts, annex = printed_parts(source), annex_of(order())
    names = {INDEX, *(chapter.name for part in parts for chapter in part.chapters)}
    to = Printer(source, drawings, names, annex.sections)
    first = page_html(Chapter(INDEX, str(words.THIS_BOOK)), 1, to)
    own = _parts(parts, lambda page: page not in annex.pages, to)
    others = _parts(parts, annex.has, replace(to, annex=True))
    report = "\n".join([first, *own])
    if not others:
        return {REPORT: led(report)}
    apart = "\n".join(others)
    return {
        REPORT: led(report, apart, str(words.ANNEX)),
        ANNEX: led(apart, report, str(words.REPORT)),
    }


def brief_html(programme: Programme, source: Path, drawings: Path) -> str:
    """Return the page that `programme.yml` calls the brief, by itself."""
    name = f"{order().topic(programme.layout.brief).name}/{ALL}-{ALL}"
    [title] = [one.title for part in printed_parts(source) for one in part.chapters
               if one.name == name]  # fmt: skip
    return page_html(Chapter(name, title), 1, Printer(source, drawings, ()))


def _parts(parts: list[Part], has: Callable[[str], bool], to: Printer) -> list[str]:
    """Return the parts of a document, each with the pages of it that the document has."""
    found = [replace(part, chapters=tuple(one for one in part.chapters if has(one.name)))
             for part in parts]  # fmt: skip
    return [_part(part, to) for part in found if part.chapters]


def _part(part: Part, to: Printer) -> str:
    heading = f'<h1 id="{place(part.chapters[0].name)}-part">{escape(part.title)}</h1>'
    return "\n".join([heading, *(page_html(chapter, 2, to) for chapter in part.chapters)])
