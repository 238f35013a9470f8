"""A sentence whose figure cannot be told falls away; a paragraph left with nothing says why once.

While a template is filled in, a figure without a value leaves a mark where its number would stand.
"""

import re
from itertools import pairwise

from slicebook.text import NONE, WITHHELD, _

# Private characters of Unicode, which no text holds: there is nothing, and it may not be shown.
ABSENT, KEPT_BACK = "\ue000", "\ue001"
_MARK = re.compile(f"[{ABSENT}{KEPT_BACK}]")
_BLANK = re.compile(r"(\n[ \t]*\n\s*)")
# Lines that are no sentences: tables, headings, HTML, directives.
_LAID_OUT = ("<", "|", "#", ":", "`", "%")
# What a paragraph begins with, whatever its sentences: "**In short:** ".
_LABEL = re.compile(r"(\*\*[^*]+:\*\*\s+)?")
_ITEM = re.compile(r"(?m)^(?=(?:[-*]|\d+\.) )")
# Where a sentence ends: not after an abbreviation, nor before what goes on in small letters.
_SHORT = ("kr", "ca", "nr", "pct", "bl.a", "f.eks", "e.g", "i.e", "vs", "dvs", "mv", "jf", "cf")
_END = re.compile(
    "".join(rf"(?<!\b{re.escape(word)}\.)" for word in _SHORT)
    + r"(?<=[.!?])(?P<close>[\"”»’)*_]*)\s+(?=[^a-zæøå\s])"
)
WHY_WITHHELD = _(
    "The figure is withheld here: it rests on few answers, or a count of few could be worked out "
    "from it."
)
NOTHING = _("There is nothing to tell of this here.")


def told(text: str) -> str:
    """Return a filled-in Markdown text without the sentences that hold a mark.

    In tables, headings and HTML a mark is replaced by its word.
    """
    if not _MARK.search(text):
        return text
    return "".join(_paragraph(part) for part in _BLANK.split(text))


def _paragraph(text: str) -> str:
    if not _MARK.search(text):
        return text
    if text.lstrip().startswith(_LAID_OUT):
        return text.replace(ABSENT, NONE).replace(KEPT_BACK, str(WITHHELD))
    label = _LABEL.match(text)[0]
    kept = "".join(_kept(item) for item in _ITEM.split(text.removeprefix(label)))
    return label + (kept if kept.strip() else why(KEPT_BACK in text))


def why(withheld: bool) -> str:
    """Return why a paragraph is left with nothing: its figures are withheld, or there are none."""
    return str(WHY_WITHHELD if withheld else NOTHING)


def _kept(item: str) -> str:
    if not _MARK.search(item):
        return item
    end = item[len(item.rstrip()) :]
    sentences = _split(item.rstrip())
    kept = [one for one in sentences if not _MARK.search(one)]
    return " ".join(kept) + end if kept else ""


def _split(text: str) -> list[str]:
    """Return a paragraph's sentences."""
    starts = [0, *(match.end() for match in _END.finditer(text)), len(text)]
    return [text[a:b].strip() for a, b in pairwise(starts) if text[a:b].strip()]
