"""What moved since the last published edition, by how much and why."""

import pandas as pd

from slicebook import editions
from slicebook.book.markup import table
from slicebook.programme import ALL
from slicebook.text import Label, quantity

FIRST = Label(
    "Ingen udgave er udgivet før denne.",
    "No edition was published before this one.",
)
SAME = Label(
    "Intet vist tal er et andet end i udgaven {edition}.",
    "No figure shown differs from the edition {edition}.",
)
TITLE = Label("Siden udgaven {edition}", "Since the edition {edition}")
WHOLE = Label(
    "Ændrede tal for alle kommuner og år", "Figures of all municipalities and years that changed"
)
COLUMNS = Label("Tal|Før|Nu|Hvorfor", "Figure|Before|Now|Why")
MORE = Label(
    "For enkelte kommuner eller år er {count} tal ændret.",
    "Of single municipalities or years, {count} figures changed.",
)
WHY = {
    "new": Label("Nyt tal", "New figure"),
    "gone": Label("Beregnes ikke længere", "No longer computed"),
    "withheld": Label("Tilbageholdt nu", "Withheld now"),
    "answers": Label(
        "Andre svar: {before} før, {now} nu", "Other answers: {before} before, {now} now"
    ),
    "computed": Label(
        "Beregnet anderledes af lige så mange svar", "Computed otherwise from as many answers"
    ),
}


def changes_tables(results: pd.DataFrame, language: str) -> str:
    """Return the figures that moved since the last edition; the first edition says it is."""
    known = editions.earlier()
    if not known:
        return FIRST[language]
    name = list(known)[-1]
    moved = editions.changes(known[name], results)
    if moved.empty:
        return SAME[language].format(edition=name)
    whole = moved[(moved["municipality"] == ALL) & (moved["year"] == ALL)]
    rows = [_row(row, language) for row in whole.to_dict("records")]
    title = TITLE[language].format(edition=name)
    parts = [f"## {title}"]
    if len(moved) > len(whole):
        parts.append(MORE[language].format(count=len(moved) - len(whole)))
    if rows:
        parts.append(
            table(WHOLE[language], COLUMNS[language].split("|"), rows, language, names=True)
        )
    return "\n\n".join(parts)


def _row(row: dict, language: str) -> tuple[str, ...]:
    n = {name: quantity(row[f"n_{name}"], "answers", language) for name in ("before", "now")}
    values = (quantity(row[name], row["unit"], language) for name in ("before", "now"))
    why = WHY[row["why"]][language].format(**n)
    return (row["figure"], *values, why)
