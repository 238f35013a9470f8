"""The criteria: declared conditions on recorded figures, and the verdict they give."""

from typing import Any

import pandas as pd

from modning.criteria.file import Condition, Criteria, Named, Reference
from slicebook.errors import InputError
from slicebook.programme import load_programme
from slicebook.results import KEY

MET = "met"
PARTLY = "partly"
NOT_MET = "not met"
UNKNOWN = "unknown"


def assess(criteria: Criteria, results: pd.DataFrame) -> pd.DataFrame:
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
            {"criterion": criterion.id, "name": criterion.name}
            | _assessed(condition, criteria.figures[condition.figure], index)
            for criterion in criteria.criteria
            for condition in criterion.conditions
        ]
    ).astype({"met": "boolean"})


def verdicts(criteria: Criteria, assessed: pd.DataFrame) -> pd.DataFrame:
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
                "report_verdict": criterion.report and criterion.report.verdict,
                "report_text": criterion.report and criterion.report.text,
                "source": criterion.report and criterion.report.source,
            }
            for criterion in criteria.criteria
        ]
    )


def bearing(criteria: Criteria, findings: pd.DataFrame) -> pd.DataFrame:
    """Return the findings that bear on each criterion, in order: `criterion` (name), `finding`.

    Raises `InputError` for a finding that `findings.csv` does not have.
    """
    known = set(findings["finding"])
    for one in criteria.criteria:
        for finding in one.findings:
            if finding not in known:
                raise InputError(
                    f'criteria.yml: criterion {one.id}: the finding "{finding}" is not in '
                    "findings.csv"
                )
    rows = [(one.name, finding) for one in criteria.criteria for finding in one.findings]
    return pd.DataFrame(rows, columns=["criterion", "finding"])


def verdict_of(met: pd.Series) -> str:
    """Return the verdict that conditions give, met or not or (missing) unknown."""
    if met.isna().any():
        return UNKNOWN
    if met.all():
        return MET
    return PARTLY if met.any() else NOT_MET


def _assessed(here: Condition, named: Named, index: pd.DataFrame) -> dict[str, Any]:
    (value, unit), (limit, other) = _look_up(here, index), (here.limit, "")
    if isinstance(limit, Reference):
        limit, other = _look_up(limit, index)
    sign = 1 if here.at_most is None else -1
    margin = sign * (value - limit) if value is not None and limit is not None else None
    places = load_programme().municipalities
    # A place that the programme does not have gave no figure: what is asked of it is unknown.
    place = places[here.municipality].name if here.municipality in places else ""
    key = (here.figure, here.municipality, here.year)
    return {
        "because": here.because,
        "figure": here.figure,
        "label": named.name,
        "place": place,
        "municipality": here.municipality,
        "year": here.year,
        "end": here.end,
        "value": value,
        "comparison": "at least" if here.at_most is None else "at most",
        "limit": limit,
        "margin": margin,
        "unit": unit or other,
        "kind": index["kind"].get(key, "") if "kind" in index else "",
        "notebook": index.loc[key, "notebook"] if key in index.index else "",
        "section": named.section,
        "met": None if margin is None else margin >= 0,
    }


def _look_up(reference: Reference | Condition, index: pd.DataFrame) -> tuple[float | None, str]:
    """Return the end of a figure that is meant and its unit; None where there is none."""
    key = (reference.figure, reference.municipality, reference.year)
    if key not in index.index:
        return None, ""
    value = index.loc[key, reference.end]
    return None if pd.isna(value) else float(value), index.loc[key, "unit"]
