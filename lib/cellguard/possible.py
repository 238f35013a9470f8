"""Which sets of answers a reader thinks possible: how many, and how often each answer was given."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cellguard.moments import Moments


@dataclass(frozen=True)
class Possible:
    """How many sets of answers fit, and between what each answer's count lies in them."""

    sets: int
    counts: Mapping[int, tuple[int, int]]


def possible(
    levels: Sequence[int],
    n: int,
    fits: Sequence[Moments],
    seen: Mapping[int, tuple[int, int]] | None = None,
) -> Possible:
    """Count the sets of n answers that fit some moments, by dynamic programming over the levels.

    `seen` has the span of an answer's count where something is shown of it. A set is how often each
    level was given; who gave it does not matter.
    """
    spans = [(seen or {}).get(level, (0, n)) for level in levels]
    most = max((one.squares[1] for one in fits), default=-1)
    sums = {one.sum: one.squares for one in fits}
    ways = _forward(levels, spans, n, max(sums, default=-1), most)
    ends = {state for state in ways[-1] if _fits(state, n, sums)}
    found = {}
    alive = ends
    for at in range(len(levels) - 1, -1, -1):
        alive, given = _back(ways[at], alive, levels[at], spans[at])
        found[levels[at]] = (min(given), max(given)) if given else (0, 0)
    return Possible(sum(ways[-1][state] for state in ends), found)


def _fits(state: tuple[int, int, int], n: int, sums: Mapping[int, tuple[int, int]]) -> bool:
    count, total, squares = state
    low, high = sums.get(total, (1, 0))
    return count == n and low <= squares <= high


def _forward(levels, spans, n, most_sum, most_squares) -> list[dict[tuple[int, int, int], int]]:
    """Return, before each level and after the last, in how many ways each state is reached."""
    steps = [{(0, 0, 0): 1}]
    for level, (low, high) in zip(levels, spans, strict=True):
        ways: dict[tuple[int, int, int], int] = defaultdict(int)
        for (count, total, squares), number in steps[-1].items():
            for more in range(low, min(high, n - count) + 1):
                state = count + more, total + more * level, squares + more * level * level
                if state[1] > most_sum or state[2] > most_squares:
                    break
                ways[state] += number
        steps.append(dict(ways))
    return steps


def _back(before, after, level: int, span: tuple[int, int]):
    """Return the states before a level from which those after it are reached, and its counts."""
    alive, given = set(), set()
    for count, total, squares in after:
        for more in range(span[0], min(span[1], count) + 1):
            state = count - more, total - more * level, squares - more * level * level
            if state in before:
                alive.add(state)
                given.add(more)
    return alive, given
