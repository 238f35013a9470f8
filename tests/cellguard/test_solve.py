"""Cells withheld in small tables whose secrets can be worked out by hand or by trying all."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations, product

import numpy as np
import pytest
from scipy import sparse

from cellguard.attack import Reader, needed
from cellguard.exact import exact
from cellguard.heuristic import heuristic
from cellguard.problem import ALWAYS, Problem, equations, with_implied
from cellguard.solve import parts, solve

THRESHOLD = 5


def table(counts, width=3.0, public=()) -> Problem:
    """Make a problem of a table with all its totals; small counts are sensitive, zeros known."""
    full = np.array(counts, dtype=float)
    for axis in range(full.ndim):
        full = np.concatenate([full, full.sum(axis=axis, keepdims=True)], axis=axis)
    places = np.arange(full.size).reshape(full.shape)
    terms = [
        [*((cell, 1.0) for cell in line[:-1]), (line[-1], -1.0)]
        for axis in range(full.ndim)
        for line in np.moveaxis(places, axis, -1).reshape(-1, full.shape[axis])
    ]
    value = full.ravel()
    known = value == 0
    known[list(public)] = True
    small = (value > 0) & (value < THRESHOLD) & ~known
    return Problem(
        value=value,
        low=np.zeros(full.size),
        high=np.full(full.size, value.max()),
        equations=equations(terms, full.size),
        unit=np.arange(full.size),
        cost=value + 1,
        public=known,
        forced=small,
        sensitive=np.flatnonzero(small),
        width=np.full(int(small.sum()), width),
    )


def widths(problem: Problem, withheld: np.ndarray) -> list[float]:
    """Return each sensitive cell's interval by trying every table (a slow second opinion)."""
    free = np.flatnonzero(problem.unknown(withheld))
    values = list(product(range(int(problem.high.max()) + 1), repeat=len(free)))
    guesses = np.tile(problem.value, (len(values), 1))
    guesses[:, free] = values
    wrong = problem.equations @ guesses.T - (problem.equations @ problem.value)[:, None]
    found = guesses[np.abs(wrong).max(axis=0) < 1e-9]
    return list(np.ptp(found[:, problem.sensitive], axis=0))


def protects(problem: Problem, withheld: np.ndarray) -> bool:
    reader = Reader(problem)
    reader.sees(withheld)
    ends = [reader.whole_interval(cell) for cell in problem.sensitive]
    return all(b - a >= w - 1e-6 for (a, b), w in zip(ends, problem.width, strict=True))


def chosen(way, problem: Problem):
    reader = Reader(problem)
    return way(problem, reader, needed(problem, reader))


COUNTS = [[1, 9, 12], [8, 7, 14], [20, 11, 6]]


@pytest.mark.parametrize("way", [exact, heuristic])
def test_a_single_small_cell_takes_a_square_with_it(way):
    problem = table(COUNTS)
    withheld = chosen(way, problem)
    withheld = withheld[0] if way is exact else withheld
    assert protects(problem, withheld)
    assert withheld.sum() == 4


# The one is safe with a square of three others; what goes along with them, or nobody sees, varies.
FIRST = table([[9, 1], [7, 8]])


@pytest.mark.parametrize(
    "problem",
    [
        FIRST,
        replace(FIRST, implied=np.array([(0, 5)])),
        replace(FIRST, implied=np.array([(0, 3)])),
        replace(FIRST, implied=np.array([(0, 5)]), public=np.arange(9) == 5),
        replace(FIRST, unit=np.where(np.arange(9) == 5, ALWAYS, np.arange(9))),
        replace(FIRST, forced=FIRST.forced | (np.arange(9) == 8)),
    ],
)
def test_exact_is_the_cheapest_of_all_choices(problem):
    problem = replace(problem, cost=problem.cost / 100)
    withheld, cost = chosen(exact, problem)
    best = min(
        problem.cost[choice].sum()
        for choice in choices(problem)
        if (choice == with_implied(problem, choice)).all() and protects(problem, choice)
    )
    assert (withheld == with_implied(problem, withheld)).all()
    assert protects(problem, withheld)
    assert problem.cost[withheld].sum() == pytest.approx(best) == pytest.approx(cost)


