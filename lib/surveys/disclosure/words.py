"""The words for what is withheld, the same everywhere."""

from slicebook.programme import Programme, load_programme
from slicebook.text import _

WHY = _(
    "Withheld: the number rests on fewer than {threshold} persons, or so small a number could be "
    "worked out from it."
)
ROUNDED = _(
    "Counts are rounded up or down to a multiple of {base}, and percentages computed from those, "
    "so that no single person can be worked out."
)


def why_withheld(programme: Programme) -> str:
    """Return the one sentence that says why something is withheld."""
    return WHY.format(threshold=programme.threshold)


def why_not_as_counted(all_shown: bool) -> str:
    """Return what a reader must know of shown counts: that they are rounded, or some withheld.

    Begins with a blank; empty where everything is shown as it was counted.
    """
    programme = load_programme()
    rounded = [ROUNDED.format(base=programme.rules.base)] * programme.rules.rounds
    withheld = [] if all_shown else [why_withheld(programme)]
    return "".join(f" {sentence}" for sentence in (*rounded, *withheld))
