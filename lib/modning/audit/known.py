"""What the book's text tells of its figures: `data/known.yml`."""

from dataclasses import field
from pathlib import Path
from typing import Any

from slicebook import paths
from slicebook.entries import Number
from slicebook.files import read_once
from slicebook.programme import read_yaml
from slicebook.written import read, written


@written
class States:
    """Figures of a grid's rows: `answers` of which everybody gives one, and `sum` of some."""

    form: str = ""
    answers: tuple[str, ...] = ()
    sum: str = ""
    of: tuple[str, ...] = ()


@written
class Mean:
    """A mean: the form that counts its answers, least and largest value, and its question."""

    form: str
    low: Number
    high: Number
    question: str = ""


@written
class Known:
    """What the book's text says of figures; the head of each part of `data/known.yml` explains."""

    together: dict[str, tuple[str, ...]] = field(default_factory=dict)
    states: States = field(default_factory=States)
    same: dict[str, str] = field(default_factory=dict)
    same_shares: dict[str, str] = field(default_factory=dict)
    no_counts: tuple[str, ...] = ()
    means: dict[str, Mean] = field(default_factory=dict)
    totals: dict[str, dict[str, Any]] = field(default_factory=dict)
    rows: dict[str, str] = field(default_factory=dict)
    prefixes: dict[str, str] = field(default_factory=dict)
    derived: tuple[str, ...] = ()

    @property
    def questions(self) -> dict[str, str]:
        """Return the means of whole-number answers, by figure, with their question's cell."""
        return {name: f"{mean.form}/{mean.question}"
                for name, mean in self.means.items() if mean.question}  # fmt: skip


def known() -> Known:
    """Return what the project says that its text tells; nothing where it has no such file."""
    path = paths.data("known.yml")
    return _known(path) if path.is_file() else Known()


@read_once
def _known(path: Path) -> Known:
    return read(Known, read_yaml(path), path.name)
