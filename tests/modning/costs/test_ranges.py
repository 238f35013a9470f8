"""Ranges as figures, and the volumes they are reckoned from."""

import pandas as pd
import pytest

from modning.costs import Interval, listing, place_figures, range_figures, spread
from modning.costs.volumes import (
    load_volumes,
    volume_here,
    volumes_below,
    volumes_in,
    volumes_of,
)
from slicebook.slices import Slice
from slicebook.text import message
from speak import speak

VOLUMES = load_volumes()


def test_a_range_is_its_middle_and_ends_and_what_is_not_known_is_missing():
    # Ten to eleven hours for each of 90: 900 to 990; 700 hours are enough for 63.6 to 70.
    hours, budget = Interval.of(10, 11), Interval.of(700)
    figures = range_figures({
        "needed": (hours * 90, "hours"),
        "affordable": (budget / hours, "persons"),
        "nothing": (None, "hours"),
        "plain": (7, "hours"),
    }).set_index("figure")  # fmt: skip
    assert figures.loc["needed", ["value", "low", "high"]].tolist() == [945, 900, 990]
    assert figures.loc["affordable", ["low", "high"]].round(1).tolist() == [63.6, 70]
    assert pd.isna(figures.loc["nothing", "value"])
    assert figures.loc["plain", "value"] == 7
    assert pd.isna(figures.loc["plain", "low"])
    assert figures["shown"].all()


def test_volumes_are_found_by_municipality_and_year():
    held = volumes_of(VOLUMES, "running.courses")
    assert held == {("koge", "2024"): Interval.of(4), ("odense", "2024"): Interval.of(6)}
    assert volumes_in(VOLUMES, "running.courses", 2024).to_dict() == {
        "koge": Interval.of(4), "odense": Interval.of(6),
    }  # fmt: skip
    assert volumes_in(VOLUMES, "running.courses", 1900).empty
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


def test_numbers_of_places_are_figures_of_the_columns_that_have_a_unit():
    table = pd.DataFrame({"a": [1.0, 2.0], "b": [3.0, 4.0], "c": [5.0, 6.0]}, ["x", "y"])
    figures = place_figures(table, {"a": "weeks", "c": "DKK"})
    keys = ["municipality", "figure", "value", "unit"]
    assert figures[keys].to_numpy().tolist() == [
        ["x", "a", 1, "weeks"], ["y", "a", 2, "weeks"], ["x", "c", 5, "DKK"], ["y", "c", 6, "DKK"],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("language", "expected"),
    [("en", ["Rent", "1,000–2,500", "–", 3, "section 4.2"]),
     ("da", ["Leje", "1.000–2.500", "–", 3, "afsnit 4.2"])],
)  # fmt: skip
def test_a_listing_writes_words_ranges_and_places_as_the_language_does(language, expected):
    rent = message({"en": "Rent", "da": "Leje"})
    row = [rent, Interval.of(1000, 2500), None, 3, "section 4.2"]
    table = pd.DataFrame([row], columns=["item", "cost", "none", "n", "source"])
    table = table.set_axis(["item", "cost", "cost", "n", "source"], axis=1)
    shown = speak(language, listing, table, "Item|Cost|Nothing|Number|Source")
    assert list(shown) == ["Item", "Cost", "Nothing", "Number", "Source"]
    assert shown.iloc[0].tolist() == expected


def test_a_range_of_one_number_is_written_once_and_no_row_is_an_empty_table():
    one = pd.DataFrame({"cost": [Interval.of(5)]})
    assert listing(one, "Cost")["Cost"].tolist() == ["5"]
    assert list(listing(one[:0], "Cost")) == ["Cost"]


def test_no_range_has_no_numbers():
    assert spread([]).empty
    assert range_figures({}).empty
