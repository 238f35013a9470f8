"""How many slips are forgiven, against simulated strangers and published rates."""

import numpy as np
import pandas as pd
import pytest

from modning.linking import link
from modning.linking.slips import agreement, slip_pairs, strangers_apart
from modning.proportions import wilson
from surveys.synthetic.link_codes import codes


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


def first_come(before, after, names, slips):
    """Return pairs of rows, each linked to the first that fits; nothing is left out as doubtful."""
    left = [dict(zip(side.index, side[names].itertuples(index=False), strict=True))
            for side in (before.assign(place=""), after.assign(place=""))]  # fmt: skip
    pairs = []
    for apart in range(slips + 1):
        for one, other in list(slip_pairs(*left, apart)):
            if one in left[0] and other in left[1]:
                pairs.append((one, other))
                del left[0][one], left[1][other]
    return pd.DataFrame(pairs, columns=["before", "after"])


def test_published_shares_of_right_and_wrong_links():
    """745 students: 75.2 % of pairs linked rightly, 2.7 % wrongly, 22.1 % not at all.

    "Matching anonymous pre-posttests using subject-generated information", as EconBIZ 10010802566
    has it. Which parts their code had is not told, nor what was done with what fits several. With
    one of five parts (two letters, two days, a small number), each going wrong with the chance
    0.17, a link to the first that is at most one part apart gives both shares within their
    intervals. By `link` the share of right links is met too, and that of wrong ones is not to be
    had: what fits several is left out, so that far fewer of the same codes are linked wrongly.
    """
    found = {"plain": [0, 0], "ours": [0, 0]}
    for seed in range(4):
        before, after, names = forms(7, 745, 0.17, np.random.default_rng(seed))
        names = [*names[:4], names[6]]
        after = after.sample(frac=1, random_state=seed)
        plain = first_come(before, after, ["place", *names], 1)
        for name, pairs in (("plain", plain), ("ours", link(before, after, names, 1).pairs)):
            good = int((pairs["before"] == pairs["after"]).sum())
            found[name][0] += good
            found[name][1] += len(pairs) - good
    right_low, right_high = wilson(round(0.752 * 745), 745)
    wrong_low, wrong_high = wilson(round(0.027 * 745), 745)
    shares = {name: [100 * n / (4 * 745) for n in counts] for name, counts in found.items()}
    assert all(right_low < right < right_high for right, _wrong in shares.values())
    assert wrong_low < shares["plain"][1] < wrong_high
    assert shares["ours"][1] < wrong_low / 2
    print(shares)
