"""How many slips are forgiven, against simulated strangers and published rates."""

import numpy as np
import pandas as pd
import pytest

from modning.linking import link
from modning.linking.tolerance import agreement, strangers_apart
from modning.proportions import wilson
from surveys.synthetic.link_codes import Habits, codes, typed


def forms(parts, n, slip, random):
    """Return two forms of n persons, each part of whose codes goes wrong with the chance `slip`."""
    names = [f"part_{at}" for at in range(parts)]
    given = codes(n, parts, random)
    again = given.copy()
    for row, part in zip(*np.nonzero(random.random(given.shape) < slip), strict=True):
        others = sorted(set(given[:, part]) - {given[row, part]})
        again[row, part] = others[random.integers(len(others))]
    sides = (pd.DataFrame(side, columns=names).assign(municipality="koge")
             for side in (given, again))  # fmt: skip
    return (*sides, names)


def right(links):
    return links.pairs["before"] == links.pairs["after"]


def test_strangers_differ_as_often_as_simulated():
    random = np.random.default_rng(1)
    sizes = [12, 12, 30, 4, 12]
    given = np.column_stack([random.integers(0, size, 2000) for size in sizes])
    apart = (given[:1000, None, :] != given[None, 1000:, :]).sum(axis=2)
    sides = [pd.DataFrame(given[:1000]), pd.DataFrame(given[1000:])]
    alike = agreement(sides)
    assert alike == pytest.approx([1 / size for size in sizes], rel=0.05)
    for slips in (1, 2, 3):
        found, expected = (apart == slips).sum(), 1e6 * strangers_apart(alike, slips)
        assert found == pytest.approx(expected, rel=0.1, abs=4 * expected**0.5)
    assert sum(strangers_apart(alike, slips) for slips in range(6)) == pytest.approx(1)


def test_few_codes_do_not_seem_to_tell_everybody_apart():
    assert agreement([pd.DataFrame({"a": ["x", "y"]})]) == [0.25]
    assert agreement([pd.DataFrame({"a": ["x", None]})]) == [0.5]


def test_longer_codes_forgive_more_and_more_persons_less():
    allowed = {
        (parts, n): link(*forms(parts, n, 0.05, np.random.default_rng(2))).slips
        for parts, n in ((4, 100), (5, 100), (12, 100), (5, 2000))
    }
    assert allowed[4, 100] <= allowed[5, 100] < allowed[12, 100]
    assert allowed[5, 2000] < allowed[5, 100]


def test_no_more_links_are_wrong_than_is_stated():
    """40 programmes of 100 persons, half of whom answered once."""
    random, wrong, stated = np.random.default_rng(3), 0, 0.0
    for _ in range(40):
        before, after, names = forms(5, 100, 0.06, random)
        links = link(before.iloc[:75], after.iloc[25:], names)
        wrong += int((~right(links)).sum())
        stated += links.wrong
    assert 0 < wrong <= stated + 2 * stated**0.5


def test_the_published_code_of_twelve_parts():
    """135 students, 8 weeks: 40.0 % agreed in all twelve parts, 91.9 % in ten or more.

    Educational and Psychological Measurement 2026, doi:10.1177/00131644261453059. One rate of slips
    a part, taken from the first figure, gives the second within its interval when linked.
    """
    random, same, near = np.random.default_rng(4), 0, 0
    for _ in range(8):
        links = link(*forms(12, 135, 1 - 0.4 ** (1 / 12), random))
        assert links.slips >= 2
        assert right(links).all()
        same += links.exact
        near += int((links.pairs["slips"] <= 2).sum())
    for found, published in ((same, 0.4), (near, 0.919)):
        low, high = wilson(round(published * 135), 135)
        assert low < 100 * found / (8 * 135) < high


def test_published_shares_of_right_and_wrong_links():
    """745 students: 75.2 % of pairs linked rightly, 2.7 % wrongly, 22.1 % not at all.

    "Matching anonymous pre-posttests using subject-generated information", as EconBIZ 10010802566
    has it. Which parts their code had is not told. With one of five parts, and as many slips as
    leave as many linked rightly, fewer are linked wrongly here: what fits several is left out.
    """
    random = np.random.default_rng(1)
    names = [f"part_{at}" for at in range(5)]
    given = codes(745, 5, random)
    habits = Habits(slip=0.2, slip_twice=0.05, forget=0, duplicate=0, join=0)
    sides = (pd.DataFrame(side, columns=names).assign(municipality="koge")
             for side in (given, typed(given, habits, random)))  # fmt: skip
    links = link(*sides, names)
    low, high = wilson(round(0.752 * 745), 745)
    assert low < 100 * right(links).sum() / 745 < high
    assert 100 * (~right(links)).sum() / 745 <= wilson(round(0.027 * 745), 745)[1]
