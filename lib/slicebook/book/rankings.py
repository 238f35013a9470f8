"""What a chart ranks, as a sentence: the commonest, the ends, the largest clear difference."""

from collections.abc import Callable, Mapping, Sequence
from math import isclose

from slicebook.book.claims import ABOVE, BELOW, NEITHER, Claim, claimed, lies
from slicebook.book.names import is_missing
from slicebook.kinds import marked
from slicebook.results import Figure
from slicebook.text import Message, _, quantity

# The caption below names the subject, and two lines of a telephone hold some eighty letters.
COMMONEST = _("Most often “{label}” ({value}).")
MOST_NAMED = _("Most often named: “{label}” ({value}).")
OF_ROWS = _("Most often “{answer}”: “{label}” ({value}).")
APART = _("Largest clear difference: “{label}”, {first} {size} above {second}.")
NONE_APART = _("No clear difference: chance may give each of them.")
MOST_RISEN = _("Largest clear change: “{label}”, a rise of {size}.")
MOST_FALLEN = _("Largest clear change: “{label}”, a fall of {size}.")
ONE_RISEN = _("“{label}”: a rise of {size}, more than chance gives.")
ONE_FALLEN = _("“{label}”: a fall of {size}, more than chance gives.")
ONE_THE_SAME = _("“{label}”: no change beyond what chance may give.")
NONE_CHANGED = _("No clear change: chance may give each of them.")
LOWEST = _("Lowest: “{label}” ({value}).")
HIGHEST = _("Highest: “{label}” ({value}).")
ENDS = _("Highest: “{label}” ({value}), lowest: “{last}” ({least}).")
ONE = _("“{label}”: {value}.")
LARGEST = _("Largest: “{label}” ({value}).")
ON_SCALE, OF_SHARES = _("{size} points on the scale"), _("{size} percentage points")

Found = Sequence[tuple[Figure, Mapping[str, str]]]


def commonest(figures: Found, words: Message = COMMONEST) -> str:
    """Tell which of two or more is the largest."""
    first, second = _by_value(figures)[:2] or (None, None)
    if first is None or first[0].value <= second[0].value:
        return ""
    text = words.format(value=text_of(first[0]), **first[1])
    claim_that(first[0], "value", ABOVE, second[0].value, text)
    return text


def ends(figures: Found) -> str:
    """Tell the highest and the lowest; of one alone what it is."""
    if len(figures) == 1 and not is_missing(figures[0][0].value):
        return ONE.format(value=text_of(figures[0][0]), **figures[0][1])
    ranked = _by_value(figures)
    if not ranked:
        return ""
    (most, words), (least, last) = ranked[0], ranked[-1]
    second, before = ranked[1][0].value, ranked[-2][0].value
    top, bottom = most.value > second, least.value < before
    if top and bottom:
        text = ENDS.format(value=text_of(most), least=text_of(least), last=last["label"], **words)
    elif top:
        text = HIGHEST.format(value=text_of(most), **words)
    elif bottom:
        text = LOWEST.format(value=text_of(least), **last)
    else:
        return ""
    if top:
        claim_that(most, "value", ABOVE, second, text)
    if bottom:
        claim_that(least, "value", BELOW, before, text)
    return text


def apart(figures: Found) -> str:
    """Tell of differences of two places, the first's less the second's, which is furthest."""

    def words(figure: Figure, words: Mapping[str, str]) -> str:
        first, second = words["first"], words["second"]
        if figure.value < 0:
            first, second = second, first
        return APART.format(size=size_of(figure), **{**words, "first": first, "second": second})

    # What was not compared is neither withheld nor near.
    return _furthest([one for one in figures if one[0].n is not None], words, NONE_APART)


def changes(figures: Found) -> str:
    """Tell which of several changes is the largest; of one alone, of which others may be larger."""
    risen, fallen, none = MOST_RISEN, MOST_FALLEN, NONE_CHANGED
    if len(figures) == 1:
        risen, fallen, none = ONE_RISEN, ONE_FALLEN, ONE_THE_SAME.format(**figures[0][1])

    def words(figure: Figure, words: Mapping[str, str]) -> str:
        return (risen if figure.value > 0 else fallen).format(size=size_of(figure), **words)

    return _furthest(figures, words, none)


def _furthest(
    figures: Found, words: Callable[[Figure, Mapping[str, str]], str], none: Message | str
) -> str:
    """Return words of the largest of those beyond chance; `none` where no interval leaves 0 out."""
    if not figures or any(lacks_interval(figure) for figure, _ in figures):
        return ""
    clear = [one for one in figures if lies(one[0].low, one[0].high, 0, 0) != NEITHER]
    if not clear:
        text = str(none)
        for figure, _words in figures:
            claim_that(figure, "interval", NEITHER, 0, text)
        return text
    clear = sorted(clear, key=lambda one: -abs(one[0].value))
    if len(clear) > 1 and isclose(*(abs(one.value) for one, _words in clear[:2])):
        return ""
    figure, said = clear[0]
    text = words(figure, said)
    claim_that(figure, "interval", lies(figure.low, figure.high, 0, 0), 0, text)
    return text


def _by_value(figures: Found) -> list[tuple[Figure, Mapping[str, str]]]:
    """Return two figures or more, the largest first; none where one of them has no value."""
    if len(figures) < 2 or any(is_missing(figure.value) for figure, _ in figures):
        return []
    return sorted(figures, key=lambda one: -one[0].value)


def lacks_interval(figure: Figure) -> bool:
    """Tell whether a figure has no value or no end of an interval."""
    return any(map(is_missing, (figure.value, figure.low, figure.high)))


def text_of(figure: Figure) -> str:
    """Return a figure as a sentence has it, marked by its kind."""
    return marked(figure.text(), figure.kind)


def size_of(figure: Figure) -> str:
    """Return how large a difference of scores, or of shares, is."""
    words = ON_SCALE if figure.unit.startswith("scale") else OF_SHARES
    return words.format(size=marked(quantity(abs(figure.value), figure.unit), figure.kind))


def claim_that(figure: Figure, end: str, says: str, than: float, words: str) -> None:
    """Note that words say where a figure lies to a number."""
    claimed(Claim(figure, end, says, than, than, words))
