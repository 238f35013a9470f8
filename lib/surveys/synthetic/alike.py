"""Answers whose share the draw makes the same in every municipality: nothing to compare."""

from collections.abc import Collection, Iterable

from surveys.codebook import Item, load_codebook
from surveys.synthetic.margins import Margin, load_assumptions

Answers = frozenset[str]


def drawn_alike(form: str, cells: Iterable[tuple[str, str | None, Collection[str]]]) -> list[bool]:
    """Tell of some cells of a form whether the draw gives all municipalities the same share.

    A cell is an item, a row of it or None, and the answers counted. Only what is declared is drawn
    alike; a question without margins differs from place to place.
    """
    book = load_codebook()[form]
    declared = load_assumptions(book).items
    return [
        item in declared
        and _alike(book.item(item), _about(declared[item].margins, row), frozenset(answers))
        for item, row, answers in cells
    ]


def _about(margins: Iterable[Margin], row: str | None) -> list[Margin]:
    """Return the margins that decide shares of a row: not how many answer, nor who among them."""
    return [
        margin
        for margin in margins
        if margin.answered is None and not margin.among and margin.row in (None, row)
    ]


def _alike(item: Item, margins: list[Margin], answers: Answers) -> bool:
    own = frozenset().union(*(_decided(item, one) for one in margins if one.municipality))
    if item.type != "single" and item.type != "grid":
        return not own & answers if item.options else not own
    shared = [frozenset(one.options) for one in margins if one.percent and not one.municipality]
    return all(part <= answers or not part & own for part in _parts(item, shared) if part & answers)


def _decided(item: Item, margin: Margin) -> Answers:
    """Return the answers whose shares a margin decides; of numbers, whose are bands, any."""
    options = frozenset(option.id for option in item.options)
    return frozenset(margin.options) or options & frozenset(margin.weights) or options or {item.id}


def _parts(item: Item, shared: list[Answers]) -> list[Answers]:
    """Return the answers apart by the sets that hold them: each part's share is that of sets."""
    parts: dict[tuple[bool, ...], set[str]] = {}
    for option in item.options:
        parts.setdefault(tuple(option.id in one for one in shared), set()).add(option.id)
    return [frozenset(part) for part in parts.values()]
