"""Shares into whole numbers of answers, and which person gets which."""

from collections.abc import Collection, Iterable, Mapping, Sequence

import numpy as np
from scipy.optimize import brentq
from scipy.stats import norm

Interval = tuple[float, float]


def count_within(n: int, percent: Interval) -> int:
    """Return the count of `n` nearest to the middle of an interval of percentages.

    It lies within the interval if any whole number does.
    """
    return round(n * sum(percent) / 200)


def apportion(n: int, weights: Mapping[str, float]) -> dict[str, int]:
    """Share out `n` in proportion to weights by the method of the largest remainder.

    Ties go to the name that comes first. Without any positive weight nobody gets anything.
    """
    total = sum(weights.values())
    if total <= 0:
        return dict.fromkeys(weights, 0)
    exact = {name: n * weight / total for name, weight in weights.items()}
    counts = {name: int(share) for name, share in exact.items()}
    by_remainder = sorted(exact, key=lambda name: counts[name] - exact[name])
    for name in by_remainder[: n - sum(counts.values())]:
        counts[name] += 1
    return counts


def split(
    n: int,
    options: Sequence[str],
    percentages: Mapping[frozenset[str], Interval],
    weights: Mapping[str, float],
) -> dict[str, int]:
    """Share out `n` answers among the options of a single choice.

    `percentages` bind sets of options, nested or disjoint, to a share of `n`; what they leave is
    shared out by `weights`, and goes to the largest set where no option has a weight.
    """
    return _fill(n, n, frozenset(options), options, percentages, weights)


def check_nested(sets: Iterable[frozenset[str]]) -> None:
    """Raise `ValueError` unless any two sets of options are nested or disjoint."""
    sets = list(sets)
    for index, one in enumerate(sets):
        for other in sets[index + 1 :]:
            if one & other and not (one <= other or other <= one):
                raise ValueError(
                    f"percentages overlap: {', '.join(sorted(one))} and {', '.join(sorted(other))}"
                )


def ordinal_counts(n: int, options: Sequence[str], mean: float, sd: float) -> dict[str, int]:
    """Share out `n` answers on an ordered scale 1, 2, … with this mean.

    The answers are a rounded normal variable of standard deviation `sd`, cut off at both ends,
    whose place is chosen so that the rounded answers have the mean.
    """
    return apportion(n, dict(zip(options, _rounded_normal(len(options), mean, sd), strict=True)))


def _fill(
    total: int,
    n: int,
    within: frozenset[str],
    options: Sequence[str],
    percentages: Mapping[frozenset[str], Interval],
    weights: Mapping[str, float],
) -> dict[str, int]:
    if len(within) == 1:
        return {next(iter(within)): n}
    inside = {members: percent for members, percent in percentages.items() if members < within}
    outer = [members for members in inside if not any(members < other for other in inside)]
    counts, left = {}, n
    for members in outer:
        part = min(count_within(total, inside[members]), left)
        counts[members] = part
        left -= part
    free = {
        option: weights.get(option, 0)
        for option in options
        if option in within and not any(option in members for members in outer)
    }
    shared = apportion(left, free)
    if outer and sum(shared.values()) < left:
        counts[max(outer, key=lambda members: counts[members])] += left
    for members in outer:
        shared |= _fill(total, counts[members], members, options, inside, weights)
    return shared


def _rounded_normal(levels: int, mean: float, sd: float) -> np.ndarray:
    cuts = np.arange(1.5, levels)
    scale = np.arange(1, levels + 1)

    def probabilities(place: float) -> np.ndarray:
        return np.diff(norm.cdf(cuts, place, sd), prepend=0, append=1)

    place = brentq(lambda place: probabilities(place) @ scale - mean, -20, levels + 20)
    return probabilities(place)


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
