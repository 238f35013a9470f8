"""Answers where nobody has declared how they are distributed: drawn from the form alone.

Some answers of a question are more frequent than others, by their names alone, so that a chart can
be read; before and after they are the same, so that nothing seems to have changed.
"""

import zlib
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from math import comb

import numpy as np

from slicebook.programme import load_programme
from surveys.codebook import Form, Item
from surveys.codebook.bands import bands_of
from surveys.synthetic.margins import FROM_FORM, Assumption, Assumptions, Margin
from surveys.synthetic.sheet import Sheet

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
    """Return the assumption on an item, each place a little different from the others."""
    order = tuple(option.id for option in item.options) if item.type == "grid" else ()
    margins = (
        margin for place in load_programme().municipalities for margin in _margins(item, place)
    )
    return Assumption(tuple(margins), "person" if order else None, LOADING, order)


def _margins(item: Item, place: str) -> Iterator[Margin]:
    if item.type == "multiple":
        for option in item.options:
            ticked = TICKED[_pick(item, option.id)] * _tilt(place, item, option.id)
            yield _margin(place, options=(option.id,), percent=(ticked, ticked))
    elif item.type == "grid":
        for row in item.rows:
            last = len(item.options) - 1
            weights = {
                option.id: comb(last, at) * _tilt(place, item, row.id) ** at
                for at, option in enumerate(item.options)
            }
            yield _margin(place, row=row.id, weights=weights)
    elif item.type != "date":
        weights = {name: (1.0 + _pick(item, name)) * _tilt(place, item, name)
                   for name in _answers(item)}  # fmt: skip
        yield _margin(place, weights=weights)


def _answers(item: Item) -> Iterator[str]:
    """Yield a choice's answers, or a number's brackets."""
    yield from (option.id for option in item.options)
    if item.type == "number":
        edges = (*bands_of(item), item.high + 1)
        yield from (f"{low}-{high - 1}" for low, high in pairwise(edges))


def _margin(place: str, **said: object) -> Margin:
    return Margin(basis=FROM_FORM, municipality=place, **said)


def _tilt(*names: object) -> float:
    """Return a factor from 0.8 to 1.25, always the same for the same names."""
    text = ".".join(str(getattr(name, "id", name)) for name in names)
    return 1.25 ** (2 * zlib.crc32(text.encode()) / 2**32 - 1)


def _pick(item: Item, answer: str) -> int:
    """Return 0 to 3, always the same for an answer's name."""
    return zlib.crc32(f"{item.id}.{answer}".encode()) % len(TICKED)
