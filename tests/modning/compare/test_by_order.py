"""Items by order: whether they say what the means say, and which moved by itself."""

import numpy as np
import pandas as pd
import pytest

from modning.compare import compare, scale_change
from modning.compare.by_order import ByOrder, Item, by_order, proportional_odds
from modning.scales import load_scale
from outcome_forms import empty, form
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
