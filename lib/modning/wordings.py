"""A question before and after it was changed: reworded, or given an answer more."""

from datetime import date

import pandas as pd

from modning import guarded
from modning.proportions import chosen, shares
from modning.register import entry
from modning.shares import tally
from slicebook.figures import figure_table
from surveys.codebook import SUBMITTED, Item, load_codebook
from surveys.disclosure import cell_name, form_of_frame, slice_of_frame


def changed(item: Item) -> date | None:
    """Return the day on which a question was reworded, or else got its first further answer."""
    added = [option.added for option in item.options if option.added]
    return item.reworded or min(added, default=None)


def wordings(answers: pd.DataFrame, item: Item) -> dict[str, pd.Series]:
    """Return who answered the question as it was "first" and who the "new" one, as booleans."""
    day = changed(item)
    late = answers[SUBMITTED] >= pd.Timestamp(day) if day else pd.Series(True, answers.index)
    return {"first": ~late, "new": late}


def by_wording(before: pd.DataFrame, after: pd.DataFrame, item: str, some: str) -> pd.DataFrame:
    """Return the share of a set of answers in two forms, before and after either was changed.

    The register names the set, and that it is shown so. Columns: `form`, `wording` ("first" or
    "new"), `count`, `n`, `percent`, `low`, `high`; a share that is withheld is missing.
    """
    parts = [part for answers in (before, after) for part in _split(answers, item, some)]
    return pd.concat(parts, ignore_index=True).drop(columns=["answer", "shown"])


def wording_figures(table: pd.DataFrame, prefix: str) -> pd.DataFrame:
    """Return a table of `by_wording` as figures to record: `prefix.form.wording`."""
    rows = [
        (f"{row.form}.{row.wording}", (row.percent, row.low, row.high), "percent", row.n,
         row.n == 0 or pd.notna(row.percent))
        for row in table.itertuples()
    ]  # fmt: skip
    return figure_table(rows, prefix)


def _split(answers: pd.DataFrame, item: str, some: str) -> list[pd.DataFrame]:
    form, here = load_codebook()[form_of_frame(answers, "")], slice_of_frame(answers)
    together = entry(form.id, item).answers(some)
    given = chosen(tally(answers, form, item).given, together).to_frame(some)
    return [
        guarded.shares(
            shares(given[there]), [cell_name(form.id, item, together, group)], here
        ).assign(form=form.id, wording=group)
        for group, there in wordings(answers, form.item(item)).items()
    ]
