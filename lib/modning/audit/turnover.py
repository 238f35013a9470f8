"""Who is counted in two editions: those kept, those who came and those gone.

A reader who subtracts editions takes it that in a municipality and year forms came in or were
withdrawn, and not both, wherever what is shown allows it. Where it does not, some were corrected or
replaced, she cannot tell how many, and of that municipality and year alone she learns nothing.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from cellguard.linked import ContradictionError, Program, Terms
from modning.audit.findings import Key
from slicebook.errors import InputError

Made = TypeVar("Made")
# How many came and are gone in each municipality and year; how many there are more, if known.
Moved = Mapping[Key, tuple[Terms, Terms, float | None]]
KEPT, CAME, GONE = "kept", "came", "gone"
# Who is counted in the earlier edition, and in the new one.
THEN, NOW = (KEPT, GONE), (KEPT, CAME)


@dataclass(frozen=True)
class Corrected:
    """Where some came and others went: in all of `surely`, in `most` of those that `may` be so."""

    surely: frozenset[Key] = frozenset()
    may: frozenset[Key] = frozenset()
    most: float = np.inf

    def tie(self, program: Program, moved: Moved, people: float) -> dict[Key, int]:
        """Know that elsewhere forms came or went, `people` at most; return where both may be."""
        both = {}
        for key, (came, gone, more) in moved.items():
            if key in self.surely:
                continue
            free = {}
            if key in self.may:
                both[key] = program.unknown(0, 1)
                free = {both[key]: -people}
            if more is None:
                grew = program.unknown(0, 1)
                program.know(came | free | {grew: -people}, -np.inf, 0)
                program.know(gone | free | {grew: people}, -np.inf, people)
            else:
                program.know(came | free, -np.inf, max(more, 0))
                program.know(gone | free, -np.inf, max(-more, 0))
        program.know(dict.fromkeys(both.values(), 1.0), 0, self.most)
        return both


def settled(
    places: Iterable[Key], make: Callable[[Corrected], tuple[Program, dict[Key, int], Made]]
) -> Made:
    """Return what `make` makes where as little as can be was corrected, whichever that is.

    Raises `ContradictionError` where nothing fits what is known.
    """
    program, _, made = make(Corrected())
    try:
        program.bounds({}, 0)
    except ContradictionError:
        return _corrected(frozenset(places), make)
    return made


def _corrected(places: frozenset[Key], make: Callable) -> Made:
    program, both, _ = make(Corrected(may=places))
    least, _ = program.bounds(dict.fromkeys(both.values(), 1.0))
    program, both, _ = make(Corrected(may=places, most=least))
    ends = {key: program.bounds({place: 1.0}, 1) for key, place in both.items()}
    surely = frozenset(key for key, (low, _) in ends.items() if low > 0)
    may = frozenset(key for key, (low, high) in ends.items() if low < high)
    return make(Corrected(surely, may, least - len(surely)))[-1]


def growth(
    places: Iterable[Key], *counted: tuple[Mapping[Key, float], Mapping[Key, float]]
) -> dict[Key, float]:
    """Return by how many there are more, by the first of some counts that both editions have."""
    return {key: now[key] - then[key] for key in places for then, now in reversed(counted)
            if key in then and key in now}  # fmt: skip


@contextmanager
def of_edition(figure: str, edition: str) -> Iterator[None]:
    """Raise `InputError` where an edition's figures contradict each other."""
    try:
        yield
    except ValueError as problem:
        raise InputError(f"editions/{edition}.csv: {figure}: {problem}") from None