def choices(problem: Problem) -> Iterator[np.ndarray]:
    """Yield every choice of at most three units beside those that must go."""
    free = np.flatnonzero(problem.free)
    for many in range(4):
        for more in combinations(free, many):
            yield problem.forced | np.isin(np.arange(len(problem.forced)), more)


def test_the_exact_choice_withstands_a_reader_who_knows_that_counts_are_whole():
    """Twice the first is the second and the third: with the second alone it is one or two."""
    problem = Problem(
        value=np.array([2.0, 4.0, 0.0]), low=np.array([0.0, 2.0, 0.0]),
        high=np.array([9.0, 5.0, 9.0]), equations=equations([[(0, 2.0), (1, -1.0), (2, -1.0)]], 3),
        unit=np.arange(3), cost=np.array([1.0, 1.0, 5.0]), public=np.zeros(3, bool),
        forced=np.array([True, True, False]), sensitive=np.array([0]),
        width=np.array([1.25]),
    )  # fmt: skip
    withheld, cost = chosen(exact, problem)
    assert withheld.all()
    assert cost == pytest.approx(7)


def tied(terms, cells, width, public=(), always=(), few=0) -> Problem:
    """Make a problem of cells as (value, least, most, cost), the first of them sensitive."""
    value, low, high, cost = np.array(cells, float).T
    many = np.arange(len(cells))
    return Problem(
        value=value, low=low, high=high, equations=equations(terms, len(cells)),
        unit=np.where(np.isin(many, always), ALWAYS, many), cost=cost / 100,
        public=np.isin(many, public), forced=many == 0, sensitive=np.array([0]),
        width=np.array([float(width)]), few=few,
    )  # fmt: skip


def test_what_nobody_sees_counts_towards_the_width():
    """The sum is public, the second is nobody's: two of three parts of two each are enough."""
    sums = [[*((cell, 1.0) for cell in range(5)), (5, -1.0)]]
    parts_ = [(9, 0, 20, 9), (5, 4, 6, 9), (5, 4, 6, 1), (5, 4, 6, 2), (5, 4, 6, 3)]
    problem = tied(sums, [*parts_, (29, 29, 29, 1)], 6, public=(5,), always=(1,))
    assert np.flatnonzero(chosen(exact, problem)[0]).tolist() == [0, 2, 3]
    assert np.flatnonzero(chosen(heuristic, problem)).tolist() == [0, 2, 3]


@pytest.mark.parametrize("way", ["always", "forced"])
def test_the_heuristic_moves_what_is_not_seen_for_nothing(way):
    """The third moves with the fourth, which is not seen anyway; the second is dearer than it."""
    problem = tied(
        [[(0, 1.0), (1, 1.0), (2, 1.0), (4, -1.0)], [(2, 1.0), (3, 1.0), (5, -1.0)]],
        [(4, 0, 20, 9), (9, 0, 20, 5), (9, 0, 20, 3), (9, 0, 20, 99), (22,) * 4, (18,) * 4],
        6, public=(4, 5), always=(3,) if way == "always" else (),
    )  # fmt: skip
    problem = replace(problem, forced=np.isin(np.arange(6), [0, 3] if way == "forced" else [0]))
    assert set(np.flatnonzero(chosen(heuristic, problem))) - {3} == {0, 2}


def test_the_heuristic_moves_a_cell_as_far_as_asked():
    """It can rise by three where the second falls, and fall by three where the third rises."""
    problem = tied(
        [[(0, 1.0), (1, 1.0), (2, 1.0), (3, -1.0)]],
        [(10, 7, 13, 1), (8, 0, 8, 1), (4, 4, 20, 1), (22,) * 4], 6, public=(3,),
    )  # fmt: skip
    assert chosen(heuristic, problem)[:3].all()


