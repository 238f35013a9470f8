"""Self-generated codes as persons make them up and mistype them. All of it is assumed.

A code joins what a person knows of herself and nobody else is asked. Its parts take turns in kind:
a letter, a letter, a day of birth, a small number (older siblings), and so on.
"""

from dataclasses import dataclass
from string import ascii_uppercase

import numpy as np


@dataclass(frozen=True)
class Habits:
    """How persons answer, as shares from 0 to 1.

    `slip` and `slip_twice` are of the codes given, by one part and by two; `forget` leave the code
    out, `duplicate` send a form twice, `join` end without a form at the start.
    """

    slip: float = 0.08
    slip_twice: float = 0.02
    forget: float = 0.04
    duplicate: float = 0.03
    join: float = 0.06


def codes(n: int, parts: int, chance: np.random.Generator) -> np.ndarray:
    """Return the codes of `n` persons: texts, a row a person and a column a part."""
    kinds = (_letters, _letters, _days, _siblings)
    drawn = [kinds[part % len(kinds)](n, chance) for part in range(parts)]
    return np.array(drawn, dtype=object).reshape(parts, n).T


def typed(given: np.ndarray, habits: Habits, chance: np.random.Generator) -> np.ndarray:
    """Return codes as they were typed: with slips in one part or two, or left out (None).

    A slip puts what another person answers to this part, or nothing, in the place of the part.
    """
    written, (n, parts) = given.copy(), given.shape
    draws = chance.random(n)
    slips = np.select(
        [draws < habits.slip_twice, draws < habits.slip_twice + habits.slip], [2, 1], 0
    )
    for row in np.flatnonzero(slips):
        for part in chance.choice(parts, slips[row], replace=False):
            others = [None, *sorted(set(given[:, part]) - {given[row, part]})]
            written[row, part] = others[chance.integers(len(others))]
    written[chance.random(n) < habits.forget] = None
    return written


def _letters(n: int, chance: np.random.Generator) -> np.ndarray:
    # Initials are uneven: the weights fall as one over the rank.
    weights = 1 / np.arange(1, len(ascii_uppercase) + 1)
    letters = chance.permutation(list(ascii_uppercase))
    return chance.choice(letters, n, p=weights / weights.sum())


def _days(n: int, chance: np.random.Generator) -> np.ndarray:
    return chance.integers(1, 32, n).astype(str)


def _siblings(n: int, chance: np.random.Generator) -> np.ndarray:
    return np.minimum(chance.poisson(0.8, n), 9).astype(str)
