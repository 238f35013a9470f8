"""The criteria as `data/criteria.yml` declares them: conditions on recorded figures."""

from dataclasses import field
from pathlib import Path
from typing import Annotated, Literal

from slicebook import paths
from slicebook.entries import Either, Number, Word
from slicebook.programme import ALL, Words, read_yaml
from slicebook.written import nearest, read, written


@written
class Reference:
    """A figure of the results table, and which end of it is meant."""

    figure: str
    municipality: str = ALL
    year: Word = ALL
    end: Literal["value", "low", "high"] = "value"


Limit = Annotated[float | Reference, Either(Number, Reference)]


@written
class Named:
    """What a figure is called, and the cell of its notebook that shows it."""

    name: Words
    section: str


@written
class Condition:
    """A figure that is at least, or at most, a number or another figure, and why."""

    figure: str
    because: Words
    municipality: str = ALL
    year: Word = ALL
    end: Literal["value", "low", "high"] = "value"
    at_least: Limit | None = None
    at_most: Limit | None = None

    def __post_init__(self) -> None:
        """Refuse both limits and none."""
        if (self.at_least is None) == (self.at_most is None):
            raise ValueError(f"{self.figure}: expected either at_least or at_most")

    @property
    def limit(self) -> float | Reference:
        """Return what the figure is compared with."""
        return self.at_least if self.at_most is None else self.at_most


@written
class Verdict:
    """What a report says of a criterion, and where."""

    verdict: Literal["met", "partly", "not met"]
    text: Words
    source: str


@written
class Criterion:
    """A criterion, its conditions, the interview findings that bear on it, what a report says.

    `findings` are ids of `data/report/findings.csv`; they are shown and do not decide.
    """

    id: str
    name: Words
    conditions: tuple[Condition, ...]
    findings: tuple[str, ...] = ()
    report: Verdict | None = None


@written
class Criteria:
    """The entries of `criteria.yml`."""

    criteria: tuple[Criterion, ...]
    figures: dict[str, Named] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse conditions on figures without a name."""
        without = [
            f"figures: {one.figure}: expected its name and section under figures"
            f"{nearest(one.figure, list(self.figures))}"
            for criterion in self.criteria
            for one in criterion.conditions
            if one.figure not in self.figures
        ]
        if without:
            raise ValueError("\n".join(without))


def load_criteria(path: Path | None = None) -> Criteria:
    """Read the criteria; `InputError` names file, criterion and what is wrong."""
    path = path or paths.data("criteria.yml")
    return read(Criteria, read_yaml(path), path.name)