def test_a_solution_says_how_it_was_found_and_how_far_it_is_from_the_best():
    problem = replace(FIRST, cost=FIRST.cost / 100)
    many = int(problem.free.sum())
    best, fast = solve(problem, many), solve(problem, many - 1)
    assert (best.method, best.gap) == ("exact", 0)
    loss = problem.cost[fast.withheld].sum()
    assert (fast.method, fast.gap) == ("heuristic", pytest.approx((loss - 0.02) / loss))
    # Where all that is withheld is nobody's to see, nothing is lost.
    alone = replace(FIRST, unit=np.full(9, ALWAYS), forced=np.zeros(9, bool))
    assert solve(alone, 0).gap == 0


@pytest.mark.parametrize("least", [0.01, 0.05])
def test_how_far_it_is_at_most_is_told_by_the_better_of_two_bounds(monkeypatch, least):
    """What is given costs 0.02; the exact choice did not end, and found that all costs `least`."""
    monkeypatch.setattr("cellguard.solve.exact", lambda *_: (None, least))
    problem = replace(FIRST, cost=FIRST.cost / 100)
    found = solve(problem)
    loss = problem.cost[found.withheld].sum()
    assert (found.method, found.gap) == ("heuristic", pytest.approx(1 - max(least, 0.02) / loss))


def test_where_nothing_is_sensitive_what_is_forced_goes_with_what_follows():
    nothing = replace(FIRST, sensitive=np.array([], int), width=np.array([]), few=5)
    found = solve(replace(nothing, implied=np.array([(1, 2)])))
    assert (found.method, found.gap) == ("none needed", 0)
    assert np.flatnonzero(found.withheld).tolist() == [1, 2]


@pytest.mark.parametrize(("count", "more"), [(0, False), (1, True), (4, True), (5, False)])
@pytest.mark.parametrize("helped", [True, False])
def test_what_is_withheld_beside_is_guarded_where_it_is_of_few(count, more, helped):
    """The second cell follows from the fourth and the fifth; the third is nobody's to see."""
    problem = tied(
        [[(0, 1.0), (1, 1.0), (2, 1.0), (5, -1.0)], [(1, 1.0), (3, 1.0), (4, -1.0)]],
        [(3, 0, 20, 9), (count, 0, 20, 9), (9, 0, 20, 9), (7, 0, 20, 9), (7 + count,) * 4,
         (12 + count,) * 4],
        3, public=(4, 5) if helped else (3, 4, 5), always=(2,), few=5,
    )  # fmt: skip
    withheld = solve(replace(problem, forced=np.isin(np.arange(6), [0, 1]))).withheld
    assert np.flatnonzero(withheld).tolist() == ([0, 1, 3] if more and helped else [0, 1])


def test_what_everybody_sees_ties_nothing_and_an_implication_does():
    sums = [[(0, 1.0), (1, 1.0), (4, -1.0)], [(2, 1.0), (3, 1.0), (4, -1.0)]]
    problem = tied(sums, [(3, 0, 9, 1), (6, 0, 9, 1)] * 2 + [(9, 9, 9, 1)], 3, public=(4,))
    problem = replace(problem, sensitive=np.array([0, 2]), width=np.full(2, 3.0))
    within = replace(problem, implied=np.array([(0, 1), (2, 3)]))
    assert [(list(units), one.implied.tolist()) for units, one in parts(within)] == [
        ([0, 1, 4], [[0, 1]]),
        ([2, 3, 4], [[0, 1]]),
    ]
    [(units, one)] = parts(replace(problem, implied=np.array([(1, 2)])))
    assert (list(units), one.implied.tolist()) == ([0, 1, 2, 3, 4], [[1, 2]])


def test_no_equations_have_no_row():
    assert equations([], 3).shape == (0, 3)


