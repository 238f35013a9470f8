"""What moved since the last published edition, by how much and why."""

import pandas as pd

from slicebook import editions
from slicebook.book.markup import table
from slicebook.programme import ALL
from slicebook.text import _, quantity

FIRST = _("No edition was published before this one.")
SAME = _("No figure shown differs from the edition {edition}.")
TITLE = _("Since the edition {edition}")
WHOLE = _("Figures of all municipalities and years that changed")
COLUMNS = _("Figure|Before|Now|Why")
MORE = _("Of single municipalities or years, {count} figures changed.")
WHY = {
    "new": _("New figure"),
    "gone": _("No longer computed"),
    "withheld": _("Withheld now"),
    "answers": _("Other answers: {before} before, {now} now"),
    "computed": _("Computed otherwise from as many answers"),
}


def changes_tables(results: pd.DataFrame) -> str:
    """Return the figures that moved since the last edition; the first edition says it is."""
    known = editions.earlier()
    if not known:
        return str(FIRST)
    name = list(known)[-1]
    moved = editions.changes(known[name], results)
    if moved.empty:
        return SAME.format(edition=name)
    whole = moved[(moved["municipality"] == ALL) & (moved["year"] == ALL)]
    rows = [_row(row) for row in whole.to_dict("records")]
    title = TITLE.format(edition=name)
    parts = [f"## {title}"]
    if len(moved) > len(whole):
        parts.append(MORE.format(count=len(moved) - len(whole)))
    if rows:
        parts.append(table(str(WHOLE), str(COLUMNS).split("|"), rows, names=True))
    return "\n\n".join(parts)


def _row(row: dict) -> tuple[str, ...]:
    n = {name: quantity(row[f"n_{name}"], "answers") for name in ("before", "now")}
    values = (quantity(row[name], row["unit"]) for name in ("before", "now"))
    why = WHY[row["why"]].format(**n)
    return (row["figure"], *values, why)
