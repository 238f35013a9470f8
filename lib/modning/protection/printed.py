"""What is withheld of the figures that the printed report draws: those of `printed` questions."""

from collections import defaultdict
from collections.abc import Collection, Sequence

from modning.protection.counts import Cell, System
from modning.register import entry
from slicebook.programme import ALL
from surveys.codebook import Form

# Of all of the places or years, or of single ones.
SCOPES = {
    (True, True): "whole",
    (False, True): "by municipality",
    (True, False): "by year",
    (False, False): "by both",
}


def lost(
    form: Form, system: System, hidden: Sequence[Collection[str]]
) -> dict[str, dict[str, list[int]]]:
    """Return, by the report's figure and scope, how many counts are withheld and of how many.

    Counted are those that are shown there if they may be, where somebody answered.
    """
    found: dict[str, dict[str, list[int]]] = defaultdict(
        lambda: {scope: [0, 0] for scope in SCOPES.values()}
    )
    names = {f"{form.id}/{name}": entry(form.id, item.id).printed for item in form.items
             for name in (item.id, *(f"{item.id}_{row.id}" for row in item.rows))}  # fmt: skip
    for name, cell in system.cells.items():
        question, _, answers = name.partition(".")
        printed = names.get(question.split("[")[0])
        for at, key in enumerate(system.tables.slices) if printed and answers else ():
            if system.counts[cell.base, at] and _is_shown(cell, key):
                counted = found[printed][SCOPES[key[0] == ALL, key[1] == ALL]]
                counted[0] += name in hidden[at]
                counted[1] += 1
    return found


def _is_shown(cell: Cell, key: tuple[str, str]) -> bool:
    """Tell whether a count is shown in a slice if it may be."""
    return key == (ALL, ALL) if cell.whole else key[1] == ALL or not cell.rare
