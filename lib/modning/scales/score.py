"""Multi-item scales as the forms ask them, and their scores.

A scale is a grid of a form: its rows make one score. Two scores: the mean answer, and that mean on
a score from 0 to 100. Where the grid is a published scale (`scale:` in the form), the scale's own
score, what others found and its terms of use come with it (`scales.measure`).

Missing items: a score needs all answers. Nothing is assumed about one that was not given;
`compare.missing` shows what other rules would give.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from modning.scales.measure import Measure, load_measure
from slicebook.errors import InputError
from slicebook.text import Message, message
from surveys.codebook import Form, Item, load_codebook


@dataclass(frozen=True)
class Scale:
    """A grid whose rows make one score; `low` and `high` are its first and last answer code."""

    id: str
    title: Message
    items: Mapping[str, Message]
    low: int
    high: int
    answer_labels: Mapping[int, Message]
    answer_ids: Mapping[int, str]
    measure: Measure | None = None

    @property
    def ends(self) -> tuple[str, str]:
        """Return the ids of the lowest and of the highest answer."""
        return self.answer_ids[self.low], self.answer_ids[self.high]

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

    def published(self, form: pd.DataFrame) -> pd.Series:
        """Return each answer set's score as the scale's publishers reckon it, by their own rules.

        `InputError` where the form does not say which published scale this is.
        """
        if self.measure is None:
            raise InputError(f"{self.id}: the form names no published scale (scale: …)")
        return self.measure.score(self.answers(form))

    def reference(self, kind: str) -> float | None:
        """Return the first published value of a kind on the score from 0 to 100, None without.

        Of a reliability ("alpha", "retest") the coefficient as it is. A score that is read in a
        table has no place from 0 to 100.
        """
        found = self.measure.reference(kind) if self.measure else None
        if self.measure is None or found is None or found.unit == "coefficient":
            return None if found is None else found.value
        if self.measure.table or self.measure.range is None:
            return None
        low, high = self.measure.range
        return 100 * (found.value - (0 if kind == "change" else low)) / (high - low)

    def hundred(self, mean: float | pd.Series) -> float | pd.Series:
        """Turn a mean answer (or a series of them) into the score from 0 to 100."""
        return (mean - self.low) / (self.high - self.low) * 100

    def points(self, difference: float | None) -> float | None:
        """Turn a difference of mean answers into points of the score from 0 to 100."""
        return None if difference is None else difference / (self.high - self.low) * 100


def load_scale(id: str, form: str | None = None) -> Scale:
    """Return the scale that a grid item makes, with the form's words; of the first form without.

    `InputError` where no form asks such a grid.
    """
    forms = load_codebook()
    found = [
        item
        for name in ([form] if form else forms)
        for item in forms[name].items
        if item.id == id and item.type == "grid"
    ]
    if not found:
        raise InputError(f'no form has a grid "{id}", whose rows could make a scale')
    return scale_of(found[0])


def published(measure: str, items: Sequence[str]) -> Scale:
    """Return a published scale, asked by the columns `items` of a table in its own order."""
    known = load_measure(measure)
    labels = {item: message(item) for item in items}
    return Scale(measure, known.title, labels, known.low, known.high, {}, {}, known)


def scale_of(item: Item) -> Scale:
    """Return the scale that a grid item makes.

    `InputError` where the form has other rows or answers than the published scale, or where that
    is no mean of its items as they stand.
    """
    codes = {option.code: option.label for option in item.options}
    measure = load_measure(item.scale) if item.scale else None
    if measure and (measure.reversed or measure.parts or measure.profile):
        raise InputError(
            f"{item.id}: {item.scale} is no mean of its items as they stand: some are turned, make "
            "parts or a profile; without `scale:` the form's grid is shown row by row, and "
            "`modning.scales.published` gives the publishers' score"
        )
    if measure and (len(item.rows), min(codes), max(codes)) != (
        measure.items, measure.low, measure.high
    ):  # fmt: skip
        raise InputError(
            f"{item.id}: the scale {item.scale} has {measure.items} items answered {measure.low} "
            f"to {measure.high}; the form has {len(item.rows)} answered {min(codes)} to "
            f"{max(codes)}"
        )
    return Scale(
        id=item.id,
        title=measure.title if measure else item.question,
        items={row.id: row.label for row in item.rows},
        low=min(codes),
        high=max(codes),
        answer_labels=codes,
        answer_ids={option.code: option.id for option in item.options},
        measure=measure,
    )


def scale_items(form: Form) -> list[Item]:
    """Return the grids of a form that ask a published scale."""
    return [item for item in form.items if item.scale]


def floats(answers: pd.DataFrame) -> pd.DataFrame:
    """Return answer codes of any numeric kind as floats, NaN where missing."""
    columns = {name: numbers(column) for name, column in answers.items()}
    return pd.DataFrame(columns, index=answers.index, columns=answers.columns, dtype=float)


def numbers(values: Iterable[float]) -> np.ndarray:
    """Return numbers of any kind, nullable or categorical too, as floats, NaN where missing."""
    return pd.Series(values, dtype="Float64").to_numpy(float, na_value=np.nan)


def mean_score(items: pd.DataFrame, least: int | None = None) -> pd.Series:
    """Return the mean of each row's answered items; NaN unless `least` were answered (all)."""
    answers = floats(items)
    enough = answers.notna().sum(axis=1) >= (answers.shape[1] if least is None else least)
    return answers.mean(axis=1).where(enough)
