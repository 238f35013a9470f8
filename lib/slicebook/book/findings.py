"""What a chart shows, as a sentence of the figures that its run recorded: the title above it.

A chart names a rule and the figures (`shown.house.Finding`). The sentence is written here, once a
rule, of the figures as the book may show them. A figure that is withheld, or has no value, leaves
no sentence, and the chart its description alone. What each sentence claims is noted.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from math import isclose
from typing import Any

from slicebook.book.claims import ABOVE, BELOW, NEITHER, Claim, claimed, lies
from slicebook.book.names import is_missing
from slicebook.book.values import Values
from slicebook.kinds import marked
from slicebook.results import Figure
from slicebook.slices import Slice
from slicebook.text import Message, _, number, quantity

# The caption below names the subject, and two lines of a telephone hold some eighty letters.
COMMONEST = _("Most often “{label}” ({value}).")
MOST_NAMED = _("Most often named: “{label}” ({value}).")
OF_ROWS = _("Most often “{answer}”: “{label}” ({value}).")
APART = _("Largest clear difference: “{label}”, {first} {size} above {second}.")
NONE_APART = _("No clear difference: chance may give each of them.")
RISE = _("A rise of {size}, more than chance gives.")
FALL = _("A fall of {size}, more than chance gives.")
NO_CHANGE = _("No change beyond what chance may give.")
MOST_RISEN = _("Largest clear change: “{label}”, a rise of {size}.")
MOST_FALLEN = _("Largest clear change: “{label}”, a fall of {size}.")
NONE_CHANGED = _("No clear change: chance may give each of them.")
SO_MANY = _("Clear rise for {rises} of {all}, clear fall for {falls}.")
ENDS = _("Highest: “{label}” ({value}), lowest: “{last}” ({least}).")
LARGEST = _("Largest: “{label}” ({value}).")
PER_HUNDRED = _("For every 100 at “{first}” there are {size} at “{label}”.")
ON_SCALE, OF_SHARES = _("{size} points on the scale"), _("{size} percentage points")

Found = Sequence[tuple[Figure, Mapping[str, str]]]


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
    if not figures or any(figure is None or not figure.shown for figure, _ in figures):
        return ""
    return RULES[finding["rule"]](figures)


def _commonest(figures: Found, words: Message = COMMONEST) -> str:
    first, second = _by_value(figures)[:2] or (None, None)
    if first is None or first[0].value <= second[0].value:
        return ""
    text = words.format(value=_text(first[0]), **first[1])
    _claim(first[0], "value", ABOVE, second[0].value, text)
    return text


def _ends(figures: Found) -> str:
    ranked = _by_value(figures)
    if not ranked or ranked[0][0].value <= ranked[1][0].value:
        return ""
    (most, words), (least, last) = ranked[0], ranked[-1]
    if least.value >= ranked[-2][0].value:
        return ""
    text = ENDS.format(value=_text(most), least=_text(least), last=last["label"], **words)
    _claim(most, "value", ABOVE, ranked[1][0].value, text)
    _claim(least, "value", BELOW, ranked[-2][0].value, text)
    return text


def _change(figures: Found) -> str:
    [(figure, words)] = figures
    if _lacks_interval(figure):
        return ""
    says = lies(figure.low, figure.high, 0, 0)
    template = {ABOVE: RISE, BELOW: FALL, NEITHER: NO_CHANGE}[says]
    text = template.format(size=_size(figure), **words)
    _claim(figure, "interval", says, 0, text)
    return text


def _per_hundred(figures: Found) -> str:
    [(figure, words)] = figures
    if is_missing(figure.value):
        return ""
    text = PER_HUNDRED.format(size=marked(number(figure.value), figure.kind), **words)
    _claim(figure, "value", lies(figure.value, figure.value, 100, 100), 100, text)
    return text


def _apart(figures: Found) -> str:
    """Tell of differences of two places, the first's less the second's, which is furthest."""

    def words(figure: Figure, words: Mapping[str, str]) -> str:
        first, second = words["first"], words["second"]
        if figure.value < 0:
            first, second = second, first
        return APART.format(size=_size(figure), **{**words, "first": first, "second": second})

    # What was not compared is neither withheld nor near.
    return _furthest([one for one in figures if one[0].n is not None], words, NONE_APART)


def _changes(figures: Found) -> str:
    """Tell which of several changes is the largest."""

    def words(figure: Figure, words: Mapping[str, str]) -> str:
        template = MOST_RISEN if figure.value > 0 else MOST_FALLEN
        return template.format(size=_size(figure), **words)

    return _furthest(figures, words, NONE_CHANGED)


def _furthest(
    figures: Found, words: Callable[[Figure, Mapping[str, str]], str], none: Message
) -> str:
    """Return words of the largest of those beyond chance; `none` where no interval leaves 0 out."""
    if not figures or any(_lacks_interval(figure) for figure, _ in figures):
        return ""
    clear = [one for one in figures if lies(one[0].low, one[0].high, 0, 0) != NEITHER]
    if not clear:
        text = str(none)
        for figure, _words in figures:
            _claim(figure, "interval", NEITHER, 0, text)
        return text
    clear = sorted(clear, key=lambda one: -abs(one[0].value))
    if len(clear) > 1 and isclose(*(abs(one.value) for one, _words in clear[:2])):
        return ""
    figure, said = clear[0]
    text = words(figure, said)
    _claim(figure, "interval", lies(figure.low, figure.high, 0, 0), 0, text)
    return text


def _each(figures: Found) -> str:
    """Tell how many of several changes are beyond chance, up and down."""
    if any(_lacks_interval(figure) for figure, _ in figures):
        return ""
    found = [lies(figure.low, figure.high, 0, 0) for figure, _ in figures]
    text = str(NONE_CHANGED)
    if {ABOVE, BELOW} & {*found}:
        rises, falls = found.count(ABOVE), found.count(BELOW)
        text = SO_MANY.format(rises=rises, falls=falls, all=len(found))
    for (figure, _words), says in zip(figures, found, strict=True):
        _claim(figure, "interval", says, 0, text)
    return text


def _by_value(figures: Found) -> list[tuple[Figure, Mapping[str, str]]]:
    """Return two figures or more, the largest first; none where one of them has no value."""
    if len(figures) < 2 or any(is_missing(figure.value) for figure, _ in figures):
        return []
    return sorted(figures, key=lambda one: -one[0].value)


def _lacks_interval(figure: Figure) -> bool:
    return any(map(is_missing, (figure.value, figure.low, figure.high)))


def _text(figure: Figure) -> str:
    return marked(figure.text(), figure.kind)


def _size(figure: Figure) -> str:
    """Return how large a difference of scores, or of shares, is."""
    words = ON_SCALE if figure.unit.startswith("scale") else OF_SHARES
    return words.format(size=marked(quantity(abs(figure.value), figure.unit), figure.kind))


def _claim(figure: Figure, end: str, says: str, than: float, words: str) -> None:
    claimed(Claim(figure, end, says, than, than, words))


RULES: dict[str, Callable[[Found], str]] = {
    "commonest": _commonest,
    "most_named": partial(_commonest, words=MOST_NAMED),
    "of_rows": partial(_commonest, words=OF_ROWS),
    "largest": partial(_commonest, words=LARGEST),
    "ends": _ends,
    "change": _change,
    "per_hundred": _per_hundred,
    "apart": _apart,
    "changes": _changes,
    "each": _each,
}
