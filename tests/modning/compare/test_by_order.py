"""Items by order: whether they say what the means say, and which moved by itself."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from modning.compare import compare, scale_change
from modning.compare.by_order import ByOrder, Item, Odds, by_order, proportional_odds
from modning.compare.effects import higher
from modning.scales import load_scale
from outcome_forms import empty, form
from r_values import r
from speak import speak

RECOVERY = load_scale("recovery")
ITEMS = list(RECOVERY.items)


def answered(random, n, rise, more=0.0):
    """Return answers of n persons to five statements that measure one thing, the first by more."""
    level = random.normal(rise, 1, (n, 1)) + random.normal(0, 1, (n, 5))
    level[:, 0] += more
    return pd.DataFrame(np.digitize(level, [-1.5, -0.5, 0.5, 1.5]) + 1, columns=ITEMS)


def ordered(before, after):
    return by_order(scale_change(before, after, RECOVERY), before, after)


@pytest.fixture(scope="module")
def forms():
    return form("baseline"), form("completion")


def test_a_clear_change_of_means_is_one_of_order_too(forms):
    found = ordered(*forms)
    assert [item.agrees for item in found.items] == [True] * 5
    assert all(item.odds.low <= item.odds.ratio <= item.odds.high for item in found.items)
    figures = found.figures("r").set_index("figure")["value"]
    assert figures[["r.order.compared", "r.order.apart"]].tolist() == [5, 0]
    table = speak("da", found.table)["frame"]
    assert len(table) == 5
    assert "ja" in set(table.iloc[:, 4])


@pytest.mark.parametrize(("n", "shown"), [(49, False), (50, True)])
def test_of_fewer_than_fifty_a_side_only_the_level_of_odds_is_shown(n, shown):
    random = np.random.default_rng(3)
    before, after = (
        form(name, {"koge": size}) for name, size in (("baseline", n), ("completion", 60))
    )
    for one, rise in ((before, 0), (after, 1)):
        one[[f"recovery_{item}" for item in ITEMS]] = answered(random, len(one), rise).to_numpy()
    table = ordered(before, after).table()["frame"]
    assert (table.iloc[:, [1, 5]] != "–").to_numpy().all() == shown
    assert (table.iloc[:, [1, 5]] != "–").to_numpy().any() == shown
    assert set(table.iloc[:, [2, 3, 6]].to_numpy().flat) <= {
        "< 0.001", "< 0.01", "< 0.05", "≥ 0.05", "–"
    }  # fmt: skip


def test_where_all_are_higher_afterwards_there_are_no_odds_and_yet_answers(forms):
    answers = [
        one.assign(**{f"recovery_{item}": [code + at % 2 for at in range(len(one))]
                      for item in ITEMS})
        for one, code in zip(forms, (1, 4), strict=True)
    ]  # fmt: skip
    told = ordered(*answers).figures("r").set_index("figure")
    assert told["value"].isna().all()
    assert told["n"].isna().all()  # 0 would say that nobody answered


def test_a_statement_that_nobody_answered_does_not_speak_for_the_others():
    alone = Item(compare([], [1, 2, 3], "a"), None, None)
    alike = Item(compare([3, 3], [3, 3], "b"), None, None)
    assert (ByOrder(RECOVERY, [alone]).figures("r")["n"] == 0).all()
    for items in ([alone, alike], [alike, alone]):
        assert ByOrder(RECOVERY, items).figures("r")["n"].isna().all()


def test_odds_in_another_direction_than_the_means_disagree(forms):
    first = ordered(*forms).items[0]
    turned = type(first)(first.means, proportional_odds([2, 4, 5] * 20, [1, 2, 4] * 20), None)
    assert turned.odds.p < 0.05
    assert turned.agrees is False
    even = type(first)(first.means, proportional_odds([3, 4] * 20, [4, 3] * 20), None)
    assert even.agrees is False


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("few", [0, 4])
def test_what_is_not_shown_has_no_odds(few):
    before = form("baseline", {"koge": few}) if few else empty("baseline")
    found = ordered(before, form("completion"))
    assert [item.odds for item in found.items] == [None] * 5
    figures = found.figures("r")
    assert figures["value"].isna().all()
    assert figures["shown"].tolist() == [not few] * 4


def test_a_rise_of_all_moves_no_statement_and_a_statement_that_moves_alone_is_found():
    """Of 20 worlds each; 5 % should find the first statement to have moved where none did alone."""
    random, errs, seen = np.random.default_rng(8), 0, 0
    for more in (0.0, 0.8):
        for _ in range(20):
            both = answered(random, 80, 0), answered(random, 80, 1.0, more)
            found = proportional_odds(*(one[ITEMS[0]] for one in both),
                                      alike=tuple(one.sum(axis=1) for one in both))  # fmt: skip
            errs += more == 0 and found.p < 0.05
            seen += more > 0 and found.p < 0.05
    assert errs <= 4
    assert seen >= 14


# Pain after either of two treatments: the example of Brunner and Munzel (2000), as R's lawstat has
# it, with "Brunner-Munzel Test Statistic = 3.1375, df = 17.683, p-value = 0.005786, 95 percent
# confidence interval: 0.5952169 0.9827052, P(X<Y)+.5*P(X=Y) 0.788961".
FIRST = [1, 2, 1, 1, 1, 1, 1, 1, 1, 1, 2, 4, 1, 1]
SECOND = [3, 3, 4, 3, 1, 2, 3, 1, 1, 5, 4]
# Satisfaction (low, medium, high) of tenants by influence, a row each: R's `housing` (MASS).
CONTACT_LOW = [[113, 59, 62], [100, 78, 101], [49, 41, 110]]
CONTACT_HIGH = [[169, 111, 113], [106, 111, 163], [30, 46, 119]]


def test_the_published_example():
    found = higher(FIRST, SECOND)
    assert found.value == pytest.approx(0.788961, abs=1e-6)
    assert (found.low, found.high) == pytest.approx((0.5952169, 0.9827052), abs=1e-7)
    assert (found.df, found.p) == pytest.approx((17.683, 0.005786), rel=1e-4)
    assert found.p == pytest.approx(stats.brunnermunzel(FIRST, SECOND).pvalue)


def test_the_chance_of_a_higher_answer_is_rs():
    found = higher(FIRST, SECOND)
    assert found.value == pytest.approx(r("order.chance"), rel=1e-9)
    assert [found.low, found.high] == pytest.approx(r("order.interval"), rel=1e-9)
    assert (found.df, found.p) == pytest.approx((r("order.df"), r("order.p")), rel=1e-9)


def test_the_odds_at_the_same_total_are_rs():
    """R's `housing`: satisfaction by contact with neighbours, at the same influence."""
    both = [np.array(counts) for counts in (CONTACT_LOW, CONTACT_HIGH)]
    sides = [np.repeat(np.tile([1, 2, 3], 3), counts.ravel()) for counts in both]
    influence = [np.repeat([1, 2, 3], counts.sum(axis=1)) for counts in both]
    found = proportional_odds(*sides, alike=tuple(influence))
    assert [found.ratio, found.low, found.high] == pytest.approx(r("moved"), rel=1e-5)
    assert found.p == pytest.approx(r("same.total.p"), rel=1e-5)
    assert found.ratio != pytest.approx(proportional_odds(*sides).ratio, rel=1e-3)


