"""The tightest bounds of what is not shown, each number by its name."""

from collections.abc import Mapping

import numpy as np

from cellguard.linked import Program

Term = Mapping[str, float]


class Attack:
    """Unknown numbers by name, their bounds, and what is known of their sums; then, the bounds.

    `whole` says that the numbers are counts.
    """

    def __init__(self, whole: bool = True) -> None:
        self.program, self._places = Program(whole=whole), dict[str, int]()

    def unknown(self, name: str, low: float = 0, high: float = np.inf, group: int = 0) -> None:
        """Add a number between two bounds, in a group of which some move together."""
        self._places[name] = self.program.unknown(low, high, group)

    def know(self, terms: Term, low: float, high: float) -> None:
        """Add that a sum of numbers, each times its factor, lies between two bounds."""
        self.program.know(self.placed(terms), low, high)

    def width(self, terms: Term, enough: float) -> tuple[float, float]:
        """Return the least and largest value of a sum, or two possible ones so far apart."""
        return self.program.bounds(self.placed(terms), enough)

    def about(self, terms: Term) -> tuple[float, float]:
        """Return whole numbers between which a sum lies, sooner than its bounds and no narrower."""
        return self.program.about(self.placed(terms))

    def placed(self, terms: Term) -> dict[int, float]:
        """Return a sum as the program has it."""
        return {self._places[name]: factor for name, factor in terms.items()}
