"""Which statistics to withhold; of many municipalities, decided of a few at a time.

A reader who is told the answers of all other municipalities bounds those of these no less closely
than one who is not: what protects from her protects. What does not is decided of all together.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from math import inf

import numpy as np

from cellguard.blocks import ALL
from cellguard.joint import Case, Decision, Guarded, decide, program
from cellguard.linked import Program
from modning.protection.together import Asked, case, guarded, start

# Of so many municipalities all are decided together: that withholds the least.
TOGETHER = 10
# Of more, how many at a time, and of how many further ones the reader is not told either.
FEW, FURTHER = 3, 3


def hide(group: Sequence[Asked], hidden: Iterable[Decision]) -> set[Decision]:
    """Return the decisions to hide for statistics that are shown together; `hidden` are already."""
    gone = set(hidden)
    for one in group:
        gone |= by_rule(one)
    for one in group:
        gone = decided(one, gone)
    # Without its mean nothing is said of a spread.
    spreads = {one.mean: one.spread for one in group if one.spread}
    return gone | {(spreads[cell], at) for cell, at in gone if cell in spreads}


def by_rule(one: Asked) -> set[Decision]:
    """Return the statistics of too few."""
    n, rules = one.counts.sum(axis=0), one.rules
    least = max(rules.minimum_spread, rules.minimum_test)
    few = {(one.mean, int(at)) for at in np.flatnonzero((n > 0) & (n < rules.minimum_mean))}
    wide = {(one.spread, int(at)) for at in np.flatnonzero((n > 0) & (n < least))}
    return few | (wide if one.spread else set())


def decided(one: Asked, hidden: Collection[Decision]) -> set[Decision]:
    """Return the decisions to hide of a statistic, those hidden already among them."""
    singles = {at for parts in one.parts for at in parts} if one.places else set()
    places = sorted({one.places[at] for at in singles})
    if len(places) <= TOGETHER:
        return decide(case(one), hidden)
    _, *known = start(one)
    blocks = [_Block(one, places[at:] + places[:at], known) for at in range(0, len(places), FEW)]
    gone = set(hidden)
    for block in blocks:
        gone = decide(block.case, gone)
    whole = replace(case(one), guarded=())
    of_all = set(range(len(one.parts))).difference(*(block.slices for block in blocks))
    rest = list(guarded(one, *known, sorted(at for at in of_all if one.everybody[at])))
    while True:
        left = [each for block in blocks for each in block.left(gone)]
        more = decide(replace(whole, guarded=[*left, *rest]), gone)
        if more == gone:
            return gone
        gone = more


def turns(places: list[int]) -> Iterator[tuple[Collection[int], Collection[int]]]:
    """Yield the places that a reader is not told of, and those decided on: in the end all."""
    for at in range(0, len(places), FEW) if len(places) > TOGETHER else ():
        turned = places[at:] + places[:at]
        yield turned[: FEW + FURTHER], turned[:FEW]
    yield places, [*places, ALL]


class _Block:
    """The first few of some places, as they are to a reader who is told of all but some of them."""

    def __init__(self, one: Asked, places: list[int], known: list) -> None:
        few, some = within(one, places[:FEW]), within(one, places[: FEW + FURTHER])
        own = few.counts.sum(axis=0)
        self.slices = [int(at) for at in np.flatnonzero((own > 0) & (own == one.everybody))]
        self.case = replace(case(some), guarded=list(_guarded(some, self.slices)))
        apart = _without_totals(few, self.slices)
        self._apart = replace(case(apart), guarded=list(_guarded(apart, self.slices)))
        self._whole = list(guarded(one, *known, self.slices))

    def left(self, gone: Collection[Decision]) -> Iterator[Guarded]:
        """Yield what is guarded and might be told by a reader of all places.

        What is wide to her who is told of all others is; what is certainly many without any total
        of others is so with them.
        """
        told, apart = _reader(self.case, gone), _reader(self._apart, gone)
        each = zip(self.case.guarded, self._apart.guarded, self._whole, strict=True)
        for here, alone, there in each:
            if told.is_within(here.terms, here.width) and not _is_many(apart, alone):
                yield there


def within(one: Asked, places: Collection[int]) -> Asked:
    """Return a statistic as it is to a reader who is told the answers of all other places."""
    parts = [tuple(at for at in parts if one.places[at] in places) for parts in one.parts]
    counts = _own(one.counts, parts)
    return _of(one, parts, one.counts - counts)


def _without_totals(one: Asked, slices: Collection[int]) -> Asked:
    """Return a statistic as it is to a reader who is shown some slices alone."""
    parts = [mine if at in slices else () for at, mine in enumerate(one.parts)]
    return _of(one, parts, 0)


def _of(one: Asked, parts: Iterable[tuple[int, ...]], beyond: np.ndarray | int) -> Asked:
    counts = {name: _own(each, parts) for name, each in one.rows.counts.items()}
    return replace(
        one,
        counts=_own(one.counts, parts),
        beyond=beyond,
        parts=tuple(parts),
        rows=replace(one.rows, counts=counts),
        bases={name: _own(each, parts) for name, each in one.bases.items()},
    )


def _own(counts: np.ndarray, parts: Iterable[tuple[int, ...]]) -> np.ndarray:
    """Return what each slice has in some parts."""
    own = np.zeros_like(counts)
    for at, mine in enumerate(parts):
        if mine:
            own[..., at] = counts[..., list(mine)].sum(axis=-1)
    return own


def _guarded(one: Asked, slices: Iterable[int]) -> Iterator[Guarded]:
    _, question, rows = start(one)
    return guarded(one, question, rows, slices)


def _reader(known: Case, gone: Collection[Decision]) -> Program:
    return program(known, gone, known.start().seen)


def _is_many(known: Program, each: Guarded) -> bool:
    return each.many < inf and known.about(each.terms)[0] >= each.many