@pytest.mark.parametrize("seed", range(6))
def test_the_heuristic_protects_with_nothing_needless_and_keeps_what_is_forced(seed):
    """Cells are known beforehand to within a few, and two of the table's are nobody's to see."""
    draw = np.random.default_rng(seed)
    problem = table(draw.integers(1, 14, (3, 3)))
    below, above = draw.integers(0, 6, (2, 16))
    problem = replace(
        problem,
        low=np.maximum(problem.value - below, 0), high=problem.value + above,
        unit=np.where(np.isin(np.arange(16), draw.integers(0, 15, 2)), ALWAYS, problem.unit),
        cost=problem.cost / 100, forced=problem.forced | (problem.value == problem.value.max()),
    )  # fmt: skip
    reader = Reader(problem)
    wanted = needed(problem, reader)
    withheld = heuristic(problem, reader, wanted)
    problem = replace(problem, width=wanted - 1e-6)
    assert withheld[problem.forced].all()
    assert protects(problem, withheld)
    for unit in np.flatnonzero(withheld & problem.free):
        assert not protects(problem, withheld & (np.arange(16) != unit))


def test_the_reader_finds_what_trying_everything_finds():
    problem = table([[1, 2], [3, 6]])
    problem = replace(problem, high=np.full(9, 9.0), public=problem.value > 5)
    withheld = ~problem.public
    reader = Reader(problem)
    reader.sees(withheld)
    ends = [reader.whole_interval(cell) for cell in problem.sensitive]
    assert [b - a for a, b in ends] == widths(problem, withheld)


def test_a_zero_cannot_protect():
    problem = table([[1, 0, 12], [8, 7, 14], [20, 11, 6]])
    for withheld in (solve(problem).withheld, chosen(heuristic, problem)):
        assert not withheld[problem.value == 0].any()
        assert protects(problem, withheld)


def test_a_cell_alone_in_its_row_takes_its_total_with_it():
    problem = table([[1, 0, 0], [8, 7, 14], [20, 11, 6]])
    withheld = solve(problem).withheld
    assert withheld[3]
    assert protects(problem, withheld)


def test_two_singletons_do_not_protect_each_other():
    """Two ones in a row hide behind their sum of two, which is too narrow."""
    problem = table([[1, 1, 12], [8, 7, 14], [20, 11, 6]])
    both = problem.forced.copy()
    assert not protects(problem, both)
    assert protects(problem, solve(problem).withheld)


def test_linked_tables_must_be_protected_together():
    """Table by table each choice is safe; the table they share gives the secret away."""
    cube = np.array([[[2, 9], [9, 8]], [[7, 12], [11, 10]]])
    problem = table(cube)
    places = np.arange(27).reshape(3, 3, 3)
    alone = np.zeros(27, dtype=bool)
    # A square in the first layer, as if that layer were the only table.
    alone[places[0, :2, :2].ravel()] = True
    layer = table(cube[0])
    assert protects(layer, layer.forced | np.isin(np.arange(9), [0, 1, 3, 4]))
    assert not protects(problem, alone)
    assert protects(problem, solve(problem).withheld)
    assert protects(problem, chosen(heuristic, problem))


def test_public_cells_stay_and_the_rest_gives_what_it_can():
    problem = table(COUNTS, public=(1, 2))
    withheld = solve(problem).withheld
    assert not withheld[[1, 2]].any()
    assert withheld[[0, 3]].all()


def test_the_heuristic_is_seldom_far_from_the_best():
    random = np.random.default_rng(5)
    for _ in range(4):
        problem = table(random.poisson(7, (3, 4)))
        best, fast = solve(problem), solve(problem, most_units=0)
        assert protects(problem, best.withheld)
        assert protects(problem, fast.withheld)
        cost = [problem.cost[one.withheld].sum() for one in (best, fast)]
        assert cost[0] <= cost[1] + 1e-6
        if fast.method == "heuristic":
            assert fast.gap >= 1 - cost[0] / cost[1] - 1e-6


