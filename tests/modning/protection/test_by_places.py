"""Statistics of many municipalities, decided of a few at a time: a reader of all learns no more."""

from itertools import product

import numpy as np
import pytest

from cellguard.joint import program
from modning.protection import by_places
from modning.protection.rows import Rows
from modning.protection.together import Asked, case
from slicebook.programme import load_programme

PROGRAMME = load_programme()
CODES = (1, 2, 3, 4, 5)
PLACES, YEARS = 4, 2


def asked(seed: int) -> Asked:
    """Return a question put in four places and two years, each answer and the mean of it shown."""
    slices = list(product(range(PLACES + 1), range(YEARS + 1)))
    singles = [at for at, (place, year) in enumerate(slices) if place < PLACES and year < YEARS]
    parts = tuple(
        tuple(at for at in singles
              if place in (slices[at][0], PLACES) and year in (slices[at][1], YEARS))
        for place, year in slices
    )  # fmt: skip
    chance = np.random.default_rng(seed)
    counts = np.zeros((len(CODES), len(slices)), dtype=int)
    for at in singles:
        counts[:, at] = chance.multinomial(chance.integers(8, 40), [0.05, 0.1, 0.2, 0.35, 0.3])
    counts = np.array([counts[:, list(mine)].sum(axis=1) for mine in parts]).T
    return Asked(
        mean="mean", spread="spread", codes=CODES, counts=counts,
        cells={f"q.{code}": (code,) for code in CODES}, rows=Rows({}, {}, ()), summed=(),
        parts=parts, public=frozenset(), rules=PROGRAMME.rules, threshold=PROGRAMME.threshold,
        level=tuple(3.0 ** ((place == PLACES) + (year == YEARS)) for place, year in slices),
        places=tuple(place for place, _ in slices),
    )  # fmt: skip


def few(one: Asked) -> set[tuple[str, int]]:
    """Return what goes by the rule: counts of few, statistics of too few."""
    rows = enumerate(one.counts, start=1)
    small = {(f"q.{code}", int(at)) for code, counts in rows
             for at in np.flatnonzero((counts > 0) & (counts < PROGRAMME.threshold))}  # fmt: skip
    return small | by_places.by_rule(one)


def told(one: Asked, hidden: set) -> list[int]:
    """Return which of what is guarded a reader of all places bounds too closely."""
    whole = case(one)
    known = program(whole, hidden, whole.start().seen)
    return [at for at, each in enumerate(whole.guarded)
            if known.is_within(each.terms, each.width, each.many)]  # fmt: skip


def test_a_reader_of_all_places_bounds_nothing_more_closely(monkeypatch):
    for name, number in {"TOGETHER": 3, "FEW": 1, "FURTHER": 2}.items():
        monkeypatch.setattr(by_places, name, number)
    one = asked(0)
    before = few(one)
    assert told(one, before)
    hidden = by_places.decided(one, before)
    assert before < hidden
    assert told(one, hidden) == []
    assert len(hidden) < len({fact.decision for fact in case(one).facts})


def test_who_is_told_of_all_others_knows_their_part_of_a_total(monkeypatch):
    """In each slice what she is told, and what she is asked of, come to all that there is."""
    one = asked(0)
    some = by_places.within(one, (0, 1))
    assert (some.counts + some.beyond == one.counts).all()
    assert {one.places[at] for parts in some.parts for at in parts} == {0, 1}
    of_all = len(one.parts) - 1
    assert some.counts[:, of_all].sum() < one.counts[:, of_all].sum()
    known = program(case(some), few(one), [])
    # What is true of the two fits what she is shown.
    assert np.isfinite(known.bounds({0: 1.0})).all()


def test_few_places_are_decided_together(monkeypatch):
    one = asked(1)
    everything = {fact.decision for fact in case(one).facts}

    def apart(*_: object) -> None:
        raise AssertionError("a few at a time")

    monkeypatch.setattr(by_places, "within", apart)
    assert by_places.decided(one, everything) == everything
    monkeypatch.setattr(by_places, "TOGETHER", 3)
    with pytest.raises(AssertionError, match="a few at a time"):
        by_places.decided(one, everything)
