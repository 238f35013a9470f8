"""The words for what is withheld, the same everywhere."""

from slicebook.programme import load_programme
from slicebook.text import _

WHY = _(
    "Withheld: the number rests on fewer than {threshold} persons, or so small a number could be "
    "worked out from it."
)


def why_withheld(all_shown: bool) -> str:
    """Return the one sentence that says why something is withheld, after a blank.

    Empty where everything is shown.
    """
    return "" if all_shown else f" {WHY.format(threshold=load_programme().threshold)}"
