"""What an intake did: counts by file and form, reasons, and what was left aside."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, astuple, dataclass
from typing import Any

import pandas as pd

from surveys.codebook import Form
from surveys.quality import FileFacts, FormFacts

# Values of a reason that are shown.
_COMMONEST = 3


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
        return Count(*map(sum, zip(astuple(self), astuple(other), strict=True)))


@dataclass(frozen=True)
class FileCount:
    """A file, the form and sheet it was read as, and what of it was not used.

    `ignored` are columns that the form does not have, `absent` those of the form that the file
    does not have, `other_sheets` visible sheets that were not read, `notes` how it was read.
    """

    file: str
    form: str
    sheet: str | None
    count: Count
    ignored: tuple[str, ...]
    absent: tuple[str, ...]
    other_sheets: tuple[str, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reason:
    """Why rows of a form were rejected; a row may have several reasons.

    `found` are the commonest values, as the rejects have them.
    """

    form: str
    column: str
    expected: str
    rows: int
    found: tuple[str, ...] = ()


@dataclass(frozen=True)
class Intake:
    """The result of taking exports in.

    `left_aside` are other files in the folders, `last` is the day of the last accepted answer set
    (YYYY-MM-DD), `blanked` why cells of accepted rows are missing. `wholly_rejected` says which
    forms and municipalities no answer set of was accepted. `seen` and `measured` are what the
    quality report says of files and forms.
    """

    files: tuple[FileCount, ...]
    forms: dict[str, Count]
    reasons: tuple[Reason, ...]
    left_aside: tuple[str, ...]
    synthetic: bool
    last: str | None = None
    blanked: tuple[Reason, ...] = ()
    notes: tuple[str, ...] = ()
    wholly_rejected: tuple[str, ...] = ()
    seen: tuple[FileFacts, ...] = ()
    measured: tuple[FormFacts, ...] = ()

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
        Reason(form, column, expected, int(rows), _commonest(table, column, expected))
        for form, table in rejected.items()
        for (column, expected), rows in table.value_counts(["column", "expected"]).items()
    )


def _commonest(table: pd.DataFrame, column: str, expected: str) -> tuple[str, ...]:
    chosen = table[(table["column"] == column) & (table["expected"] == expected)]
    values = chosen["value"].astype(str)
    return tuple(values[values != ""].value_counts().head(_COMMONEST).index)


def form_counts(forms: Sequence[str], files: Sequence[FileCount]) -> dict[str, Count]:
    """Add the files' counts up by form; a form without a file counts nothing."""
    return {
        form: sum((file.count for file in files if file.form == form), Count(0, 0, 0))
        for form in forms
    }


def sent_twice(measured: Sequence[FormFacts]) -> Iterator[str]:
    """Say how many answer sets are nearly the same as the one that came before them."""
    for facts in measured:
        if facts.alike:
            ids = ", ".join(second for _, second, *_ in facts.pairs[:5])
            yield (
                f"{facts.form}: {facts.alike} answer sets say nearly the same as the one sent some "
                f"minutes before, perhaps sent twice: {ids}"
            )


def wholly_rejected(
    files: Sequence[FileCount], rejected: Mapping[str, pd.DataFrame], forms: Mapping[str, Form]
) -> tuple[str, ...]:
    """Say which forms, and which municipalities of files, were set aside whole."""
    said = []
    for id, count in form_counts(list(forms), files).items():
        if count.read and not count.accepted:
            said.append(f"{id}: all {count.read} answer sets were set aside")
    for file in files:
        if file.count.read and not file.count.accepted and said == []:
            said.append(f"{file.file}: all {file.count.read} answer sets were set aside")
    for id, table in rejected.items():
        column = forms[id].place.id
        strange = table.loc[table["column"] == column, "value"]
        for value, rows in strange.value_counts().items():
            # A number is a slip sooner than a name is.
            if rows > (1 if any(map(str.isalpha, str(value))) else 2):
                said.append(
                    f'{id}: all {rows} answer sets of "{value}" were set aside, which is no '
                    "municipality of the programme"
                )
    return tuple(said)
