"""What the forms did not have from the start, what was reworded, and what that does to n."""

from collections.abc import Mapping
from datetime import date

import pandas as pd

from slicebook.programme import Programme
from slicebook.shown.view import view
from slicebook.text import WITHHELD, _
from surveys.codebook import SUBMITTED, Form, Item
from surveys.disclosure import is_small

ADDED, REWORDED = "added", "reworded"
COLUMNS = ["item", "part", "change", "since", "before", "after"]

_HEADINGS = _("Form|Question|Change|From|Forms before|Forms from then on|In the figures")
_WHOLE = {
    ADDED: _("Added: the whole question"),
    REWORDED: _("Reworded"),
}
_PART = _("Added: {part}")

Forms = Mapping[str, pd.DataFrame]


def changed_midway(answers: pd.DataFrame, form: Form) -> pd.DataFrame:
    """Return the questions, rows and answers that were added or reworded on the way.

    Columns: `item` (its object), `part` (the id of the row or answer that was added; missing for a
    whole question), `change` (`ADDED` or `REWORDED`), `since`, and how many forms came in `before`
    and `after` that day. What was added has answers on the later forms alone; what was reworded has
    them on all.
    """
    parts = [
        *((item, part, ADDED, day) for item, part, day in _added(form)),
        *((item, None, REWORDED, item.reworded) for item in form.items if item.reworded),
    ]
    rows = []
    for item, part, change, day in parts:
        after = int(since(answers, day).sum())
        rows.append((item, part, change, day, len(answers) - after, after))
    table = pd.DataFrame(rows, columns=COLUMNS)
    return table.assign(part=table["part"].astype(object).where(table["part"].notna(), None))


@view
def changes_table(forms: Forms, codebook: Mapping[str, Form], programme: Programme) -> pd.DataFrame:
    """Return, for the reader, what was added or reworded and the forms before and after.

    What the next version of a form asks, after the last day of collection, is left out.

    Columns in the reader's words: form, question, the change, since when, forms before, forms from
    then on, forms whose answers are in the figures. A small count is "< threshold", and the counts
    it could be worked out from are withheld.
    """
    rows = [
        (str(codebook[form].title), str(row.item.question), _words(row),
         str(row.since), *_counts(row, programme))
        for form, answers in forms.items()
        for row in changed_midway(answers, codebook[form]).itertuples()
        if row.since <= programme.last_day
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=str(_HEADINGS).split("|"))


def since(answers: pd.DataFrame, day: date | None) -> pd.Series:
    """Return which forms came in on a day or later; all of them without one."""
    if day is None:
        return pd.Series(True, index=answers.index)
    return answers[SUBMITTED] >= pd.Timestamp(day)


def _added(form: Form) -> list[tuple[Item, str | None, date]]:
    parts = {
        (column.item.id, None if column.item.added else (column.row or column.option).id): column
        for column in form.columns.values()
        if column.added and column.kind not in ("text", "secret")
    }
    answers = [
        (item, option.id, option.added)
        for item in form.items
        if item.type in ("single", "grid")
        for option in item.options
        if option.added
    ]
    return [*((c.item, part, c.added) for (_, part), c in parts.items()), *answers]


def _words(row: object) -> str:
    if row.part is None:
        return str(_WHOLE[row.change])
    parts = (*row.item.rows, *row.item.options)
    label = next(str(part.label) for part in parts if part.id == row.part)
    return _PART.format(part=label)


def _counts(row: object, programme: Programme) -> tuple[int | str, ...]:
    counted = row.after if row.change == ADDED else row.before + row.after
    counts = (row.before, row.after, counted)
    if not any(is_small(count, programme) for count in (row.before, row.after)):
        return counts
    few = f"< {programme.threshold}"
    hidden = str(WITHHELD)
    masked = [few if is_small(count, programme) else hidden for count in counts]
    return (*masked[:2], masked[2] if row.change == ADDED else counted)
