"""What a chart shows, as a sentence of the figures that its run recorded: the title above it.

A chart names a rule and the figures (`shown.house.Finding`). The sentence is written here, once a
rule, of the figures as the book may show them. A figure that is withheld, or has no value, leaves
no sentence, and the chart its description alone. What each sentence claims is noted.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from slicebook.book.claims import ABOVE, BELOW, NEITHER, Claim, claimed, lies
from slicebook.book.names import is_missing
from slicebook.book.values import Values
from slicebook.kinds import marked
from slicebook.results import Figure
from slicebook.slices import Slice
from slicebook.text import Message, _, quantity

COMMONEST = _("{subject}: most often “{label}”, {value} of those who answered.")
MOST_NAMED = _("{subject}: most often named is “{label}”, by {value} of those who answered.")
APART = _(
    "{subject}: furthest apart on “{label}”, where {first} lies {size} percentage points above "
    "{second}, more than chance gives a single answer."
)
NONE_APART = _(
    "{subject}: on no answer do the municipalities lie further apart than chance may give."
)
RISE = _("{subject}: a rise of {size} points on its scale, more than chance gives.")
FALL = _("{subject}: a fall of {size} points on its scale, more than chance gives.")
NO_CHANGE = _("{subject}: no change beyond what chance may give.")
MOST_RISEN = _(
    "{subject}: most changed is “{label}”, a rise of {size} percentage points, more than chance "
    "gives a single answer."
)
MOST_FALLEN = _(
    "{subject}: most changed is “{label}”, a fall of {size} percentage points, more than chance "
    "gives a single answer."
)
NONE_CHANGED = _("{subject}: no answer changed by more than chance may give.")
ENDS = _("{subject}: highest is “{label}” ({value}), lowest “{last}” ({least}).")

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
    subject = {"subject": finding["subject"]}
    figures = [(known(one["figure"]), one["words"] | subject) for one in finding["of"]]
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


def _most_named(figures: Found) -> str:
    return _commonest(figures, MOST_NAMED)


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
        text = none.format(**figures[0][1])
        for figure, _words in figures:
            _claim(figure, "interval", NEITHER, 0, text)
        return text
    figure, said = max(clear, key=lambda one: abs(one[0].value))
    text = words(figure, said)
    _claim(figure, "interval", lies(figure.low, figure.high, 0, 0), 0, text)
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
    return marked(quantity(abs(figure.value), figure.unit), figure.kind)


def _claim(figure: Figure, end: str, says: str, than: float, words: str) -> None:
    claimed(Claim(figure, end, says, than, than, words))


RULES: dict[str, Callable[[Found], str]] = {
    "commonest": _commonest,
    "most_named": _most_named,
    "ends": _ends,
    "change": _change,
    "apart": _apart,
    "changes": _changes,
}
