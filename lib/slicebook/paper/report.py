"""The whole report, from its pages to the two files."""

import shutil
from html import escape
from pathlib import Path

from slicebook import paths
from slicebook.book import words as book_words
from slicebook.book.assemble import assemble
from slicebook.book.order import order
from slicebook.evaluation import evaluation
from slicebook.paper import words
from slicebook.paper.contents import Chapter, Part, printed_parts
from slicebook.paper.docx import write_docx
from slicebook.paper.edition import printed
from slicebook.paper.page import Printer, known, page_html, place
from slicebook.paper.pdf import write_pdf
from slicebook.programme import ALL, Programme
from slicebook.text import speaking, spoken

INDEX = "index"


def write_report(
    programme: Programme, language: str, pdf: Path, docx: Path, brief: Path | None = None
) -> None:
    """Assemble the pages of a language and print them as PDF and as DOCX, into one folder.

    And the brief by itself, where a file for it is given.
    """
    source = paths.build("book", language, "source")
    assemble(programme, language, source)
    with speaking(language):
        _print(programme, source, pdf, docx, brief)


def _print(programme: Programme, source: Path, pdf: Path, docx: Path, brief: Path | None) -> None:
    drawings = pdf.parent / "figures"
    shutil.rmtree(drawings, ignore_errors=True)
    drawings.mkdir(parents=True)
    html = report_html(source, drawings)
    edition, about = printed(), about_report(programme)
    if edition.commit:
        day = edition.date.date().isoformat()
        about["edition"] = words.EDITION.format(date=day, commit=edition.commit)
    write_pdf(html, pdf, about, edition.date)
    write_docx(html, docx, about, edition.date)
    if brief:
        write_pdf(brief_html(programme, source, drawings), brief, about, edition.date, "brief")


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


def report_html(source: Path, drawings: Path) -> str:
    """Return the whole report as one HTML document; its drawings are written to a folder."""
    first = Chapter(INDEX, str(words.THIS_BOOK))
    parts = printed_parts(source)
    names = {INDEX, *(chapter.name for part in parts for chapter in part.chapters)}
    to = Printer(source, drawings, names)
    return known("\n".join([page_html(first, 1, to), *(_part(part, to) for part in parts)]))


def brief_html(programme: Programme, source: Path, drawings: Path) -> str:
    """Return the page that `programme.yml` calls the brief, by itself."""
    name = f"{order().topic(programme.layout.brief).name}/{ALL}-{ALL}"
    [title] = [one.title for part in printed_parts(source) for one in part.chapters
               if one.name == name]  # fmt: skip
    return page_html(Chapter(name, title), 1, Printer(source, drawings, ()))


def _part(part: Part, to: Printer) -> str:
    heading = f'<h1 id="{place(part.chapters[0].name)}-part">{escape(part.title)}</h1>'
    return "\n".join([heading, *(page_html(chapter, 2, to) for chapter in part.chapters)])
