"""Headings and labels as they are compared: what a column's name and question say."""

import html
import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from functools import cache

from surveys.intake.grid import in_ascii, plain

# "1.", "Spm. 3:", "Q12_4 ", "3a)", "G01Q02[SQ001]. " before a question say nothing of it.
_NUMBERED = re.compile(
    r"^(?:[a-z]{1,3}\d[a-z0-9_]*|[a-z]\w*(?=\[))(?:\[\w+\])?[.:]\s+|"
    r"^(?:(?:spm|spørgsmål|question|q)\.?\s*)?\d+(?:[._]\d+)*[a-z]?\s*[.:)]\s*|"
    r"^(?:spm|spørgsmål|question|q)\.?\s*\d+[a-z]?[_\d]*\s*[.:)-]?\s+",
    re.IGNORECASE,
)
_MARKS = re.compile(r"[^\w\s]|_")
# What stands between a question and its option or row.
_BETWEEN = re.compile(r"\s+[-–—|>]+\s+|\s*[:.?!]\s*|\s*/\s*|\s*\[|\s*\(|\s*>>\s*")
# LimeSurvey's labels of variables have the option or row before the question.
_PART_FIRST = re.compile(r"\[(.+?)\]\s+(.+)")
# What Qualtrics writes behind a question whose answers have a field for words.
_CHOICE = re.compile(r"\s+-\s+Selected Choice\b")
# Parts of a heading that ask for words of one's own.
_WRITE_IN = re.compile(r"\b(angiv|notér|noter|skriv|uddyb|beskriv|specify|please|text|tekst)\b")
# What stands for such a part, where the question's own options and rows are all found.
OTHER = {"andet", "anden", "andre", "other", "others"}


@cache
def compared(text: str) -> str:
    """Return a text as it is compared: without its number, marks and case, in ASCII.

    >>> compared("3. Køn:")
    'koen'
    """
    text = plain(html.unescape(re.sub(r"<[^>]*>", " ", text)))
    return in_ascii(" ".join(_MARKS.sub(" ", _NUMBERED.sub("", text).casefold()).split()))


def readings(heading: str) -> Iterator[tuple[str, str]]:
    """Yield a heading as a question without a part, then parted at each mark that may do so.

    >>> list(readings("Køn - Andet"))
    [('koen andet', ''), ('koen', 'andet')]
    """
    heading = _CHOICE.sub("", heading)
    whole = compared(heading)
    yield whole, ""
    if part := _PART_FIRST.match(heading):
        yield compared(part[2]), compared(part[1])
    heading = _NUMBERED.sub("", heading)
    for mark in _BETWEEN.finditer(heading):
        question, part = compared(heading[: mark.start()]), compared(heading[mark.end() :])
        if question and part:
            yield question, part


def asks_for_words(text: str) -> bool:
    """Tell whether a part of a heading asks for words of one's own."""
    return bool(_WRITE_IN.search(text.casefold().replace("_", " ")))


@cache
def alike(one: str, two: str) -> float:
    """Return how like two compared texts are, from 0 to 1: their words, or their letters."""
    if not one or not two:
        return 0.0
    if one == two:
        return 1.0
    first, second = set(one.split()), set(two.split())
    shared = len(first & second) / min(len(first), len(second))
    letters = SequenceMatcher(None, one, two, autojunk=False).ratio()
    # Few words in common of many are chance; all of the shorter one's are not.
    return max(letters, 0.5 * shared + 0.5 * letters)


def name_tokens(heading: str) -> list[str]:
    """Return a column's name in its pieces: "gruppe/children[2]" gives gruppe, children, 2."""
    apart = re.sub(r"([a-zæøå])([A-ZÆØÅ])", r"\1_\2", plain(heading))
    return [piece for piece in re.split(r"[^a-z0-9æøå]+", apart.casefold()) if piece]
