"""What of a comparison may be shown, as `modning.guarded` is asked of counts.

All else in `compare` reckons with what there is. Here it is asked, of the cells that a result rests
on, how many answers they need; what has fewer is None, the rest is as coarse as the programme says.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from math import ceil, floor, log10
from typing import TypeVar

import numpy as np
import pandas as pd

from cellguard.coarse import ALIKE, ORDERED, Coarse, level, probability
from modning import guarded as counts
from modning.compare.distribution import Segment, segments
from modning.compare.groups import Comparison, Side, compare, side
from modning.scales import Reliability
from modning.scales.stated import One, blank, rounded
from slicebook.programme import ALL, load_programme
from slicebook.slices import Slice
from surveys.disclosure import NEVER, Gate, gate

Gates = tuple[Gate, Gate]
Found = TypeVar("Found")
OPEN = (Gate(), Gate())
HIDDEN = (Gate(NEVER, NEVER), Gate(NEVER, NEVER))


def needed(
    before: pd.DataFrame, after: pd.DataFrame, cells: tuple[str, str], municipality: str = ALL
) -> Gates:
    """Return what the means before and after need to be shown; `cells` are those of the two."""
    return tuple(
        gate(cell, form, municipality) for form, cell in zip((before, after), cells, strict=True)
    )


def stated(
    one: One, sizes: Sequence[int], gates: Sequence[Gate], steps: Mapping[str, Callable]
) -> One:
    """Return a result made of groups of these sizes as it may be stated.

    Blank where somebody answered in each and one has fewer than its spread needs; `steps` say how
    coarsely each number is shown.
    """
    few = any(n < needs.spread for n, needs in zip(sizes, gates, strict=True))
    return blank(one) if few and all(sizes) else rounded(one, steps)


def shown(
    before: Iterable[float],
    after: Iterable[float],
    name: str = "",
    gates: Gates = OPEN,
    scale: float = 1.0,
) -> Comparison:
    """Compare two groups as it may be shown: what the gates let through, coarsely.

    `scale` is how many units there are from one answer to the next.
    """
    return as_shown(guarded(compare(before, after, name), gates), scale)


def guarded(found: Comparison, gates: Gates) -> Comparison:
    """Return a comparison of which what the gates do not let through is None, the rest exact."""
    sides = tuple(map(_narrow, (found.before, found.after), gates))
    few = any(one.n < needs.mean for one, needs in zip(sides, gates, strict=True))
    few |= found.p is not None and None in [one.sd for one in sides]
    if few and found.compared:
        return replace(blank(found), before=sides[0], after=sides[1])
    return replace(found, before=sides[0], after=sides[1])


def shown_side(values: Iterable[float], needs: Gate) -> Side:
    """Describe one group as it may be shown."""
    return side_as_shown(_narrow(side(values), needs))


def _narrow(one: Side, needs: Gate) -> Side:
    if one.n < needs.mean:
        return Side(one.n, one.missing)
    return one if one.n >= needs.spread else replace(one, low=None, high=None, sd=None)


def side_as_shown(one: Side, scale: float = 1.0) -> Side:
    """Return one group as coarsely as it is shown."""
    steps = load_programme().rules.coarse.per(scale)
    ends = {"low": steps.low, "high": steps.high}
    return rounded(one, ends | {"mean": steps.value, "sd": steps.value})


def as_shown(one: Comparison, scale: float = 1.0) -> Comparison:
    """Return a comparison as it is shown; its difference is that of the means as they are shown.

    A difference by itself would tell in which direction both were rounded.
    """
    unit, twentieths = load_programme().rules.coarse, Coarse(0.05, 0.05)
    steps = unit.per(scale)
    before, after = (side_as_shown(side, scale) for side in (one.before, one.after))
    each = {"low": steps.low, "high": steps.high}
    each |= dict.fromkeys(("p", "p_holm"), probability) | {"p_rank": level}
    for name, step in (("g", unit), ("superiority", twentieths)):
        each |= {name: step.value, f"{name}_low": step.low, f"{name}_high": step.high}
    each["difference"] = lambda _exact: steps.value(after.mean - before.mean)
    if None not in (before.sd, after.sd) and min(before.sd, after.sd) < ALIKE * scale:
        one = replace(one, superiority=None, superiority_low=None, superiority_high=None)
    return rounded(replace(one, before=before, after=after, t=None, df=None), each)


def shown_bounds(one: One, scores: Sequence[np.ndarray], gates: Gates) -> One:
    """Return bounds on a rise as they may be shown, outward, by the scores before and after.

    The rise is that of the means as they are shown.
    """
    steps = dict.fromkeys(("low", "low_sure", "worst"), load_programme().rules.coarse.low)
    steps |= dict.fromkeys(("high", "high_sure", "best"), load_programme().rules.coarse.high)
    steps["error"] = lambda error: ceil(100 * error) / 100
    before, after = scores
    steps["breakdown"] = lambda share: undoing(share, len(before), scores)
    steps["rise"] = lambda _exact: counts.nearest(
        counts.nearest(after.mean()) - counts.nearest(before.mean())
    )
    return stated(one, [len(before), len(after)], gates, steps)


def undoing(share: float, n: int, scores: Sequence[np.ndarray]) -> float | None:
    """Return the share of n persons without whom a rise is undone, as it may be shown.

    It tells the mean of the others, who must be as many as a mean needs, and of groups that hardly
    spread the answers themselves. That all would have to go tells neither.
    """
    few = (1 - share) * n < load_programme().rules.minimum_mean
    alike = min(one.std(ddof=1) for one in scores) < ALIKE
    return None if share < 1 - 1e-9 and (few or alike) else round(share, 2)


def shown_alpha(one: Reliability, needs: Gate) -> Reliability:
    """Return a reliability as it is shown: to a hundredth, its interval outward.

    With all its digits it would be the one fraction of two sums of squares that it can be.
    """
    steps = Coarse(0.01, 0.01)
    return stated(one, [one.n], [needs],
                  {"alpha": steps.value, "low": steps.low, "high": steps.high})  # fmt: skip


def shown_odds(one: Found, fewest: int) -> Found:
    """Return an odds ratio as it is shown: to two digits, its interval outward.

    Of groups the smaller of which has `fewest`: of few which level its p-values are below.
    """
    ends = {name: _two_digits(getattr(one, name)) for name in ("ratio", "low", "high")}
    each = {"ratio": ends["ratio"].value, "low": ends["low"].low, "high": ends["high"].high}
    if fewest < ORDERED:
        one, each = replace(one, ratio=None, low=None, high=None), {}
    return rounded(one, each | dict.fromkeys(("p", "p_parallel"), level))


def _two_digits(value: float) -> Coarse:
    step = 10.0 ** (floor(log10(value)) - 1)
    return Coarse(step, step)


def p_as_shown(p: float | None) -> float | None:
    """Return a p-value as it is shown."""
    return None if p is None else probability(p)


def in_turn(
    names: Iterable[str], between: Callable[[str, str], Iterable[tuple[str, Slice | None, int]]]
) -> list[str]:
    """Return which of several numbers may be told, one after the other.

    One is not that would tell, with one told before, what few answered: `between` two are cells,
    the slice of each and how many it counts.
    """
    known: list[str] = []
    for name in names:
        cells = (cell for other in known for cell in between(other, name))
        if all(counts.may_be_told([cell], here, count=count) for cell, here, count in cells):
            known.append(name)
    return known


def with_rest(gates: Sequence[Gate], cell: str, here: Slice | None, count: int) -> Gate:
    """Return what a mean of several needs; never shown where the rest, a cell, may not be told."""
    if not counts.may_be_told([cell], here, count=count):
        return HIDDEN[0]
    return Gate(max(one.mean for one in gates), max(one.spread for one in gates))


def shown_segments(
    answers: pd.Series, cells: Mapping[tuple[int, ...], str], here: Slice | None, place: str
) -> list[Segment]:
    """Return how answers are distributed over some codes, those withheld as one part.

    `cells` names each part's cell.
    """
    n = answers.count()
    hidden = [
        codes
        for codes, cell in cells.items()
        if not counts.may_be_told([cell], here, place, answers.isin(codes).sum(), n)
    ]
    return segments(answers, list(cells), load_programme().threshold, hidden)


def linked(fewest: int | None) -> tuple[int, Gate]:
    """Return how many persons a share or mean of linked ones needs, and a comparison of groups.

    Without `fewest`, of people made up, as many as the programme says.
    """
    if fewest is not None:
        return fewest, Gate(fewest, fewest)
    programme = load_programme()
    spread = programme.rules.minimum_spread
    return programme.threshold, Gate(spread, spread)
