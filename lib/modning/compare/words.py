"""Comparisons as tables of text, in the reader's language."""

from collections.abc import Mapping, Sequence
from typing import Any

from modning.compare.groups import Comparison, Side
from slicebook.programme import ALL, load_programme
from slicebook.shown.view import view
from slicebook.tables import of_numbers
from slicebook.text import BELOW, NONE, _, number, quantity

HEADINGS = _(
    "Comparison|Answers|Missing|Before|After|Difference|Hedges' g|Higher after, %|p|p, Holm|"
    "p, rank test"
)
HIGHER, HOLM = 7, 9
CAPTION = _("{title}: before and after")
NOTE = _("Answers and missing: before / after. In brackets 95% intervals.")
NOTE_HIGHER = _(
    "Higher after: how often an answer after is higher than one before, ties counted half (Brunner "
    "and Munzel)."
)
NOTE_P = _("p: Welch's t-test; rank test: Mann and Whitney's.")
NO_BREAK = "\N{NO-BREAK SPACE}"
HIDDEN = _("few")
YES, NO = _("yes"), _("no")


def tabulate(
    comparisons: Sequence[Comparison], labels: Mapping[str, str], title: str
) -> dict[str, Any]:
    """Return comparisons as arguments of `tables.show`: one row each, named by `labels`.

    The columns of Holm's p-values, and of how often an answer is higher, are there where any
    comparison has one. A group of too few answers to be shown has neither number nor mean.
    """
    rows = [_row(comparison, labels[comparison.name]) for comparison in comparisons]
    lacking = {at for name, at in (("p_holm", HOLM), ("superiority", HIGHER))
               if all(getattr(one, name) is None for one in comparisons)}  # fmt: skip
    notes = (NOTE, *(() if HIGHER in lacking else (NOTE_HIGHER,)), NOTE_P)
    told = of_numbers(HEADINGS, rows, CAPTION.format(title=title), " ".join(map(str, notes)))
    told["frame"] = told["frame"].drop(columns=[str(HEADINGS).split("|")[at] for at in lacking])
    return told


@view
def place_labels() -> dict[str, str]:
    """Return the municipalities' names, and the words for all of them, by key."""
    programme = load_programme()
    keys = [*programme.municipalities, ALL]
    return {key: programme.municipality_name(key) for key in keys}


def span(low: float | None, high: float | None, decimals: int = 1) -> str:
    """Return an interval alone, "0.6; 1.2"; "–" where there is none."""
    if low is None or high is None:
        return NONE
    return f"{number(low, decimals)}; {number(high, decimals)}"


def interval(value: float | None, low: float | None, high: float | None, decimals: int = 1) -> str:
    """Return a value with its interval, "0.8 (0.6; 1.2)"; "–" where there is none."""
    if value is None:
        return NONE
    if low is None or high is None:
        return _rounded(value, decimals)
    texts = (_rounded(number, decimals) for number in (value, low, high))
    return "{} ({}; {})".format(*texts)


def _rounded(value: float, decimals: int) -> str:
    # Adding zero turns a rounded minus zero into zero.
    return number(round(value, decimals) + 0.0, decimals)


def _row(comparison: Comparison, label: str) -> list[str]:
    one, other = comparison.before, comparison.after
    chance = (comparison.superiority, comparison.superiority_low, comparison.superiority_high)
    probabilities = [quantity(p, "probability") for p in (comparison.p, comparison.p_holm)]
    probabilities.append(quantity(comparison.p_rank, BELOW))
    return [
        label,
        _pair(one, other, "n"),
        _pair(one, other, "missing"),
        quantity(one.mean, "scale"),
        quantity(other.mean, "scale"),
        interval(comparison.difference, comparison.low, comparison.high),
        interval(comparison.g, comparison.g_low, comparison.g_high),
        interval(*map(_percent, chance), 0),
        *(p.replace(" ", NO_BREAK) for p in probabilities),
    ]


def _percent(share: float | None) -> float | None:
    return None if share is None else 100 * share


def _pair(one: Side, other: Side, what: str) -> str:
    counts = (str(HIDDEN) if s.withheld else str(getattr(s, what)) for s in (one, other))
    return f"{NO_BREAK}/{NO_BREAK}".join(counts)
