"""The attack on those who left an item out, by items whose mean over all of them is shown too.

The items' sums less the sum of that mean are what these persons answered to the rest.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from modning.audit.bounds import Attack
from modning.audit.findings import (
    Finding,
    Key,
    Slices,
    forms_counted,
    one_build,
    public_ones,
    unknown,
)
from modning.audit.means import MEAN_WIDTH
from modning.audit.reading import EXACT
from modning.audit.rounding import near
from modning.audit.scales import Total, totals
from modning.audit.statistics import Shown, by_question
from modning.audit.told import Fact
from slicebook.programme import ALL, Programme
from surveys.codebook import Form
from surveys.disclosure import fewest

PERSONS, ANSWERS, SUM = "persons", "answers", "sum"


@dataclass(frozen=True)
class Mean:
    """A mean that is shown, over `n` answers, to so much; a count is one of its own value."""

    figure: str
    municipality: str
    year: str
    value: float
    half: float
    n: float


def attack_gaps(
    told: Iterable[Fact],
    results: pd.DataFrame,
    forms: Mapping[str, Form],
    programme: Programme,
) -> Iterator[Finding]:
    """Bound the sum of the answers of every few who left an item out.

    A sum must be as uncertain as one mean of as many answers. Raises `InputError` where results
    and pages contradict each other.
    """
    slices, shown = Slices(programme), by_question(told)
    for total in totals(forms):
        seen = [*_recorded(results, total, programme), *_of_items(shown, total, forms)]
        counted = forms_counted(total.form, results)
        everything, public = (
            _Reader(total, some, counted, slices) for some in (seen, public_ones(seen, programme))
        )
        with one_build(total.figure):
            for key in slices.all:
                found = _judge(everything, public, key, programme)
                if found is not None:
                    yield found


@dataclass
class _Reader:
    """What follows from some means; the system is made when it is first asked."""

    total: Total
    seen: Sequence[Mean]
    forms: dict[Key, float]
    slices: Slices
    attack: Attack | None = None

    def bounds(self, what: str, key: Key) -> tuple[float, float]:
        self.attack = self.attack or _system(self)
        return self.attack.width(self.slices.sum(what, key), np.inf)


def _judge(everything: _Reader, public: _Reader, key: Key, programme: Programme) -> Finding | None:
    """Judge a slice in which some, and certainly few, left an item out."""
    most = everything.bounds(PERSONS, key)[1]
    if not EXACT < most < fewest(programme) - EXACT:
        return None
    low, high = everything.bounds(SUM, key)
    asked = MEAN_WIDTH * max(1.0, everything.bounds(ANSWERS, key)[0])
    wide = high - low >= asked - EXACT
    printed = public.bounds(SUM, key) if not wide else (0.0, np.inf)
    by_print = printed[1] - printed[0] <= high - low + EXACT
    name = f"{everything.total.figure}: gaps"
    return Finding(name, *key, low, high, None, bool(wide or by_print), by_print, asked)


def _system(reader: _Reader) -> Attack:
    """Return persons with a gap, how many answers they gave and their sum, by slice."""
    system, total, slices = Attack(whole=False), reader.total, reader.slices
    most = len(total.items) - 1
    for key in slices.parts((ALL, ALL)):
        persons, answers, sum_ = (unknown(what, key) for what in (PERSONS, ANSWERS, SUM))
        n = reader.forms.get(key, 0)
        system.unknown(persons, 0, n)
        system.unknown(answers, 0, n * most)
        system.unknown(sum_, 0, n * most * total.high)
        system.know({answers: 1, persons: -1}, 0, np.inf)
        system.know({answers: 1, persons: -most}, -np.inf, 0)
        system.know({sum_: 1, answers: -total.low}, 0, np.inf)
        system.know({sum_: 1, answers: -total.high}, -np.inf, 0)
    known = {(one.figure, one.municipality, one.year): one for one in reader.seen}
    for key in slices.all:
        whole, base = known.get((total.figure, *key)), known.get((total.base, *key))
        items = [known.get((name, *key)) for name in total.items]
        if whole is None or None in items:
            continue
        answers = sum(item.n for item in items) - len(items) * whole.n
        told = sum(item.value * item.n for item in items) - len(items) * whole.value * whole.n
        error = EXACT * max(1.0, len(items) * whole.n) + sum(
            one.half * n
            for one, n in ((whole, len(items) * whole.n), *((item, item.n) for item in items))
        )
        persons = base.value - whole.n if base else max(item.n for item in items) - whole.n
        system.know(slices.sum(ANSWERS, key), answers, answers)
        system.know(slices.sum(SUM, key), told - error, told + error)
        system.know(slices.sum(PERSONS, key), persons, persons if base else np.inf)
    return system


def _recorded(results: pd.DataFrame, total: Total, programme: Programme) -> Iterator[Mean]:
    names = total.figure, total.base, *total.items
    rows = results["figure"].isin(names) & results["shown"] & results["value"].notna()
    for row in results[rows].itertuples():
        low, high = near(row.value, programme.rules.coarse)
        yield Mean(row.figure, row.municipality, row.year, row.value, (high - low) / 2, row.n)


def _of_items(
    shown: Mapping[str, Shown], total: Total, forms: Mapping[str, Form]
) -> Iterator[Mean]:
    """Yield the means of a scale's items, which the pages alone show."""
    rows = forms[total.form].item(total.scale).rows if total.scale else ()
    for figure, row in zip(total.items, rows, strict=False):
        for key, told in shown.get(f"{total.question}_{row.id}", {}).items():
            if {"n", "mean"} <= told.keys():
                low, high = told["mean"]
                yield Mean(figure, *key, (low + high) / 2, (high - low) / 2, told["n"][0])
