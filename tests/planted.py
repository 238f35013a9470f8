"""Marks planted in every field of the exports that names or quotes a person, to be looked for."""

from pathlib import Path

import pandas as pd

from slicebook.programme import load_programme
from surveys.codebook import ANSWER_ID, SUBMITTED, load_codebook
from surveys.synthetic.exports import CSV_TIME

MARK = "plantet"


def plant(exports: Path) -> None:
    """Put a mark before every answer in free text and before every answer set's number."""
    for form in load_codebook(load_programme()).values():
        path = exports / f"{form.id}.csv"
        frame = read(path)
        texts = [name for name, column in form.columns.items() if column.kind == "text"]
        for name in [ANSWER_ID, *texts]:
            marked = f"{MARK}-{form.id}-{name}-" + frame[name]
            frame[name] = marked.where(frame[name] != "", "")
        assert frame[texts].ne("").any(axis=None) or not texts
        frame.to_csv(path, sep=";", index=False, encoding="utf-8-sig", lineterminator="\r\n")


def moments(exports: Path) -> pd.Series:
    """Return when every answer set was submitted."""
    texts = pd.concat([read(path)[SUBMITTED] for path in sorted(exports.glob("*.csv"))])
    return pd.to_datetime(texts, format=CSV_TIME)


def read(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, sep=";", dtype=str, keep_default_na=False, encoding="utf-8-sig")
