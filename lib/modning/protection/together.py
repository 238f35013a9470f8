"""Counts and statistics decided together: what goes besides what the counts alone take.

A mean with its n is a sum, and an interval a sum of squares, known to a reader but for their
rounding. What a question's shown counts and statistics tell together, over all slices, must not
tell of few (`cellguard.joint`).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from math import inf

import numpy as np

from cellguard.joint import Case, Decision, Fact, Guarded
from cellguard.linked import Program, Terms
from cellguard.moments import Moments, moments, told
from cellguard.question import Question
from cellguard.rules import Rules
from modning.protection.counts import System
from modning.protection.rows import Rows, rows_of
from modning.protection.statistics import Statistic

# What is lost with a mean, or an interval, against a share of the same answers.
MEAN, SPREAD = 6.0, 3.0
# How wide the interval of a withheld mean must be, in its own unit.
WIDTH = 1.0
# Of more possible sums a reader who is told of others is told which it is, too.
MANY = 100


@dataclass(frozen=True)
class Asked:
    """A statistic by its counts: a row a code (or a published cell) and a column a slice.

    `parts` are the single slices each slice consists of, `places` number their municipalities.
    `cells` are published counts of some of the codes, `rows` those of the rows of a grid, shares of
    `bases`: the `summed` of them add up to the sum of the answers. `public` are cells and slices
    that are shown whatever they tell. `beyond` are counts of parts that a reader is told: each
    slice's `counts` lack them.
    """

    mean: str
    spread: str | None
    codes: tuple[int, ...]
    counts: np.ndarray
    cells: Mapping[str, tuple[int, ...]]
    rows: Rows
    summed: tuple[str, ...]
    parts: tuple[tuple[int, ...], ...]
    public: frozenset[Decision]
    rules: Rules
    threshold: int
    level: tuple[float, ...]
    worth: float = 1.0
    bases: Mapping[str, np.ndarray] = field(default_factory=dict)
    places: tuple[int, ...] = ()
    beyond: np.ndarray | int = 0
    tested: bool = False

    @cached_property
    def everybody(self) -> np.ndarray:
        """Return how many there are in each slice, those beyond among them."""
        return (self.counts + self.beyond).sum(axis=0)


def asked(one: Statistic, whole: System, threshold: int) -> Asked:
    """Return a statistic of a form by its counts."""
    tables, masks = whole.tables, {}
    for code, column in one.codes.items():
        masks[int(code)] = column.fillna(False).to_numpy(bool)
    summed = sorted({cell for cells, _ in one.ties for cell in cells if len(cells) > 1})
    rows = rows_of(summed, whole)
    bare = one.scope.removesuffix("#codes")
    cells = {}
    for name in whole.cells:
        if name.split(".")[0] == bare and name not in rows.cells:
            chosen = name.partition(".")[2].split("+")
            # By the answers' codes, not by who gave them: that nobody did is a fact too.
            cells[name] = tuple(code for answer in chosen for code in one.answers.get(answer, ()))
    return Asked(
        mean=one.mean,
        spread=one.spread,
        codes=tuple(masks),
        counts=np.array([tables.counts(mask) for mask in masks.values()]),
        cells=cells,
        rows=rows,
        summed=tuple(summed),
        bases={name: whole.counts[whole.cells[name].base] for name in rows.cells},
        parts=tables.parts,
        public=frozenset(one for one in whole.public if one[0] in cells or one[0] in rows.cells),
        rules=whole.programme.rules,
        threshold=threshold,
        level=tuple(3.0 ** key.count("all") for key in tables.slices),
        worth=one.worth,
        places=tables.places,
        tested=one.tested,
    )


def case(one: Asked) -> Case:
    """Return a statistic as a reader meets it: unknown counts, and all that is shown of them."""
    _, question, rows = start(one)
    facts = [*_counts(one, question, rows), *_statistics(one, question)]
    return Case(lambda: start(one)[0], facts, list(guarded(one, question, rows)))


def start(one: Asked) -> tuple[Program, Question, dict[tuple[str, int], Terms]]:
    """Return a program of a statistic's counts, the question in it, and the rows' counts."""
    program, n = Program(), one.counts.sum(axis=0)
    singles = sorted({part for parts in one.parts for part in parts})
    groups = {part: one.places[part] if one.places else 0 for part in singles}
    most = {part: int(n[part]) for part in singles}
    question = Question(program, one.codes, most, groups)
    given = {(name, part): program.unknown(0, most[part], groups[part])
             for name in one.rows.counts for part in singles}  # fmt: skip
    rows = {(cell, part): {given[name, part]: 1.0 for name in names}
            for cell, names in one.rows.cells.items() for part in singles}  # fmt: skip
    for part in singles:
        program.know(question.count((part,)), int(n[part]), int(n[part]))
        for row in one.rows.rows:
            program.know({given[name, part]: 1.0 for name in row}, 0, int(n[part]))
        if one.summed:
            tie = {place: -1.0 for row in one.summed for place in rows[row, part]}
            program.know(question.total((part,)) | tie, 0, 0)
    true = [*one.counts[:, singles].T.flat,
            *(count[part] for count in one.rows.counts.values() for part in singles)]  # fmt: skip
    program.seen = [np.array(true, float)]
    return program, question, rows


def _counts(one: Asked, question: Question, rows) -> Iterable[Fact]:
    there = [at for at, parts in enumerate(one.parts) if parts]
    for name, codes in one.cells.items():
        chosen = [one.codes.index(code) for code in codes]
        counts = one.counts[chosen].sum(axis=0)
        for at in there:
            yield _count(one, name, at, question.count(one.parts[at], codes), int(counts[at]))
    for name in one.rows.cells:
        counts = _of(one, name)
        for at in there:
            yield _count(one, name, at, _terms(rows, name, one.parts[at]), int(counts[at]))


def _count(one: Asked, name: str, at: int, terms, count: int) -> Fact:
    share = int(one.everybody[at]) / max(1, int(one.everybody.max()))
    return Fact(
        (name, at),
        one.worth * one.level[at] * (1 + share),
        lambda program: program.know(terms, count, count),
        public=(name, at) in one.public,
    )


def _statistics(one: Asked, question: Question) -> Iterable[Fact]:
    codes = np.array(one.codes)
    for at in np.flatnonzero(one.counts.sum(axis=0)):
        rest = one.beyond[:, at] if np.ndim(one.beyond) else np.zeros(len(codes), int)
        counts, mean = one.counts[:, at] + rest, (one.mean, int(at))
        sums = int(codes @ counts), int(codes**2 @ counts)
        for spread in (False, True) if one.spread else (False,):
            shown = told(int(counts.sum()), *sums, one.rules.coarse, spread)
            fits = list(moments(shown, min(one.codes), max(one.codes)))
            if spread and one.tested:
                fits = [Moments(sums[0], (sums[1], sums[1]))]
            if np.ndim(one.beyond) and len(fits) > MANY:
                fits = [each for each in fits if each.sum == sums[0]]
            yield Fact(
                (one.spread, int(at)) if spread else mean,
                one.level[at] * (SPREAD if spread else MEAN),
                _teller(question, one.parts[at], [_less(each, codes, rest) for each in fits]),
                needs=(mean,) if spread else (),
                unless=((one.spread, int(at)),) if one.spread and not spread else (),
            )


def _less(fit: Moments, codes: np.ndarray, rest: np.ndarray) -> Moments:
    """Return moments less those of what a reader is told."""
    squares = int(codes**2 @ rest)
    return Moments(fit.sum - int(codes @ rest), tuple(end - squares for end in fit.squares))


def _teller(question: Question, parts, fits):
    return lambda program: question.on(program).told(parts, fits)


def guarded(
    one: Asked, question: Question, rows, slices: Iterable[int] | None = None
) -> Iterator[Guarded]:
    """Yield every small count, and the sum of every few whose mean is withheld.

    And the rests of rows, and counts that a reader could take for a small one: so near it that the
    interval holds both. Of some `slices`, or of all of which nothing lies beyond.
    """
    n, width = one.counts.sum(axis=0), one.rules.protection_width
    near = one.threshold + width - 1
    shown = {(codes, at) for name, codes in one.cells.items() for at in range(len(n))
             if (name, at) in one.public}  # fmt: skip
    sets = dict.fromkeys([*((code,) for code in one.codes), *one.cells.values()])
    known = np.flatnonzero((n > 0) & (n == one.everybody))
    for at in known if slices is None else slices:
        enough = float(min(width, n[at]))
        for codes in sets:
            count = sum(int(one.counts[one.codes.index(code), at]) for code in codes)
            if 0 < count < near and (codes, at) not in shown:
                yield _small(one, question.count(one.parts[at], codes), count, enough)
        for name in one.rows.cells:
            terms, counts = _terms(rows, name, one.parts[at]), _of(one, name)
            base, public = int(one.bases[name][at]), (name, at) in one.public
            if 0 < counts[at] < near and not public:
                yield _small(one, terms, int(counts[at]), enough)
            if 0 < base - counts[at] < near and not public:
                yield _rest(one, terms, int(counts[at]), base, enough)
        if n[at] < one.rules.minimum_mean:
            yield Guarded(question.total(one.parts[at]), WIDTH * float(n[at]))


def _of(one: Asked, name: str) -> np.ndarray:
    """Return how many gave a published set of answers to a row, by slice."""
    return np.sum([one.rows.counts[part] for part in one.rows.cells[name]], axis=0)


def _terms(rows, name: str, parts: Iterable[int]) -> Terms:
    return {place: factor for part in parts for place, factor in rows[name, part].items()}


def _small(one: Asked, terms: Terms, count: int, width: float) -> Guarded:
    return Guarded(terms, width, inf if count < one.threshold else one.threshold)


def _rest(one: Asked, terms: Terms, count: int, base: int, width: float) -> Guarded:
    """Return who did not give an answer, as what a count lacks to those who answered."""
    lacking = {place: -factor for place, factor in terms.items()}
    return Guarded(lacking, width, inf if base - count < one.threshold else one.threshold - base)
