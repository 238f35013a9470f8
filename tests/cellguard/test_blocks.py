"""Tables of many places decided a few places at a time."""

from dataclasses import replace

import numpy as np
import pytest

from cellguard import blocks
from cellguard.attack import TOLERANCE, Reader
from cellguard.problem import ALWAYS, Problem, equations, part_of
from cellguard.solve import FAST, solve

PLACES, ANSWERS, WIDTH, FEW = 30, 8, 3, 5


def counts(seed: int) -> np.ndarray:
    """Return answers by place, few of most, with their totals: rare ones few in all places."""
    drawn = np.random.default_rng(seed).poisson(6, (PLACES, ANSWERS))
    drawn[:, 0] = np.arange(PLACES) % 13 == 0
    inner = np.column_stack([drawn, drawn.sum(axis=1)])
    return np.vstack([inner, inner.sum(axis=0)])


def many(seed: int = 0) -> Problem:
    """Return a table of 30 places in which totals are shown, and of all places everything is."""
    value = counts(seed)
    rows, columns = value.shape
    at = np.arange(value.size).reshape(value.shape)
    sums = [[*((cell, 1.0) for cell in row[:-1]), (row[-1], -1.0)] for row in at]
    sums += [[*((cell, 1.0) for cell in column[:-1]), (column[-1], -1.0)] for column in at.T]
    flat = value.ravel().astype(float)
    few = (flat > 0) & (flat < FEW)
    public = np.zeros(value.shape, dtype=bool)
    public[:, -1] = public[-1] = True
    few &= ~public.ravel()
    return Problem(
        value=flat, low=np.zeros(len(flat)), high=np.full(len(flat), flat.max()),
        equations=equations(sums, len(flat)), unit=at.ravel(), cost=flat + 1,
        public=public.ravel(), forced=few, sensitive=np.flatnonzero(few),
        width=np.full(few.sum(), float(WIDTH)), few=FEW,
        place=np.repeat([*range(rows - 1), blocks.ALL], columns),
    )  # fmt: skip


@pytest.mark.parametrize(("places", "spare", "way"), [(6, -1, "cut"), (5, -1, "whole"),
                                                      (6, 0, "whole")])  # fmt: skip
def test_only_many_places_that_are_too_large_for_the_exact_choice_are_cut(
    monkeypatch, places, spare, way
):
    def said(word: str):
        def work(*_: object) -> None:
            raise AssertionError(word)

        return work

    monkeypatch.setattr(blocks, "decide", said("cut"))
    for name in ("exact", "heuristic"):
        monkeypatch.setattr(f"cellguard.solve.{name}", said("whole"))
    problem = many()
    problem = replace(problem, place=np.minimum(problem.place, places - 1))
    with pytest.raises(AssertionError, match=way):
        solve(problem, int(problem.free.sum()) + spare)


@pytest.mark.parametrize("seed", [0, 1])
def test_a_reader_of_all_places_bounds_nothing_more_closely(seed):
    problem = many(seed)
    solution = solve(problem, most_units=30)
    assert solution.method == FAST
    assert not (solution.withheld & problem.public).any()
    assert (solution.withheld | ~problem.forced).all()
    reader = Reader(problem)
    reader.sees(solution.withheld)
    for cell in np.flatnonzero(solution.withheld):
        # Two whole tables so far apart are enough.
        low, high = reader.closest(int(cell), WIDTH)
        few = max(low, 1) <= min(high, FEW - 1)
        assert high - low >= WIDTH - TOLERANCE or not few


def test_what_few_places_cannot_protect_is_left():
    """Each of three persons who gave the rare answer is alone in her block of five places."""
    problem = many()
    rare = [cell for cell in problem.sensitive if cell % (ANSWERS + 1) == 0]
    assert len(rare) == 3
    withheld, left = blocks.decide(problem, lambda part: part.forced)
    assert not withheld[problem.public].any()
    assert set(rare) <= set(problem.sensitive[left])


def test_what_few_places_can_protect_is_not_left():
    problem = many()
    withheld, left = blocks.decide(problem, lambda part: solve(part).withheld)
    assert {cell % (ANSWERS + 1) for cell in problem.sensitive[left]} == {0}
    assert (withheld | ~problem.forced).all()


def test_a_part_has_the_implications_within_it():
    whole = many()
    problem = replace(whole, implied=np.array([(1, 0), (0, 1), (1, 20), (20, 1)]))
    own = np.arange(ANSWERS + 1)
    units, part = part_of(problem, own, np.array([0]), np.array([], dtype=int))
    assert units.tolist() == own.tolist()
    assert part.implied.tolist() == [[1, 0], [0, 1]]


def test_what_few_places_protect_is_known_to_be_wide():
    problem = many()
    everything = ~problem.public
    wide = blocks.narrow(problem, everything, problem.sensitive)
    assert len(wide) < len(problem.sensitive)
    nothing = blocks.narrow(problem, np.zeros_like(everything), problem.sensitive)
    assert (nothing == problem.sensitive).all()
    assert (problem.unit != ALWAYS).all()
