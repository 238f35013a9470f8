"""The guard that a notebook's figures pass: the rules for one alone, the pattern for all."""

from collections.abc import Sequence
from functools import cache

from slicebook.programme import load_programme
from surveys.disclosure import dominates, may_show, withheld_figures


class Guard:
    """Shows what the rules of `programme.yml` and the pattern of `modning protect` let be shown.

    One belongs to one run: a slice's pattern is read once.
    """

    def __init__(self) -> None:
        self._programme = load_programme()
        self._withheld = cache(withheld_figures)

    def shows(
        self, figure: str, value: float | None, n: int | None, unit: str, key: tuple[str, str]
    ) -> bool:
        """Tell whether a figure of a municipality and year may be shown."""
        withheld = figure in self._withheld(*key)
        return not withheld and may_show(figure, value, n, unit, self._programme, key)

    def dominated(self, contributions: Sequence[float]) -> bool:
        """Tell whether few contributors make up an amount."""
        return dominates(contributions, self._programme)
