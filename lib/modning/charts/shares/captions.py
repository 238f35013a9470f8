"""What charts of shares have in common: which groups are shown, and the caption that says so."""

from collections.abc import Sequence

import pandas as pd

from modning.charts.notes import with_basis
from modning.charts.reader import Reader
from slicebook.text import Label
from surveys.codebook import load_codebook
from surveys.disclosure import why_not_as_counted

# Answers that say the least stand last, whatever their size.
LAST = ("other", "unknown", "in_doubt", "undisclosed")
ANSWER = Label("Svar", "Answer")
LOW = Label("95 % fra", "95% from")
HIGH = Label("95 % til", "95% to")
_REPORT = Label("Kilde: {form} ({figure} i rapporten).", "Source: {form} ({figure} of the report).")
_FORM = Label("Kilde: {form}.", "Source: {form}.")
_WITHHELD = Label(
    "Ikke vist på grund af få svar: {names}.", "Not shown because of few answers: {names}."
)


def source(
    caption: str,
    form: str,
    item: str,
    figure: str,
    withheld: Sequence[str],
    to: Reader,
    shown: pd.Series,
) -> str:
    """Return a caption with its form, the report's figure, what is withheld and the basis.

    `withheld` names groups with too few answers; `shown` is false for each number withheld.
    """
    title = load_codebook()[form].title[to.language]
    where = to.say(_REPORT if figure else _FORM, form=title, figure=figure)
    caption = f"{caption} {where}"
    if withheld:
        caption = f"{caption} {to.say(_WITHHELD, names=', '.join(withheld))}"
    caption += why_not_as_counted(bool(shown.all()), to.language)
    return with_basis(caption, form, item, to.language)


def enough(table: pd.DataFrame, to: Reader) -> tuple[pd.DataFrame, list[str]]:
    """Return the groups that may be shown, and the names of those with too few answers."""
    few = table[(table["n"] > 0) & (table["n"] < to.programme.threshold)]
    shown = table[table["n"] >= to.programme.threshold]
    return shown, [to.name(key) for key in dict.fromkeys(few["municipality"])]
