"""The whole report and its annex, from the pages to the files."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from html import escape
from pathlib import Path

from bs4 import BeautifulSoup

from slicebook import files, paths
from slicebook.book import words as book_words
from slicebook.book.assemble import assemble
from slicebook.book.citation import committed
from slicebook.book.downloads import printed_files
from slicebook.book.kept import Kept
from slicebook.book.order import order
from slicebook.evaluation import evaluation
from slicebook.paper import words
from slicebook.paper.annex import annex_of
from slicebook.paper.chapters import Chapters, drawn
from slicebook.paper.contents import Chapter, Part, printed_parts
from slicebook.paper.docx import write_docx
from slicebook.paper.links import led
from slicebook.paper.page import Printer, page_html, place
from slicebook.paper.pdf import write_pdf
from slicebook.programme import ALL, Programme
from slicebook.runs.matrix import has_run
from slicebook.runs.steps import Done, hashes, of_library, unless_unchanged
from slicebook.seals import hash_of_json
from slicebook.text import speaking, spoken

INDEX = "index"
REPORT, ANNEX, BRIEF = "report", "annex", "brief"
Page = Callable[[Chapter, int, Printer], str]


def write_report(
    programme: Programme, language: str, folder: Path, kept: Kept | None = None
) -> list[Path]:
    """Assemble the pages of a language and print them into a folder; return the files.

    The report and, where the contents name one, its annex, each as PDF and as DOCX; and the page
    that `programme.yml` calls the brief by itself.
    """
    source = paths.build("book", language, "source")
    assemble(programme, language, source, kept=kept)
    with speaking(language):
        return _print(programme, source, folder)


def _print(programme: Programme, source: Path, folder: Path) -> list[Path]:
    drawings = folder / "figures"
    drawings.mkdir(parents=True, exist_ok=True)
    (commit, made_on), about = committed(), about_report(programme)
    if commit:
        day = made_on.date().isoformat()
        about["edition"] = words.EDITION.format(date=day, commit=commit)
    chapters = Chapters(folder / "chapters.json")
    made = documents(source, drawings, chapters)
    texts = {
        name: (html, about | (about_annex() if name == ANNEX else about_both(made.get(ANNEX, ""))))
        for name, html in made.items()
    }
    if programme.layout.brief and has_run(programme.layout.brief):
        texts[BRIEF] = brief_html(programme, source, drawings, chapters), about
    chapters.keep()
    shown = {name for html, _ in texts.values() for name in drawn(html)}
    files.remove_others(drawings, {one for one in drawings.iterdir() if one.stem in shown})
    found = [
        path
        for name, (html, said) in texts.items()
        for path in _document(folder / name, html, said, made_on)
    ]
    for path in {*printed_files(spoken())} - {*found}:
        files.remove(path)
    return found


def _document(place: Path, html: str, about: dict[str, str], date: datetime) -> list[Path]:
    """Print a document where its text changed, whose drawings are known by what they show."""

    def work() -> Done:
        if place.name == BRIEF:
            return Done("", (write_pdf(html, place.with_suffix(".pdf"), about, date, BRIEF),))
        made = (write_pdf(html, place.with_suffix(".pdf"), about, date),
                write_docx(html, place.with_suffix(".docx"), about, date))  # fmt: skip
        return Done("", made)

    code = of_library("slicebook.paper.pdf.write_pdf", "slicebook.paper.docx.write_docx")
    theme = hashes(filter(Path.is_file, paths.theme("paper").rglob("*")))
    text = {"text": hash_of_json([html, about, date.isoformat()])}
    return list(unless_unchanged(f"paper-{spoken()}-{place.name}", code | theme | text, work).made)


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


def documents(source: Path, drawings: Path, page: Page = page_html) -> dict[str, str]:
    """Return the report, and the annex if there is one, as HTML; drawings go to a folder."""
    parts, annex = printed_parts(source), annex_of(order())
    names = {INDEX, *(chapter.name for part in parts for chapter in part.chapters)}
    to = Printer(source, drawings, names, annex.sections)
    first = page(Chapter(INDEX, str(words.THIS_BOOK)), 1, to)
    own = _parts(parts, lambda name: name not in annex.pages, to, page)
    others = _parts(parts, annex.has, replace(to, annex=True), page)
    report = "\n".join([first, *own])
    if not others:
        return {REPORT: led(report)}
    apart = "\n".join(others)
    return {
        REPORT: led(report, apart, str(words.ANNEX)),
        ANNEX: led(apart, report, str(words.REPORT)),
    }


def brief_html(programme: Programme, source: Path, drawings: Path, page: Page = page_html) -> str:
    """Return the page that `programme.yml` calls the brief, by itself."""
    name = f"{order().topic(programme.layout.brief).name}/{ALL}-{ALL}"
    [title] = [one.title for part in printed_parts(source) for one in part.chapters
               if one.name == name]  # fmt: skip
    return page(Chapter(name, title), 1, Printer(source, drawings, ()))


def _parts(parts: list[Part], has: Callable[[str], bool], to: Printer, page: Page) -> list[str]:
    """Return the parts of a document, each with the pages of it that the document has."""
    found = [replace(part, chapters=tuple(one for one in part.chapters if has(one.name)))
             for part in parts]  # fmt: skip
    return [_part(part, to, page) for part in found if part.chapters]


def _part(part: Part, to: Printer, page: Page) -> str:
    heading = f'<h1 id="{place(part.chapters[0].name)}-part">{escape(part.title)}</h1>'
    return "\n".join([heading, *(page(chapter, 2, to) for chapter in part.chapters)])
