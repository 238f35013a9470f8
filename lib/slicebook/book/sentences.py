"""A sentence whose figure cannot be told falls away; a paragraph left with nothing says why once.

While a template is filled in, a figure without a value leaves a mark where its number would stand.
"""

import re
from itertools import pairwise

from slicebook.text import NONE, WITHHELD, _

# Private characters of Unicode, which no text holds: there is nothing, it may not be shown, nobody
# answered, a figure is there without its interval, what it rests on was not recorded. Between two
# of `OF` behind them stands of how many forms, where that is known, or what was not recorded.
ABSENT, KEPT_BACK, UNANSWERED, OF, UNSURE = "\ue000", "\ue001", "\ue002", "\ue003", "\ue004"
UNRECORDED = "\ue005"
_MARKS = f"{ABSENT}{KEPT_BACK}{UNANSWERED}{UNSURE}{UNRECORDED}"
_MARK = re.compile(f"([{_MARKS}])(?:{OF}([^{OF}]*){OF})?")
_BLANK = re.compile(r"(\n[ \t]*\n\s*)")
# Lines that are no sentences: tables, headings, HTML, directives.
_LAID_OUT = ("<", "|", "#", ":", "`", "%")
_ITEM = re.compile(r"(?m)^(?=(?:[-*]|\d+\.) )")
# What a paragraph or item begins with and keeps: "**In short:** ".
_LEAD = re.compile(r"\s*(?:(?:[-*]|\d+\.) )?(?:\*\*[^*\n]+[.:]\*\*\s+)?")
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
WHY_WITHHELD_OF = _(
    "The figure is withheld here, where there are {} forms: it rests on few answers, or a count of "
    "few could be worked out from it."
)
WHY = {
    ABSENT: _("There is nothing to tell of this here."),
    KEPT_BACK: WHY_WITHHELD,
    UNANSWERED: _("There are no answers here from which this could be told."),
    UNSURE: _(
        "How sure the figure is cannot be told here: it rests on few answers, or everybody "
        "answered alike."
    ),
}


def not_recorded(path: str) -> str:
    """Return the mark of a name that nothing was recorded under."""
    return f"{UNRECORDED}{OF}{path}{OF}"


def unrecorded(text: str) -> list[str]:
    """Return the names in a filled-in text that nothing was recorded under."""
    return [mark[2] for mark in _MARK.finditer(text) if mark[1] == UNRECORDED]


def told(text: str, ended: str = "") -> str:
    """Return a filled-in Markdown text without the sentences that hold a mark.

    In tables, headings and HTML a mark is replaced by its word. A paragraph left with nothing says
    why its first figure that cannot be told cannot; the next ones do not say the same again.
    `ended` says of what nobody recorded that it was not.
    """
    if not _MARK.search(text):
        return text
    said, last = "", ""
    parts = ["", *_BLANK.split(text)]
    for blank, part in zip(parts[::2], parts[1::2], strict=True):
        paragraph, lacks = _paragraph(part, ended)
        if not lacks or lacks != last:
            said += blank + paragraph
        last = lacks
    return said


def _paragraph(text: str, ended: str) -> tuple[str, str]:
    """Return a paragraph without what holds a mark, and the mark of one left with nothing."""
    if not (first := _MARK.search(text)):
        return text, ""
    if text.lstrip().startswith(_LAID_OUT):
        return _MARK.sub(lambda mark: str(WITHHELD) if mark[1] == KEPT_BACK else NONE, text), ""
    if (kept := "".join(_kept(item) for item in _ITEM.split(text))).strip():
        return kept, ""
    lead = "" if _ITEM.match(text) else _LEAD.match(text)[0]
    return lead + _why(first, ended), first[1]


def _why(mark: re.Match[str], ended: str) -> str:
    if mark[1] == UNRECORDED:
        return ended or str(WHY[ABSENT])
    if mark[1] == KEPT_BACK and mark[2]:
        return str(WHY_WITHHELD_OF).format(mark[2])
    return str(WHY[mark[1]])


def _kept(item: str) -> str:
    if not _MARK.search(item):
        return item
    lead, body = _LEAD.match(item)[0], item.rstrip()
    kept = [one for one in each_sentence(body[len(lead) :]) if not _MARK.search(one)]
    return lead + " ".join(kept) + item[len(body) :] if kept else ""


def each_sentence(text: str) -> list[str]:
    """Return a paragraph's sentences."""
    starts = [0, *(match.end() for match in _END.finditer(text)), len(text)]
    return [text[a:b].strip() for a, b in pairwise(starts) if text[a:b].strip()]
