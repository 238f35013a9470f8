"""A table of many places, decided of a few places at a time.

A reader who is told the cells of all other places bounds those of these no less closely than one
who is not: what protects from her protects. What cannot be protected of so few is left to more.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np

from cellguard.attack import TOLERANCE, Reader, needed
from cellguard.problem import Problem, part_of, with_implied

# The place of totals, and how many places are decided together, first and then.
ALL, SIZES = -1, (5, 20)


def decide(
    problem: Problem, choose: Callable[[Problem], np.ndarray]
) -> tuple[np.ndarray, np.ndarray]:
    """Return units to withhold, and which sensitive cells they do not protect.

    `choose` returns those of the problem of a few places.
    """
    withheld = with_implied(problem, problem.forced)
    left = np.ones(len(problem.sensitive), dtype=bool)
    for size in SIZES:
        for places in _blocks(problem, size):
            mine = np.flatnonzero(left & np.isin(problem.place[problem.sensitive], places))
            if not len(mine):
                continue
            units, part = _part(replace(problem, forced=withheld), places, mine)
            able = needed(part, Reader(part)) > part.width - 2 * TOLERANCE
            # Without its places it is decided as one.
            some = {"sensitive": part.sensitive[able], "width": part.width[able]}
            part = replace(part, **some, place=part.place[:0])
            chosen = choose(part)
            withheld[units] |= chosen
            wide = ~np.isin(part.sensitive, _narrow(part, chosen, part.sensitive, part.width))
            left[mine[able][wide]] = False
    return with_implied(problem, withheld), left


def narrow(problem: Problem, withheld: np.ndarray, cells: np.ndarray) -> np.ndarray:
    """Return those of some cells that a reader who is told the cells of other places may know."""
    found, width = [cells[problem.place[cells] == ALL]], problem.width.max()
    for places in _blocks(problem, SIZES[0]):
        own = np.flatnonzero(np.isin(problem.place, places))
        mine = np.flatnonzero(np.isin(own, cells))
        if len(mine):
            units, part = _part(problem, places, np.array([], dtype=int))
            widths = np.full(len(mine), width)
            found.append(own[_narrow(part, withheld[units], mine, widths)])
    return np.sort(np.concatenate(found))


def _blocks(problem: Problem, size: int) -> Iterator[np.ndarray]:
    places = np.unique(problem.place[problem.place != ALL])
    return (places[at : at + size] for at in range(0, len(places), size))


def _part(problem: Problem, places: np.ndarray, mine: np.ndarray) -> tuple[np.ndarray, Problem]:
    own = np.flatnonzero(np.isin(problem.place, places))
    rows = np.flatnonzero(np.diff(problem.equations[:, own].tocsr().indptr))
    return part_of(problem, own, rows, mine)


def _narrow(problem: Problem, withheld, cells, widths) -> np.ndarray:
    reader = Reader(problem)
    reader.sees(withheld)
    return np.array(
        [
            cell
            for cell, width in zip(cells, widths, strict=True)
            if np.ptp(reader.closest(cell, width)) < width - TOLERANCE
        ],
        dtype=int,
    )