def test_what_has_nothing_in_common_is_solved_apart():
    one, other = table(COUNTS), table([[3, 9], [8, 7]])
    n = len(one.value)
    both = Problem(
        value=np.concatenate([one.value, other.value]),
        low=np.concatenate([one.low, other.low]),
        high=np.concatenate([one.high, other.high]),
        equations=equations(
            [_terms(row) for row in one.equations.toarray()]
            + [[(cell + n, f) for cell, f in _terms(row)] for row in other.equations.toarray()],
            n + len(other.value),
        ),
        unit=np.concatenate([one.unit, other.unit + n]),
        cost=np.concatenate([one.cost, other.cost]),
        public=np.concatenate([one.public, other.public]),
        forced=np.concatenate([one.forced, other.forced]),
        sensitive=np.concatenate([one.sensitive, other.sensitive + n]),
        width=np.concatenate([one.width, other.width]),
    )
    found = parts(both)
    assert [len(part.value) for _, part in found] == [n, len(other.value)]
    withheld = both.forced.copy()
    for units, part in found:
        withheld[units] |= solve(part).withheld
    assert protects(both, withheld)


def _terms(row: np.ndarray) -> list[tuple[int, float]]:
    return [(int(cell), float(row[cell])) for cell in np.flatnonzero(row)]


def test_what_nobody_sees_protects_for_nothing():
    problem = table([[1, 9], [8, 7]])
    unit = problem.unit.copy()
    unit[[1, 3, 4]] = ALWAYS
    problem = replace(problem, unit=unit, high=np.full(9, 20.0))
    withheld = solve(problem).withheld
    assert problem.cost[withheld].sum() == problem.cost[problem.forced].sum()


def known(few: int) -> Problem:
    """Small cells, and larger ones that a reader knows to within two beforehand."""
    draw = np.random.default_rng(21)
    counts = draw.integers(0, 14, (3, 3))
    below, above = draw.integers(0, 3, (2, 16))
    problem = table(counts.tolist())
    small = problem.forced
    return replace(
        problem,
        low=np.where(small, problem.low, np.maximum(problem.value - below, 0)),
        high=np.where(small, problem.high, problem.value + above),
        public=np.zeros(16, dtype=bool),
        few=few,
    )


def exposed(problem: Problem, withheld: np.ndarray) -> list[tuple[float, ...]]:
    """Return what was withheld for others' sake and may be of few, bounded by less than three."""
    reader = Reader(problem)
    reader.sees(withheld)
    ends = {cell: reader.whole_interval(cell) for cell in np.flatnonzero(withheld)}
    return [
        (problem.value[cell], low, high)
        for cell, (low, high) in ends.items()
        if cell not in problem.sensitive and high - low < 3 and max(low, 1) <= min(high, 4)
    ]


def test_what_goes_for_others_sake_is_guarded_where_it_may_be_of_few():
    """The six may be four, so it is not left so closely known; the five cannot be helped."""
    alone, guarded = known(0), known(5)
    assert exposed(alone, solve(alone).withheld) == [(5, 3, 5), (6, 4, 6)]
    assert exposed(guarded, solve(guarded).withheld) == [(5, 3, 5)]


def test_what_bounds_a_cell_adds_up_to_no_less_than_its_width():
    problem = table(COUNTS)
    reader, everything = Reader(problem), ~problem.public
    reader.sees(everything)
    for cell in problem.sensitive:
        low, high = reader.interval(cell)
        width, added = reader.reasons(cell)
        assert width == pytest.approx(high - low)
        assert added[everything].sum() >= width - 1e-6


def test_where_nothing_is_shown_there_is_nothing_to_decide():
    whole = table([[1, 9], [2, 12]])
    silent = replace(
        whole, unit=np.full(9, ALWAYS), cost=np.zeros(0), public=np.zeros(0, bool),
        forced=np.zeros(0, bool),
    )  # fmt: skip
    assert parts(silent) == []
    # One of two tables is shown: the other one's cells are nobody's to withhold.
    both = replace(
        whole,
        value=np.tile(whole.value, 2), low=np.tile(whole.low, 2), high=np.tile(whole.high, 2),
        equations=sparse.block_diag([whole.equations] * 2).tocsr(),
        unit=np.concatenate([whole.unit, silent.unit]),
        sensitive=np.concatenate([whole.sensitive, whole.sensitive + 9]),
        width=np.tile(whole.width, 2),
    )  # fmt: skip
    assert len(parts(both)) == len(parts(whole)) == 1
