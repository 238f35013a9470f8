"""Numbers in the search and on paper, held against the pages that both are made of."""

import html
import json
import re
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import pypdfium2
from pypdfium2.raw import FPDF_PAGEOBJ_TEXT

from modning.audit.numbers import TAG, Known, bare, numbers, strange, words
from slicebook.book.citation import committed
from slicebook.book.downloads import PAPER
from slicebook.runs.steps import Done, of_library, unless_unchanged
from slicebook.runs.taken import hashes

ARTICLE = re.compile(r'<article class="bd-article">.*?</article>', re.DOTALL)
# Marks on an axis are round numbers, whatever is drawn.
AXIS = re.compile(r'<g class="mark-text role-axis-label".*?</g>', re.DOTALL)
RUN = re.compile(r"\d+")
WRITTEN = re.compile(r"<w:t[ >].*?</w:t>", re.DOTALL)
CONTENTS = re.compile(r'<div class="book-contents">.*?</div>', re.DOTALL)
HEADING = re.compile(r"<(h[1-4]|p|a)[ >].*?</\1>", re.DOTALL)
CAPTION = re.compile(r"(\w+)\s[A-Z]?(\d+)\s?[.:]\s")


def on_paper(folder: Path, pages: Iterable[str]) -> Iterator[str]:
    """Yield what the search and the reports on paper say that no page does."""
    everything, axes, titles = Known(), Known(), set[str]()
    # Of which edition it is, which pages say at another length of the commit's name.
    name, made_on = committed()
    everything.write(name, made_on.date().isoformat())
    for text in pages:
        # The search has the words of a page as they are without its tags, and apart at each mark.
        everything.write(words(text))
        axes.write(*map(words, AXIS.findall(text)))
        titles.update(_titles(text))
        everything.written.update(map(bare, RUN.findall(html.unescape(TAG.sub("", text)))))
    for path in filter(Path.is_file, (folder / name for name in READERS)):
        where = path.relative_to(folder.parent).as_posix()
        text = _without_numbering(READERS[path.name](path), titles)
        if path.suffix == ".pdf":
            # Marks of an axis that stand close are read as one number.
            everything.written |= {bare(one) for one in numbers(text) if _close(one, axes)}
        yield from (f"{where}: {one}" for one in strange(text, everything))


def _titles(page: str) -> Iterator[str]:
    """Yield the titles that stand on a page or in its contents."""
    article = "".join(ARTICLE.findall(page))
    found = [one for one in HEADING.finditer(article) if one[1] not in ("p", "a")]
    found += HEADING.finditer("".join(CONTENTS.findall(page)))
    yield from (words(one[0]).strip("# ") for one in found)


def _without_numbering(text: str, titles: Iterable[str]) -> str:
    """Return a text on paper without the numbers of sections, and of charts and tables in turn."""
    text = " ".join(text.split())
    before = "|".join(re.escape(one) for one in sorted(titles, reverse=True) if one)
    text = re.sub(rf"(?<![\d.,])\d+(\.\d+)*\.? (?={before})", "", text) if before else text
    last = Counter[str]()

    def told(found: re.Match[str]) -> str:
        word, number = found[1], int(found[2])
        if number != last[word] + 1:
            return found[0]
        last[word] = number
        return f"{word} "

    return CAPTION.sub(told, text)


def _close(number: str, axes: Known) -> bool:
    """Tell whether a number is several marks of axes, of two digits or more, without a blank."""
    cuts = range(2, len(number) - 1) if number.isdigit() else ()
    return any(
        axes.tells(number[:at]) and (axes.tells(number[at:]) or _close(number[at:], axes))
        for at in cuts
    )


def _searched(path: Path) -> str:
    """Return the words and titles by which the search finds pages."""
    text = path.read_text("utf-8")
    index = json.loads(text[text.index("(") + 1 : text.rindex(")")])
    return " ".join([*index["terms"], *index["titleterms"], *index["titles"]])


def _docx(path: Path) -> str:
    with zipfile.ZipFile(path) as parts:
        return words(" ".join(WRITTEN.findall(parts.read("word/document.xml").decode("utf-8"))))


def _pdf(path: Path) -> str:
    """Return the texts of a PDF, each as it was set: turned ones that overlap read as one else."""

    def work() -> Done:
        with pypdfium2.PdfDocument(path) as pdf:
            return Done(" ".join(text for page in pdf for text in _texts(page)))

    made_of = of_library("modning.audit.paper.READERS") | hashes([path])
    return unless_unchanged(f"read-{path.parent.name}-{path.stem}", made_of, work).said


def _texts(page: pypdfium2.PdfPage) -> Iterator[str]:
    every = page.get_objects([FPDF_PAGEOBJ_TEXT], textpage=page.get_textpage())
    return (one.extract() for one in every)


READERS = {"searchindex.js": _searched} | {
    name: _pdf if name.endswith(".pdf") else _docx for name in PAPER
}
