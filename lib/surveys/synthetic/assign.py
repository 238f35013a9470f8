"""Counts into answers: which person gets which."""

from collections.abc import Collection, Mapping, Sequence

import numpy as np

from surveys.synthetic.counts import apportion


def ranked(counts: Mapping[str, int], order: Sequence[str], scores: np.ndarray) -> np.ndarray:
    """Give single answers to persons in the order of their scores, the first of `order` lowest.

    `counts` add up to the number of scores. Returns an array of option ids.
    """
    answers = [name for name in order for _ in range(counts.get(name, 0))]
    placed = np.empty(len(scores), dtype=object)
    placed[np.argsort(scores, kind="stable")] = answers
    return placed


def ticked(
    n: int, counts: Mapping[str, int], alone: Collection[str], draw: np.random.Generator
) -> dict[str, np.ndarray]:
    """Tick the options of a multiple choice for `n` persons; a boolean array an option.

    Each option is ticked as often as `counts` says (never more often than there are persons).
    Everybody ticks something if there are enough ticks, and an option in `alone` stands alone.
    """
    flags = {name: np.zeros(n, dtype=bool) for name in counts}
    single = {name: counts[name] for name in counts if name in alone}
    shared = {name: counts[name] for name in counts if name not in alone}
    persons = draw.permutation(n)
    _deal(single, persons, flags)
    persons = persons[sum(single.values()) :]
    first = apportion(min(len(persons), sum(shared.values())), shared)
    _deal(first, persons, flags)
    for name, count in shared.items():
        others = persons[~flags[name][persons]]
        more = min(count - first[name], len(others))
        flags[name][draw.choice(others, more, replace=False)] = True
    return flags


def scores(
    n: int, loading: float, factor: np.ndarray | None, draw: np.random.Generator
) -> np.ndarray:
    """Return what ranks `n` persons on an item: a common factor, by its loading, and chance.

    Factor and chance are standard normal, so two items of loading a and b correlate by a * b.
    """
    own = draw.standard_normal(n)
    if factor is None:
        return own
    return loading * factor + np.sqrt(1 - loading**2) * own


def _deal(counts: Mapping[str, int], persons: np.ndarray, flags: dict[str, np.ndarray]) -> None:
    start = 0
    for name, count in counts.items():
        flags[name][persons[start : start + count]] = True
        start += count
