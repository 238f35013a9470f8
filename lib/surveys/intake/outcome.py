"""What an intake did: counts by file and form, reasons, and what was left aside."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import pandas as pd


@dataclass(frozen=True)
class Count:
    """Answer sets; every one that was read was accepted or rejected."""

    read: int
    accepted: int
    rejected: int

    def __post_init__(self) -> None:
        """Hold the books to it: a row that is neither would be lost."""
        if self.read != self.accepted + self.rejected:
            raise AssertionError(f"{self.read} read, {self.accepted} + {self.rejected} kept")

    def __add__(self, other: "Count") -> "Count":
        return Count(
            self.read + other.read,
            self.accepted + other.accepted,
            self.rejected + other.rejected,
        )


@dataclass(frozen=True)
class FileCount:
    """A file, the form and sheet it was read as, and what of it was not used.

    `ignored` are columns that the form does not have, `absent` those of the form that the file
    does not have, `other_sheets` visible sheets that were not read.
    """

    file: str
    form: str
    sheet: str | None
    count: Count
    ignored: tuple[str, ...]
    absent: tuple[str, ...]
    other_sheets: tuple[str, ...]


@dataclass(frozen=True)
class Reason:
    """Why rows of a form were rejected; a row may have several reasons."""

    form: str
    column: str
    expected: str
    rows: int


@dataclass(frozen=True)
class Intake:
    """The result of taking exports in.

    `left_aside` are other files in the folders, `last` is the day of the last accepted answer set
    (YYYY-MM-DD).
    """

    files: tuple[FileCount, ...]
    forms: dict[str, Count]
    reasons: tuple[Reason, ...]
    left_aside: tuple[str, ...]
    synthetic: bool
    last: str | None = None

    @property
    def total(self) -> Count:
        """Return the counts of all forms together."""
        return sum(self.forms.values(), Count(0, 0, 0))

    def manifest(self) -> dict[str, Any]:
        """Return what is kept beside the answers: names of files, no paths."""
        return {
            "synthetic": self.synthetic,
            "last": self.last,
            "files": [file.file for file in self.files],
            "forms": {form: asdict(count) for form, count in self.forms.items()},
        }


def reasons(rejected: Mapping[str, pd.DataFrame]) -> tuple[Reason, ...]:
    """Count the reasons in the rejects of each form, the most frequent first."""
    return tuple(
        Reason(form, column, expected, int(rows))
        for form, table in rejected.items()
        for (column, expected), rows in table.value_counts(["column", "expected"]).items()
    )


def form_counts(forms: Sequence[str], files: Sequence[FileCount]) -> dict[str, Count]:
    """Add the files' counts up by form; a form without a file counts nothing."""
    return {
        form: sum((file.count for file in files if file.form == form), Count(0, 0, 0))
        for form in forms
    }
