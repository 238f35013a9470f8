"""Tables near one that is known: each is possible, and few numbers moved."""

import numpy as np

from cellguard.linked import Program
from cellguard.moments import Told, moments
from cellguard.near import Near
from cellguard.question import Question

PLACES, LEVELS = range(12), (1, 2, 3)
TRUE = np.array([[at % 4, 2, at % 3] for at in PLACES])


def known(groups=None) -> Question:
    """Return answers of twelve places of which each one's number and the sums of all are known."""
    program = Program(seen=[TRUE.ravel().astype(float)])
    n = dict(enumerate(TRUE.sum(axis=1)))
    asked = Question(program, LEVELS, n, groups)
    program.kept = len(program.low)
    for place, most in n.items():
        program.know(asked.count((place,)), most, most)
    for level, count in zip(LEVELS, TRUE.sum(axis=0), strict=True):
        program.know(asked.count(PLACES, (level,)), count, count)
    return asked


def near(asked: Question) -> Near:
    columns = np.array(asked.program.low), np.array(asked.program.high)
    program = asked.program
    return Near(columns, program.sums, program.seen[0], program.choices, program.groups)


def test_what_is_found_near_is_possible_and_moves_few_groups():
    asked = known({place: place for place in PLACES})
    close = near(asked)
    # All but the first, where two answered.
    for place in PLACES[1:]:
        weights = asked.program._weights(asked.count((place,), (2,)))
        few, more = close.blocks(weights)
        assert place in few
        assert len(few) == 2
        assert set(few) < set(more)
        counts = close.least(-weights, -3.0, few).reshape(TRUE.shape)
        assert counts[place, 1] >= 3
        assert (counts >= 0).all()
        assert (counts.sum(axis=1) == TRUE.sum(axis=1)).all()
        assert (counts.sum(axis=0) == TRUE.sum(axis=0)).all()
        assert set(np.flatnonzero((counts != TRUE).any(axis=1))) <= set(few)


def test_more_groups_move_where_two_cannot():
    """Counts move little: for two more of an answer at one place, two others have one less."""
    asked = known({place: place for place in PLACES})
    for place in PLACES:
        for level in LEVELS:
            count = TRUE[place, level - 1]
            asked.program.know(asked.count((place,), (level,)), count - 1, count + 2)
    weights, close = asked.program._weights(asked.count((5,), (3,))), near(asked)
    found = [weights @ close.least(-weights, -4.0, block) for block in close.blocks(weights)]
    assert found == [3.0, 4.0]
    assert not asked.program.is_within(asked.count((5,), (3,)), 3)


def test_a_sum_that_must_move_is_found_though_none_is_near():
    """Two persons' answers add up to 4 or 5: of one who gave 1 or 2, no other sum is near."""
    program = Program(seen=[np.array([1.0, 0.0, 1.0])])
    asked = Question(program, LEVELS, {"here": 2})
    program.kept = 3
    program.know(asked.count(("here",)), 2, 2)
    program.know(asked.count(("here",), (2,)), 0, 1)
    asked.told(("here",), list(moments(Told(2, (2.0, 2.5)), 1, 3)))
    assert not program.is_within(asked.count(("here",), (1,)), 1)
    assert program.is_within(asked.count(("here",), (1,)), 2)


def test_a_program_of_given_ends_is_asked_near_too():
    program = Program([0, 0], [5, 5], seen=[np.array([2.0, 3.0])])
    program.know({0: 1.0, 1: 1.0}, 5, 5)
    assert not program.is_within({0: 1.0}, 5)
    assert program.is_within({0: 1.0}, 6)


def test_bounds_so_far_apart_are_found_near_without_solving_the_whole(monkeypatch):
    asked, end = known({place: place for place in PLACES}), Program._end

    def of_fractions(self: Program, weights: np.ndarray, far=-np.inf, whole=True) -> float:
        assert not whole
        return end(self, weights, far, whole)

    monkeypatch.setattr(Program, "_end", of_fractions)
    low, high = asked.program.bounds(asked.count((5,), (2,)), 3)
    assert high - low >= 3