def test_the_odds_of_a_higher_answer_are_rs():
    found = proportional_odds(FIRST, SECOND)
    assert [found.ratio, found.low, found.high] == pytest.approx(r("odds"), rel=1e-5)
    assert found.p_parallel == pytest.approx(r("parallel"), rel=1e-6)


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize(
    ("before", "after"),
    [([], []), ([1], [2, 3]), ([2, 2], [2, 2]), ([1, 2], [3, 4]), ([np.nan, 1, 1], [2, 2])],
)
def test_what_has_no_spread_of_ranks_has_no_interval(before, after):
    assert higher(before, after) is None
    assert proportional_odds(before, after) is None


def test_two_answers_have_one_step_and_the_odds_ratio_of_the_table():
    found = proportional_odds([1] * 12 + [2] * 8, pd.array([1] * 6 + [2] * 14, dtype="Int8"))
    assert found.ratio == pytest.approx((14 / 6) / (8 / 12), rel=1e-5)
    error = (1 / 12 + 1 / 8 + 1 / 6 + 1 / 14) ** 0.5
    assert np.log(found.high / found.ratio) == pytest.approx(
        stats.norm.ppf(0.975) * error, rel=1e-4
    )
    assert found.p_parallel is None


def test_swapping_the_sides_turns_both_round():
    one, other = higher(FIRST, SECOND), higher(SECOND, FIRST)
    assert (other.value, other.low) == pytest.approx((1 - one.value, 1 - one.high))
    odds = proportional_odds(FIRST, SECOND).ratio
    assert proportional_odds(SECOND, FIRST).ratio == pytest.approx(1 / odds, rel=1e-5)


