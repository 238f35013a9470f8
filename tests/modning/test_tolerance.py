"""How many slips may be forgiven, against simulated strangers and published rates."""

import numpy as np
import pytest
from statsmodels.stats.proportion import proportion_confint

from modning.linking.tolerance import (
    false_links,
    recalled_within,
    slips_allowed,
    strangers_within,
)

# Letters of names and towns, a day of the month, siblings, a letter: how often strangers agree.
FIVE = [0.08, 0.08, 0.033, 0.3, 0.08]


def test_strangers_agree_as_often_as_simulated():
    random = np.random.default_rng(1)
    sizes = [12, 12, 30, 4, 12]
    codes = np.column_stack([random.integers(0, size, 2000) for size in sizes])
    apart = (codes[:1000, None, :] != codes[None, 1000:, :]).sum(axis=2)
    agreement = [1 / size for size in sizes]
    for slips in (1, 2, 3):
        found = (apart <= slips).sum()
        expected = false_links(1000, 1000, agreement, slips)
        assert found == pytest.approx(expected, rel=0.1, abs=4 * expected**0.5)


def test_longer_codes_forgive_more_and_more_persons_less():
    # With five parts one slip makes up to four false links in a hundred, more than two.
    assert slips_allowed(112, 102, FIVE) == 0
    assert slips_allowed(112, 102, FIVE, most=0.05) == 1
    assert slips_allowed(112, 102, FIVE * 2) > 2
    assert slips_allowed(112, 102, [0.5] * 4) is None
    assert slips_allowed(12, 10, FIVE * 2) >= slips_allowed(1200, 1000, FIVE * 2)
    assert strangers_within(FIVE, len(FIVE)) == pytest.approx(1)


def test_the_published_code_of_twelve_parts():
    """135 students, 8 weeks: 40.0 % agreed in all twelve parts, 91.9 % in ten or more.

    Educational and Psychological Measurement 2026, doi:10.1177/00131644261453059. One rate of slips
    a part, taken from the first figure, gives the second within its interval.
    """
    slip = 1 - 0.4 ** (1 / 12)
    low, high = proportion_confint(round(0.919 * 135), 135, method="wilson")
    assert low < recalled_within(12, slip, 2) < high
    # Twelve parts forgive the two slips that reach so many, in a programme of this size.
    assert slips_allowed(135, 135, [0.1] * 12) >= 2
