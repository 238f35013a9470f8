"""The attack on statistics: which sets of answers fit all that is shown of a question together.

Answers are whole numbers, so a mean, an interval and n leave few sums and sums of squares; counts
shown beside them leave fewer; and slices add up. All of it together is asked by integer
programming (`cellguard.linked`).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial

import numpy as np
import pandas as pd

from cellguard.coarse import Coarse
from cellguard.linked import Program, Question
from cellguard.moments import ANY, Moments, Span, Told, moments
from modning.audit.findings import (
    Finding,
    Key,
    Slices,
    at_most,
    first_that_holds,
    forms_counted,
    one_build,
)
from modning.audit.known import known
from modning.audit.told import Fact, codes_of, lower, stored, upper
from slicebook.editions import COARSE
from slicebook.programme import ALL, Programme
from surveys.codebook import Form

Shown = Mapping[Key, Mapping[str, Span]]


def attack_statistics(
    seen: Iterable[Fact],
    results: pd.DataFrame,
    forms: Mapping[str, Form],
    programme: Programme,
) -> Iterator[Finding]:
    """Bound how often each answer was given, of every question of which a mean is shown.

    A reader must not know of an answer that few gave it: of one that somebody certainly did, the
    number must be as uncertain as the rule asks. Raises `InputError` where what is shown
    contradicts itself.
    """
    for question, shown in _by_question([*seen, *_recorded(results, programme.rules.coarse)]):
        levels = _levels(forms, question)
        if levels is not None and any("mean" in told for told in shown.values()):
            counted = forms_counted(question.split("/")[0], results)
            with one_build(question):
                yield from _attack(question, levels, shown, counted, programme)


def attack_newcomers(
    before: pd.DataFrame,
    seen: Iterable[Fact],
    results: pd.DataFrame,
    forms: Mapping[str, Form],
    programme: Programme,
    edition: str,
) -> Iterator[Finding]:
    """Bound the answers of those who came in since an edition, `before` being what it showed.

    It was shown to steps of its own, which may not be those of now (`editions.earlier`).
    Nobody who was counted is counted no more; where that cannot be, of those who were withdrawn.
    """
    steps = programme.rules.coarse
    old = dict(_by_question(_recorded(before, before.attrs.get(COARSE, steps))))
    for question, shown in _by_question([*seen, *_recorded(results, steps)]):
        levels = _levels(forms, question)
        if question in old and levels is not None:
            counted = forms_counted(question.split("/")[0], results)
            then, since = old[question], f"since {edition}"
            more = question, levels, counted, programme
            yield from first_that_holds(
                partial(_newcomers, then, shown, since, *more),
                partial(_newcomers, shown, then, f"withdrawn {since}", *more),
            )


def _newcomers(
    old: Shown, shown: Shown, when: str, question: str, levels: Sequence[int],
    forms: Mapping[Key, float], programme: Programme,
) -> Iterator[Finding]:  # fmt: skip
    """Bound what answers `shown` has beyond `old`; `ContradictionError` where it has fewer."""
    slices, program = Slices(programme), Program()
    most = at_most(forms, slices.parts((ALL, ALL)))
    first, new = (Question(program, levels, most) for _ in range(2))
    _tell(first, old, levels, slices)
    _tell(first.with_(new), shown, levels, slices)
    rule = programme.rules.protection_width
    for key in slices.all:
        if key in old and key in shown:
            for level in levels:
                low, high = program.bounds(new.count(slices.parts(key), (level,)), rule)
                few = low >= 1 and low < programme.threshold
                safe = not few or high - low >= rule
                name = f"{question} = {level} {when}"
                if not safe:
                    yield Finding(name, *key, low, high, None, False, asked=float(rule))


def _by_question(seen: Iterable[Fact]) -> list[tuple[str, Shown]]:
    """Return what is shown of each question, by slice and by what it is."""
    found: dict[str, dict[Key, dict[str, Span]]] = defaultdict(lambda: defaultdict(dict))
    for one in seen:
        told = found[one.question][one.municipality, one.year]
        told[one.what] = _both(told.get(one.what, ANY), one.span)
    return sorted(found.items())


def _attack(
    question: str, levels: Sequence[int], shown: Shown, forms: Mapping[Key, float],
    programme: Programme,
) -> Iterator[Finding]:  # fmt: skip
    slices, program = Slices(programme), Program()
    asked = Question(program, levels, at_most(forms, slices.parts((ALL, ALL))))
    _tell(asked, shown, levels, slices)
    rule = programme.rules.protection_width
    for key in slices.all:
        open_ = _shares(shown.get(key, {}), levels)
        n = shown.get(key, {}).get("n", (None,))[0]
        for level in sorted(set(levels) - open_):
            low, high = program.bounds(asked.count(slices.parts(key), (level,)), rule)
            width = float(min(rule, n if n is not None else rule))
            few = low >= 1 and low < programme.threshold
            # Of few who all answered alike, everybody's answer is known.
            alike = low == high == n and n < programme.rules.minimum_mean
            safe, want = not (few or alike) or high - low >= width, width if few else 0.0
            yield Finding(f"{question} = {level}", *key, low, high, n, safe, asked=want)


def _tell(asked: Question, shown: Shown, levels: Sequence[int], slices: Slices) -> None:
    """Add all that is shown of a question to its program."""
    for key, told in shown.items():
        parts = slices.parts(key)
        if "n" not in told:
            continue
        n = int(told["n"][0])
        asked.program.know(asked.count(parts), n, n)
        for what, span in told.items():
            if what.startswith("percent "):
                codes = tuple(codes_of(what.split()[1]))
                asked.program.know(asked.count(parts, codes), *_counts(span, n))
        if "mean" in told and n:
            asked.told(parts, _fits(n, told, levels))


def _fits(n: int, told: Mapping[str, Span], levels: Sequence[int]) -> list[Moments]:
    group = Told(n, *(told.get(what, ANY) for what in ("mean", "low", "high", "sd")))
    fits = list(moments(group, min(levels), max(levels)))
    if not fits:
        raise ValueError(f"what is shown contradicts itself: n = {n}, {dict(told)}")
    return fits


def _counts(span: Span, n: int) -> tuple[float, float]:
    return np.ceil(span[0] * n / 100 - 1e-6), np.floor(span[1] * n / 100 + 1e-6)


def _shares(told: Mapping[str, Span], levels: Sequence[int]) -> set[int]:
    """Return the answers whose share is shown."""
    names = (what.split()[1] for what in told if what.startswith("percent "))
    return {int(name) for name in names if name.isdigit()} & set(levels)


def _levels(forms: Mapping[str, Form], question: str) -> tuple[int, ...] | None:
    """Return the codes of a question or of a row of a grid; None for what is neither."""
    form, _, column = question.partition("/")
    for item in forms[form].items:
        if item.type == "grid" and column in {f"{item.id}_{row.id}" for row in item.rows}:
            return tuple(sorted(option.code for option in item.options))
        if item.type == "number" and column == item.id:
            return tuple(range(item.low, item.high + 1))
    return None


def _recorded(results: pd.DataFrame, coarse: Coarse) -> Iterator[Fact]:
    """Yield what the table of figures tells of the same questions."""
    questions = known().questions
    rows = results[results["figure"].isin(questions) & results["shown"] & results["value"].notna()]
    for row in rows.itertuples():
        where = questions[row.figure], row.municipality, row.year
        yield Fact(*where, "n", (row.n, row.n), "results.csv")
        yield Fact(*where, "mean", stored(row.value, coarse), "results.csv")
        for what, value, read in (("low", row.low, lower), ("high", row.high, upper)):
            if not pd.isna(value):
                yield Fact(*where, what, read(f"{value:.12g}", coarse), "results.csv")


def _both(one: Span, other: Span) -> Span:
    return max(one[0], other[0]), min(one[1], other[1])
