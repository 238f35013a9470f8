"""The criteria: declared conditions on recorded figures, and the verdict they give."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from slicebook import paths
from slicebook.errors import InputError
from slicebook.programme import ALL, label, load_programme, read_yaml
from slicebook.results import KEY
from slicebook.text import Message

MET = "met"
PARTLY = "partly"
NOT_MET = "not met"
UNKNOWN = "unknown"
ENDS = ("value", "low", "high")


@dataclass(frozen=True)
class Reference:
    """A figure of the results table, and which end of it is meant."""

    figure: str
    municipality: str = ALL
    year: str = ALL
    end: str = "value"


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
    path = path or paths.data("criteria.yml")
    raw = read_yaml(path)
    return tuple(_criterion(entry, raw.get("figures", {}), path.name) for entry in raw["criteria"])


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
    here = condition.figure
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
        "unit": index.loc[key, "unit"] if key in index.index else "",
        "kind": index["kind"].get(key, "") if "kind" in index else "",
        "notebook": index.loc[key, "notebook"] if key in index.index else "",
        "section": condition.section,
        "met": None if margin is None else margin >= 0,
    }


def _look_up(reference: Reference, index: pd.DataFrame) -> float | None:
    key = (reference.figure, reference.municipality, reference.year)
    if key not in index.index:
        return None
    value = index.loc[key, reference.end]
    return None if pd.isna(value) else float(value)


def _criterion(raw: dict[str, Any], figures: dict[str, Any], file: str) -> Criterion:
    where = f"{file}: criterion {raw.get('id', '?')}"
    try:
        return Criterion(
            id=raw["id"],
            name=label(raw["name"], "name"),
            conditions=tuple(_condition(entry, figures) for entry in raw["conditions"]),
            findings=tuple(raw.get("findings", ())),
            **_report(raw.get("report")),
        )
    except KeyError as missing:
        raise InputError(f"{where}: the entry {missing} is missing") from None
    except (TypeError, ValueError, AttributeError) as problem:
        raise InputError(f"{where}: {problem}") from None


def _report(raw: dict[str, Any] | None) -> dict[str, Any]:
    if raw is None:
        return {}
    return {
        "report_verdict": _one_of(raw["verdict"], (MET, PARTLY, NOT_MET)),
        "report_text": label(raw["text"], "text"),
        "report_source": raw["source"],
    }


def _condition(raw: dict[str, Any], figures: dict[str, Any]) -> Condition:
    if ("at_least" in raw) == ("at_most" in raw):
        raise ValueError(f"{raw['figure']}: expected either at_least or at_most")
    limit = raw.get("at_least", raw.get("at_most"))
    figure = _reference(raw)
    if figure.figure not in figures:
        raise ValueError(f"{figure.figure}: expected its name and section under figures")
    shown = figures[figure.figure]
    return Condition(
        figure=figure,
        name=label(shown["name"], "name"),
        section=shown["section"],
        at_least="at_least" in raw,
        limit=_reference(limit) if isinstance(limit, dict) else float(limit),
        because=label(raw["because"], "because"),
    )


def _reference(raw: dict[str, Any]) -> Reference:
    return Reference(
        figure=raw["figure"],
        municipality=raw.get("municipality", ALL),
        year=str(raw.get("year", ALL)),
        end=_one_of(raw.get("end", "value"), ENDS),
    )


def _one_of(value: str, allowed: tuple[str, ...]) -> str:
    if value not in allowed:
        raise ValueError(f'"{value}" is none of {", ".join(allowed)}')
    return value
