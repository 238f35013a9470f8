"""What a chart shows, as a sentence of the figures that its run recorded: the title above it.

A chart names a rule and the figures (`shown.house.Finding`). The sentence is written here, once a
rule, of the figures as the book may show them. Where some are withheld, a rule that ranks tells of
the others and says so. A figure without a value leaves no sentence, and the chart its description
alone. What each sentence claims is noted.
"""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from slicebook.book.claims import ABOVE, BELOW, NEITHER, Claim, claimed, lies
from slicebook.book.names import is_missing
from slicebook.book.prose import smoothed
from slicebook.book.rankings import (
    LARGEST,
    MOST_NAMED,
    NONE_CHANGED,
    OF_ROWS,
    Found,
    apart,
    changes,
    claim_that,
    commonest,
    ends,
    lacks_interval,
    size_of,
    text_of,
)
from slicebook.book.values import Values
from slicebook.kinds import marked
from slicebook.results import Figure
from slicebook.slices import Slice
from slicebook.text import _, number

# The caption below names the subject, and two lines of a telephone hold some eighty letters.
RISE = _("A rise of {size}, more than chance gives.")
FALL = _("A fall of {size}, more than chance gives.")
NO_CHANGE = _("No change beyond what chance may give.")
SO_MANY_RISE = _("Clear rise for {rises} of {all}.")
SO_MANY_FALL = _("Clear fall for {falls} of {all}.")
SO_MANY_BOTH = _("Clear rise for {rises} of {all}, clear fall for {falls}.")
OF_SHOWN = _("Of what is shown: {}")
WHOLLY_ABOVE = _("“{label}” lies wholly above “{last}”.")
WHOLLY_BELOW = _("“{label}” lies wholly below “{last}”.")
IN_COMMON = _("“{label}” and “{last}” have amounts in common.")
HELD_RISE = _("A rise, whatever is assumed here.")
HELD_FALL = _("A fall, whatever is assumed here.")
NOT_HELD = _("By what is assumed here, there may be no change.")
PER_HUNDRED = _("For every 100 at “{first}” there are {size} at “{label}”.")


def tell(said: Mapping[str, Any], values: Values, here: Slice) -> dict[str, Any]:
    """Return what is said of a chart with its finding, where it has one, as a sentence."""
    if "finding" not in said:
        return dict(said)
    return {**said, "finding": told(said["finding"], lambda name: values.figure(name, here))}


def told(finding: Mapping[str, Any], known: Callable[[str], Figure | None]) -> str:
    """Return the sentence of a finding; "" where a figure of it cannot be told.

    `known` gives the figures of the page's slice by their names.
    """
    figures = [(known(one["figure"]), one["words"]) for one in finding["of"]]
    shown = [one for one in figures if one[0] and one[0].shown]
    if not shown or (len(shown) < len(figures) and finding["rule"] not in OF_SOME):
        return ""
    text = smoothed(str(RULES[finding["rule"]](shown)))
    return OF_SHOWN.format(text) if text and len(shown) < len(figures) else text


def _change(figures: Found) -> str:
    [(figure, words)] = figures
    if lacks_interval(figure):
        return ""
    says = lies(figure.low, figure.high, 0, 0)
    template = {ABOVE: RISE, BELOW: FALL, NEITHER: NO_CHANGE}[says]
    text = template.format(size=size_of(figure), **words)
    claim_that(figure, "interval", says, 0, text)
    return text


def _per_hundred(figures: Found) -> str:
    [(figure, words)] = figures
    if is_missing(figure.value):
        return ""
    text = PER_HUNDRED.format(size=marked(number(figure.value), figure.kind), **words)
    claim_that(figure, "value", lies(figure.value, figure.value, 100, 100), 100, text)
    return text


def _says(figures: Found) -> str:
    """Tell a sentence of the chart's own, with a place for each figure in it."""
    if any(is_missing(figure.value) for figure, _ in figures):
        return ""
    words = dict(figures[0][1])
    return words.pop("text").format(*(text_of(figure) for figure, _ in figures), **words)


def _beside(figures: Found) -> str:
    """Tell whether a range lies above another, below it, or has something in common with it."""
    (figure, words), (other, last) = figures
    if lacks_interval(figure) or is_missing(other.value):
        return ""
    ends = [other.value if is_missing(end) else end for end in (other.low, other.high)]
    says = lies(figure.low, figure.high, *ends)
    template = {ABOVE: WHOLLY_ABOVE, BELOW: WHOLLY_BELOW, NEITHER: IN_COMMON}[says]
    text = template.format(last=last["label"], **words)
    claimed(Claim(figure, "interval", says, *ends, text))
    return text


def _holds(figures: Found) -> str:
    """Tell whether a change is other than nought in each of some ranges for it."""
    if any(lacks_interval(figure) for figure, _ in figures):
        return ""
    found = {lies(figure.low, figure.high, 0, 0) for figure, _ in figures}
    says = found.pop() if len(found) == 1 else NEITHER
    text = str({ABOVE: HELD_RISE, BELOW: HELD_FALL, NEITHER: NOT_HELD}[says])
    for figure, _words in figures:
        claim_that(figure, "interval", lies(figure.low, figure.high, 0, 0), 0, text)
    return text


def _each(figures: Found) -> str:
    """Tell how many of several changes are beyond chance, up and down."""
    if any(lacks_interval(figure) for figure, _ in figures):
        return ""
    found = [lies(figure.low, figure.high, 0, 0) for figure, _ in figures]
    rises, falls = found.count(ABOVE), found.count(BELOW)
    template = {
        (True, True): SO_MANY_BOTH, (True, False): SO_MANY_RISE, (False, True): SO_MANY_FALL,
    }.get((rises > 0, falls > 0), NONE_CHANGED)  # fmt: skip
    text = template.format(rises=rises, falls=falls, all=len(found))
    for (figure, _words), says in zip(figures, found, strict=True):
        claim_that(figure, "interval", says, 0, text)
    return text


# Rules that rank: what they say of some figures is true of those. The others' sentences are longer.
OF_SOME = ("commonest", "most_named", "of_rows", "largest", "ends")
RULES: dict[str, Callable[[Found], str]] = {
    "commonest": commonest,
    "most_named": partial(commonest, words=MOST_NAMED),
    "of_rows": partial(commonest, words=OF_ROWS),
    "largest": partial(commonest, words=LARGEST),
    "ends": ends,
    "says": _says,
    "beside": _beside,
    "holds": _holds,
    "change": _change,
    "per_hundred": _per_hundred,
    "apart": apart,
    "changes": changes,
    "each": _each,
}
