"""How `data/criteria.yml` is written."""

from dataclasses import field
from typing import Annotated, Literal

from modning.criteria.rules import Condition, Criterion, Reference
from slicebook.entries import Either, Number, Word
from slicebook.programme import ALL, Words
from slicebook.written import nearest, written

Limit = Annotated[float | Reference, Either(Number, Reference)]


@written
class Named:
    """What a figure is called, and the cell of its notebook that shows it."""

    name: Words
    section: str


@written
class Stated:
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

    def condition(self, named: Named) -> Condition:
        """Return the condition on a figure of this name."""
        return Condition(
            figure=Reference(self.figure, self.municipality, self.year, self.end),
            name=named.name,
            section=named.section,
            at_least=self.at_most is None,
            limit=self.at_least if self.at_most is None else self.at_most,
            because=self.because,
        )


@written
class Verdict:
    """What a report says of a criterion, and where."""

    verdict: Literal["met", "partly", "not met"]
    text: Words
    source: str


@written
class Judged:
    """A criterion as it is written."""

    id: str
    name: Words
    conditions: tuple[Stated, ...]
    findings: tuple[str, ...] = ()
    report: Verdict | None = None


@written
class CriteriaFile:
    """The entries of `criteria.yml`."""

    criteria: tuple[Judged, ...]
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

    def all(self) -> tuple[Criterion, ...]:
        """Return the criteria."""
        return tuple(
            Criterion(
                id=one.id,
                name=one.name,
                conditions=tuple(each.condition(self.figures[each.figure])
                                 for each in one.conditions),
                findings=one.findings,
                report_verdict=one.report and one.report.verdict,
                report_text=one.report and one.report.text,
                report_source=one.report and one.report.source,
            )
            for one in self.criteria
        )  # fmt: skip
