"""The guard that a notebook's figures pass: the rules for one alone, the pattern for all."""

from collections.abc import Sequence
from functools import cache

from slicebook.programme import load_programme
from slicebook.slices import Slice
from surveys.disclosure import (
    dominates,
    everybody_cell,
    is_public,
    may_show,
    note_asked,
    withheld,
    withheld_figures,
)
from surveys.disclosure.origin import forget_read, forms_read


class Guard:
    """Shows what the rules of `programme.yml` and the pattern of `modning protect` let be shown.

    One belongs to one run: a slice's pattern is read once.
    """

    def __init__(self) -> None:
        self._programme = load_programme()
        self._withheld = cache(withheld_figures)
        forget_read()

    def shows(
        self,
        figure: str,
        value: float | None,
        n: int | None,
        unit: str,
        key: tuple[str, str],
        decided: bool = True,
    ) -> bool:
        """Tell whether a figure of a municipality and year may be shown.

        Where it was not `decided` by what made it, it may rest on any answers read so far, and
        nobody knows on which: it is shown only where a mean of all of them would be.
        """
        if not decided and not is_public(figure, key, self._programme, value):
            here = Slice(*key)
            if any(withheld(everybody_cell(form), here) for form in forms_read()):
                return False
        note_asked(figure, *key)
        gone = figure in self._withheld(*key)
        return not gone and may_show(figure, value, n, unit, self._programme, key)

    def dominated(self, contributions: Sequence[float]) -> bool:
        """Tell whether few contributors make up an amount."""
        return dominates(contributions, self._programme)
