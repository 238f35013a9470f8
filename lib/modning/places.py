"""Municipalities against each other, however many they are."""

import pandas as pd

from modning.shares import Tally
from slicebook.figures import figure_table
from slicebook.slices import SIDE_BY_SIDE

UNIT = "percentage points"


def largest_differences(tally: Tally) -> pd.DataFrame:
    """Return how far apart the municipalities lie on each answer, as figures.

    `<question>.<answer>.largest_difference`, in percentage points: the largest share of any
    municipality less the smallest, with the 95 per cent Newcombe interval of that pair. Of two
    municipalities it is their difference; of more it is the widest of several, which chance alone
    makes wider. Missing with fewer than two that answered; withheld where the share of any of them
    is.
    """
    pairs, hidden = tally.differences(), _partly_hidden(tally)
    rows = [
        (f"{answer}.largest_difference", *_largest(pairs[pairs["answer"] == answer], hidden))
        for answer in tally.given.columns
    ]
    return figure_table(rows, tally.name)


def _partly_hidden(tally: Tally) -> frozenset[str]:
    """Return the answers that are withheld somewhere, where not every pair is there to say so."""
    if len(tally.municipalities) <= SIDE_BY_SIDE:
        return frozenset()
    shares = tally.by_municipality()
    return frozenset(shares.loc[(shares["n"] > 0) & ~shares["shown"].astype(bool), "answer"])


def _largest(pairs: pd.DataFrame, hidden: frozenset[str]) -> tuple:
    known = pairs[pairs["n"] > 0]
    if known.empty or not known["shown"].all() or hidden & {*known["answer"]}:
        # Not n = 0: somebody may have answered in the one place that did.
        return None, UNIT, None, known.empty
    row = known.loc[known["difference"].astype(float).abs().idxmax()]
    ends = row["difference"], row["low"], row["high"]
    if row["difference"] < 0:
        ends = -row["difference"], -row["high"], -row["low"]
    return tuple(map(float, ends)), UNIT, int(row["n"]), True
