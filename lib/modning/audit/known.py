"""What the book's text tells of its figures: `data/known.yml`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from slicebook import paths
from slicebook.errors import InputError
from slicebook.files import read_once
from slicebook.programme import read_yaml


@dataclass(frozen=True)
class States:
    """Figures of a grid's rows: `answers` of which everybody gives one, and `sum` of some."""

    form: str = ""
    answers: tuple[str, ...] = ()
    sum: str = ""
    of: tuple[str, ...] = ()


@dataclass(frozen=True)
class Mean:
    """A mean: the form that counts its answers, least and largest value, and its question."""

    form: str
    low: float
    high: float
    question: str = ""


@dataclass(frozen=True)
class Known:
    """What the book's text says of figures; the head of each part of `data/known.yml` explains."""

    together: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    states: States = field(default_factory=States)
    same: Mapping[str, str] = field(default_factory=dict)
    same_shares: Mapping[str, str] = field(default_factory=dict)
    no_counts: tuple[str, ...] = ()
    means: Mapping[str, Mean] = field(default_factory=dict)
    totals: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    prefixes: Mapping[str, str] = field(default_factory=dict)
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
    raw = read_yaml(path)
    try:
        return Known(**raw | {
            "together": {name: tuple(ids) for name, ids in raw.get("together", {}).items()},
            "states": States(**{name: tuple(part) if isinstance(part, list) else part
                                for name, part in raw.get("states", {}).items()}),
            "no_counts": tuple(raw.get("no_counts", ())),
            "means": {name: Mean(**mean) for name, mean in raw.get("means", {}).items()},
            "derived": tuple(raw.get("derived", ())),
        })  # fmt: skip
    except (TypeError, AttributeError) as problem:
        raise InputError(f"{path.name}: {problem}") from None
