"""Which names may stand in prose of a slice, though nobody recorded them there."""

import pandas as pd
import pytest

from slicebook.book.values import Values
from slicebook.programme import load_programme
from slicebook.results import COLUMNS
from slicebook.slices import Slice

WHOLE, ENDED = Slice("all", "all"), Slice("odense", "all")
ROWS = [("running.hours.total", "odense"), ("startup.total", "all"), ("meals.warm_10", "all")]
RESULTS = pd.DataFrame(
    [{"figure": name, "municipality": place, "year": "all", "value": 1.0, "shown": True}
     for name, place in ROWS],
    columns=COLUMNS,
)  # fmt: skip


@pytest.mark.parametrize(
    ("path", "here", "could"),
    [
        ("koge.running.hours.total", WHOLE, True),
        ("koge.running.hours.totl", WHOLE, False),
        # Recorded of the whole alone: no place has it.
        ("koge.startup.total", WHOLE, False),
        ("running.hours.total", WHOLE, False),
        ("running.total", ENDED, True),
        ("koge.startup.wages", ENDED, True),
        ("running.totl", ENDED, False),
        ("startup.warm_13", ENDED, True),
    ],
)
def test_what_could_have_been_recorded_is_no_mistake(path, here, could):
    values = Values(RESULTS, load_programme(), {ENDED: "No costs."}, {"wages"})
    assert values.could_be(path, here) is could


@pytest.mark.parametrize(
    ("name", "here", "municipality"),
    [
        ("startup.total", WHOLE, "all"),
        ("odense.running.hours.total", WHOLE, "odense"),
        ("odense.all.running.hours.total", Slice("koge", "2024"), "odense"),
        ("odense.2024.running.hours.total", WHOLE, None),
        ("running.hours.total", ENDED, "odense"),
        ("running.hours.total", WHOLE, None),
        ("koge.running.hours.total", WHOLE, None),
        ("odense.running.hours.total", Slice("all", "2024"), None),
    ],
)
def test_a_figure_is_the_slice_s_or_that_of_the_place_it_is_named_by(name, here, municipality):
    found = Values(RESULTS, load_programme()).figure(name, here)
    assert (found and found.municipality) == municipality
