"""The attack across editions: what came in or was withdrawn between, by subtracting."""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial

import numpy as np

from modning.audit.bounds import Attack
from modning.audit.findings import Finding, Slices, first_that_holds, tells_few, unknown
from modning.audit.knowledge import Question
from modning.audit.reading import Seen
from modning.audit.shares import MOST, is_count
from slicebook.programme import ALL, Programme


def attack_increments(
    asked: Iterable[Question],
    before: Sequence[Seen],
    now: Sequence[Seen],
    edition: str,
    programme: Programme,
) -> Iterator[Finding]:
    """Bound what came in since an edition: each count now, less the count it showed.

    Both editions' tables are taken together, as if nobody who was counted were counted no more;
    where that cannot be, as if nobody had come, to bound what was withdrawn. Only those counts are
    attacked that something in both editions bears on.
    """
    for question in asked:
        old, new = ([one for one in seen if question.owns(one.figure)] for seen in (before, now))
        if old and new and all(map(is_count, [*old, *new])):
            yield from first_that_holds(
                partial(_bounded, old, new, f"since {edition}", programme),
                partial(_bounded, new, old, f"withdrawn since {edition}", programme),
            )


def _bounded(
    old: Sequence[Seen], new: Sequence[Seen], when: str, programme: Programme
) -> Iterator[Finding]:
    """Bound what `new` counts beyond `old`; `ContradictionError` where it counts less."""
    slices = Slices(programme)
    attack, rule = _two_editions(old, new, slices), programme.rules.protection_width
    for name in sorted({one.figure for one in old} & {one.figure for one in new}):
        for key in slices.all:
            low, high = attack.width(slices.sum(f"new {name}", key), rule)
            safe = high - low >= rule or not tells_few(low, high, None, programme.threshold)
            if not safe:
                yield Finding(f"{name} {when}", *key, low, high, None, False)


def _two_editions(old: Iterable[Seen], new: Iterable[Seen], slices: Slices) -> Attack:
    """Return the counts of an edition and what came since, by what both editions show."""
    system, names = Attack(), list(dict.fromkeys(one.figure for one in [*old, *new]))
    for key in slices.parts((ALL, ALL)):
        for name in [*names, "n"]:
            system.unknown(unknown(f"old {name}", key), 0, MOST)
            system.unknown(unknown(f"new {name}", key), 0, MOST)
        for age in ("old", "new"):
            for name in names:
                terms = {unknown(f"{age} {name}", key): 1, unknown(f"{age} n", key): -1}
                system.know(terms, -np.inf, 0)
    for one in old:
        key = (one.municipality, one.year)
        system.know(slices.sum(f"old {one.figure}", key), *one.whole)
        system.know(slices.sum("old n", key), one.n, one.n)
    for one in new:
        key = (one.municipality, one.year)
        for name, low, high in ((one.figure, *one.whole), ("n", one.n, one.n)):
            both = {**slices.sum(f"old {name}", key), **slices.sum(f"new {name}", key)}
            system.know(both, low, high)
    return system
