"""The attack on statistics: which sets of answers fit all that is shown of a question together.

Answers are whole numbers, so a mean, an interval and n leave few sums and sums of squares; counts
shown beside them leave fewer; and slices add up. All of it together is asked by integer
programming (`cellguard.linked`).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np
import pandas as pd

from cellguard.coarse import Coarse
from cellguard.linked import Program
from cellguard.moments import ANY, Moments, Span, Told, moments
from cellguard.question import Question
from modning.audit.findings import (
    Finding,
    Key,
    Slices,
    at_most,
    forms_counted,
    one_build,
)
from modning.audit.known import known
from modning.audit.told import Fact, codes_of, lower, stored, upper
from slicebook.programme import Programme
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
    for question, shown in by_question([*seen, *recorded(results, programme.rules.coarse)]):
        levels = levels_of(forms, question)
        if levels is not None and any("mean" in told for told in shown.values()):
            counted = forms_counted(question.split("/")[0], results)
            with one_build(question):
                yield from _attack(question, levels, shown, counted, programme)


def by_question(seen: Iterable[Fact]) -> list[tuple[str, Shown]]:
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
    groups = slices.groups()
    asked = Question(program, levels, at_most(forms, groups), groups)
    tell(asked, shown, levels, slices)
    rule = programme.rules.protection_width
    for key in slices.all:
        open_ = shares_told(shown.get(key, {}), levels)
        n = shown.get(key, {}).get("n", (None,))[0]
        for level in sorted(set(levels) - open_):
            count = asked.count(slices.parts(key), (level,))
            # Where nobody may have answered so it is told of none, but for few who may be alike.
            alone = n is not None and n < programme.rules.minimum_mean
            low, high = program.bounds(count, rule, below=-np.inf if alone else 1)
            width = float(min(rule, n if n is not None else rule))
            few = low >= 1 and low < programme.threshold
            # Of few who all answered alike, everybody's answer is known.
            alike = low == high == n and n < programme.rules.minimum_mean
            safe, want = not (few or alike) or high - low >= width, width if few else 0.0
            yield Finding(f"{question} = {level}", *key, low, high, n, safe, asked=want)


def tell(asked: Question, shown: Shown, levels: Sequence[int], slices: Slices) -> None:
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


def shares_told(told: Mapping[str, Span], levels: Sequence[int]) -> set[int]:
    """Return the answers whose share is shown."""
    names = (what.split()[1] for what in told if what.startswith("percent "))
    return {int(name) for name in names if name.isdigit()} & set(levels)


def levels_of(forms: Mapping[str, Form], question: str) -> tuple[int, ...] | None:
    """Return the codes of a question or of a row of a grid; None for what is neither."""
    form, _, column = question.partition("/")
    for item in forms[form].items:
        if item.type == "grid" and column in {f"{item.id}_{row.id}" for row in item.rows}:
            return tuple(sorted(option.code for option in item.options))
        if item.type == "number" and column == item.id:
            return tuple(range(item.low, item.high + 1))
    return None


def recorded(results: pd.DataFrame, coarse: Coarse) -> Iterator[Fact]:
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
