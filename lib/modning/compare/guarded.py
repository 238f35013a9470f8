"""What of a comparison may be shown: the one place where analysis meets the rules of disclosure.

All else in `compare` reckons with what there is. Here it is asked, of the cells that a result rests
on, how many answers they need; what has fewer is None, the rest is as coarse as the programme says.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

import pandas as pd

from cellguard.coarse import Coarse, probability
from modning.compare.groups import Comparison, Side, compare, side
from modning.scales.stated import One, blank, rounded
from slicebook.programme import ALL, load_programme
from surveys.disclosure import Gate, gate

Gates = tuple[Gate, Gate]
OPEN = (Gate(), Gate())


def needed(
    before: pd.DataFrame, after: pd.DataFrame, cells: tuple[str, str], municipality: str = ALL
) -> Gates:
    """Return what the means before and after need to be shown; `cells` are those of the two."""
    return tuple(
        gate(cell, form, municipality) for form, cell in zip((before, after), cells, strict=True)
    )


def told(
    one: One, sizes: Sequence[int], gates: Sequence[Gate], steps: Mapping[str, Callable]
) -> One:
    """Return a result made of groups of these sizes as it may be shown.

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
    return coarse(guarded(compare(before, after, name), gates), scale)


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
    return coarse_side(_narrow(side(values), needs))


def _narrow(one: Side, needs: Gate) -> Side:
    if one.n < needs.mean:
        return Side(one.n, one.missing)
    return one if one.n >= needs.spread else replace(one, low=None, high=None, sd=None)


def coarse_side(one: Side, scale: float = 1.0) -> Side:
    """Return one group as coarsely as it is shown."""
    steps = load_programme().rules.coarse.per(scale)
    ends = {"low": steps.low, "high": steps.high}
    return rounded(one, ends | {"mean": steps.value, "sd": steps.value})


def coarse(one: Comparison, scale: float = 1.0) -> Comparison:
    """Return a comparison as it is shown; its difference is that of the means as they are shown.

    A difference by itself would tell in which direction both were rounded.
    """
    unit, hundredths = load_programme().rules.coarse, Coarse(0.01, 0.01)
    steps = unit.per(scale)
    before, after = (coarse_side(side, scale) for side in (one.before, one.after))
    each = {"low": steps.low, "high": steps.high}
    each |= dict.fromkeys(("p", "p_rank", "p_holm"), probability)
    for name, step in (("g", unit), ("superiority", hundredths)):
        each |= {name: step.value, f"{name}_low": step.low, f"{name}_high": step.high}
    each["difference"] = lambda _exact: steps.value(after.mean - before.mean)
    return rounded(replace(one, before=before, after=after, t=None, df=None), each)
