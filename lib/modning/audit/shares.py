"""The attack on shares: every withheld count bounded by all the counts that are shown."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

import numpy as np
import pandas as pd

from modning.audit.bounds import Attack
from modning.audit.findings import (
    Finding,
    Key,
    Slices,
    forms_counted,
    hidden,
    one_build,
    public_ones,
    tells_few,
    unknown,
)
from modning.audit.grids import sums
from modning.audit.knowledge import Question, counts_nobody, figures_of
from modning.audit.known import known
from modning.audit.reading import Seen
from slicebook.programme import Programme
from surveys.disclosure import is_public_count

# No slice has more answers than this, where nothing says how many it has.
MOST = 100_000


def attack_shares(
    together: Sequence[Question],
    seen: Iterable[Seen],
    results: pd.DataFrame,
    programme: Programme,
) -> Iterator[Finding]:
    """Bound every withheld share of questions that are tied (`grids.tied`).

    A share that is bounded too closely counts as given away only where the figures that are public
    anyway do not bound it as closely by themselves. Raises `InputError` where what is shown
    contradicts itself: the results and the pages are not of the same build.
    """
    owner = {name: one for one in together for name in figures_of(one)}
    mine = [one for one in seen if one.figure in owner]
    if not all(one.form for one in together) and not all(is_count(one) for one in mine):
        return
    shares = results[results["unit"] == "percent"]
    withheld, slices = hidden(shares, owner), Slices(programme)
    n = {one.prefix: numbers(one, mine, results) for one in together}

    def attack(some: Sequence[Seen], means: pd.DataFrame) -> Attack:
        return _system(together, some, n, means, results, slices, programme)

    with one_build(together[0].prefix):
        everything = attack(mine, results)
        public = None
        for name, key in withheld:
            answered = n[owner[name].prefix].get(key)
            found = _judge(everything, name, key, answered, slices, programme)
            if not found.safe:
                public = public or attack(public_ones(mine, programme), results.head(0))
                found = _unless_printed(found, public, slices, programme)
            yield found


def too_small(
    seen: Sequence[Seen], asked: Iterable[Question], results: pd.DataFrame, programme: Programme
) -> Iterator[Finding]:
    """Yield every share that is shown though it tells of few, and is not public.

    It is safe where what is public of its question gives it anyway.
    """
    owner = {name: one for one in asked for name in figures_of(one)}
    for one in seen:
        if counts_nobody(one.figure):
            continue
        key = (one.municipality, one.year)
        low, high = one.whole
        tells = low == high and tells_few(low, high, one.n, programme.threshold)
        few = 0 < one.n < programme.threshold
        if (tells or few) and not is_public_count(one.figure, key, programme, low, one.n):
            found = Finding(one.figure, *key, low, high, one.n, False)
            yield _unless_public(found, owner.get(one.figure), seen, results, programme)


def _unless_public(found, question, seen, results, programme) -> Finding:
    """Return a finding as safe where the public figures of its question give the same."""
    if question is None or not question.form:
        return found
    names, slices = figures_of(question), Slices(programme)
    mine = public_ones([one for one in seen if one.figure in names], programme)
    n = {question.prefix: numbers(question, mine, results)}
    public = _system([question], mine, n, results.head(0), results, slices, programme)
    return _unless_printed(found, public, slices, programme)


def same_figures(
    seen: Iterable[Seen], results: pd.DataFrame, also: Mapping[str, str] = MappingProxyType({})
) -> list[Seen]:
    """Return what is seen together with counts and shares that stand under another name too.

    `also` are further shares by the name that they stand under.
    """
    names = {**also, **known().same_shares}
    found = [replace(one, figure=names.get(one.figure, one.figure)) for one in seen]
    n = {(one.figure.rpartition(".")[0], one.municipality, one.year): one.n for one in found}
    same = known().same
    rows = results[results["figure"].isin(same) & results["shown"] & results["value"].notna()]
    for row in rows.itertuples():
        name = same[row.figure]
        base = n.get((name.rpartition(".")[0], row.municipality, row.year))
        if base is not None:
            found.append(Seen(name, row.municipality, row.year, row.value, row.value, base))
    return found


def is_count(one: Seen) -> bool:
    """Tell whether a share is that of a whole number of persons."""
    low, high = one.whole
    return not counts_nobody(one.figure) and low <= high and high >= 0 and low <= one.n


def _system(together, seen, n, means, results, slices, programme) -> Attack:
    """Return the counts of tied questions, by what is `seen` of them and by some `means`."""
    system = Attack()
    for question in together:
        _know(question, seen, n[question.prefix], results, slices, system)
    for names, key, ends, most in sums(together, n, means, programme.rules.coarse):
        terms = [slices.sum(name, key) for name in names]
        system.know({place: 1.0 for row in terms for place in row}, *ends)
        for row in terms:
            system.know(row, 0, most)
    return system


def _know(question, seen, n, results, slices, system: Attack) -> None:
    base, names = f"n of {question.prefix}", figures_of(question)
    forms = forms_counted(question.form, results)
    for key, group in slices.groups().items():
        for name in (base, *names):
            system.unknown(unknown(name, key), 0, forms.get(key, MOST), group)
        answers_of(question, key, system, base)
    for key, answered in n.items():
        system.know(slices.sum(base, key), answered, answered)
    for one in (one for one in seen if one.figure in names):
        key = (one.municipality, one.year)
        system.know(slices.sum(one.figure, key), *one.whole)
        system.know(slices.sum(base, key), one.n, one.n)


def _judge(attack, name: str, key: Key, n: float | None, slices, programme) -> Finding:
    rule = programme.rules.protection_width
    low, high = attack.width(slices.sum(name, key), rule)
    asked = min(rule, n if n is not None else rule)
    if not tells_few(low, high, n, programme.threshold):
        asked = 0
    return Finding(name, *key, low, high, n, bool(high - low >= asked), asked=float(asked))


def _unless_printed(found: Finding, public: Attack, slices, programme) -> Finding:
    """Return a finding as safe where what is public anyway bounds the figure as closely."""
    key = (found.municipality, found.year)
    low, high = public.width(slices.sum(found.figure, key), programme.rules.protection_width)
    printed = high - low <= found.width
    return replace(found, safe=printed, printed=printed)


def answers_of(
    question: Question, key: Key, system: Attack, base: str = "n", whose: str = ""
) -> None:
    """Add how the counts of a question's answers in a slice are tied, of some persons alone.

    `base` is what the number of those who answered is called.
    """

    def count(name: str) -> str:
        return unknown(f"{whose}{name}", key)

    each = {f"{question.prefix}.{answer}" for answer in question.answers}
    for name in figures_of(question):
        system.know({count(name): 1, count(base): -1}, -np.inf, 0)
    if question.exclusive or question.disjoint:
        terms = {count(name): 1.0 for name in each} | {count(base): -1.0}
        system.know(terms, 0 if question.exclusive else -np.inf, 0)
    for figure, chosen in question.together.items():
        parts = [f"{question.prefix}.{answer}" for answer in chosen]
        parts = [name for name in parts if name in each]
        terms = {count(name): 1.0 for name in parts} | {count(figure): -1.0}
        system.know(terms, 0, 0 if question.exclusive or question.disjoint else np.inf)
        for name in parts:
            system.know({count(figure): 1.0, count(name): -1.0}, 0, np.inf)


def numbers(question: Question, seen: Sequence[Seen], results: pd.DataFrame) -> dict[Key, float]:
    """Return how many answered, where anything that is shown says so."""
    stated = results[(results["figure"] == question.base) & results["shown"]]
    stated = stated[stated["value"].notna()]
    known = {(row.municipality, row.year): row.value for row in stated.itertuples()}
    return known | {(one.municipality, one.year): one.n for one in seen}
