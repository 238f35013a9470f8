"""Answers bounded over slices, and what must go so that they are not."""

from itertools import product

import numpy as np
import pytest

from cellguard.coarse import Coarse
from cellguard.joint import Case, Fact, Guarded, decide, program
from cellguard.linked import _WITHOUT, Program
from cellguard.moments import Told, moments, told
from cellguard.question import Question

LEVELS, PARTS = (1, 2, 3), ("a", "b")


def question(most=3) -> Question:
    return Question(Program(), LEVELS, dict.fromkeys(PARTS, most))


# Counts of three levels in a part of at most three answers.
COUNTS_OF_ONE = [one for one in product(range(4), repeat=3) if sum(one) <= 3]


def brute(keep) -> list[np.ndarray]:
    """Return every pair of counts of three levels in two parts that `keep` lets through."""
    return [one for one in map(np.array, product(COUNTS_OF_ONE, repeat=2)) if keep(one)]


class Cut(Program):
    """A program whose solver's presolve cuts off the end, as that of HiGHS has done."""

    def _end(self, weights, *more, **options):
        least = super()._end(weights, *more, **options)
        return least if options.get("presolve") == _WITHOUT else least + 1


def test_what_is_bounded_closely_is_asked_again_without_presolve():
    known = Cut(whole=False)
    terms = {known.unknown(0, 5): 1.0}
    assert known.bounds(terms, enough=3) == (1, 4)
    known.seen.clear()
    assert known.bounds(terms, enough=4) == (0, 5)


def test_two_tables_found_before_answer_where_they_are_far_enough_apart():
    known = Program(seen=[np.array([1.0]), np.array([4.0])])
    terms = {known.unknown(0, 5): 1.0}
    assert known.bounds(terms, enough=3) == (1, 4)
    assert known.bounds(terms, enough=4) == (0, 4)
    assert known.bounds(terms, enough=5) == (0, 5)


def test_whole_numbers_bound_a_sum_that_fractions_leave_wide():
    """Three of one and five of the other make eight in one way only."""
    known = Program()
    one, other = known.unknown(0, 5), known.unknown(0, 5)
    known.know({one: 3.0, other: 5.0}, 8, 8)
    assert known.about({one: 1.0}) == (0, 2)
    assert known.is_within({one: 1.0}, 1)
    assert known.is_within({one: 1.0}, 1, many=2)
    # It is certainly as much as one.
    assert not known.is_within({one: 1.0}, 1, many=1)


class Watched(Program):
    """A program that notes of what is asked whether all numbers are whole."""

    def _end(self, weights, *more, **options):
        self.asked = [*getattr(self, "asked", ()), options.get("whole", True)]
        return super()._end(weights, *more, **options)


