"""A form's counts rounded to a base, where the programme rounds instead of withholding.

Questions that nothing ties are rounded one by one. A rounding from which a reader could bound a
small count too closely, knowing every public number, is drawn again; a question that no draw makes
safe is withheld as a whole.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from cellguard.attack import TOLERANCE, Reader
from cellguard.problem import ALWAYS, Problem, equations
from cellguard.rounding import Counts, nearest, rounded, window
from modning.protection.counts import Cell, System
from surveys.disclosure import Rounded, is_public_count

DRAWS = 20


@dataclass(frozen=True)
class Part:
    """Some sets of a form, rounded together: their counts, and the problem of a reader of them.

    `guarded` are the cells that must not be bounded too closely; `seed` starts the draws.
    """

    sets: np.ndarray
    counts: Counts
    problem: Problem
    guarded: np.ndarray
    base: int
    width: float
    seed: tuple[int, ...]


def decide(
    whole: System, problem: Problem, seed: int, mapped: Callable[..., Iterable] = map
) -> list[dict[str, Rounded | None]]:
    """Return, for each slice, what is shown of every cell that is not shown as it is.

    `problem` is `counts_problem.problem`'s of the form's system; `mapped` rounds its parts. None
    stands for a share that is withheld: it rests on fewer than the threshold, or could not be
    rounded. The draws must be a secret: whoever can repeat them could tell from which count one was
    rounded.
    """
    problem = replace(problem, public=_public(whole, problem))
    pieces = list(parts(whole, problem, seed))
    table = np.full((len(whole.sets), len(whole.tables.slices)), np.nan)
    for piece, found in zip(pieces, mapped(shown, pieces), strict=True):
        if found is not None:
            table[piece.sets] = found
    return _told(whole, problem, table)


def parts(whole: System, problem: Problem, seed: int) -> Iterator[Part]:
    """Yield the parts of a form's system; `problem` knows every unit that is shown as it is."""
    rules, size = whole.programme.rules, len(whole.tables.slices)
    told = {cell.counted for cell in whole.cells.values()}
    told |= {cell.base for cell in whole.cells.values()}
    values = problem.value.reshape(-1, size)
    numbers = nearest(values, rules.base, rules.protection_width)
    single = np.isin(np.arange(size), whole.tables.single)
    bases = {cell.base for cell in whole.cells.values() if cell.open}
    for number, sets in enumerate(_tied(whole)):
        own = (sets[:, None] * size + np.arange(size)).ravel()
        seen = np.repeat(np.isin(sets, list(told)), size)
        first = np.tile(single, len(sets))
        fixed = np.full((len(sets), size), np.nan)
        opened = [i for i, one in enumerate(sets) if one in bases]
        fixed[np.ix_(opened, single)] = numbers[np.ix_(sets[opened], single)]
        yield Part(
            sets=sets,
            counts=Counts(
                value=problem.value[own],
                sums=_sums(whole, sets),
                single=seen & first,
                totals=seen & ~first,
                fixed=fixed.ravel(),
            ),
            problem=_problem(problem, own),
            guarded=_guarded(whole, problem, own),
            base=rules.base,
            width=float(rules.protection_width),
            seed=(seed, number),
        )


def shown(part: Part) -> np.ndarray | None:
    """Return what is shown of a part's sets in each slice; None where no draw is safe."""
    for attempt in range(DRAWS):
        draw = np.random.default_rng((*part.seed, attempt))
        found = rounded(part.counts, part.base, draw)
        if found is None:
            return None
        if _is_safe(part, found):
            return found.reshape(len(part.sets), -1)
    return None


def _told(whole: System, problem: Problem, table: np.ndarray) -> list[dict[str, Rounded | None]]:
    """Return what `decide` does, of a table with a row a set and a column a slice.

    It is missing where nothing may be shown.
    """
    found: list[dict[str, Rounded | None]] = [{} for _ in whole.tables.slices]
    size, public = len(whole.tables.slices), problem.public
    counts = problem.value.reshape(-1, size)
    unit = problem.unit.reshape(-1, size)
    printed = _printed(whole, unit, public)
    for name, cell in whole.cells.items():
        for at in range(size):
            if not public[unit[cell.counted, at]]:
                exact = (cell.base, at) in printed
                found[at][name] = _shown(cell, at, counts, table, exact, whole.programme.threshold)
    return found


