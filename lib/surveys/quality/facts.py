"""What an intake tells the quality report, file by file and form by form; no answer set as such."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

# A column of a file: (text, what it was stored as, rows), the commonest first.
Recode = tuple[str, tuple[tuple[str, str, int], ...]]
# A column that no form has: the rows that fill it, its different values, the commonest of them.
# Only values of many rows are kept; what few wrote may be free text or tell who they are.
Unused = tuple[str, int, int, tuple[tuple[str, int], ...]]


@dataclass(frozen=True)
class FileFacts:
    """How one file was read."""

    title: str
    form: str
    recodes: tuple[Recode, ...]
    unused: tuple[Unused, ...]


@dataclass(frozen=True)
class FormFacts:
    """What the accepted answer sets of a form look like, and why others were set aside.

    `columns` has a row a column: column, question, answered, missing, aside, reasons. `months` has
    a row a month and a column a municipality. `partial` says after which question how many stop.
    `alike` sets are nearly the same as the one before; the first of them are `pairs`: two ids, the
    seconds between them, the cells that differ.
    """

    form: str
    accepted: int
    columns: pd.DataFrame
    months: pd.DataFrame
    empty: int
    partial: tuple[tuple[str, int], ...]
    alike: int
    pairs: tuple[tuple[str, str, int, int], ...]
    odd: Mapping[str, Sequence[str]] = field(default_factory=dict)
