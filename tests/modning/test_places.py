from dataclasses import replace

import pandas as pd
import pytest

from modning import proportions, shares
from modning.charts.shares import difference_dots
from modning.places import largest_differences
from random_answers import random_answers
from slicebook.programme import load_programme
from slicebook.slices import SIDE_BY_SIDE, Slice
from surveys.codebook import load_codebook
from surveys.disclosure import SLICE

FORM = load_codebook()["registration"]


def largest(tally):
    return largest_differences(tally).set_index("figure").loc["gender.man.largest_difference"]


def answers(**men):
    """Twenty answers in each municipality, so many of them men's."""
    frame = random_answers(FORM, 20 * len(men))
    frame["municipality"] = [place for place in men for _ in range(20)]
    frame["gender"] = pd.array(
        [1 if row < count else 2 for count in men.values() for row in range(20)], dtype="Int8"
    )
    return frame


def test_of_two_municipalities_it_is_their_difference_upwards():
    gender = shares.tally(answers(koge=5, odense=15), FORM, "gender")
    row = largest(gender)
    pair = gender.differences().set_index("answer").loc["man"]
    assert (row["value"], row["low"], row["high"]) == (
        -pair["difference"], -pair["high"], -pair["low"],
    )  # fmt: skip
    assert (row["value"], row["n"], row["unit"]) == (50, 20, "percentage points")


def test_of_three_it_is_from_the_largest_to_the_smallest():
    gender = shares.tally(answers(koge=8, odense=15, aarhus=5), FORM, "gender")
    gender = shares.replace(gender, municipalities=("koge", "odense", "aarhus"))
    row = largest(gender)
    assert row["value"] == 50
    assert (row["low"], row["high"]) == pytest.approx(proportions.newcombe(15, 20, 5, 20))


def test_one_municipality_has_none_and_a_withheld_share_withholds_it(monkeypatch):
    alone = largest(shares.tally(answers(koge=5), FORM, "gender"))
    assert pd.isna(alone["value"])
    assert alone["shown"]
    gender = shares.tally(answers(koge=5, odense=15), FORM, "gender")
    hidden = gender.differences().assign(shown=False, difference=None)
    monkeypatch.setattr(shares.Tally, "differences", lambda _: hidden)
    assert not largest(gender)["shown"]


def test_a_slice_of_many_asks_of_its_own_municipality_alone(monkeypatch):
    """What a run of one takes would else grow with the number of them."""
    many = replace(load_programme(), municipalities=dict.fromkeys(f"town{at}" for at in range(98)))
    monkeypatch.setattr(shares, "load_programme", lambda: many)
    monkeypatch.setattr(
        "modning.guarded.may_tell", lambda cell, here, place, *_: asked.append(place)
    )
    asked, frame = [], answers(town3=5)
    frame.attrs[SLICE] = Slice("town3", "2025")
    gender = shares.tally(frame, FORM, "gender")
    assert len(gender.by_municipality()) == len(gender.given.columns)
    assert set(asked) == {"town3"}
    assert pd.isna(largest(gender)["value"])
    assert largest(gender)["shown"]


def test_of_many_the_two_furthest_apart_of_those_shown_stand_for_all_pairs():
    men = {f"town{at}": at + 5 for at in range(SIDE_BY_SIDE + 1)}
    gender = shares.replace(shares.tally(answers(**men), FORM, "gender"), municipalities=tuple(men))
    apart = gender.differences().set_index("answer")
    assert apart.index.is_unique
    assert (apart.loc["man", "first"], apart.loc["man", "second"]) == ("town6", "town0")
    assert apart.loc["woman", ["first", "second"]].tolist() == ["town0", "town6"]
    assert largest(gender)["value"] == apart.loc["man", "difference"] == pytest.approx(30)
    chart = difference_dots(gender)
    assert chart.table.shape[0] == len(apart)
    assert "the two municipalities furthest apart of those shown" in chart.caption
    few = shares.replace(gender, municipalities=tuple(men)[:SIDE_BY_SIDE])
    assert len(few.differences()) == 15 * len(apart)


def test_of_many_a_share_that_is_withheld_withholds_the_largest(monkeypatch):
    men = {f"town{at}": at + 5 for at in range(SIDE_BY_SIDE + 1)}
    gender = shares.replace(shares.tally(answers(**men), FORM, "gender"), municipalities=tuple(men))
    table = gender.by_municipality()
    table.loc[table["municipality"] == "town6", ["percent", "shown"]] = None, False
    monkeypatch.setattr(shares.Tally, "by_municipality", lambda _: table)
    assert gender.differences().set_index("answer").loc["man", "first"] == "town5"
    row = largest(gender)
    assert pd.isna(row["value"])
    assert not row["shown"]