def _shown(cell: Cell, at: int, counts, table, exact: bool, threshold: int) -> Rounded | None:
    n, count, base = counts[cell.base, at], table[cell.counted, at], table[cell.base, at]
    if n == 0:
        return Rounded(0, 0)
    if n < threshold or not base >= threshold:
        return None
    base = n if exact else base
    return Rounded(int(min(count, base)), int(base))


def _printed(whole: System, unit: np.ndarray, public: np.ndarray) -> set[tuple[int, int]]:
    """Return base and slice of every share that is shown as it is: it tells of how many it is."""
    return {
        (cell.base, at)
        for cell in whole.cells.values()
        for at in range(unit.shape[1])
        if public[unit[cell.counted, at]]
    }


def _public(whole: System, problem: Problem) -> np.ndarray:
    """Return which units are shown as they are: what is printed, and what it is a share of."""
    public, size = problem.public.copy(), len(whole.tables.slices)
    unit = problem.unit.reshape(-1, size)
    for cell in whole.cells.values():
        for at, key in enumerate(whole.tables.slices):
            count, n = (problem.value.reshape(-1, size)[number, at]
                        for number in (cell.counted, cell.base))  # fmt: skip
            if any(is_public_count(name, key, whole.programme, count, n) for name in cell.figures):
                units = unit[[cell.counted, cell.base], at]
                public[units[units != ALWAYS]] = True
    return public


def _tied(whole: System) -> Iterable[np.ndarray]:
    """Return the sets that equations tie, together."""
    pairs = [
        (terms[0][0], other) for terms in (*whole.sums, *whole.relations) for other, _ in terms
    ]
    first, second = np.array(pairs, dtype=int).reshape(-1, 2).T
    size = len(whole.sets)
    graph = sparse.coo_array((np.ones(len(pairs)), (first, second)), shape=(size, size))
    count, label = connected_components(graph, directed=False)
    return [np.flatnonzero(label == one) for one in range(count)]


def _sums(whole: System, sets: np.ndarray) -> sparse.csr_array:
    """Return the equations that rounded counts keep: between sets, and between slices."""
    size, place = len(whole.tables.slices), {int(one): i for i, one in enumerate(sets)}
    terms = [
        [(place[number] * size + at, factor) for number, factor in relation]
        for relation in whole.sums
        if relation[0][0] in place
        for at in whole.tables.single
    ]
    terms += [
        [(i * size + at, factor) for at, factor in row]
        for i in place.values()
        for row in whole.tables.totals
    ]
    return equations(terms, len(sets) * size)


def _problem(problem: Problem, own: np.ndarray) -> Problem:
    columns = problem.equations[:, own]
    rows = np.unique(columns.nonzero()[0])
    return replace(
        problem,
        value=problem.value[own],
        low=problem.low[own],
        high=problem.high[own],
        equations=columns[rows],
        unit=problem.unit[own],
    )


def _guarded(whole: System, problem: Problem, own: np.ndarray) -> np.ndarray:
    """Return the cells that a small count could be told of."""
    derived = np.repeat(np.isin(np.arange(len(whole.sets)), list(whole.derived)),
                        len(whole.tables.slices))  # fmt: skip
    told = problem.unit != ALWAYS
    told[told] = ~problem.public[problem.unit[told]]
    rules = whole.programme.rules
    small = problem.value < whole.programme.threshold + rules.protection_width
    return np.flatnonzero(((told | derived) & small & (problem.high > problem.low))[own])


def _is_safe(part: Part, table: np.ndarray) -> bool:
    """Tell whether a reader of a rounded table can bound no small count too closely."""
    problem, hidden = part.problem, ~part.problem.public
    low, high = window(table, part.base)
    low = np.where(part.counts.single, np.maximum(problem.low, low), problem.low)
    high = np.where(part.counts.single, np.minimum(problem.high, high), problem.high)
    reader, before = Reader(replace(problem, low=low, high=high)), None
    reader.sees(hidden)
    for cell in part.guarded:
        low_end, high_end = reader.closest(int(cell), part.width)
        few = max(low_end, 1) <= min(high_end, problem.few - 1) + TOLERANCE
        if few and high_end - low_end < part.width - TOLERANCE:
            if before is None:
                before = Reader(problem)
                before.sees(hidden)
            possible = np.subtract(*before.interval(int(cell))[::-1])
            if high_end - low_end < min(part.width, possible) - TOLERANCE:
                return False
    return True
