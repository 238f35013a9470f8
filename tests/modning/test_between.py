"""Municipalities beside each other."""

from types import SimpleNamespace

import pandas as pd
import pytest

from modning import between
from slicebook.programme import ALL
from slicebook.slices import SIDE_BY_SIDE

CELLS = {"yes": "form/met_here[all].yes", "rarely": "form/met.seldom+never"}


def table(*rows):
    return pd.DataFrame(rows, columns=["answer", "municipality", "count", "n", "percent", "shown"])


@pytest.mark.parametrize(("synthetic", "alike"), [(True, {"rarely"}), (False, set())])
def test_only_of_synthetic_answers_some_were_drawn_alike(monkeypatch, synthetic, alike):
    counted = [("met", "here", ("yes",)), ("met", None, ("seldom", "never"))]
    monkeypatch.setattr(between, "manifest", lambda: {"synthetic": synthetic})
    monkeypatch.setattr(between, "drawn_alike", lambda _, cells: [cells != counted, True])
    assert between.alike("form", "met", CELLS) == alike


def test_what_was_drawn_alike_is_of_all_places_together_where_there_are_two():
    places = table(
        *((answer, "koge", 2, 4, 50.0, True) for answer in "ab"),
        *((answer, "odense", 1, 4, 25.0, True) for answer in "ab"),
    )
    whole = table(("a", "all", 3, 8, 37.5, True), ("b", "all", 5, 8, 62.5, True))
    tally = SimpleNamespace(
        by_municipality=lambda: places, shares=lambda: whole.drop(columns="municipality")
    )
    found = between.by_place(tally, {"b"})
    assert list(zip(found["answer"], found["municipality"], found["percent"], strict=True)) == [
        ("a", "koge", 50.0), ("a", "odense", 25.0), ("b", "all", 62.5),
    ]  # fmt: skip
    assert between.by_place(tally, ()) is places
    places.loc[places["municipality"] == "odense", "n"] = 1
    assert len(between.by_place(tally, {"b"})) == 3
    places.loc[places["municipality"] == "odense", "n"] = 0
    assert between.by_place(tally, {"b"}) is places


def test_a_pair_is_the_first_less_the_second_with_newcombes_interval():
    """The example of Newcombe (1998): 56 of 70 against 48 of 80."""
    shares = table(("a", "koge", 56, 70, 80.0, True), ("a", "odense", 48, 80, 60.0, True))
    shares = shares.set_index(["answer", "municipality"])
    *named, gap, low, high, n, shown = between.pair("a", "koge", "odense", shares, frozenset())
    assert (named, n, shown) == (["a", "koge", "odense"], 70, True)
    assert (gap, low, high) == pytest.approx((20, 5.24, 33.39), abs=0.005)
    nothing = None, None, None
    drawn = between.pair("a", "koge", "odense", shares, frozenset("a"))
    assert drawn[3:] == (*nothing, None, True)
    hidden = between.pair("a", "koge", "odense", shares.assign(shown=[True, False]), frozenset())
    assert hidden[3:] == (*nothing, 70, False)
    nobody = between.pair("a", "koge", "odense", shares.assign(n=[70, 0]), frozenset())
    assert nobody[3:] == (*nothing, 0, True)


def test_places_are_many_beyond_those_that_stand_beside_each_other():
    places = [f"town{at}" for at in range(SIDE_BY_SIDE + 1)]
    assert between.are_many([*places, *places])
    assert not between.are_many([*places[1:], ALL])


def test_where_places_are_many_every_answer_is_of_all_of_them_too(monkeypatch):
    monkeypatch.setattr(between, "SIDE_BY_SIDE", 1)
    places = table(*(("a", place, 2, 4, 50.0, True) for place in ("koge", "odense")))
    whole = table(("a", ALL, 4, 8, 50.0, True)).drop(columns="municipality")
    tally = SimpleNamespace(by_municipality=lambda: places, shares=lambda: whole)
    assert between.by_place(tally, ())["municipality"].tolist() == ["koge", "odense", ALL]
