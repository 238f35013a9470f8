"""The attack on statistics: which sets of answers fit all that is shown of a question together.

Answers are whole numbers, so a mean, an interval and n leave few sums and sums of squares; counts
shown beside them leave fewer; and slices add up. All of it together is asked by integer
programming (`cellguard.linked`).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

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
from modning.audit.rounding import spans
from modning.audit.scales import figures_of_totals, totals
from modning.audit.told import MOMENTS, Fact, codes_of
from slicebook.programme import Programme
from surveys.codebook import Form

Shown = Mapping[Key, Mapping[str, Span]]


@dataclass(frozen=True)
class Codes:
    """The whole numbers that a question is answered by; `unit` of them are one as it is shown."""

    levels: tuple[int, ...]
    unit: int = 1

    def span(self, shown: Span) -> Span:
        """Return what is shown in whole numbers."""
        return shown[0] * self.unit, shown[1] * self.unit


def attack_statistics(
    seen: Iterable[Fact],
    results: pd.DataFrame,
    forms: Mapping[str, Form],
    programme: Programme,
) -> Iterator[Finding]:
    """Bound how often each answer was given, of every question of which a mean is shown.

    A scale's items are one system with the mean of them all. A reader must not know of an answer
    that few gave it: of one that somebody certainly did, the number must be as uncertain as the
    rule asks. Raises `InputError` where what is shown contradicts itself.
    """
    shown = by_question(seen)
    for together in tied(shown, forms):
        name = next(iter(together))
        counted = forms_counted(name.split("/")[0], results)
        with one_build(name):
            yield from _attack(together, shown, counted, programme)


def tied(shown: Mapping[str, object], forms: Mapping[str, Form]) -> list[dict[str, Codes]]:
    """Return the questions of which a mean is shown, those that a scale ties as one."""
    asked = {question: codes for question, told in shown.items()
             if (codes := codes_of_question(forms, question))
             and any("mean" in one for one in told.values())}  # fmt: skip
    found: dict[str, dict[str, Codes]] = {}
    for total in (one for one in totals(forms) if one.scale and one.question in asked):
        rows = forms[total.form].item(total.scale).rows
        # Those of which nothing is shown too: what the others leave of the total is theirs.
        items = [f"{total.question}_{row.id}" for row in rows]
        found[total.question] = {name: codes_of_question(forms, name)
                                 for name in (total.question, *items)}  # fmt: skip
    known = {name for together in found.values() for name in together}
    found |= {name: {name: codes} for name, codes in asked.items() if name not in known}
    return [found[name] for name in sorted(found)]


def by_question(seen: Iterable[Fact]) -> dict[str, Shown]:
    """Return what is shown of each question, by slice and by what it is."""
    found: dict[str, dict[Key, dict[str, Span]]] = defaultdict(lambda: defaultdict(dict))
    for one in seen:
        told = found[one.question][one.municipality, one.year]
        told[one.what] = _both(told.get(one.what, ANY), one.span)
    return dict(sorted(found.items()))


def _attack(
    together: Mapping[str, Codes], shown: Mapping[str, Shown], forms: Mapping[Key, float],
    programme: Programme,
) -> Iterator[Finding]:  # fmt: skip
    slices = Slices(programme)
    groups = slices.groups()
    total = next((name for name in together if len(together) > 1 and together[name].unit > 1), None)
    items, program = list[Question](), Program()
    for name, codes in together.items():
        alone = Program() if name == total else program
        one = Question(alone, codes.levels, at_most(forms, groups), groups)
        tell(one, shown.get(name, {}), codes, slices)
        if name == total:
            yield from _bounded(name, one, shown.get(name, {}), slices, programme)
        else:
            items.append(one)
    if total:
        _tie(items, shown[total], together[total], slices)
    for name, one in zip((name for name in together if name != total), items, strict=True):
        yield from _bounded(name, one, shown.get(name, {}), slices, programme)


def _tie(items: Sequence[Question], total: Shown, codes: Codes, slices: Slices) -> None:
    """Add that a total is the sum of its items, all of which the same persons answered."""
    program = items[0].program
    for part in slices.groups():
        for one, other in pairwise(items):
            program.know(one.count((part,)) | dict.fromkeys(other.count((part,)), -1.0), 0, 0)
    for key, told in total.items():
        if {"n", "mean"} <= set(told):
            low, high = (end * told["n"][0] for end in codes.span(told["mean"]))
            sums = [one.total(slices.parts(key)) for one in items]
            all_ = {at: times for one in sums for at, times in one.items()}
            program.know(all_, np.ceil(low - 1e-6), np.floor(high + 1e-6))


def _bounded(
    name: str, asked: Question, shown: Shown, slices: Slices, programme: Programme
) -> Iterator[Finding]:
    rule = programme.rules.protection_width
    for key in slices.all:
        open_ = shares_told(shown.get(key, {}), asked.levels)
        n = shown.get(key, {}).get("n", (None,))[0]
        for level in sorted(set(asked.levels) - open_):
            count = asked.count(slices.parts(key), (level,))
            # Where nobody may have answered so it is told of none, but for few who may be alike.
            alone = n is not None and n < programme.rules.minimum_mean
            low, high = asked.program.bounds(count, rule, below=-np.inf if alone else 1)
            width = float(min(rule, n if n is not None else rule))
            few = low >= 1 and low < programme.threshold
            # Of few who all answered alike, everybody's answer is known.
            alike = low == high == n and n < programme.rules.minimum_mean
            safe, want = not (few or alike) or high - low >= width, width if few else 0.0
            yield Finding(f"{name} = {level}", *key, low, high, n, safe, asked=want)


def tell(asked: Question, shown: Shown, codes: Codes, slices: Slices) -> None:
    """Add all that is shown of a question to its program."""
    for key, told in shown.items():
        parts = slices.parts(key)
        if "n" not in told:
            continue
        n = int(told["n"][0])
        asked.program.know(asked.count(parts), n, n)
        for what, span in told.items():
            kind, _space, of = what.partition(" ")
            if of:
                ends = _counts(span, n) if kind == "percent" else span
                asked.program.know(asked.count(parts, tuple(codes_of(of))), *ends)
        if "mean" in told and n:
            asked.told(parts, _fits(n, told, codes))


def _fits(n: int, told: Mapping[str, Span], codes: Codes) -> list[Moments]:
    group = Told(n, *(codes.span(told.get(what, ANY)) for what in ("mean", "low", "high", "sd")))
    fits = list(moments(group, min(codes.levels), max(codes.levels)))
    if not fits:
        raise ValueError(f"what is shown contradicts itself: n = {n}, {dict(told)}")
    return fits


def _counts(span: Span, n: int) -> tuple[float, float]:
    return np.ceil(span[0] * n / 100 - 1e-6), np.floor(span[1] * n / 100 + 1e-6)


def shares_told(told: Mapping[str, Span], levels: Sequence[int]) -> set[int]:
    """Return the answers whose share is shown."""
    names = (what.split()[1] for what in told if what.startswith("percent "))
    return {int(name) for name in names if name.isdigit()} & set(levels)


def codes_of_question(forms: Mapping[str, Form], question: str) -> Codes | None:
    """Return the codes of a question, a row of a grid or a total; None for what is none."""
    for total in totals(forms):
        if total.question == question:
            return Codes(total.levels, len(total.items))
    form, _, column = question.partition("/")
    for item in forms[form].items:
        if item.type == "grid" and column in {f"{item.id}_{row.id}" for row in item.rows}:
            return Codes(tuple(sorted(option.code for option in item.options)))
        if item.type == "number" and column == item.id:
            return Codes(tuple(range(item.low, item.high + 1)))
    return None


def recorded(results: pd.DataFrame, forms: Mapping[str, Form], coarse: Coarse) -> Iterator[Fact]:
    """Yield what the table of figures tells of the same questions."""
    questions = known().questions | figures_of_totals(forms)
    rows = results[results["figure"].isin(questions) & results["shown"] & results["value"].notna()]
    for row in rows.itertuples():
        where = questions[row.figure], row.municipality, row.year
        yield Fact(*where, "n", (row.n, row.n))
        for what, span in zip(MOMENTS, spans(row.value, row.low, row.high, coarse), strict=True):
            if span is not None:
                yield Fact(*where, what, span)


def _both(one: Span, other: Span) -> Span:
    return max(one[0], other[0]), min(one[1], other[1])
