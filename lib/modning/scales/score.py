"""Multi-item scales and their scores.

Two five-item instruments are used, each answered 1 to 5: Brief INSPIRE (a person's view of the
support received; Williams et al. 2015, Social Psychiatry and Psychiatric Epidemiology 50:777) and
Brief INSPIRE-O (personal recovery). Two scores: the mean answer, as the report's Figur 2.9 and
3.4 show it, and the instruments' own from 0 to 100 (each answer counted 0 to 4, summed, times 5).

Missing items: a score needs all five answers. The report's n agree with this rule, and nothing is
assumed about an answer that was not given. The instruments' own rule stands in scoring sheets that
their site (researchintorecovery.com) offers for download and that could not be consulted, so this
rule is an assumption; `compare.missing` shows what others would give.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from slicebook.text import Label
from surveys.codebook import load_codebook

SCALE_IDS = ("recovery", "support")
TITLES = {
    "recovery": Label(
        "Personlig recovery (Brief INSPIRE-O)", "Personal recovery (Brief INSPIRE-O)"
    ),
    "support": Label(
        "Gruppelederes støtte (Brief INSPIRE)", "Group leaders' support (Brief INSPIRE)"
    ),
}


@dataclass(frozen=True)
class Scale:
    """A grid whose rows make one score; `low` and `high` are its first and last answer code."""

    id: str
    title: Label
    items: Mapping[str, Label]
    low: int
    high: int
    answer_labels: Mapping[int, Label]

    def answers(self, form: pd.DataFrame) -> pd.DataFrame:
        """Return the scale's answers as floats: a column an item, a row an answer set."""
        columns = {f"{self.id}_{item}": item for item in self.items}
        return floats(form[list(columns)].rename(columns=columns))

    def complete(self, form: pd.DataFrame) -> pd.DataFrame:
        """Return the same, nothing where any answer is missing.

        Items shown beside the total rest on the same persons as it does: otherwise the sums of the
        items less that of the total would tell what the few answered who left an item out.
        """
        answers = self.answers(form)
        return answers.where(answers.notna().all(axis=1))

    def score(self, form: pd.DataFrame, least: int | None = None) -> pd.Series:
        """Return each answer set's mean answer; NaN with fewer than `least` answers (all)."""
        return mean_score(self.answers(form), least)

    def hundred(self, mean: float | pd.Series) -> float | pd.Series:
        """Turn a mean answer (or a series of them) into the score from 0 to 100."""
        return (mean - self.low) / (self.high - self.low) * 100

    def points(self, difference: float | None) -> float | None:
        """Turn a difference of mean answers into points of the score from 0 to 100."""
        return None if difference is None else difference / (self.high - self.low) * 100


def load_scale(id: str, form: str = "baseline") -> Scale:
    """Return the scale a grid item of a form makes, with the codebook's words."""
    item = load_codebook()[form].item(id)
    codes = {option.code: option.label for option in item.options}
    return Scale(
        id=id,
        title=TITLES.get(id, item.question),
        items={row.id: row.label for row in item.rows},
        low=min(codes),
        high=max(codes),
        answer_labels=codes,
    )


def floats(answers: pd.DataFrame) -> pd.DataFrame:
    """Return nullable answer codes as floats, NaN where missing."""
    return answers.astype("Float64").astype(object).where(answers.notna(), np.nan).astype(float)


def mean_score(items: pd.DataFrame, least: int | None = None) -> pd.Series:
    """Return the mean of each row's answered items; NaN unless `least` were answered (all)."""
    enough = items.notna().sum(axis=1) >= (items.shape[1] if least is None else least)
    return items.mean(axis=1).where(enough)