def test_what_whole_numbers_of_its_own_group_settle_is_not_looked_for_among_all():
    known = Watched(seen=[np.ones(40)])
    one, other, *rest = (known.unknown(0, 5, at // 2) for at in range(40))
    known.know({one: 3.0, other: 5.0}, 8, 8)
    known.know(dict.fromkeys((one, *rest), 1.0), 39, 39)
    assert known.bounds({one: 1.0}, 3) == (1, 1)
    assert known.asked
    assert True not in known.asked
    # Afterwards all numbers are whole again.
    assert known.bounds(dict.fromkeys(rest, 1.0), 3) == (38, 38)


@pytest.mark.parametrize("seed", range(3))
def test_bounds_of_numbers_in_groups_are_those_of_all_tables(seed):
    chance = np.random.default_rng(seed)
    true, weights = chance.integers(0, 4, 6), chance.integers(0, 4, (4, 6))
    tables = np.array(list(product(range(4), repeat=6)))
    known = Program()
    for at in range(6):
        known.unknown(0, 3, at // 2)
    for row in weights:
        tables = tables[abs(tables @ row - row @ true) <= 1]
        known.know(dict(enumerate(row.astype(float))), row @ true - 1, row @ true + 1)
    for at, counts in enumerate(tables.T):
        low, high = known.bounds({at: 1.0}, 3)
        assert counts.min() <= low <= high <= counts.max()
        assert high - low >= min(np.ptp(counts), 3)


def test_tables_of_fractions_are_not_kept_where_numbers_are_whole():
    known = Program()
    one, other = known.unknown(0, 5), known.unknown(0, 5)
    known.know({one: 2.0, other: 1.0}, 3, 3)
    known.about({other: 1.0})
    known.about({one: 1.0})
    assert all((table == np.round(table)).all() for table in known.seen)


def test_numbers_that_need_not_be_whole_are_bounded_by_fractions():
    for whole, most in ((True, 1), (False, 1.5)):
        known = Program(whole=whole)
        terms = {known.unknown(0, 5): 1.0}
        known.know(dict.fromkeys(terms, 2.0), 0, 3)
        assert known.bounds(terms) == (0, most)


def test_bounds_are_those_of_all_tables():
    asked = question()
    asked.program.know(asked.count(PARTS), 5, 5)
    asked.program.know(asked.count(("a",), (1,)), 1, 1)
    fits = list(moments(Told(5, (1.8, 1.8)), 1, 3))
    asked.told(PARTS, fits)
    tables = brute(
        lambda one: one.sum() == 5 and one[0, 0] == 1 and one.sum(axis=0) @ [1, 2, 3] == 9
    )
    for at, part in enumerate(PARTS):
        for level in LEVELS:
            counts = [one[at, level - 1] for one in tables]
            bounds = asked.program.bounds(asked.count((part,), (level,)))
            assert bounds == (min(counts), max(counts))


def test_bounds_of_several_moments_are_those_of_all_their_tables():
    asked = question()
    asked.program.know(asked.count(PARTS), 5, 5)
    asked.program.know(asked.count(("a",), (1,)), 1, 1)
    asked.told(PARTS, list(moments(Told(5, (1.2, 1.6)), 1, 3)))
    tables = brute(
        lambda one: one.sum() == 5 and one[0, 0] == 1 and 6 <= one.sum(axis=0) @ [1, 2, 3] <= 8
    )
    for at, part in enumerate(PARTS):
        for level in LEVELS:
            counts = [one[at, level - 1] for one in tables]
            bounds = asked.program.bounds(asked.count((part,), (level,)))
            assert bounds == (min(counts), max(counts))


def test_answers_have_one_of_their_moments_and_not_two_together():
    """Of two answers from nought to two whose mean is a half or one, the sum is never three."""
    asked = Question(Program(), (0, 1, 2), {"a": 2})
    asked.program.know(asked.count("a"), 2, 2)
    asked.told("a", list(moments(Told(2, (0.5, 1.0)), 0, 2)))
    assert asked.program.bounds(asked.total("a")) == (1, 2)


def test_a_part_may_have_no_answers():
    asked = question()
    assert asked.program.bounds(asked.count(("a",))) == (0, 3)


@pytest.mark.parametrize("known", [[], [[1, 0, 1, 0, 3, 0]]])
@pytest.mark.parametrize("width", [1, 2, 3, 4])
def test_a_sum_is_within_a_width_where_all_tables_are(known, width):
    asked = question()
    asked.program.seen, asked.program.kept = [np.array(one, float) for one in known], 6
    asked.program.know(asked.count(PARTS), 5, 5)
    asked.program.know(asked.count(("a",), (1,)), 1, 1)
    asked.told(PARTS, list(moments(Told(5, (2.0, 2.0)), 1, 3)))
    tables = brute(
        lambda one: one.sum() == 5 and one[0, 0] == 1 and one.sum(axis=0) @ [1, 2, 3] == 10
    )
    for at, part in enumerate(PARTS):
        for level in LEVELS:
            counts = [one[at, level - 1] for one in tables]
            within = max(counts) - min(counts) < width
            terms = asked.count((part,), (level,))
            assert asked.program.is_within(terms, width) == within
            for many in (1, 2):
                told = within and min(counts) < many
                assert asked.program.is_within(terms, width, many) == told


def test_the_newcomers_of_two_editions_are_given_away():
    """Ten forms and their moments, then fifteen and theirs: the five are what is left."""
    program = Program()
    old, new = (Question(program, range(1, 6), {"a": 15}) for _ in range(2))
    before, after = [3, 4, 4, 4, 5, 5, 2, 3, 4, 4], [4, 4, 5, 5, 5]
    for asked, answers in ((old, before), (old.with_(new), before + after)):
        sums = len(answers), sum(answers), sum(x * x for x in answers)
        program.know(asked.count("a"), len(answers), len(answers))
        asked.told("a", list(moments(Told(sums[0], (sums[1] / sums[0],) * 2), 1, 5)))
        squares = asked.total("a", 2)
        program.know(squares, sums[2], sums[2])
    assert program.bounds(new.count("a", (5,))) == (3, 3)


def test_what_contradicts_itself_is_said():
    asked = question()
    asked.program.know(asked.count(PARTS), 7, 7)
    with pytest.raises(ValueError, match="contradicts"):
        asked.program.bounds(asked.count(PARTS, (1,)))


def case(counts, costs, width=3.0, public=()) -> tuple[Case, np.ndarray]:
    """Make a case of a question's counts in one part, its mean, and one guarded level."""
    counts = np.array(counts)
    n, levels = int(counts.sum()), range(1, len(counts) + 1)
    sums = int(counts @ levels), int(counts @ np.square(levels))
    fits = list(moments(told(n, *sums, Coarse(), False), 1, len(counts)))

    def start() -> Question:
        asked = Question(Program(), levels, {"a": n})
        asked.program.know(asked.count("a"), n, n)
        return asked

    asked = start()
    facts = [
        Fact((f"count {level}", 0), costs[0], tell(asked.count("a", (level,)), int(count)),
             public=level in public)
        for level, count in zip(levels, counts, strict=True) if count >= 5
    ]  # fmt: skip
    facts.append(Fact(("mean", 0), costs[1], lambda one: asked.on(one).told("a", fits)))
    small = [level for level, count in zip(levels, counts, strict=True) if 0 < count < 5]
    guarded = [Guarded(asked.count("a", (level,)), width) for level in small]
    return Case(lambda: start().program, facts, guarded), asked


def tell(terms, count):
    return lambda one: one.know(terms, count, count)


COUNTS = [3, 2, 9, 12, 6]


@pytest.mark.parametrize(("costs", "goes"), [((1, 9), "count"), ((9, 1), "mean")])
def test_of_counts_and_mean_the_cheaper_goes(costs, goes):
    one, _ = case(COUNTS, costs)
    known = program(one, (), [])
    assert any(high - low < 3 for low, high in (known.bounds(g.terms) for g in one.guarded))
    gone = decide(one)
    assert gone
    assert {name.split()[0] for name, _ in gone} == {goes}
    known = program(one, gone, [])
    assert all(np.subtract(*known.bounds(g.terms)[::-1]) >= 3 for g in one.guarded)


def test_nothing_needless_goes_and_nothing_that_is_public():
    one, _ = case(COUNTS, (1, 9), public=(3, 4, 5))
    assert decide(one) == {("mean", 0)}
    gone = decide(case(COUNTS, (1, 9))[0])
    for decision in gone:
        known = program(one, gone - {decision}, [])
        assert any(np.subtract(*known.bounds(g.terms)[::-1]) < 3 for g in one.guarded)


def numbers() -> Program:
    """Start a program of three numbers from nought to nine."""
    known = Program()
    for _ in range(3):
        known.unknown(0, 9)
    return known


def fact(name: str, cost: float, *places: int, **more) -> Fact:
    """Return the fact that numbers, all of them three, have that sum."""
    return Fact((name, 0), cost, tell(dict.fromkeys(places, 1.0), 3 * len(places)), **more)


FIRST, SECOND = Guarded({0: 1.0}, 3.0), Guarded({1: 1.0}, 3.0)
MANY = Guarded({0: 1.0}, 3.0, many=5)


@pytest.mark.parametrize(
    ("facts", "guarded", "gone"),
    [
        ([fact("a", 1, 0)], [FIRST], "a"),
        ([fact("a", 1, 0), fact("b", 1, 1)], [FIRST, SECOND], "ab"),
        # What is public tells the first: nothing that goes would help, and the second is guarded.
        ([fact("a", 1, 0, public=True)], [FIRST], ""),
        ([fact("a", 1, 0, public=True), fact("b", 1, 1)], [FIRST, SECOND], "b"),
        ([fact("a", 1, 0, public=True), fact("b", 1, 1)], [MANY, SECOND], "b"),
        # It is told twice, and three times over.
        ([fact("a", 1, 0), fact("b", 1, 0)], [FIRST], "ab"),
        ([fact(name, 1, 0) for name in "abc"], [FIRST], "abc"),
        # The cheaper of two that tell together, and of one that is told in two ways the dearer.
        ([fact("a", 0.2, 1), fact("b", 0.1, 0, 1)], [FIRST], "b"),
        ([fact("a", 0.1, 1), fact("a", 0.3, 2), fact("b", 0.2, 0, 1)], [FIRST], "b"),
        # The one tells as much where the other is hidden.
        ([fact("a", 1, 0), fact("b", 1, 0, unless=(("a", 0),))], [FIRST], "ab"),
        ([fact("a", 2, 0, needs=(("b", 0),)), fact("b", 1, 2)], [FIRST], "b"),
    ],
)
def test_what_goes_is_the_cheapest_that_guards(facts, guarded, gone):
    assert decide(Case(numbers, facts, guarded)) == {(name, 0) for name in gone}


def test_what_was_certainly_many_is_guarded_where_it_no_longer_is():
    """Six are at least five by what also tells of three others: without it they are four to six."""

    def both(known: Program) -> None:
        known.know({0: 1.0}, 5, 9)
        known.know({1: 1.0}, 3, 3)

    facts = [Fact(("a", 0), 1.0, both), Fact(("b", 0), 1.0, lambda one: one.know({0: 1.0}, 4, 6))]
    assert decide(Case(numbers, facts, [MANY, SECOND])) == {("a", 0), ("b", 0)}


def test_what_was_hidden_before_stays_hidden():
    assert ("mean", 0) in decide(case(COUNTS, (1, 9))[0], {("mean", 0)})
