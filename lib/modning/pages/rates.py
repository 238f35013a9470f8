"""How often the outcomes' methods keep their promise, for the page on their statistics.

The counts are those of `data/methods/rates.csv`, which `benchmarks.rates` makes; `words.csv` beside
it says what its methods, rates and settings are.
"""

import pandas as pd

from modning.proportions import percent, wilson
from modning.scales import reference_table, used_measures
from slicebook import paths
from slicebook.book.markup import table
from slicebook.text import NONE, _, number, quantity
from slicebook.text_tables import read_text_table

NO_BREAK = "\N{NO-BREAK SPACE}"
HEADINGS = _("What is counted|Where|Persons|Should be|Was, %|Repetitions")
PROMISES = {
    "about": _("{}"),
    "at least": _("at least {}"),
    "at most": _("at most {}"),
}
FAILS = _("{}; assumption fails")
COLUMNS = ("kind", "key", "label")


def rate_tables() -> dict[str, str]:
    """Return a table for each method of `words.csv`: what it promised and what it did.

    Nothing for a project without `data/methods/rates.csv`, which has no page of them.
    """
    path = paths.data("methods", "rates.csv")
    if not path.is_file():
        return {}
    rates = pd.read_csv(path, keep_default_na=False)
    said = read_text_table(paths.data("methods", "words.csv"), COLUMNS)
    words = {kind: dict(zip(of["key"], of["label"].map(str), strict=True))
             for kind, of in said.groupby("kind", sort=False)}  # fmt: skip
    headings = str(HEADINGS).split("|")
    return {
        method: table(caption, headings, [_row(row, words) for row in of.to_dict("records")])
        for method, caption in words["method"].items()
        for of in [rates[rates["method"] == method]]
    }


def published_values() -> str:
    """Return the published values of the scales used with their sources as a table, and a note."""
    given = reference_table(used_measures())
    rows = given["frame"].itertuples(index=False, name=None)
    return table(given["caption"], list(given["frame"]), rows) + f"\n\n{given['note']}"


def _row(row: dict[str, object], words: dict[str, dict[str, str]]) -> tuple[str, ...]:
    hits, of = int(row["hits"]), int(row["of"])
    return (
        words["rate"][row["rate"]],
        words["setting"][f"{row['method']}.{row['setting']}"],
        str(row["persons"]).replace(" ", NO_BREAK),
        _should_be(row),
        _was(hits, of),
        number(row["simulations"]),
    )


def _should_be(row: dict[str, object]) -> str:
    if row["nominal"] == "":
        return NONE
    nominal = quantity(100 * float(row["nominal"]), "percent")
    said = PROMISES[row["promise"]].format(nominal)
    return said if row["holds"] else FAILS.format(said)


def _was(hits: int, of: int) -> str:
    """Return a rate with the interval that the number of repetitions leaves."""
    if not of:
        return NONE
    low, high = (number(bound, 1) for bound in wilson(hits, of))
    return f"{number(percent(hits, of), 1)} ({low};{NO_BREAK}{high})"
