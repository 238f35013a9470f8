"""What a sentence says by a figure, in words: the filters of the prose.

Each returns a mark where the figure has no value, so that the sentence falls away.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace

from babel.lists import format_list

from slicebook.book.claims import ABOVE, BELOW, NEITHER, Claim, claimed, lies
from slicebook.book.names import Name, figure_of, is_missing, number, why
from slicebook.book.sentences import ABSENT, KEPT_BACK, OF, UNANSWERED, not_recorded
from slicebook.kinds import INVENTED
from slicebook.slices import SIDE_BY_SIDE
from slicebook.text import _, quantity, spoken

TO = _("to")
IN = _("{figure} in {place}")
# Of many municipalities a sentence names two.
MOST, LEAST = _("{} (highest)"), _("{} (lowest)")
CHANGES = (
    _("a rise beyond what chance gives"),
    _("a fall beyond what chance gives"),
    _("a difference that chance may give"),
)


def told(
    figure: Name,
    more: str,
    less: str,
    neither: str | None = None,
    than: float | Name | tuple = 0,
) -> str:
    """Return the text for an interval that lies above a number, below it, or around it.

    Of two texts the first is for either side. With a pair of numbers: above the larger, below the
    smaller, or neither.
    """
    if neither is None:
        less, neither = more, less
    known = figure_of(figure)
    limits = than if isinstance(than, tuple) else (than, than)
    lacking = [why(known)] if not _has_interval(figure) else []
    if lacking := [*lacking, *(str(limit) for limit in limits if number(limit) is None)]:
        return lacking[0] + _stop(more, less, neither)
    smaller, larger = map(number, limits)
    says = lies(known.low, known.high, smaller, larger)
    words = {ABOVE: more, BELOW: less, NEITHER: neither}[says]
    claimed(Claim(known, "interval", says, smaller, larger, words))
    return words


def sized(figure: Name, more: str, less: str, same: str | None = None, than: float = 0) -> str:
    """Return the text for a value that is more than a number, less, or the same.

    Of two texts the second is for what is not more.
    """
    same = less if same is None else same
    value = number(figure)
    if value is None:
        return str(figure) + _stop(more, less, same)
    says = lies(value, value, than, than)
    words = {ABOVE: more, BELOW: less, NEITHER: same}[says]
    claimed(Claim(figure_of(figure), "value", says, than, than, words))
    return words


def change(figure: Name) -> str:
    """Return in words whether a change with an interval is a rise or fall beyond chance."""
    return told(figure, *(str(words) for words in CHANGES))


def about(figure: Name, *counts: Name) -> str:
    """Return nothing, before a sentence that is about a figure and need not print it.

    `counts` are the numbers of forms that the figure rests on, each of which it needs: where one is
    none there are no answers, and else, where the figure is withheld, it is of so many forms.
    """
    if number(figure) is not None:
        return ""
    if not counts or any(is_withheld(count) for count in counts):
        return str(figure)
    if not all(counts):
        return UNANSWERED
    if not is_withheld(figure):
        # Nobody answered this, or everybody gave the same.
        return str(figure)
    forms = [quantity(number(count), "forms") for count in counts]
    return f"{KEPT_BACK}{OF}{format_list(forms, locale=spoken())}{OF}"


def made_up(figure: Name, words: str, otherwise: str = "") -> str:
    """Return the first text where made-up answers decide a figure, and the other where they do not.

    It does not say that the figure has a value.
    """
    return words if figure_of(figure).kind == INVENTED else otherwise


def interval(figure: Name) -> str:
    """Return a figure's interval to stand behind it, " (28% to 39%)"; "" where it may not be shown.

    A mean needs fewer answers than its interval.
    """
    return f" ({_ends(figure)})" if _has_interval(figure) else ""


def whole(figure: Name) -> Name:
    """Return a figure in whole numbers, without its unit."""
    known = figure_of(figure)
    ends = {name: getattr(known, name) for name in ("value", "low", "high")}
    rounded = {name: end if is_missing(end) else round(end) for name, end in ends.items()}
    return Name(figure._path, replace(known, unit="", **rounded))


def rough(figure: Name) -> Name:
    """Return a figure and its ends to two significant digits, as a rough amount is told."""
    known = figure_of(figure)
    ends = {name: _rounded(getattr(known, name)) for name in ("value", "low", "high")}
    return Name(figure._path, replace(known, **ends))


def _rounded(value: float | None) -> float | None:
    return value if is_missing(value) else float(f"{value:.2g}")


def inside(
    places: Iterable[tuple[str, Name]],
    path: str,
    ends: bool = False,
    roughly: bool = False,
    led: Callable[[Name, str], str] = lambda figure, text: text,
) -> str:
    """Return a figure in each municipality, the largest first: "33% in South and 8% in North".

    Of many the highest and the lowest: "33% in South (highest) and 8% in North (lowest)".
    `places` are pairs of a name and its figures; what has no value or is withheld is left out. With
    `ends`, its lower and upper end: "28% to 39% in South". `roughly` as `rough` tells it. `led`
    makes a link of a figure's text.
    """
    found, lacking = _each(places, path, ends, roughly, led)
    each = [str(IN.format(figure=text, place=name)) for name, text in found]
    if len(each) > SIDE_BY_SIDE:
        each = [MOST.format(each[0]), LEAST.format(each[-1])]
    return format_list(each, locale=spoken()) or lacking


def ranked(places: Iterable[tuple[str, Name]], path: str) -> list[str]:
    """Return the names of the municipalities that `inside` gives, in its order."""
    return [name for name, _ in _by_size(places, path)]


def within(places: Iterable[tuple[str, str]], figures: Name) -> list[tuple[str, Name]]:
    """Return the figures below a name by municipality, for `inside`: `full_year.north.completer`.

    `places` are pairs of a municipality's name and its key.
    """
    if not isinstance(figures, Name):
        return []
    return [(name, getattr(figures, key)) for name, key in places if hasattr(figures, key)]


def is_withheld(figure: object) -> bool:
    """Tell whether a figure was recorded and may not be shown; one that has no value is not it."""
    return not figure_of(figure).shown if isinstance(figure, Name) else False


def _has_interval(figure: Name) -> bool:
    known = figure_of(figure)
    return known.shown and not is_missing(known.low) and not is_missing(known.high)


def _ends(figure: Name) -> str:
    return f"{figure.low_text} {TO} {figure.high_text}"


def _stop(*texts: str) -> str:
    """Return the full stop of texts that are sentences, which their mark needs to be one."""
    return "." if any(text.endswith(".") for text in texts) else ""


def _each(
    places: Iterable[tuple[str, Name]],
    path: str,
    ends: bool,
    roughly: bool,
    led: Callable[[Name, str], str],
) -> tuple[list[tuple[str, str]], str]:
    """Return names and texts of the municipalities that have a figure, and the mark without any.

    A figure that none of them has was not recorded.
    """
    places = list(places)
    known = [(name, rough(one) if roughly else one) for name, one in _by_size(places, path)]
    found = [(name, led(one, _ends(one) if ends else str(one))) for name, one in known]
    lacking = {str(one) for _, figures in places if (one := _below(figures, path)) is not None}
    if KEPT_BACK in lacking:
        return found, KEPT_BACK
    if not lacking:
        return found, not_recorded(path)
    return found, UNANSWERED if lacking == {UNANSWERED} else ABSENT


def _by_size(places: Iterable[tuple[str, Name]], path: str) -> list[tuple[str, Name]]:
    found = [(name, _below(figures, path)) for name, figures in places]
    known = [(name, one) for name, one in found if one is not None and number(one) is not None]
    return sorted(known, key=lambda pair: -number(pair[1]))


def _below(figures: Name, path: str) -> Name | None:
    for part in path.split("."):
        figures = getattr(figures, part, None)
    return figures if hasattr(figures, "value") else None
