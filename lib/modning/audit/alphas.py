"""The attack on how a scale's items go together: alphas, and correlations with the rest.

Alpha is the sum of the items' variances in that of their sum, so with one known the other is; alpha
without an item tells the variance of the rest, and the item's correlation with it that of the sum.
"""

from collections.abc import Iterator, Mapping, Sequence
from math import sqrt

import numpy as np
import pandas as pd
from scipy import stats

from cellguard.moments import Span
from modning.audit.findings import one_build
from modning.audit.narrowing import possible
from modning.audit.rounding import rounded
from modning.audit.scales import Total, totals
from modning.audit.statistics import Codes, Shown
from modning.audit.told import Fact
from surveys.codebook import Form

# Variances are told by each other; what a further round adds is little.
ROUNDS = 3
NONE: Span = (0.0, np.inf)


def alphas(
    told: Mapping[str, Shown],
    results: pd.DataFrame,
    forms: Mapping[str, Form],
    codes: Mapping[str, Codes],
) -> Iterator[Fact]:
    """Yield what alphas and correlations tell of the spread of each item and of their mean.

    Raises `InputError` where what is shown contradicts itself.
    """
    for total in (one for one in totals(forms) if one.scale and one.question in told):
        rows = forms[total.form].item(total.scale).rows
        names = [total.question, *(f"{total.form}/{total.scale}_{row.id}" for row in rows)]
        alpha = dict(_alphas(results, total))
        for key in told[total.question]:
            groups = [told.get(name, {}).get(key, {}) for name in names]
            if all({"n", "mean"} <= set(one) and one["n"][0] > 2 for one in groups):
                of = [codes[name] for name in names]
                with one_build(total.question):
                    spreads = [_spread(*one) for one in zip(groups, of, strict=True)]
                    spreads = _round(spreads, alpha.get(key, NONE), groups)
                for name, (low, high) in zip(names, spreads, strict=True):
                    yield Fact(name, *key, "sd", (sqrt(low) - 1e-9, sqrt(high) + 1e-9))


def _alphas(results: pd.DataFrame, total: Total) -> Iterator[tuple[tuple[str, str], Span]]:
    """Yield by slice what part of the sum's variance the items' are, as alpha says it."""
    name, _dot, when = total.figure.rpartition(".")
    rows = results[(results["figure"] == f"{name}.alpha_{when}") & results["shown"]]
    for row in rows[rows["value"].notna()].itertuples():
        spans = [rounded(row.value)]
        k, n = len(total.items), row.n
        for end, tail in ((row.low, 0.975), (row.high, 0.025)):
            # Feldt's interval is that of alpha itself.
            if not pd.isna(end):
                times = stats.f.ppf(tail, n - 1, (n - 1) * (k - 1))
                step = 1e-9 if abs(end * 100 - round(end * 100)) > 1e-6 else 0.01
                spans.append(tuple(1 - (1 - one) / times for one in (end - step, end + step)))
        low, high = max(one[0] for one in spans), min(one[1] for one in spans)
        yield (row.municipality, row.year), _part((low, high), k)


def _part(alpha: Span, items: int) -> Span:
    """Return what part of a sum's variance its items' are, by an alpha."""
    return tuple(1 - one * (items - 1) / items for one in reversed(alpha))


def _spread(told, codes: Codes) -> Span:
    """Return the variance of a group's answers, at least and at most."""
    least, most = possible(told, codes).variance
    return float(least.min()), float(most.max())


def _round(spreads: list[Span], part: Span, groups: Sequence[Mapping[str, Span]]) -> list[Span]:
    """Return the variances of a mean of items and of each, narrowed by each other."""
    k = len(spreads) - 1
    for _round in range(ROUNDS):
        items = spreads[1:]
        whole = tuple(end * k**2 for end in spreads[0])
        whole = _both(whole, _whole(items, part))
        for at, item in enumerate(items):
            others = [one for place, one in enumerate(items) if place != at]
            if {"rest", "without"} <= set(groups[at + 1]):
                without = groups[at + 1]["without"]
                rest = _whole(others, _part(without, k - 1)) if k > 2 else others[0]
                whole = _both(whole, _summed(item, rest, groups[at + 1]["rest"]))
        for at, item in enumerate(items):
            others = [one for place, one in enumerate(items) if place != at]
            ends = (part[0] * whole[0] - sum(high for _, high in others),
                    part[1] * whole[1] - sum(low for low, _ in others))  # fmt: skip
            items[at] = _both(item, ends)
        spreads = [tuple(end / k**2 for end in whole), *items]
    return spreads


def _whole(items: Sequence[Span], part: Span) -> Span:
    """Return the variance of a sum of which the items' are a part."""
    low, high = sum(one[0] for one in items), sum(one[1] for one in items)
    return (low / part[1] if part[1] > 0 else 0.0), (high / part[0] if part[0] > 0 else np.inf)


def _summed(one: Span, other: Span, correlation: Span) -> Span:
    """Return the variance of a sum of two that correlate."""
    ends = [a + b + 2 * r * sqrt(a * b) for a in one for b in other for r in correlation
            if np.isfinite(b)]  # fmt: skip
    # Between corners it may be less where they correlate below nought.
    low = 0.0 if correlation[0] < 0 else min(ends, default=0.0)
    return low, (max(ends) if np.isfinite(other[1]) else np.inf)


def _both(one: Span, other: Span) -> Span:
    low, high = max(one[0], other[0]), min(one[1], other[1])
    if low > high * (1 + 1e-6) + 1e-9:
        raise ValueError(f"no answers spread as is shown: {one} and {other}")
    return low, max(low, high)
