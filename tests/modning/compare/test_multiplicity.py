"""Adjusted p-values against R's p.adjust; what is not tested stays so."""

import pytest

from modning.compare import compare
from modning.compare.groups import false_discovery, holm
from r_values import attitude, r


def each():
    data = attitude()
    high = data["rating"] > 65
    return [compare(data.loc[~high, item], data.loc[high, item]).p for item in data.columns[1:]]


def test_both_ways_are_rs():
    assert holm(each()) == pytest.approx(r("holm"))
    assert false_discovery(each()) == pytest.approx(r("discovery"))


def test_what_has_no_test_is_left_as_it_is():
    assert holm([None, 0.02, 0.03]) == [None, 0.04, 0.04]
    assert false_discovery([0.02, None, 0.03]) == [0.03, None, 0.03]
    assert holm([]) == []
    assert false_discovery([None]) == [None]
