"""Ranges as figures, and the volumes they are reckoned from."""

import pandas as pd

from modning.costs import Interval
from modning.costs.volumes import load_volumes, volume_here, volumes_below, volumes_of
from modning.ranges import range_figures
from slicebook.slices import Slice

VOLUMES = load_volumes()


def test_a_range_is_its_middle_and_ends_and_what_is_not_known_is_missing():
    # Ten to eleven hours for each of 90: 900 to 990; 700 hours are enough for 63.6 to 70.
    hours, budget = Interval.of(10, 11), Interval.of(700)
    figures = range_figures({
        "needed": (hours * Interval.of(90), "hours"),
        "affordable": (budget / hours, "persons"),
        "nothing": (None, "hours"),
    }).set_index("figure")  # fmt: skip
    assert figures.loc["needed", ["value", "low", "high"]].tolist() == [945, 900, 990]
    assert figures.loc["affordable", ["low", "high"]].round(1).tolist() == [63.6, 70]
    assert pd.isna(figures.loc["nothing", "value"])


def test_volumes_are_found_by_municipality_and_year():
    held = volumes_of(VOLUMES, "running.courses")
    assert held == {("koge", "2024"): Interval.of(4), ("odense", "2024"): Interval.of(6)}
    below = volumes_below(VOLUMES, "organisation")
    assert below["koge"] == {"persons": Interval.of(7), "fte": Interval.of(2)}
    assert set(below["odense"]) == {"full_time", "part_time", "part_time_share"}


def test_a_volume_of_a_slice_is_known_where_every_municipalitys_is():
    def held(municipality, year):
        return volume_here(VOLUMES, "running.courses", Slice(municipality, year))

    assert held("koge", "2024") == Interval.of(4)
    assert held("all", "2024") == Interval.of(10)
    assert held("koge", "2023") is None
    assert held("all", "all") is None
