"""What bounds for those who left tell of few, to a reader who is told all answers after.

The mean of the highest k answers is the least of k t and what lies above t, over all t.
"""

import numpy as np
import pytest
from tests.modning.audit.test_order import FEW, STEPS, TOTAL, WIDTH, told

from cellguard.linked import Program
from cellguard.question import Question
from modning.audit.statistics import _fits
from modning.compare.dropout import breakdown, top_mean, trimmed_rise
from modning.compare.guarded import undoing

INF = float("inf")


class Before:
    """What a reader knows of the sums of five items before."""

    def __init__(self, sums: np.ndarray) -> None:
        self.sums, self.program, n = sums, Program(), len(sums)
        self.asked = Question(self.program, TOTAL.levels, {0: n})
        self.program.know(self.asked.count((0,)), n, n)
        self.asked.told((0,), _fits(n, told(sums / 5), TOTAL))

    def top(self, k: float, low: float, high: float, sign: int = 1) -> None:
        """Tell between what the mean of the highest k lies, or less that of the lowest."""
        marks = sorted(sign * level for level in TOTAL.levels)
        at = [self.program.unknown(0, 1) for _ in marks]
        self.program.know(dict.fromkeys(at, 1.0), 1, INF)
        for mark, chosen in zip(marks, at, strict=True):
            above = {
                place: float(sign * level - mark)
                for level in TOTAL.levels
                if sign * level > mark
                for place in self.asked.count((0,), (level,))
            }
            self.program.know(above, k * (5 * low - mark) - 1e-6, INF)
            most = k * (5 * high - mark) + 1e5 + 1e-6
            self.program.know(above | {chosen: 1e5}, -INF, most)

    def tells_of_few(self) -> bool:
        """Tell whether it is known that few have a sum, and how few."""
        for sum_ in np.unique(self.sums):
            terms = self.asked.count((0,), (int(sum_),))
            low, high = self.program.bounds(terms, WIDTH, below=1)
            if 1 <= low < FEW and high - low < WIDTH:
                return True
        return False


def drawn(seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Return sums before, of which few are the highest there is, and after, many at the top."""
    draw = np.random.default_rng(seed)
    n = int(draw.integers(20, 26))
    before = np.clip(np.round(draw.normal(draw.uniform(16, 23), draw.uniform(1.5, 3), n)), 5, 24)
    before[: int(draw.integers(1, 5))] = 25
    return before, 25 - (draw.random(20) < draw.uniform(0.1, 0.9)) * draw.integers(1, 6, 20)


@pytest.mark.parametrize("seed", range(8))
def test_trimmed_means_tell_of_no_few(seed):
    before, after = drawn(seed)
    x, y = before / 5, after / 5
    known = Before(before)
    assert not known.tells_of_few()
    known = Before(before)
    for late in (0, 0.1, 0.2):
        kept = len(y) / len(x)
        low, high = trimmed_rise(x, y, kept, late)
        stayed = min(1 - late, 1 / kept)
        k = kept * stayed * len(x)
        end = -top_mean(-y, stayed) - STEPS.low(low)
        known.top(k, end - STEPS.interval, end)
        end = STEPS.high(high) - top_mean(y, stayed)
        known.top(k, end - STEPS.interval, end, -1)
    assert not known.tells_of_few()


def with_breakdown(before: np.ndarray, after: np.ndarray, share: float) -> Before:
    known, n, mean = Before(before), len(before), after.mean() / 5
    known.top(max(1 - share - 0.005, 1e-6) * n, mean, INF)
    known.top(min(1 - share + 0.005, 1) * n, -INF, mean)
    return known


def test_what_undoes_a_rise_tells_of_no_few_where_it_is_shown_and_would_elsewhere():
    shown, hidden = [], []
    for seed in range(40):
        before, after = drawn(seed)
        share = breakdown(before / 5, after / 5)
        if share is None or share == 1 or len(shown) + len(hidden) > 14:
            continue
        told_ = undoing(share, len(before), (before / 5, after / 5))
        found = with_breakdown(before, after, round(share, 2)).tells_of_few()
        (hidden if told_ is None else shown).append(found)
    assert shown
    assert not any(shown)
    assert any(hidden)
