"""What the order of two groups' answers tells of few: the level of a test nothing, numbers much.

Every set of answers of groups of twenty is looked at that fits what is shown of their sums.
"""

import numpy as np
from scipy import stats

from cellguard.coarse import Coarse, level
from cellguard.linked import Program
from cellguard.question import Question
from modning.audit.narrowing import possible
from modning.audit.sets import sets_of
from modning.audit.statistics import Codes, _counts, _fits
from modning.compare.groups import side
from modning.compare.guarded import as_shown, compare, side_as_shown
from slicebook.programme import load_programme

STEPS = Coarse()
ITEM, TOTAL = Codes((1, 2, 3, 4, 5)), Codes(tuple(range(5, 26)), 5)
FEW, WIDTH = load_programme().threshold, load_programme().rules.protection_width


def told(answers: np.ndarray) -> dict:
    """Return what is shown of a group's sums."""
    shown = side_as_shown(side(answers))
    half = STEPS.mean / 2
    return {
        "n": (float(len(answers)),) * 2, "mean": (shown.mean - half, shown.mean + half),
        "low": (shown.low, shown.low + STEPS.interval), "sd": (shown.sd - half, shown.sd + half),
        "high": (shown.high - STEPS.interval, shown.high),
    }  # fmt: skip


def sets(answers: np.ndarray) -> np.ndarray:
    """Return every set of answers to an item that fits, by how often each is given."""
    shown = told(answers)
    return sets_of(possible(shown, ITEM), shown, ITEM)


def tells_of_few(found: np.ndarray) -> np.ndarray:
    """Tell of which answers it is known that few gave them, and how few."""
    low, high = found.min(axis=0), found.max(axis=0)
    return (low >= 1) & (low < FEW) & (high - low < WIDTH)


def is_protected(counts: np.ndarray, found: np.ndarray) -> bool:
    """Tell whether a reader who knows sum and squares to the number learns nothing of few."""
    codes = np.array(ITEM.levels)
    same = (found @ codes == counts @ codes) & (found @ codes**2 == counts @ codes**2)
    return not (tells_of_few(found[same]) & (counts > 0)).any()


def order(one: np.ndarray, other: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return of all pairs how often the second is higher, and Mann and Whitney's p."""
    n, m = one[0].sum(), other[0].sum()
    one, other = one.astype(float), other.astype(float)
    above = np.subtract.outer(ITEM.levels, ITEM.levels)
    higher = one @ (0.5 - np.sign(above) / 2) @ other.T
    ties = sum((one[:, at, None] + other[None, :, at]) ** 3 for at in range(5)) - n - m
    error = np.sqrt(n * m / 12 * (n + m + 1 - ties / ((n + m) * (n + m - 1))))
    p = 2 * stats.norm.sf((np.abs(higher - n * m / 2) - 0.5) / error)
    return higher / (n * m), p


def drawn(seed: int) -> list[np.ndarray]:
    """Return how often each answer was given in two groups that go together more or less."""
    draw = np.random.default_rng(seed)
    often = draw.dirichlet(np.full(5, draw.choice([0.3, 1, 3])))
    return [draw.multinomial(20, 0.7 * often + 0.3 * draw.dirichlet(np.ones(5))) for _ in range(2)]


def narrowed(seed: int) -> dict[str, bool] | None:
    """Tell what of the order tells of few in two groups; None of groups that are not shown."""
    counts = drawn(seed)
    if any(np.ptp(np.repeat(ITEM.levels, one)) == 0 for one in counts):
        return None
    found = [sets(np.repeat(ITEM.levels, one)) for one in counts]
    if not all(map(is_protected, counts, found)):
        return None
    before = [tells_of_few(one) for one in found]
    higher, p = order(*found)
    true, p_true = (one[0, 0] for one in order(*(one[None] for one in counts)))
    direction = np.sign(np.round(higher - 0.5, 9)) == np.sign(np.round(true - 0.5, 9))
    levels = np.array([level(one) for one in p.flat]).reshape(p.shape)
    mine = level(p_true)
    fits = {
        "level": (levels == mine) & (direction if mine < 1 else True),
        "hundredth": np.abs(higher - round(true, 2)) < 0.005 + 1e-9,
    }
    return {
        what: any(
            (tells_of_few(one[pairs.any(axis=1 - at)]) & ~known).any()
            for at, (one, known) in enumerate(zip(found, before, strict=True))
        )
        for what, pairs in fits.items()
    }


def test_the_level_of_a_rank_test_tells_of_no_few_and_what_it_is_made_of_does():
    found = [one for seed in range(100) if (one := narrowed(seed))]
    assert len(found) > 40
    assert not any(one["level"] for one in found)
    assert any(one["hundredth"] for one in found)


def test_a_share_that_is_shown_leaves_the_sets_that_have_it():
    shown = {"n": (8.0, 8.0), "mean": (1.0, 5.0), "percent 4–5": (50.0, 50.0)}
    found = sets_of(possible(shown, ITEM), shown, ITEM)
    assert set(found[:, 3:].sum(axis=1)) == {4}
    assert len(found) == 15 * 5
    assert _counts((24.9, 25.1), 20) == (5, 5)
    assert _counts((99.9, 100.0), 20) == (20, 20)


def totals(seed: int) -> tuple[np.ndarray, ...]:
    """Return the sums of five items of two groups: many at the top, or around some middle."""
    draw = np.random.default_rng(seed)
    n = int(draw.integers(20, 30))
    near = draw.random() < 0.5
    return tuple(
        25 - (draw.random(n) < 0.3) * draw.integers(1, 4, n) if near else
        np.clip(np.round(draw.normal(draw.uniform(10, 22), draw.uniform(2, 5), n)), 5, 25)
        for _ in range(2)
    )  # fmt: skip


def few_told(one: np.ndarray, other: np.ndarray, shown: float | None) -> bool:
    """Tell whether few of the second group are told, to who knows the first and what is shown."""
    program, n = Program(), len(other)
    asked = Question(program, TOTAL.levels, {0: n})
    program.know(asked.count((0,)), n, n)
    asked.told((0,), _fits(n, told(other / 5), TOTAL))
    if shown is not None:
        terms = {}
        for sum_ in TOTAL.levels:
            below = (np.mean(one < sum_) + np.mean(one == sum_) / 2) / n
            terms |= {at: times * below for at, times in asked.count((0,), (sum_,)).items()}
        program.know(terms, shown - 0.025 - 1e-9, shown + 0.025 + 1e-9)
    for sum_ in np.unique(other):
        low, high = program.bounds(asked.count((0,), (int(sum_),)), WIDTH, below=1)
        if 1 <= low < FEW and high - low < WIDTH:
            return True
    return False


def test_how_often_a_total_is_higher_tells_of_no_few_as_it_is_shown():
    shown = 0
    for seed in range(40):
        pair = totals(seed)
        found = as_shown(compare(*(one / 5 for one in pair)))
        if found.superiority is not None and not few_told(*pair, None):
            shown += 1
            assert not few_told(*pair, found.superiority)
    assert shown > 15


def test_of_groups_that_are_nearly_alike_it_would_tell_and_is_not_shown():
    pair = np.repeat([24, 25], [4, 20]), np.repeat([24, 25], [1, 19])
    one, other = (mine / 5 for mine in pair)
    exact = compare(one, other)
    assert not few_told(*pair, None)
    assert few_told(*pair, round(exact.superiority * 20) / 20)
    found = as_shown(exact)
    assert (found.superiority, found.superiority_low, found.superiority_high) == (None,) * 3
    assert found.p_rank == level(exact.p_rank)
