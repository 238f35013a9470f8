from dataclasses import replace

import pytest

from modning.disclosure import may_show
from modning.programme import Public, load_programme


@pytest.fixture
def programme():
    public = (Public("n.*", "printed"),)
    return replace(load_programme(), threshold=5, public=public)


@pytest.mark.parametrize(
    ("value", "n", "unit", "shown"),
    [
        (4, None, "persons", False),
        (5, None, "persons", True),
        (0, None, "persons", True),
        (3.4, 4, "scale 1-5", False),
        (3.4, 5, "scale 1-5", True),
        (3.4, None, "scale 1-5", True),
        (2, None, "DKK", True),
        (None, 0, "scale 1-5", True),
    ],
)
def test_small_counts_and_what_rests_on_them_are_withheld(programme, value, n, unit, shown):
    assert may_show("figure", value, n, unit, programme) is shown


def test_a_public_figure_is_shown_however_small(programme):
    assert may_show("n.baseline", 4, None, "forms", programme)
    assert not may_show("other.baseline", 4, None, "forms", programme)


def test_every_exemption_of_the_programme_has_a_reason():
    assert all(rule.reason.strip() for rule in load_programme().public)
