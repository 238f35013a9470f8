"""The statistics of a form added to the problem of its counts.

Of each statistic and slice there are five cells: the sum of the answers, what is shown of it (one
decision), what the rounding leaves open, and the same of a sum of squares. The latter is taken less
a multiple of the sum, by which it hardly depends on which of the possible sums is the true one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from scipy import sparse

from cellguard.coarse import Coarse, told
from cellguard.moments import moments
from cellguard.problem import ALWAYS, Problem, equations
from modning.protection.counts import System
from modning.protection.statistics import Statistic, Total
from slicebook.programme import Programme

# What is shown of a sum stands for no count of persons: moved out of the way of the rule for those.
OFFSET = 100_000
# What is lost with a mean, and with an interval, against a share of the same answers.
MEAN, SPREAD = 6.0, 3.0
# How wide the interval of a withheld mean must be, in its own unit.
WIDTH = 1.0


def register(whole: System, asked: Sequence[Statistic]) -> None:
    """Add the sets of answer sets behind statistics to a form's system, and what ties them."""
    for one in asked:
        answered = one.codes.notna().any(axis=1).to_numpy()
        base = whole.set(one.scope, answered)
        places = _places(whole, one)
        whole.relate([(place, 1.0) for place in places.values()], base)
        for cells, factors in one.ties:
            known = [whole.cells[cell].counted for cell in cells]
            terms = [(number, 1.0) for number in known]
            whole.relate([*terms, *((places[code], -factor) for code, factor in factors.items())])


@dataclass
class _Added:
    """Cells and units that are added to a problem."""

    cells: int
    units: int
    value: list[float] = field(default_factory=list)
    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)
    unit: list[int] = field(default_factory=list)
    cost: list[float] = field(default_factory=list)
    forced: list[bool] = field(default_factory=list)
    terms: list[list[tuple[int, float]]] = field(default_factory=list)
    implied: list[tuple[int, int]] = field(default_factory=list)
    sensitive: dict[int, float] = field(default_factory=dict)

    def cell(self, value: float, low: float, high: float, unit: int = ALWAYS) -> int:
        self.value.append(value)
        self.low.append(low)
        self.high.append(high)
        self.unit.append(unit)
        return self.cells + len(self.value) - 1

    def decision(self, cost: float, forced: bool) -> int:
        self.cost.append(cost)
        self.forced.append(forced)
        return self.units + len(self.cost) - 1

    def shown(self, of: int, span: tuple[int, int], unit: int, ends: tuple[float, float]) -> None:
        """Add what is shown of a cell: that it lies in a span."""
        seen = self.cell(OFFSET + span[0], OFFSET + ends[0] - span[1] + span[0], OFFSET + ends[1],
                         unit)  # fmt: skip
        rest = self.cell(self.value[of - self.cells] - span[0], 0, span[1] - span[0])
        self.terms.append([(of, 1.0), (seen, -1.0), (rest, -1.0)])


def with_statistics(
    problem: Problem,
    cells: Mapping[str, Sequence],
    whole: System,
    asked: Sequence[Statistic],
    sums: Sequence[Total],
) -> tuple[Problem, Mapping[str, Sequence]]:
    """Return the problem of a form's counts with its statistics, and the units of each cell."""
    added = _Added(len(problem.value), len(problem.cost))
    high, gates, totals = problem.high.copy(), {}, {}
    for at, key in enumerate(whole.tables.slices):
        for one in asked:
            total = _add(one, at, key, whole, added, gates, high)
            totals[one.scope, at] = total
        for sum_ in sums:
            _add_total(sum_, at, whole, asked, added, gates, totals)
    units = {
        cell: [[gates[cell, at]] if (cell, at) in gates else []
               for at in range(len(whole.tables.slices))]
        for cell in dict.fromkeys(cell for cell, _ in gates)
    }  # fmt: skip
    return _joined(replace(problem, high=high), added), {**cells, **units}


