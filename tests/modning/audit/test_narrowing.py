"""What comparisons and alphas tell of groups: it holds the truth, and is narrow where they are."""

from math import inf

import numpy as np
import pandas as pd
import pytest

from modning.audit.alphas import alphas
from modning.audit.comparisons import Compared, Comparisons
from modning.audit.narrowing import narrowed
from modning.audit.statistics import Codes
from modning.audit.told import Words
from modning.compare.equivalence import equivalence
from modning.compare.groups import compare
from modning.compare.guarded import as_shown, p_as_shown
from modning.scales import reliability
from slicebook.errors import InputError
from slicebook.programme import load_programme
from surveys.codebook import load_codebook

FIRST, SECOND = ("a", "koge", "all"), ("a", "odense", "all")
CODES = {"a": Codes((1, 2, 3, 4, 5))}
WORDS = Words(load_codebook(), load_programme(), "en")


def told(mine: np.ndarray, half: float = 0.05) -> dict:
    return {"n": (float(len(mine)),) * 2, "mean": (mine.mean() - half, mine.mean() + half)}


def shown(found, same: float | None) -> list[Compared]:
    """Return a comparison as pages have it, read."""
    reader = Comparisons(WORDS)
    ends = f"{found.difference:.12g} ({found.low:.12g}; {found.high:.12g})"
    effect = f"{found.g:.12g} ({found.g_low:.12g}; {found.g_high:.12g})"
    cells = {"Difference": ends, "Hedges' g": effect, "p": f"{found.p:.12g}",
             "Higher after, %": f"{100 * found.superiority:.12g}"}  # fmt: skip
    return [
        *reader._change((FIRST, SECOND), cells),
        *(
            []
            if same is None
            else [Compared(FIRST, SECOND, "same 0.5", (same - 0.005, same + 0.005))]
        ),
    ]


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("coarse", [True, False])
def test_what_is_told_of_a_group_holds_the_truth(seed, coarse):
    draw = np.random.default_rng(seed)
    sides = [draw.integers(1 + seed % 3, 6, int(draw.integers(4, 26))) for _ in range(2)]
    found = compare(*sides)
    same = equivalence(*map(pd.Series, sides), 0.5)
    given = as_shown(found) if coarse else found
    groups = dict(zip((FIRST, SECOND), map(told, sides), strict=True))
    told_ = list(narrowed(groups, shown(given, p_as_shown(same)), CODES))
    for side, mine in zip((FIRST, SECOND), sides, strict=True):
        spans = {one.what: one.span for one in told_
                 if (one.question, one.municipality, one.year) == side}  # fmt: skip
        true = {"mean": mine.mean(), "sd": mine.std(ddof=1)}
        true |= {f"count {code}": (mine == code).sum() for code in range(1, 6)}
        assert all(low <= true[what] <= high for what, (low, high) in spans.items())
        assert {"mean", "sd"} <= set(spans)


def test_a_p_value_with_all_digits_tells_the_spread_of_the_small_group():
    small, large = np.array([2, 4, 5]), np.array([1, 2, 3, 4, 5] * 4)
    groups = {FIRST: told(small), SECOND: told(large) | {"sd": (large.std(ddof=1),) * 2}}
    p = compare(small, large).p
    found = narrowed(
        groups, [Compared(FIRST, SECOND, "p", (p * (1 - 1e-9), p * (1 + 1e-9)))], CODES
    )
    ((low, high),) = [one.span for one in found if one.municipality == "koge" and one.what == "sd"]
    assert low <= small.std(ddof=1) <= high < low + 1e-3


def test_a_comparison_that_no_answers_give_stops_the_audit():
    groups = {FIRST: told(np.array([2, 4, 5])), SECOND: told(np.array([2, 4, 5]))}
    with pytest.raises(InputError, match="no answers give what is shown"):
        list(narrowed(groups, [Compared(FIRST, SECOND, "p", (0.0, 1e-9))], CODES))


@pytest.mark.parametrize("seed", range(4))
def test_alpha_tells_of_the_spread_of_an_item_and_holds_the_truth(seed):
    forms = load_codebook()
    rows = forms["completion"].item("recovery").rows
    draw = np.random.default_rng(seed)
    given = pd.DataFrame({row.id: draw.integers(1, 6, 8) for row in rows})
    key, scale = ("koge", "all"), "completion/recovery"
    names = [scale, *(f"{scale}_{row.id}" for row in rows)]
    values = [given.mean(axis=1), *(given[row.id] for row in rows)]
    facts = {name: {key: told(mine, 1e-9) | {"sd": (mine.std() - 1e-9, mine.std() + 1e-9)}}
             for name, mine in zip(names, values, strict=True)}  # fmt: skip
    facts[names[-1]][key]["sd"] = (0.0, inf)
    found = reliability(given.astype(float))
    figure = {"figure": "inspire_o.alpha_after", "municipality": "koge", "year": "all", "n": 8,
              "value": found.alpha, "low": found.low, "high": found.high,
              "shown": True}  # fmt: skip
    codes = {name: Codes((1, 2, 3, 4, 5)) for name in names[1:]}
    codes[scale] = Codes(tuple(range(5, 26)), 5)
    spans = {one.question: one.span for one in alphas(facts, pd.DataFrame([figure]), forms, codes)}
    for name, mine in zip(names, values, strict=True):
        assert spans[name][0] <= mine.std() <= spans[name][1]
    assert spans[names[-1]][1] - spans[names[-1]][0] < 1e-3
