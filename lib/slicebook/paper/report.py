"""The whole report and its annex, from the pages to the files."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from html import escape
from pathlib import Path

from bs4 import BeautifulSoup

from slicebook import files, paths
from slicebook.book import words as book_words
from slicebook.book.citation import committed
from slicebook.book.contents import INDEX, Entry, Part
from slicebook.book.downloads import printed_files
from slicebook.book.order import order
from slicebook.evaluation import evaluation
from slicebook.paper import words
from slicebook.paper.annex import annex_of
from slicebook.paper.docx import write_docx
from slicebook.paper.links import led
from slicebook.paper.page import Printer, drawn, page_html, place
from slicebook.paper.pdf import write_pdf
from slicebook.programme import ALL, Programme
from slicebook.runs.matrix import has_run
from slicebook.runs.steps import Done, of_library, unless_unchanged
from slicebook.runs.taken import hashes
from slicebook.seals import hash_of_json
from slicebook.text import speaking, spoken

REPORT, ANNEX, BRIEF = "report", "annex", "brief"
# Pages that help on a screen or are longer than their use on paper.
LEFT_OUT = ("codebook/", "changes", "accessibility", "glossary")


def write_report(
    programme: Programme, language: str, folder: Path, contents: list[Part]
) -> list[Path]:
    """Print the assembled pages of a language into a folder; return the files.

    The report and, where the contents name one, its annex, each as PDF and as DOCX; and the page
    that `programme.yml` calls the brief by itself.
    """
    source = paths.build("book", language, "source")
    with speaking(language):
        return _print(programme, contents, source, folder)


def _print(programme: Programme, contents: list[Part], source: Path, folder: Path) -> list[Path]:
    drawings = folder / "figures"
    drawings.mkdir(parents=True, exist_ok=True)
    (commit, made_on), about = committed(), about_report(programme)
    if commit:
        day = made_on.date().isoformat()
        about["edition"] = words.EDITION.format(date=day, commit=commit)
    made = documents(contents, source, drawings)
    texts = {
        name: (html, about | (about_annex() if name == ANNEX else about_both(made.get(ANNEX, ""))))
        for name, html in made.items()
    }
    if programme.layout.brief and has_run(programme.layout.brief):
        texts[BRIEF] = brief_html(programme, contents, source, drawings), about
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


def documents(contents: list[Part], source: Path, drawings: Path) -> dict[str, str]:
    """Return the report, and the annex if there is one, as HTML; drawings go to a folder.

    Of each chapter of the contents its first page is printed, which is the whole.
    """
    annex = annex_of(order())
    names = {INDEX, *(page.name for part in contents for page in part.pages if _on_paper(page))}
    to = Printer(source, drawings, names, annex.sections)
    first = _printed(Entry(INDEX, str(words.THIS_BOOK), INDEX), 1, to)
    own = _parts(contents, lambda name: name not in annex.pages, to)
    others = _parts(contents, annex.has, replace(to, annex=True))
    report = "\n".join([first, *own])
    if not others:
        return {REPORT: led(report)}
    apart = "\n".join(others)
    return {
        REPORT: led(report, apart, str(words.ANNEX)),
        ANNEX: led(apart, report, str(words.REPORT)),
    }


def brief_html(programme: Programme, contents: list[Part], source: Path, drawings: Path) -> str:
    """Return the page that `programme.yml` calls the brief, by itself."""
    name = f"{order().topic(programme.layout.brief).name}/{ALL}-{ALL}"
    [brief] = [page for part in contents for page in part.pages if page.name == name]
    return _printed(brief, 1, Printer(source, drawings, ()))


def _on_paper(page: Entry) -> bool:
    return not page.name.startswith(LEFT_OUT)


def _parts(contents: list[Part], has: Callable[[str], bool], to: Printer) -> list[str]:
    """Return the parts of a document, each with the pages of it that the document has."""
    parts = {part.title: [page for page in part.pages if _on_paper(page) and has(page.name)]
             for part in contents}  # fmt: skip
    return [_part(title, pages, to) for title, pages in parts.items() if pages]


def _part(title: str, pages: list[Entry], to: Printer) -> str:
    heading = f'<h1 id="{place(pages[0].name)}-part">{escape(title)}</h1>'
    return "\n".join([heading, *(_printed(page, 2, to) for page in pages)])


def _printed(chapter: Entry, level: int, to: Printer) -> str:
    """Return a chapter, printed anew where its page changed, or a drawing of it is gone."""

    def work() -> Done:
        html = page_html(chapter, level, to)
        return Done(html, tuple(to.drawings / f"{one}.svg" for one in drawn(html)))

    places = (to.source / f"{chapter.name}.{kind}" for kind in ("ipynb", "md"))
    sections = sorted(to.sections.get(chapter.name, ()))
    asked = [chapter.name, chapter.title, level, sections, to.annex, sorted(to.chapters)]
    code = of_library("slicebook.paper.page.page_html")
    made_of = code | hashes(filter(Path.is_file, places)) | {"asked": hash_of_json(asked)}
    name = f"printed-{spoken()}/{ANNEX if to.annex else level}/{chapter.name}"
    return unless_unchanged(name, made_of, work).said
