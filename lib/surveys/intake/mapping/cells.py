"""Read cells that hold several answers: labels, codes or ids of a question's options."""

import re
from collections.abc import Callable

from surveys.codebook import Item, Option
from surveys.intake.values import NOTHING, folded, option_labels

# How systems part answers; a blank parts only what has none in it.
_MARKS = re.compile(r"\s*[;,|\n]\s*")
Split = Callable[[str], set[int] | None]


def split_reader(item: Item) -> Split:
    """Return a reader of cells with several answers: their codes, none for a blank, None if unread.

    Labels may hold the mark that parts them ("Ja, delvist, Nej"), so the longest one is taken.
    """
    labels = {text: option.code for option in item.options for text in _names(option)}
    ordered = sorted(labels, key=len, reverse=True)

    def read(text: str) -> set[int] | None:
        text = folded(text)
        if text in NOTHING and text not in labels:
            return set()
        if text.startswith("["):
            # Power Automate writes Forms' answers as JSON.
            text = text.strip("[]").replace('"', "")
        return _taken(_MARKS.sub(",", text).strip(","), ordered, labels)

    return read


def _taken(text: str, ordered: list[str], labels: dict[str, int]) -> set[int] | None:
    codes: set[int] = set()
    while text:
        found = _first(text, ordered)
        if found is None:
            return None
        codes.add(labels[found])
        text = text[len(_MARKS.sub(",", found)) :].lstrip(", ")
    return codes


def _first(text: str, ordered: list[str]) -> str | None:
    for label in ordered:
        written = _MARKS.sub(",", label)
        if text.startswith(written) and text[len(written) : len(written) + 1] in ("", ",", " "):
            return label
    return None


def _names(option: Option) -> set[str]:
    return option_labels(option) | {str(option.code), option.id.casefold()}
