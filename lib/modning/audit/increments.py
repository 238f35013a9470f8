"""The attack across editions: what came in, was withdrawn or is withheld, by both together."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from cellguard.linked import Program
from modning.audit.bounds import Attack, Term
from modning.audit.findings import (
    Finding,
    Key,
    Slices,
    forms_counted,
    public_ones,
    tells_few,
    unknown,
)
from modning.audit.knowledge import Question, figures_of
from modning.audit.reading import Seen, shares
from modning.audit.shares import answers_of, is_count, numbers
from modning.audit.turnover import (
    CAME,
    GONE,
    KEPT,
    NOW,
    THEN,
    Corrected,
    growth,
    of_edition,
    settled,
)
from slicebook.editions import TOGETHER
from slicebook.programme import ALL, Programme


def attack_increments(
    asked: Iterable[Question],
    before: pd.DataFrame,
    seen: Sequence[Seen],
    results: pd.DataFrame,
    edition: str,
    programme: Programme,
) -> Iterator[Finding]:
    """Bound what came in and what was withdrawn since an edition, and what either withholds.

    `before` is what the edition showed, `seen` what is shown now, in `results` and elsewhere. Both
    are taken together as `turnover` says. Raises `InputError` where an edition contradicts itself.
    """
    shown_before = list(shares(before))
    for question in _as_told(asked, before.attrs.get(TOGETHER, {})):
        names = figures_of(question)
        old, new = ([one for one in some if one.figure in names] for some in (shown_before, seen))
        still = {_what(one) for one in old} <= {_what(one) for one in new}
        if old and new and not still and all(map(is_count, [*old, *new])):
            n = numbers(question, old, before), numbers(question, new, results)
            forms = tuple(forms_counted(question.form, one) for one in (before, results))
            with of_edition(question.prefix, edition):
                yield from _bounded(question, (old, new), n, forms, edition, programme)


def _as_told(asked: Iterable[Question], told: Mapping[str, Sequence[str]]) -> Iterator[Question]:
    """Yield questions with the sets of answers that an edition told as one, whatever is now."""
    for one in asked:
        sets = {name: tuple(answers) for name, answers in told.items()
                if one.prefix in (name, name.rpartition(".")[0])}  # fmt: skip
        answers = dict.fromkeys((*one.answers, *(each for some in sets.values() for each in some)))
        yield replace(one, answers=tuple(answers), together={**one.together, **sets})


def _what(one: Seen) -> tuple:
    return one.figure, one.municipality, one.year, one.whole, one.n


def _bounded(
    question: Question, shown: tuple[list[Seen], list[Seen]], n: tuple[dict, dict],
    forms: tuple[dict, dict], edition: str, programme: Programme,
) -> Iterator[Finding]:  # fmt: skip
    slices = Slices(programme)
    attack, public = _two_editions(question, shown, n, forms, slices), None
    old, new = ({(one.figure, one.municipality, one.year) for one in some} for some in shown)
    for key in slices.all:
        of = {parts: _known(attack, _sum(slices, "n", key, parts))
              for parts in ((CAME,), (GONE,), THEN, NOW)}  # fmt: skip
        for name in figures_of(question):
            for parts, words in _asked((name, *key), old, new, edition):
                found = _judge(attack, _sum(slices, name, key, parts), of[parts], programme)
                if found is None:
                    continue
                public = public or _two_editions(
                    question, [public_ones(some, programme) for some in shown], n, forms, slices
                )
                printed = _judge(public, _sum(slices, name, key, parts), of[parts], programme)
                excused = printed is not None and np.ptp(printed) <= np.ptp(found)
                yield Finding(f"{name} {words}", *key, *found, of[parts], excused, excused,
                              edition=edition)  # fmt: skip


def _known(attack: Attack, terms: Term) -> float | None:
    """Return how many there are, where that is certain."""
    low, high = _ends(attack, terms, 1)
    return low if low == high else None


def _ends(attack: Attack, terms: Term, enough: float) -> tuple[float, float]:
    low, high = attack.about(terms)
    return (low, high) if low == high else attack.width(terms, enough)


def _judge(
    attack: Attack, terms: Term, n: float | None, programme: Programme
) -> tuple[float, float] | None:
    """Return the ends of a number of `n` where they tell of few, and too closely."""
    rule = programme.rules.protection_width
    low, high = _ends(attack, terms, rule)
    asked = rule if n is None else min(rule, n)
    few = high - low < asked and tells_few(low, high, n, programme.threshold)
    return (low, high) if few else None


def _asked(
    one: tuple[str, str, str], old: set, new: set, edition: str
) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield what a reader must not know of a figure: of which parts it is the sum."""
    if all(any(name == one[0] for name, *_ in some) for some in (old, new)):
        yield (CAME,), f"since {edition}"
        yield (GONE,), f"withdrawn since {edition}"
    if one not in old:
        yield THEN, f"in {edition}"
    if one not in new:
        yield NOW, f"with {edition}"


def _sum(slices: Slices, name: str, key: Key, parts: Sequence[str]) -> dict[str, float]:
    return {term: 1.0 for part in parts for term in slices.sum(f"{part} {name}", key)}


def _two_editions(
    question: Question,
    shown: Sequence[Sequence[Seen]],
    n: tuple[dict, dict],
    forms: tuple[dict, dict],
    slices: Slices,
) -> Attack:
    """Return the counts of two editions, by what both show."""
    places, most = slices.parts((ALL, ALL)), max([*n[0].values(), *n[1].values()])
    more = growth(places, n, forms)

    def make(corrected: Corrected) -> tuple[Program, dict[Key, int], Attack]:
        system = Attack()
        for key in places:
            for part in (KEPT, CAME, GONE):
                for name in ("n", *figures_of(question)):
                    system.unknown(unknown(f"{part} {name}", key), 0, most)
                answers_of(question, key, system, whose=f"{part} ")
        for told, counted, parts in zip(shown, n, (THEN, NOW), strict=True):
            for key, answered in counted.items():
                system.know(_sum(slices, "n", key, parts), answered, answered)
            for one in told:
                key = (one.municipality, one.year)
                system.know(_sum(slices, one.figure, key, parts), *one.whole)
        moved = {key: (*(system.placed(_sum(slices, "n", key, (part,))) for part in (CAME, GONE)),
                       more.get(key)) for key in places}  # fmt: skip
        return system.program, corrected.tie(system.program, moved, most), system

    return settled(places, make)