def _add(one: Statistic, at: int, key, whole: System, added: _Added, gates, high) -> int | None:
    """Add a statistic of a slice; return the cell of its sum, None where nobody answered."""
    programme, width = whole.programme, len(whole.tables.slices)
    places = _places(whole, one)
    counts = {code: int(whole.tables.counts(whole.sets[p])[at]) for code, p in places.items()}
    n = sum(counts.values())
    own = {code: place * width + at for code, place in places.items()}
    for code, place in own.items():
        high[place] = min(high[place], n)
        if 0 < counts[code] < programme.threshold:
            added.sensitive[place] = programme.rules.protection_width
    if not n:
        return None
    total = sum(code * count for code, count in counts.items())
    squares = sum(code * code * count for code, count in counts.items())
    least, most = min(counts), max(counts)
    mean, spread = _gates(one, at, key, n, programme, added, gates)
    sum_ = added.cell(total, n * least, n * most)
    added.terms.append([(sum_, -1.0), *((own[code], float(code)) for code in counts)])
    if n < programme.rules.minimum_mean:
        added.sensitive[sum_] = WIDTH * n
    fits = list(moments(told(n, total, squares, _coarse(programme), False), least, most))
    added.shown(sum_, (fits[0].sum, fits[-1].sum), mean, (n * least, n * most))
    if spread is not None:
        slope = round(2 * total / n)
        weights = {code: code * code - slope * code for code in counts}
        fits = list(moments(told(n, total, squares, _coarse(programme), True), least, most))
        span = (
            min(fit.squares[0] - slope * fit.sum for fit in fits),
            max(fit.squares[1] - slope * fit.sum for fit in fits),
        )
        ends = n * min(weights.values()), n * max(weights.values())
        bent = added.cell(squares - slope * total, *ends)
        terms = ((own[code], float(weight)) for code, weight in weights.items() if weight)
        added.terms.append([(bent, -1.0), *terms])
        added.shown(bent, span, spread, ends)
    return sum_


def _add_total(
    sum_: Total, at: int, whole: System, asked, added: _Added, gates, totals
) -> None:
    """Add the mean over several statistics of the same persons."""
    parts = [totals[scope, at] for scope in sum_.of]
    if None in parts:
        return
    codes = next(one.codes for one in asked if one.scope == sum_.of[0])
    answered = codes.notna().any(axis=1).to_numpy()
    n, items = int(whole.tables.counts(answered)[at]), len(parts)
    total = sum(int(added.value[part - added.cells]) for part in parts)
    shown = _coarse(whole.programme).value(total / items / n)
    half = _coarse(whole.programme).mean / 2
    span = int(np.ceil((shown - half) * items * n - 1e-6)), int(
        np.floor((shown + half) * items * n + 1e-6)
    )
    ends = n * items * min(codes), n * items * max(codes)
    cell = added.cell(total, *ends)
    added.terms.append([(cell, -1.0), *((part, 1.0) for part in parts)])
    added.shown(cell, span, gates[sum_.mean, at], ends)


def _gates(one: Statistic, at: int, key, n: int, programme: Programme, added: _Added, gates):
    """Return the decisions on mean and spread of a statistic in a slice."""
    rules, level = programme.rules, 3.0 ** key.count("all")
    for cell, least, cost in (
        (one.mean, rules.minimum_mean, MEAN),
        (one.spread, max(rules.minimum_spread, rules.minimum_test), SPREAD),
    ):
        if cell is None:
            continue
        if (cell, at) not in gates:
            gates[cell, at] = added.decision(level * cost, False)
        if n < least:
            added.forced[gates[cell, at] - added.units] = True
    mean, spread = gates[one.mean, at], None
    if one.spread is not None:
        spread = gates[one.spread, at]
        if (mean, spread) not in added.implied:
            added.implied.append((mean, spread))
    return mean, spread


def _places(whole: System, one: Statistic) -> dict[int, int]:
    masks = {code: column.fillna(False).to_numpy(bool) for code, column in one.codes.items()}
    return {code: whole.set(one.scope, mask) for code, mask in masks.items()}


def _coarse(programme: Programme) -> Coarse:
    return programme.rules.coarse


def _joined(problem: Problem, added: _Added) -> Problem:
    cells = added.cells + len(added.value)
    old = sparse.csr_array(problem.equations)
    old = sparse.csr_array((old.data, old.indices, old.indptr), (old.shape[0], cells))
    both = sparse.vstack([old, equations(added.terms, cells)]).tocsr()
    width = dict(zip(problem.sensitive.tolist(), problem.width.tolist(), strict=True))
    unit = np.concatenate([problem.unit, np.array(added.unit, dtype=int)])
    public = np.concatenate([problem.public, np.zeros(len(added.cost), dtype=bool)])
    hidden = {cell: wide for cell, wide in added.sensitive.items()
              if unit[cell] == ALWAYS or not public[unit[cell]]}  # fmt: skip
    width = hidden | width
    return replace(
        problem,
        value=np.concatenate([problem.value, added.value]),
        low=np.concatenate([problem.low, added.low]),
        high=np.concatenate([problem.high, added.high]),
        equations=both,
        unit=unit,
        cost=np.concatenate([problem.cost, added.cost]),
        public=public,
        forced=np.concatenate([problem.forced, added.forced]).astype(bool),
        implied=(*problem.implied, *added.implied),
        sensitive=np.array(sorted(width), dtype=int),
        width=np.array([width[cell] for cell in sorted(width)], dtype=float),
    )
