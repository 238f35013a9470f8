"""What each column of a table is in a form, as far as it is known."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from surveys.codebook import Form
from surveys.intake.mapping.model import SURE, Entry
from surveys.intake.mapping.sources import Source
from surveys.intake.mapping.targets import Target, Targets


@dataclass
class Suggestion:
    """What each column is, by its place, and what it may be where that is not sure."""

    form: Form
    targets: Targets
    found: dict[int, Entry] = field(default_factory=dict)
    perhaps: dict[int, tuple[list[str], str]] = field(default_factory=dict)

    def free(self, columns: Sequence[Source]) -> list[Source]:
        """Return the columns that are nothing yet."""
        return [column for column in columns if column.at not in self.found]

    @property
    def taken(self) -> set[str]:
        """Return the form's columns that are found."""
        names = {entry.is_ for entry in self.found.values()}
        split = {t.name for t in self.targets.all if t.item.id in names and t.column.kind == "flag"}
        return names | split

    def open(self) -> list[Target]:
        """Return the form's columns that are not found."""
        taken = self.taken
        return [target for target in self.targets.all if target.name not in taken]

    def unclear(self, columns: Sequence[Source]) -> Iterator[tuple[Source, list[str], str]]:
        """Yield the columns that may be something the form still lacks, what, and why."""
        lacking = {name for target in self.open() for name in (target.name, target.item.id)}
        for column in self.free(columns):
            names, why = self.perhaps.get(column.at, ([], ""))
            if still := [name for name in names if name in lacking]:
                yield column, still, why

    def add(
        self, column: Source, name: str, why: str, sure: str = SURE, answer: int | None = None
    ) -> None:
        """Say what a column is."""
        self.found[column.at] = Entry(name, why, sure, answer=answer)

    @property
    def coverage(self) -> float:
        """Return the part of the form's columns that are found.

        Apart are words of one's own, and the place, which a file's name may say.
        """
        return self._part(self.taken)

    @property
    def within_reach(self) -> float:
        """Return the part of the form's columns that are found or may be."""
        return self._part(
            self.taken | {name for names, _ in self.perhaps.values() for name in names}
        )

    def _part(self, names: set[str]) -> float:
        needed = [
            target.name
            for target in self.targets.all
            if not target.is_write_in and target.item.type != "municipality"
        ]
        return sum(name in names for name in needed) / len(needed)
