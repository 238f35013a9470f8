"""What the book's text tells of its figures: `data/known.yml`."""

from dataclasses import field
from pathlib import Path
from typing import Any, Literal

from slicebook import paths
from slicebook.entries import Number
from slicebook.files import read_once
from slicebook.programme import read_yaml
from slicebook.written import read, written

# Kinds of figures: what each tells of answers, and which attack of the audit reads it.
KINDS = {
    "number": "how many forms, persons or answers there are: all attacks count with it",
    "share": "how many of n persons: bounded in all slices together (`shares`)",
    "same": "a count or share that has another name too: bounded by that (`same_figures`)",
    "mean": "a sum of whole numbers, with its interval that of their squares (`statistics`)",
    "total": "the same of the sum of several items (`statistics`, `gaps`)",
    "rows": "the sum of the counts of a grid's rows (`grids`)",
    "compared": "sums and squares of two groups, by a test, an interval or an effect (`narrowing`)",
    "alpha": "the squares of a scale's items in those of their sum (`alphas`)",
    "ranks": "a test of ranks: the level it is below, which tells of no few",
    "difference": "two numbers that are shown, subtracted as they are shown: no more than they",
    "reckoned": "numbers that are shown as coarsely beside it, and assumptions: no more than they",
    "order": "which of several shown numbers is largest, how many meet a limit: no more than they",
    "joint": "how answers of the same persons go together, to two digits, of as many as a spread "
    "needs: no answer's count; nothing bounds by it",
    "gaps": "a mean with those who left items out, coarse as the mean beside it: withheld where "
    "they are few; nothing bounds by it",
    "trimmed": "means of the lowest and highest, outward to the grid of intervals, of as many as a "
    "spread needs, and shares without whom as many as a mean needs are left: of no few",
    "linked": "persons found by their codes, hidden in groups below the threshold; nothing bounds "
    "by it",
    "public": "courses, hours, prices, and what others print: not made of answers",
    "made_up": "persons who are made up by a stated rule: nobody's answers",
}
Kind = Literal[tuple(KINDS)]


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
    kinds: dict[Kind, tuple[str, ...]] = field(default_factory=dict)

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
