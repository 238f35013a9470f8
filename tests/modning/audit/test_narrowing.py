"""What comparisons and alphas tell of groups: it holds the truth, and is narrow where they are."""

from collections import defaultdict
from functools import cache
from itertools import combinations_with_replacement, product
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
from modning.scales import item_statistics, reliability
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


# Whole numbers by which a question is answered, how many of them are one, and two groups' sizes.
ASKED = [(Codes((1, 2, 3)), (3, 2)), (Codes((2, 3, 4), 2), (2, 3))]
WIDE = {"mean": (0.0, 9.0), "sd": (0.1, 9.0)}


def sets(codes: Codes, n: int) -> list[np.ndarray]:
    """Return all answers that a group can give."""
    return list(map(np.array, combinations_with_replacement(codes.levels, n)))


def spread(codes: Codes, n: int) -> list[np.ndarray]:
    """Return numbers with each sum, and each sum of squares, that answers not alike may have."""
    by_sum = defaultdict(list)
    for one in sets(codes, n):
        by_sum[one.sum()].append((one**2).sum())
    alike = np.arange(n) - (n - 1) / 2
    return [total / n + alike * np.sqrt((squares - total**2 / n) / (alike**2).sum())
            for total, some in by_sum.items() for squares in range(min(some), max(some) + 1)
            if squares * n > total**2]  # fmt: skip


@cache
def every(codes: Codes, sizes: tuple[int, int]) -> pd.DataFrame:
    """Return all that a reader of two groups' sums and squares thinks possible, and compared."""
    rows = []
    for given in product(*(spread(codes, n) for n in sizes)):
        one, other = (mine / codes.unit for mine in given)
        found = compare(one, other)
        rows.append({
            "p": found.p, "low": found.low, "high": found.high, "g": found.g,
            "g low": found.g_low, "g high": found.g_high,
            "same 0.5": equivalence(pd.Series(one), pd.Series(other), 0.5),
            **{(side, what): float(value) for side, mine in ((FIRST, one), (SECOND, other))
               for what, value in (("mean", mine.mean()), ("sd", mine.std(ddof=1)))},
        })  # fmt: skip
    return pd.DataFrame(rows)


def told_by(codes: Codes, sizes: tuple[int, int], what: str, value: float) -> dict:
    """Return what a number that is shown of two groups tells of them, by group and what it is."""
    groups = {side: {"n": (float(n),) * 2, **WIDE}
              for side, n in zip((FIRST, SECOND), sizes, strict=True)}  # fmt: skip
    shown_ = [Compared(FIRST, SECOND, what, (value - 1e-8, value + 1e-8))]
    return {((one.question, one.municipality, one.year), one.what): one.span
            for one in narrowed(groups, shown_, {"a": codes})}  # fmt: skip


@pytest.mark.parametrize(("codes", "sizes"), ASKED)
@pytest.mark.parametrize("what", ["p", "same 0.5", "low", "high", "g", "g low", "g high"])
def test_a_comparison_tells_what_all_that_is_possible_with_it_has_in_common(codes, sizes, what):
    pairs = every(codes, sizes)
    for value in pairs[what][::5]:
        fits = pairs[(pairs[what] - value).abs() < 1e-6]
        for of, span in told_by(codes, sizes, what, value).items():
            assert span == pytest.approx((fits[of].min(), fits[of].max()), abs=1e-3)


@pytest.mark.parametrize(("codes", "sizes"), ASKED)
def test_how_often_one_is_higher_tells_of_the_answers_themselves(codes, sizes):
    pairs = list(product(*([one for one in sets(codes, n) if np.ptp(one)] for n in sizes)))
    higher = np.array([compare(*pair).superiority for pair in pairs])
    for value in higher[::5]:
        fits = [pair for pair, one in zip(pairs, higher, strict=True) if abs(one - value) < 1e-6]
        found = told_by(codes, sizes, "higher", value)
        for at, side in enumerate((FIRST, SECOND)):
            for level in codes.levels:
                counts = [(pair[at] == level).sum() for pair in fits]
                assert found[side, f"count {level}"] == (min(counts), max(counts))


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


