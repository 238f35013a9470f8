"""What a figure rests on: the report prints it, it is computed from what is real, or invented.

Invented is what made-up answers decide. On a page it is marked where it stands; with real answers
there is none.
"""

import re
from collections.abc import Collection
from fnmatch import fnmatchcase

import pandas as pd

from slicebook import paths
from slicebook.printed import is_number
from slicebook.results import KEY
from slicebook.text_tables import read_text_table

PRINTED, COMPUTED, INVENTED = "printed", "computed", "invented"
KINDS = (PRINTED, COMPUTED, INVENTED)
# Private characters around an invented number of a sentence, until sentences fell away.
MADE, UP = "\ue014", "\ue015"
OPEN, CLOSE = '<span class="invented">', "</span>"
_MARKED = re.compile(f"{MADE}(.*?){UP}", re.DOTALL)
_SHOWN = re.compile(f"{OPEN}(.*?){CLOSE}", re.DOTALL)


def kinds(table: pd.DataFrame, made_up: Collection[str], real: Collection[str]) -> pd.Series:
    """Return the kind of each row of a results table.

    `made_up` are the notebooks that read made-up answers, or figures of those that do; `real` are
    patterns of figures that are real nevertheless, being made of numbers of forms.
    """
    known = {name for name in table["figure"].unique() if is_real(name, real)}
    invented = table["notebook"].isin(made_up) & ~table["figure"].isin(known)
    found = pd.Series(COMPUTED, table.index, dtype=object).mask(invented, INVENTED)
    return found.mask(_printed(table), PRINTED)


def is_real(name: str, patterns: Collection[str]) -> bool:
    """Tell whether a name meets one of some patterns."""
    return any(fnmatchcase(name, one) for one in patterns)


def marked(text: str, kind: str) -> str:
    """Return a number of a sentence with marks around it where it is invented."""
    return f"{MADE}{text}{UP}" if kind == INVENTED else text


def as_html(text: str) -> str:
    """Return a text in which the marks of invented numbers are elements."""
    return _MARKED.sub(rf"{OPEN}\1{CLOSE}", text)


def bare(text: str) -> str:
    """Return a text without the marks of invented numbers, in either form."""
    return _SHOWN.sub(r"\1", _MARKED.sub(r"\1", text))


def _printed(table: pd.DataFrame) -> pd.Series:
    """Tell which rows are a number that the report prints, and meet it.

    What it prints in words ("high") is no number.
    """
    own = table["figure"].str.startswith("printed.")
    if not paths.has_report():
        return own
    columns = [*KEY, "value", "low", "high", "as_printed"]
    rows = read_text_table(paths.report("published.csv"), columns)
    said = zip(rows["as_printed"], rows["low"], rows["high"], strict=True)
    number = pd.Series([is_number(*one) for one in said], rows.index, dtype=bool)
    rows = rows[(rows["value"] != "") & number].drop_duplicates(KEY)
    ends = rows.set_index(KEY)[["low", "high"]].astype(float)
    found = ends.reindex(pd.MultiIndex.from_frame(table[KEY]))
    value = table["value"].astype(float).to_numpy()
    return own | (value >= found["low"].to_numpy()) & (value <= found["high"].to_numpy())
