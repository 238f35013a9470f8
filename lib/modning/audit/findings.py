"""What the attacks share: slices and their parts, and what they find."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pandas as pd

from slicebook.errors import InputError
from slicebook.programme import ALL, Programme
from surveys.disclosure import is_public, is_public_count

Key = tuple[str, str]


@dataclass(frozen=True)
class Finding:
    """A withheld figure and what a reader can say of it; `safe` is false where that is too much.

    `printed` says that the figures which are public anyway give it away without any other. `asked`
    is the width that the rule asks of the interval, 0 where neither it nor its rest can be of few.
    `edition` is the earlier one that tells it together with what is shown now.
    """

    figure: str
    municipality: str
    year: str
    low: float
    high: float
    n: float | None
    safe: bool
    printed: bool = False
    asked: float = 0.0
    edition: str = ""

    @property
    def width(self) -> float:
        """Return the interval's width."""
        return self.high - self.low


class Slices:
    """The municipalities and years, and the single ones each slice consists of."""

    def __init__(self, programme: Programme) -> None:
        self._places, self._years = list(programme.municipalities), list(map(str, programme.years))
        self.all = [(p, y) for p in (*self._places, ALL) for y in (*self._years, ALL)]

    def parts(self, key: Key) -> list[Key]:
        """Return the municipalities and years that a slice is the sum of."""
        places = self._places if key[0] == ALL else [key[0]]
        years = self._years if key[1] == ALL else [key[1]]
        return [(place, year) for place in places for year in years]

    def groups(self) -> dict[Key, int]:
        """Return the number of the municipality of each municipality and year."""
        return {key: self._places.index(key[0]) for key in self.parts((ALL, ALL))}

    def sum(self, name: str, key: Key) -> Mapping[str, float]:
        """Return a number of a slice as the sum of its parts' unknowns."""
        terms: dict[str, float] = defaultdict(float)
        for part in self.parts(key):
            terms[unknown(name, part)] += 1.0
        return terms


@contextmanager
def one_build(figure: str) -> Iterator[None]:
    """Raise `InputError` where figures contradict each other: they are not of the same build."""
    try:
        yield
    except ValueError as problem:
        raise InputError(
            f"{figure}: {problem}; build results and book together before the audit"
        ) from None


def unknown(name: str, key: Key) -> str:
    """Return the name of a number of one municipality and year."""
    return f"{name} {key[0]} {key[1]}"


def tells_few(low: float, high: float, n: float | None, threshold: int) -> bool:
    """Tell whether an interval holds a count, or a rest, from 1 to threshold - 1."""
    few = max(low, 1) <= min(high, threshold - 1)
    rest = n is not None and max(n - high, 1) <= min(n - low, threshold - 1)
    return few or rest


def forms_counted(form: str, results: pd.DataFrame) -> dict[Key, float]:
    """Return how many forms each slice has, where that is shown."""
    rows = results[(results["figure"] == f"n.{form}") & results["shown"]]
    return dict(zip(_keys(rows), rows["value"], strict=True))


def at_most(forms: Mapping[Key, float], parts: Iterable[Key]) -> dict[Key, float]:
    """Return how many forms each part has at most: as many as anywhere where none were counted."""
    anywhere = max(forms.values(), default=0)
    return {part: forms.get(part, anywhere) for part in parts}


def public_ones(shown: Iterable[Any], programme: Programme) -> list[Any]:
    """Return what is public anyway, of shown figures with `figure`, `municipality` and `year`."""
    return [one for one in shown if _is_public(one, programme)]


def _is_public(one: Any, programme: Programme) -> bool:
    key = one.municipality, one.year
    if hasattr(one, "low") and not hasattr(one, "value"):
        return is_public_count(one.figure, key, programme, (one.low + one.high) / 2, one.n)
    return is_public(one.figure, key, programme, one.value)


def hidden(results: pd.DataFrame, names: Iterable[str]) -> list[tuple[str, Key]]:
    """Return name and slice of every figure among `names` that is withheld."""
    rows = results[results["figure"].isin(set(names)) & ~results["shown"]]
    return list(zip(rows["figure"], _keys(rows), strict=True))


def _keys(rows: pd.DataFrame) -> Iterator[Key]:
    return zip(rows["municipality"], rows["year"], strict=True)
