"""Rules of others, completed by what a programme says."""

import pytest

from cellguard.presets import PRESETS, completed


@pytest.mark.parametrize("name", list(PRESETS))
def test_a_preset_says_the_same_as_the_others(name):
    assert set(completed({"preset": name})) == set(PRESETS["acro"])


def test_what_a_programme_says_goes_before_its_preset():
    raw = completed({"preset": "acro", "threshold": 6})
    assert raw["threshold"] == 6
    assert raw["dominance"] == PRESETS["acro"]["dominance"]
    assert "preset" not in raw


def test_without_a_preset_nothing_is_added():
    assert completed({"threshold": 5}) == {"threshold": 5}


def test_an_unknown_preset_is_said():
    with pytest.raises(ValueError, match="'nobody' is none of acro, opensafely"):
        completed({"preset": "nobody"})
