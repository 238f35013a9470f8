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
from modning.protection.by_places import turns
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
    sums = tables.counts(total.fillna(0).to_numpy(int))
    few = {(mean, int(at)) for at in np.flatnonzero((n > 0) & (n < rules.minimum_mean))}
    least = max(rules.minimum_spread, rules.minimum_test)
    wide = {(spread, int(at)) for at in np.flatnonzero((n > 0) & (n < least))}
    gone, places = few, sorted({tables.places[at] for at in tables.single})
    for some, first in turns(places):
        gone = decide(_case(mean, n, sums, scale, tables, rules, some, first), gone)
    return gone | wide | {(spread, at) for _, at in gone}


def _case(mean: str, n, sums, scale: Scale, tables: Tables, rules: Rules, some, first) -> Case:
    """Return what is guarded of the `first` places from who is told the sums of all but `some`."""
    start, items, ends = Program(), len(scale.items), (scale.low, scale.high)
    place = {
        at: start.unknown(int(n[at]) * items * ends[0], int(n[at]) * items * ends[1])
        for at in tables.single
        if tables.places[at] in some
    }
    own = [[at for at in parts if at in place] for parts in tables.parts]
    terms = [{place[at]: 1.0 for at in parts} for parts in own]
    told = [int(sums[at] - sums[parts].sum()) for at, parts in enumerate(own)]
    facts = [
        Fact(
            (mean, int(at)),
            3.0 ** tables.slices[at].count("all") * (1 + n[at] / n.max()),
            _teller(terms[at], _span(int(n[at]) * items, int(sums[at]), rules.coarse), told[at]),
        )
        for at in np.flatnonzero(n)
        if terms[at]
    ]
    guarded = [
        Guarded(terms[at], WIDTH * float(n[at]) * items)
        for at in np.flatnonzero((n > 0) & (n < rules.minimum_mean))
        if tables.places[at] in first
    ]
    low, high, true = list(start.low), list(start.high), sums[list(place)].astype(float)
    return Case(lambda: Program(list(low), list(high), seen=[true]), facts, guarded)


def _teller(terms: Terms, span: tuple[float, float], told: int):
    return lambda program: program.know(terms, span[0] - told, span[1] - told)


def _span(answers: int, total: int, coarse: Coarse) -> tuple[float, float]:
    """Return the sums that are shown as the same mean."""
    shown, half = coarse.value(total / answers), coarse.mean / 2
    return (
        math.ceil((shown - half) * answers - 1e-6),
        math.floor((shown + half) * answers + 1e-6),
    )