def test_the_interval_covers_with_ties_and_unequal_spreads():
    """600 pairs of samples whose true chance is known; 95 % +- 3 standard errors."""
    random = np.random.default_rng(4)
    shares = np.array([[0.1, 0.2, 0.4, 0.2, 0.1], [0.3, 0.05, 0.05, 0.1, 0.5]])
    below = np.cumsum(shares[0]) - shares[0] / 2
    truth, held = float(shares[1] @ below), 0
    for _ in range(600):
        one, other = (random.choice(5, n, p=p) for n, p in zip((37, 40), shares, strict=True))
        found = higher(one, other)
        held += found.low <= truth <= found.high
    assert held / 600 == pytest.approx(0.95, abs=0.027)


def test_one_odds_ratio_for_every_step_is_seldom_rejected_where_it_holds():
    random, rejected, held = np.random.default_rng(5), 0, 0
    for _ in range(60):
        before, after = (np.digitize(random.logistic(shift, 1, 60), [-1, 0, 1, 2])
                         for shift in (0, 0.8))  # fmt: skip
        found = proportional_odds(before, after)
        rejected += found.p_parallel < 0.05
        held += found.low <= np.exp(0.8) <= found.high
    assert rejected <= 8
    assert held >= 52


def test_where_the_total_tells_each_answer_there_are_no_odds_at_the_same_total():
    before, after = ([1 + at % 4 for at in range(n)] for n in (45, 37))
    assert proportional_odds(before, after).low < 1 < proportional_odds(before, after).high
    assert proportional_odds(before, after, alike=(before, after)) is None


def test_a_p_of_just_the_level_finds_nothing(forms):
    first = ordered(*forms).items[0]
    odds = replace(first.odds, p=0.05, p_parallel=0.05)
    item = Item(first.means, odds, odds)
    assert item.agrees is False
    counts = ByOrder(RECOVERY, [item]).figures("r").set_index("figure")["value"]
    assert counts[["r.order.uneven", "r.order.moved"]].tolist() == [0, 0]
    below = replace(odds, p=0.049, p_parallel=0.049)
    counts = ByOrder(RECOVERY, [Item(first.means, below, below)]).figures("r")["value"]
    assert counts.tolist() == [1, 0, 1, 1]


def test_nothing_is_said_while_odds_are_sought(capsys):
    assert proportional_odds(FIRST, SECOND) is not None
    assert capsys.readouterr().out == ""


def test_sides_that_meet_in_one_answer_have_no_odds_and_yet_a_chance():
    assert proportional_odds([1, 2], [2, 3]) is None
    assert proportional_odds([2, 3], [1, 2]) is None
    assert higher([1, 2], [2, 3]).value == 0.875


def test_the_table_has_odds_to_a_tenth_and_whether_means_and_order_agree(forms):
    means = replace(ordered(*forms).items[0].means, name=ITEMS[0])
    odds = Odds(2.44, 1.16, 5.0, 0.02, 0.3)
    items = [Item(means, odds, replace(odds, p=0.3)), Item(means, replace(odds, p=0.4), None),
             Item(means, None, None)]  # fmt: skip
    frame = ByOrder(RECOVERY, items).table()["frame"].iloc[:, 1:]
    assert frame.to_numpy().tolist() == [
        ["2.4 (1.1; 5.0)", "< 0.05", "≥ 0.05", "yes", "2.4 (1.1; 5.0)", "≥ 0.05"],
        ["2.4 (1.1; 5.0)", "≥ 0.05", "≥ 0.05", "no", "–", "–"],
        ["–", "–", "–", "–", "–", "–"],
    ]


@pytest.mark.filterwarnings("error")
def test_answers_are_taken_for_ordered_without_a_warning():
    assert proportional_odds(FIRST, SECOND).ratio > 1
