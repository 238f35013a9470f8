"""Answers where nobody has declared how they are distributed: drawn from the form alone.

Some answers of a question are more frequent than others, by their names alone, so that a chart can
be read; before and after they are the same, so that nothing seems to have changed.
"""

import zlib
from dataclasses import replace
from itertools import pairwise
from math import comb

import numpy as np

from surveys.codebook import Form, Item
from surveys.codebook.bands import bands_of
from surveys.synthetic.margins import FROM_FORM, Assumption, Assumptions, Margin
from surveys.synthetic.sheet import Sheet

WHY = "no margins are declared"
# In how many of ten cases an answer of a multiple choice is ticked.
TICKED = (20.0, 30.0, 40.0, 50.0)
# How strongly the items of a scale hang together.
LOADING = 0.75
# Answers written in words are left out of what is drawn.
DRAWN = ("single", "multiple", "grid", "number", "date")


def completed(known: Assumptions, form: Form) -> Assumptions:
    """Return assumptions with one for each question of the form that has none, in its order."""
    missing = {
        item.id: _assumed(item)
        for item in form.items
        if item.type in DRAWN and item.id not in known.items
    }
    return replace(known, items={**known.items, **missing})


def draw_days(sheet: Sheet, item: Item, answered: np.ndarray) -> None:
    """Draw days, each in the year before the form was submitted."""
    chance = sheet.chance(item.id)
    before = chance.integers(0, 365, size=len(sheet.frame)).astype("timedelta64[D]")
    days = sheet.frame["submitted"].to_numpy().astype("datetime64[D]") - before
    sheet.frame[item.id] = sheet.frame[item.id].astype("datetime64[s]")
    sheet.frame.loc[answered, item.id] = days[answered].astype("datetime64[s]")


def _assumed(item: Item) -> Assumption:
    if item.type == "multiple":
        each = {option.id: TICKED[_pick(item, option.id)] for option in item.options}
        return Assumption(tuple(_margin(options=(id,), percent=(p, p)) for id, p in each.items()))
    if item.type == "number":
        edges = (*bands_of(item), item.high + 1)
        bands = {f"{low}-{high - 1}": _weight(item, str(low))
                 for low, high in pairwise(edges)}  # fmt: skip
        return Assumption((_margin(weights=bands),))
    if item.type == "grid":
        order = [option.id for option in item.options]
        weights = {id: float(comb(len(order) - 1, at)) for at, id in enumerate(order)}
        return Assumption((_margin(weights=weights),), "person", LOADING, tuple(order))
    weights = {option.id: _weight(item, option.id) for option in item.options}
    return Assumption((_margin(weights=weights),))


def _margin(**said: object) -> Margin:
    return Margin(basis=FROM_FORM, why=WHY, **said)


def _weight(item: Item, answer: str) -> float:
    return 1.0 + _pick(item, answer)


def _pick(item: Item, answer: str) -> int:
    """Return 0 to 3, always the same for an answer's name."""
    return zlib.crc32(f"{item.id}.{answer}".encode()) % len(TICKED)
