"""One municipality's answers to one form under way, and the questions one asks of them."""

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from surveys.codebook import SUBMITTED, Form, Item, Row

# The share of an item's common factor that is the person's own over all items (assumed).
PERSON = 0.5


@dataclass(frozen=True)
class Sheet:
    """One municipality's answers to one form under way.

    The frame holds option ids in columns of codes, booleans in columns of flags, numbers and text;
    None where there is no answer.
    """

    form: Form
    municipality: str
    seed: int
    frame: pd.DataFrame

    def chance(self, *purpose: str) -> np.random.Generator:
        """Return random numbers that depend on the purpose only, not on what else is drawn."""
        name = "/".join((self.form.id, self.municipality, *purpose))
        return np.random.default_rng([self.seed, zlib.crc32(name.encode())])

    def factor(self, name: str | None, item: Item) -> np.ndarray | None:
        """Return an item's standard normal factor, or None: the person's own and the item's."""
        if name is None:
            return None
        n = len(self.frame)
        person = self.chance("factor", name).standard_normal(n)
        part = self.chance("factor", name, item.id).standard_normal(n)
        return np.sqrt(PERSON) * person + np.sqrt(1 - PERSON) * part


def since(sheet: Sheet, day: date | None) -> np.ndarray:
    """Tell whose form was submitted on a day or later; everybody's where there is no day."""
    if day is None:
        return np.ones(len(sheet.frame), dtype=bool)
    return (sheet.frame[SUBMITTED] >= pd.Timestamp(day)).to_numpy(copy=True)


def matches(
    sheet: Sheet, limits: Mapping[str, tuple[str, ...]], row: Row | None = None
) -> np.ndarray:
    """Tell who gave one of these answers to each of these items (of a grid: in the same row)."""
    chosen = np.ones(len(sheet.frame), dtype=bool)
    for id, options in limits.items():
        item = sheet.form.item(id)
        if item.type == "multiple":
            names = [f"{id}_{option}" for option in options]
            chosen &= sheet.frame[names].eq(True).any(axis=1).to_numpy()
        else:
            name = f"{id}_{row.id}" if item.type == "grid" and row else id
            chosen &= sheet.frame[name].isin(options).to_numpy()
    return chosen
