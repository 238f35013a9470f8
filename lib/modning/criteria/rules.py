"""The criteria: declared conditions on recorded figures, and the verdict they give."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import pandas as pd

from slicebook import paths
from slicebook.entries import Word
from slicebook.errors import InputError
from slicebook.programme import ALL, load_programme, read_yaml
from slicebook.results import KEY
from slicebook.text import Message
from slicebook.written import read, written

MET = "met"
PARTLY = "partly"
NOT_MET = "not met"
UNKNOWN = "unknown"


@written
class Reference:
    """A figure of the results table, and which end of it is meant."""

    figure: str
    municipality: str = ALL
    year: Word = ALL
    end: Literal["value", "low", "high"] = "value"


@dataclass(frozen=True)
class Condition:
    """`figure` is at least, or at most, a number or another figure.

    `name` is what the figure is called, `section` the cell of its notebook that shows it.
    """

    figure: Reference
    name: Message
    section: str
    at_least: bool
    limit: float | Reference
    because: Message


@dataclass(frozen=True)
class Criterion:
    """A criterion, its conditions, the interview findings that bear on it, what a report says.

    `findings` are ids of `data/report/findings.csv`; they are shown and do not decide. Where no
    report gave a verdict, those of the report are None.
    """

    id: str
    name: Message
    conditions: tuple[Condition, ...]
    findings: tuple[str, ...] = ()
    report_verdict: str | None = None
    report_text: Message | None = None
    report_source: str | None = None


def load_criteria(path: Path | None = None) -> tuple[Criterion, ...]:
    """Read the criteria; `InputError` names file, criterion and what is wrong."""
    from modning.criteria.file import CriteriaFile

    path = path or paths.data("criteria.yml")
    return read(CriteriaFile, read_yaml(path), path.name).all()


def assess(criteria: tuple[Criterion, ...], results: pd.DataFrame) -> pd.DataFrame:
    """Return one row a condition.

    Columns: criterion, name, because, figure, label (what the figure is called), place (whose it
    is; "" of all), municipality, year, end, value, comparison ("at least" or "at most"), limit,
    margin (how far the value may move before the condition turns; negative where it is not met),
    unit, kind (of the figure, see `slicebook.kinds`), notebook (that found it; "" where none did),
    section (its cell that shows it), met (boolean, missing where a figure is).
    """
    index = results.set_index(KEY)
    return pd.DataFrame(
        [
            {"criterion": criterion.id, "name": criterion.name} | _assessed(condition, index)
            for criterion in criteria
            for condition in criterion.conditions
        ]
    ).astype({"met": "boolean"})


def verdicts(criteria: tuple[Criterion, ...], assessed: pd.DataFrame) -> pd.DataFrame:
    """Return one row a criterion: id, name, the rule's verdict, a report's, its text and source.

    All conditions met: "met"; none: "not met"; some: "partly"; a figure missing: "unknown".
    """
    met = assessed.groupby("criterion", sort=False)["met"]
    return pd.DataFrame(
        [
            {
                "criterion": criterion.id,
                "name": criterion.name,
                "verdict": verdict_of(met.get_group(criterion.id)),
                "report_verdict": criterion.report_verdict,
                "report_text": criterion.report_text,
                "source": criterion.report_source,
            }
            for criterion in criteria
        ]
    )


def bearing(criteria: tuple[Criterion, ...], findings: pd.DataFrame) -> pd.DataFrame:
    """Return the findings that bear on each criterion, in order: `criterion` (name), `finding`.

    Raises `InputError` for a finding that `findings.csv` does not have.
    """
    known = set(findings["finding"])
    for one in criteria:
        for finding in one.findings:
            if finding not in known:
                raise InputError(
                    f'criteria.yml: criterion {one.id}: the finding "{finding}" is not in '
                    "findings.csv"
                )
    rows = [(one.name, finding) for one in criteria for finding in one.findings]
    return pd.DataFrame(rows, columns=["criterion", "finding"])


def verdict_of(met: pd.Series) -> str:
    """Return the verdict that conditions give, met or not or (missing) unknown."""
    if met.isna().any():
        return UNKNOWN
    if met.all():
        return MET
    return PARTLY if met.any() else NOT_MET


def _assessed(condition: Condition, index: pd.DataFrame) -> dict[str, Any]:
    value = _look_up(condition.figure, index)
    limit = condition.limit
    if isinstance(limit, Reference):
        limit = _look_up(limit, index)
    sign = 1 if condition.at_least else -1
    margin = sign * (value - limit) if value is not None and limit is not None else None
    here, other = condition.figure, condition.limit
    places = load_programme().municipalities
    # A place that the programme does not have gave no figure: what is asked of it is unknown.
    place = places[here.municipality].name if here.municipality in places else ""
    key = (here.figure, here.municipality, here.year)
    return {
        "because": condition.because,
        "figure": here.figure,
        "label": condition.name,
        "place": place,
        "municipality": here.municipality,
        "year": here.year,
        "end": here.end,
        "value": value,
        "comparison": "at least" if condition.at_least else "at most",
        "limit": limit,
        "margin": margin,
        "unit": _unit(here, index) or (_unit(other, index) if isinstance(other, Reference) else ""),
        "kind": index["kind"].get(key, "") if "kind" in index else "",
        "notebook": index.loc[key, "notebook"] if key in index.index else "",
        "section": condition.section,
        "met": None if margin is None else margin >= 0,
    }


def _unit(reference: Reference, index: pd.DataFrame) -> str:
    key = (reference.figure, reference.municipality, reference.year)
    return index.loc[key, "unit"] if key in index.index else ""


def _look_up(reference: Reference, index: pd.DataFrame) -> float | None:
    key = (reference.figure, reference.municipality, reference.year)
    if key not in index.index:
        return None
    value = index.loc[key, reference.end]
    return None if pd.isna(value) else float(value)
