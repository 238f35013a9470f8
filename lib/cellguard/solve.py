"""Which further cells to withhold: exactly where the table is small enough, fast otherwise."""

from dataclasses import replace

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from cellguard import blocks
from cellguard.attack import TOLERANCE, Reader, needed
from cellguard.exact import exact
from cellguard.heuristic import heuristic
from cellguard.problem import ALWAYS, Problem, Solution, part_of, with_implied

EXACT, FAST, NONE = "exact", "heuristic", "none needed"
# More undecided units than this are left to the heuristic. By size and not by the clock, so that
# the same answers give the same choice on every machine.
MOST_UNITS = 250


def solve(problem: Problem, most_units: int = MOST_UNITS) -> Solution:
    """Return the units to withhold so that every sensitive cell is protected.

    A reader cannot tell which cells are withheld for another's sake. Those that would be bounded
    closely, and might be of few, are made sensitive in turn.
    """
    while True:
        solution = _solve(problem, most_units)
        exposed = _exposed(problem, solution.withheld, most_units)
        if not exposed:
            return solution
        forced = problem.forced.copy()
        forced[problem.unit[exposed]] = True
        problem = replace(
            problem,
            forced=forced,
            sensitive=np.concatenate([problem.sensitive, exposed]),
            width=np.concatenate([problem.width, np.full(len(exposed), problem.width.max())]),
        )


def _exposed(problem: Problem, withheld: np.ndarray, most_units: int) -> list[int]:
    """Return the cells, withheld but not sensitive, of which a reader would know too much."""
    if not (problem.few and len(problem.sensitive)):
        return []
    reader, enough = Reader(problem), problem.width.max()
    reader.sees(withheld)
    hidden = (problem.unit != ALWAYS) & withheld[problem.unit]
    hidden[problem.sensitive] = False
    found, asked = [], np.flatnonzero(hidden)
    if _many(problem, most_units):
        asked = blocks.narrow(problem, withheld, asked)
    for cell in asked:
        low, high = reader.closest(cell, enough)
        few = max(low, 1) <= min(high, problem.few - 1) + TOLERANCE
        if high - low < enough - TOLERANCE and few:
            found.append(int(cell))
    return found


def _solve(problem: Problem, most_units: int) -> Solution:
    if not len(problem.sensitive):
        return Solution(with_implied(problem, problem.forced), NONE, 0.0)
    # All that is given is withheld, whatever else is.
    bound = float(problem.cost[problem.forced].sum())
    if many := _many(problem, most_units):
        withheld, left = blocks.decide(problem, lambda part: solve(part, most_units).withheld)
        sensitive, width = problem.sensitive[left], problem.width[left]
        problem = replace(problem, forced=withheld, sensitive=sensitive, width=width)
    reader = Reader(problem)
    wanted = needed(problem, reader)
    if not many and problem.free.sum() <= most_units:
        withheld, least = exact(problem, reader, wanted)
        if withheld is not None:
            return Solution(withheld, EXACT, 0.0)
        bound = max(bound, least)
    withheld = heuristic(problem, reader, wanted)
    loss = float(problem.cost[withheld].sum())
    return Solution(withheld, FAST, (loss - bound) / loss if loss else 0.0)


def _many(problem: Problem, most_units: int) -> bool:
    """Tell whether a problem is too large for the exact choice and has places to cut it by."""
    places = len(set(problem.place.tolist()) - {blocks.ALL})
    return problem.free.sum() > most_units and places > blocks.SIZES[0]


def parts(problem: Problem) -> list[tuple[np.ndarray, Problem]]:
    """Return the problems that have nothing to do with each other, each with its units' numbers.

    Cells belong together that an equation, a unit or an implication ties; what every reader
    sees ties nothing. Where nothing is shown in any case there is nothing to decide.
    """
    cells, units = len(problem.value), len(problem.cost)
    if not units:
        return []
    known = (problem.unit != ALWAYS) & problem.public[problem.unit]
    rows, columns = problem.equations.nonzero()
    alive = ~known[columns]
    first = [np.flatnonzero(problem.unit != ALWAYS), columns[alive]]
    second = [problem.unit[problem.unit != ALWAYS] + cells, rows[alive] + cells + units]
    pairs = problem.implied + cells
    a, b = np.concatenate([*first, pairs[:, 0]]), np.concatenate([*second, pairs[:, 1]])
    size = cells + units + problem.equations.shape[0]
    graph = sparse.coo_array((np.ones(len(a)), (a, b)), shape=(size, size))
    _, label = connected_components(graph, directed=False)
    decided = set(label[cells : cells + units])
    sensitive = np.unique(label[problem.sensitive])
    return [_part(problem, label, part) for part in sensitive if part in decided]


def _part(problem: Problem, label: np.ndarray, part: int) -> tuple[np.ndarray, Problem]:
    cells, units = len(problem.value), len(problem.cost)
    rows = np.flatnonzero(label[cells + units :] == part)
    inside = label[:cells] == part
    # Cells that everybody sees come along where they stand in an equation of the part.
    inside[problem.equations[rows].nonzero()[1]] = True
    return part_of(problem, np.flatnonzero(inside), rows, label[problem.sensitive] == part)
