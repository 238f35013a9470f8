"""Simulated forms for the tests of the outcomes, with the columns of the store."""

import numpy as np
import pandas as pd

from surveys.codebook import load_codebook
from surveys.disclosure import FORM

SIZES = {"baseline": {"koge": 37, "odense": 75}, "completion": {"koge": 40, "odense": 62}}
LEVELS = {"recovery": (2.8, 3.65), "support": (3.7, 4.4), "experience": (4.2, 4.2)}


def form(name: str, sizes: dict[str, int] | None = None, seed: int = 1) -> pd.DataFrame:
    """Return answers to every coded column; about one in thirty is missing."""
    rng = np.random.default_rng(seed)
    sizes = SIZES[name] if sizes is None else sizes
    n = sum(sizes.values())
    level = rng.normal(0, 0.8, n)
    frame = pd.DataFrame(
        {
            "answer_id": [f"{name}-{i}" for i in range(n)],
            "submitted": pd.Timestamp("2024-11-05"),
            "municipality": np.repeat(list(sizes), list(sizes.values())),
            "year": 2024,
        }
    )
    for column in load_codebook()[name].columns.values():
        item, codes = column.item, sorted(column.codes)
        if column.kind == "code" and item.type != "municipality":
            mean = LEVELS[item.id][name == "completion"] if item.id in LEVELS else None
            drawn = rng.choice(codes, n) if mean is None else mean + level + rng.normal(0, 0.7, n)
            whole = np.clip(np.round(drawn), codes[0], codes[-1]).astype(int)
            given = pd.Series(whole, dtype="Int8")
            frame[column.name] = given.mask(pd.Series(rng.random(n) < 0.03))
        elif column.kind == "flag":
            frame[column.name] = pd.Series(rng.random(n) < 0.3, dtype="boolean")
    frame.attrs[FORM] = name
    return frame


def empty(name: str) -> pd.DataFrame:
    """Return a form nobody has answered."""
    return form(name).iloc[:0]
