"""Means of totals of many municipalities, decided of a few at a time."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from cellguard.joint import program
from modning.protection import by_places, scores
from modning.protection.tables import Tables, tables
from slicebook.programme import ALL, Municipality, load_programme

PROGRAMME = load_programme()
SCALE = SimpleNamespace(items=("a", "b", "c", "d", "e"), low=1, high=5)
CELLS = "scale#mean", "scale#spread"


def many(places: int) -> tuple[Tables, pd.Series]:
    """Return answer sets of places with few in one year and many in the other, and their totals."""
    towns = {key: Municipality(key, key, {}) for key in map("town{}".format, range(places))}
    chance = np.random.default_rng(places)
    forms = [
        (town, year) for town in towns for year, n in ((2024, 7), (2025, 14)) for _ in range(n)
    ]
    answers = pd.DataFrame(forms, columns=["municipality", "year"])
    programme = replace(PROGRAMME, municipalities=towns, years=(2024, 2025))
    total = pd.Series(chance.integers(5, 26, len(answers)))
    return tables(answers, programme), total.mask(chance.random(len(answers)) < 0.1)


@pytest.mark.parametrize("together", [4, 99])
def test_few_can_be_told_apart_in_no_year(monkeypatch, together):
    """A mean of few follows from that of both years less the other's, but for its rounding."""
    monkeypatch.setattr(by_places, "TOGETHER", together)
    where, total = many(5)
    coarse = replace(PROGRAMME.rules.coarse, mean=0.001)
    rules = replace(PROGRAMME.rules, coarse=coarse)
    gone = scores.hide_scores(CELLS, total, SCALE, where, rules)
    n, sums = (where.counts(of.to_numpy()) for of in (total.notna(), total.fillna(0)))
    places = sorted(set(where.places))
    case = scores._case(CELLS[0], n, sums, SCALE, where, rules, places, places)
    few = {(CELLS[0], at) for at in np.flatnonzero(n < rules.minimum_mean)}
    assert len(case.guarded) == len(few)

    def exposed(hidden: set) -> list[int]:
        known = program(case, hidden, [])
        return [at for at, one in enumerate(case.guarded) if known.is_within(one.terms, one.width)]

    assert exposed(few)
    assert exposed(gone) == []
    assert few < gone
    assert {at for cell, at in gone if cell == CELLS[0]} <= {
        at for cell, at in gone if cell == CELLS[1]
    }


def test_places_are_decided_a_few_at_a_time_and_then_together(monkeypatch):
    assert list(by_places.turns([0, 1, 2])) == [([0, 1, 2], [0, 1, 2, -1])]
    monkeypatch.setattr(by_places, "TOGETHER", 4)
    found = [first for _, first in by_places.turns([*range(7)])]
    assert found == [[0, 1, 2], [3, 4, 5], [6, 0, 1], [*range(7), -1]]
    assert [len(some) for some, _ in by_places.turns([*range(7)])] == [6, 6, 6, 7]


def test_numbers_of_a_slice_are_those_of_its_parts():
    where, total = many(3)
    counts = where.counts(total.fillna(0).to_numpy())
    assert counts[where.slices.index((ALL, ALL))] == total.sum()
    for at, parts in enumerate(where.parts):
        assert counts[at] == counts[list(parts)].sum()
        assert {where.places[one] for one in parts} == (
            {where.places[at]} if where.slices[at][0] != ALL else {0, 1, 2}
        )


def alone(*totals: int) -> tuple[Tables, pd.Series]:
    """Return the totals of persons of one place and year."""
    answers = pd.DataFrame({"municipality": "town", "year": 2024}, index=range(len(totals)))
    town = {"town": Municipality("town", "town", {})}
    return tables(answers, replace(PROGRAMME, municipalities=town, years=(2024,))), pd.Series(
        totals
    )


@pytest.mark.parametrize("short", [0, 1])
def test_as_many_as_the_rule_asks_have_a_mean_and_a_spread(short):
    rules = PROGRAMME.rules
    least = max(rules.minimum_spread, rules.minimum_test)
    for n, own in ((rules.minimum_mean, CELLS[0]), (least, CELLS[1])):
        where, total = alone(*[15] * (n - short))
        gone = scores.hide_scores(CELLS, total, SCALE, where, rules)
        assert {at for cell, at in gone if cell == own} == (set(range(4)) if short else set())


def test_a_mean_as_it_is_shown_tells_the_sums_that_round_to_it():
    """Ten persons answered five items each: 3.2 is shown of 158 to 162 points in all."""
    where, total = alone(*[16] * 10)
    n, sums = where.counts(total.notna().to_numpy()), where.counts(total.to_numpy())
    case = scores._case(CELLS[0], n, sums, SCALE, where, PROGRAMME.rules, [0], [0, -1])
    assert program(case, set(), []).bounds({0: 1.0}) == (158, 162)


def test_who_is_told_the_sums_of_all_others_takes_them_from_a_total():
    where, total = many(5)
    n, sums = (where.counts(of.to_numpy()) for of in (total.notna(), total.fillna(0)))
    case = scores._case(CELLS[0], n, sums, SCALE, where, PROGRAMME.rules, [0], [0])
    of_all = where.slices.index((ALL, ALL))
    known = program(case, {(CELLS[0], at) for at in range(len(n))} - {(CELLS[0], of_all)}, [])
    mine = [at for at in where.single if where.places[at] == 0]
    told = sums[of_all] - sums[mine].sum()
    span = scores._span(int(n[of_all]) * 5, int(sums[of_all]), PROGRAMME.rules.coarse)
    own = dict.fromkeys(range(len(mine)), 1.0)
    assert known.bounds(own) == (span[0] - told, span[1] - told)
    few = [at for at in mine if n[at] < PROGRAMME.rules.minimum_mean]
    assert few
    assert {one.width for one in case.guarded} == {5 * n[at] for at in few}
