"""Answers drawn at random, typed as the store holds them: for tests that need no meaning."""

import numpy as np
import pandas as pd

from surveys.answers import schema
from surveys.codebook import Form
from surveys.disclosure import FORM

TYPES = {"code": "Int8", "flag": "boolean", "number": "Int16", "text": "boolean"}


def random_answers(
    form: Form, rows: int, seed: int = 1, municipalities: tuple[str, ...] = ("koge", "odense")
) -> pd.DataFrame:
    """Draw complete answers, spread over the municipalities and over 2023 to 2025."""
    rng = np.random.default_rng(seed)
    days = pd.Timestamp("2023-09-04") + pd.to_timedelta(rng.integers(0, 720, rows), "D")
    frame = pd.DataFrame(
        {
            "answer_id": [f"{form.id}-{i}" for i in range(rows)],
            "submitted": pd.Series(days).astype("datetime64[s]"),
            "municipality": rng.choice(municipalities, rows),
        }
    )
    frame["year"] = frame["submitted"].dt.year
    for name in schema(form).names[2:]:
        column = form.columns[name]
        drawn = {
            "code": lambda column: rng.choice(list(column.codes), rows),
            "flag": lambda _: rng.random(rows) < 0.3,
            "number": lambda column: rng.integers(column.item.low, column.item.high + 1, rows),
            "text": lambda _: rng.random(rows) < 0.1,
        }[column.kind](column)
        frame[name] = pd.array(drawn, dtype=TYPES[column.kind])
    frame.attrs[FORM] = form.id
    return frame
