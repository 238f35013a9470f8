"""Sentences that would be false in a world other than the report's, found by rule in a book."""

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pandas as pd
from bs4 import BeautifulSoup

from slicebook.book.order import order
from slicebook.book.sentences import UNANSWERED, WHY, WHY_WITHHELD, WHY_WITHHELD_OF
from slicebook.shown.house import FEW_ANSWERS, NO_ANSWERS

# What a number, a name or a state that is missing leaves in a sentence.
HOLE = re.compile(
    r"\bNone\b(?! (of|is|has|changes))|\bnan\b|[{}]{2}|[ (]–[.,;:)]|\(\s*\)"
    r"|(:|\bof) \.(\s|$)"
)
# Places counted in words, as of the two that the report has.
TWO = re.compile(
    r"\b([Tt]he|[Bb]oth|[Tt]hese|[Ii]n) two municipalities|[Bb]oth municipalities|\bboth places"
    r"|the other municipality|in the one and|[Tt]wo municipalities (and|allow)"
)
# A sentence that speaks of the report, or of its interviews and cost lines, may name its places.
REPORT = re.compile(r"[Rr]eport|[Ii]nterview|Tabel|Figur|\bcited\b|[Bb]udget|project manager|staff")
# What is said where nobody answered, and where what some answered is withheld.
NOBODY = (WHY[UNANSWERED], NO_ANSWERS)
FEW = (WHY_WITHHELD, WHY_WITHHELD_OF, FEW_ANSWERS)
MADE_UP = re.compile(r"draws synthetic ones|rests on synthetic answers|Synthetic answers")


@cache
def paragraphs(page: Path) -> tuple[str, ...]:
    """Return the paragraphs and points of a page as text; taken apart once for all rules."""
    soup = BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser")
    article = soup.find("article") or soup
    for hidden in article.select(
        "script, style, table, .about-page, .figure-rows, .switcher, pre, figure"
    ):
        hidden.decompose()
    parts = article.select("p, li, dd, h1, h2, h3")
    return tuple(" ".join(part.get_text(" ").split()) for part in parts)


def holes(book: Path) -> dict[str, list[str]]:
    """Return the paragraphs of a book, in any language, in which something is missing, by page."""
    return _found(book, lambda text: bool(HOLE.search(text)))


def false_sentences(
    book: Path, elsewhere: tuple[str, ...], synthetic: bool
) -> dict[str, list[str]]:
    """Return the paragraphs of a book that break a rule, by page.

    `elsewhere` are municipalities that are not in this world.
    """
    return _found(book, lambda text: _is_false(text, elsewhere, synthetic))


def _found(book: Path, wrong: Callable[[str], bool]) -> dict[str, list[str]]:
    """Return the paragraphs that are wrong, by page."""
    found = {}
    for page in sorted(book.rglob("*.html")):
        name = page.relative_to(book).as_posix()
        if name.startswith(("codebook", "source", "genindex", "search", "_")):
            continue
        if texts := [text for text in paragraphs(page) if wrong(text)]:
            found[name] = texts
    return found


def _is_false(text: str, elsewhere: tuple[str, ...], synthetic: bool) -> bool:
    of_report = REPORT.search(text)
    places = not of_report and any(place in text for place in elsewhere)
    counted = not of_report and TWO.search(text)
    made_up = not synthetic and MADE_UP.search(text)
    return bool(places or counted or made_up)


def confused_states(book: Path, results: pd.DataFrame) -> dict[str, list[str]]:
    """Return, by page, what says "nobody" where all answered, or "withheld" where nothing is.

    `results` are the figures of the book: nobody answered what has an n of 0 or no form. A page
    without figures of its own tells those of others.
    """
    found: dict[str, list[str]] = {}
    for page in sorted(book.glob("*/*/*.html")):
        topic, (place, year) = "/".join(page.parts[-3:-1]), page.stem.rpartition("-")[::2]
        here = results[(results["municipality"] == place) & (results["year"] == year)]
        forms = here.loc[here["figure"].str.match(r"n\.\w+$"), "value"]
        own = here[here["notebook"].isin(order().notebooks(topic))]
        own = here if own.empty else own
        never = [
            *(NOBODY if forms.all() and not (own["n"] == 0).any() else ()),
            *(FEW if own["shown"].all() else ()),
        ]
        heads = [str(words).split("{}")[0] for words in never]
        # Most pages have none of these words, and to take a page apart takes long.
        if not any(head in page.read_text(encoding="utf-8") for head in heads):
            continue
        wrong = [text for text in paragraphs(page) if any(head in text for head in heads)]
        if wrong:
            found[page.relative_to(book).as_posix()] = wrong
    return found
