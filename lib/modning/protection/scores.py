"""Means of a scale's totals: withheld where few answered, and where others would tell theirs.

A mean with its n is a sum, known to a reader but for its rounding, and sums over municipalities and
years add up. Single totals are many and their counts nowhere shown; the items' are kept in
`together`.
"""

import math

import numpy as np
import pandas as pd

from cellguard.coarse import Coarse
from cellguard.joint import Case, Decision, Fact, Guarded, decide
from cellguard.linked import Program, Terms
from cellguard.rules import Rules
from modning.protection.tables import Tables
from modning.scales import Scale

# How wide the interval of a withheld mean must be, in its own unit.
WIDTH = 1.0


def hide_scores(
    cells: tuple[str, str], total: pd.Series, scale: Scale, tables: Tables, rules: Rules
) -> set[Decision]:
    """Return the slices in which a scale's mean, or its spread, is withheld, by their `cells`.

    `total` is the sum of each person's answers to all items; missing without one.
    """
    mean, spread = cells
    n = tables.counts(total.notna().to_numpy())
    sums = total.fillna(0).to_numpy(int) @ tables.inside
    few = {(mean, int(at)) for at in np.flatnonzero((n > 0) & (n < rules.minimum_mean))}
    least = max(rules.minimum_spread, rules.minimum_test)
    wide = {(spread, int(at)) for at in np.flatnonzero((n > 0) & (n < least))}
    gone = decide(_case(mean, n, sums, scale, tables, rules), few)
    return gone | wide | {(spread, at) for _, at in gone}


def _case(mean: str, n, sums, scale: Scale, tables: Tables, rules: Rules) -> Case:
    start, items, ends = Program(), len(scale.items), (scale.low, scale.high)
    place = {
        at: start.unknown(int(n[at]) * items * ends[0], int(n[at]) * items * ends[1])
        for at in tables.single
    }

    def terms(at: int) -> Terms:
        municipality, year = tables.slices[at]
        return {
            place[one]: 1.0
            for one in tables.single
            if municipality in (tables.slices[one][0], "all")
            and year in (tables.slices[one][1], "all")
        }

    facts = [
        Fact(
            (mean, int(at)),
            3.0 ** tables.slices[at].count("all") * (1 + n[at] / n.max()),
            _teller(terms(at), _span(int(n[at]) * items, int(sums[at]), rules.coarse)),
        )
        for at in np.flatnonzero(n)
    ]
    guarded = [
        Guarded(terms(at), WIDTH * float(n[at]) * items)
        for at in np.flatnonzero((n > 0) & (n < rules.minimum_mean))
    ]
    low, high, true = list(start.low), list(start.high), sums[list(place)].astype(float)
    return Case(lambda: Program(list(low), list(high), seen=[true]), facts, guarded)


def _teller(terms: Terms, span: tuple[float, float]):
    return lambda program: program.know(terms, *span)


def _span(answers: int, total: int, coarse: Coarse) -> tuple[float, float]:
    """Return the sums that are shown as the same mean."""
    shown, half = coarse.value(total / answers), coarse.mean / 2
    return (
        math.ceil((shown - half) * answers - 1e-6),
        math.floor((shown + half) * answers + 1e-6),
    )