FORMS = load_codebook()
SCALE, KEY = "completion/recovery", ("koge", "all")
ROWS = [row.id for row in FORMS["completion"].item("recovery").rows]
NAMES = [SCALE, *(f"{SCALE}_{row}" for row in ROWS)]
# What is shown of a scale's items together, by what it is called: alpha alone, or its ends.
ALPHA = {"alpha": ("value",), "its lower end": ("low",), "its upper end": ("high",), "rest": ()}


def of_scale(given: pd.DataFrame) -> tuple[dict, dict]:
    """Return what is shown of a scale's mean and items, with all digits, and their spreads."""
    values = [given.mean(axis=1), *(given[row] for row in ROWS)]
    true = dict(zip(NAMES, (mine.std() for mine in values), strict=True))
    facts = {name: {KEY: told(mine, 1e-9) | {"sd": (true[name] - 1e-9, true[name] + 1e-9)}}
             for name, mine in zip(NAMES, values, strict=True)}  # fmt: skip
    return facts, true


def spreads(facts: dict, given: pd.DataFrame, *shown_: str, digits: int = 12) -> dict:
    """Return what is told of the spreads, with alpha or its ends shown to some digits."""
    found = reliability(given.astype(float))
    row = {"figure": "inspire_o.alpha_after", "municipality": "koge", "year": "all", "shown": True,
           "n": len(given), "value": None, "low": None, "high": None}  # fmt: skip
    ends = {"value": found.alpha, "low": found.low, "high": found.high}
    row |= {name: round(ends[name], digits) for name in shown_}
    # Without alpha its ends tell nothing: they stand beside it.
    row["value"] = row["value"] if "value" in shown_ or not shown_ else round(found.alpha, 0)
    codes = {name: Codes((1, 2, 3, 4, 5)) for name in NAMES[1:]}
    codes[SCALE] = Codes(tuple(range(5, 26)), 5)
    table = pd.DataFrame([row]).astype(dict.fromkeys(ends, float))
    return {one.question: one.span for one in alphas(facts, table, FORMS, codes)}


def alike(seed: int, n: int = 8) -> pd.DataFrame:
    """Return answers to five items that go together."""
    draw = np.random.default_rng(seed)
    level = draw.integers(2, 5, (n, 1)) + draw.integers(-1, 2, (n, 5))
    return pd.DataFrame(level, columns=ROWS)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("digits", [2, 12])
def test_alpha_tells_of_the_spread_of_an_item_and_holds_the_truth(seed, digits):
    """Of answers that do not go together, to two digits or with all of them."""
    draw = np.random.default_rng(seed)
    given = pd.DataFrame({row: draw.integers(1, 6, 8) for row in ROWS})
    facts, true = of_scale(given)
    facts[NAMES[-1]][KEY]["sd"] = (0.0, inf)
    spans = spreads(facts, given, "value", "low", "high", digits=digits)
    for name, sd in true.items():
        assert spans[name][0] <= sd <= spans[name][1]
    assert digits == 2 or np.ptp(spans[NAMES[-1]]) < 1e-3


@pytest.mark.parametrize("told_of", list(ALPHA))
@pytest.mark.parametrize("unknown", [SCALE, NAMES[2]])
def test_each_number_of_a_scale_tells_the_one_spread_that_is_not_shown(told_of, unknown):
    given = alike(3)
    facts, true = of_scale(given)
    facts[unknown][KEY]["sd"] = (0.0, inf)
    if told_of == "rest":
        # Of one item how it goes with the rest, and alpha without it.
        one = item_statistics(given.astype(float), 1, 5).iloc[0]
        for what, value in (("rest", one["item_rest"]), ("without", one["alpha_without"])):
            facts[NAMES[1]][KEY][what] = (value - 1e-9, value + 1e-9)
    low, high = spreads(facts, given, *ALPHA[told_of])[unknown]
    assert low <= true[unknown] <= high
    # An item's own spread does not follow from how another goes with the rest.
    assert (high - low < 1e-3) == (told_of != "rest" or unknown == SCALE)


def test_items_that_cannot_spread_as_is_shown_stop_the_audit():
    given = alike(3)
    facts, _ = of_scale(given)
    facts[NAMES[1]] = of_scale(alike(5))[0][NAMES[1]]
    with pytest.raises(InputError, match="no answers spread as is shown"):
        spreads(facts, given, "value")
