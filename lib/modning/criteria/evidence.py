"""What the criteria's verdicts stand on beside figures: findings, and who said so."""

from typing import Any

import pandas as pd

from modning import interviews
from modning.criteria.rules import Criterion
from slicebook.errors import InputError
from slicebook.shown.view import view
from slicebook.text import Link, _, pgettext, section_address

PAGE = f"../../{section_address('01_intake/07_interviews', 'evidence')}"
HEADINGS = {
    "criterion": _("Criterion"),
    "finding": _("Finding"),
    "citizen": pgettext("evidence", "Participants"),
    "staff": _("Staff"),
    "unnumbered": _("Without a number"),
    "qualifies": _("Limit the finding"),
}
CAPTION = _("What the interviews say")
NOTE = _(
    "Different informants that the report names by number; then citations without a number or from "
    "meetings, and citations that limit the finding."
)


def informants(
    criteria: tuple[Criterion, ...], evidence: pd.DataFrame, findings: pd.DataFrame
) -> pd.DataFrame:
    """Return what is said of each finding of each criterion, in the order of the criteria.

    Columns: `criterion`, `finding`, `citizen` and `staff` (different informants, by number),
    `unnumbered` (citations of nobody in particular or from meetings), `qualifies` (citations that
    limit it). Raises `InputError` for a finding that `findings.csv` does not have.
    """
    rows = []
    for criterion in criteria:
        for finding in criterion.findings:
            if finding not in set(findings["finding"]):
                raise InputError(
                    f'criteria.yml: criterion {criterion.id}: the finding "{finding}" is not in '
                    "findings.csv"
                )
            rows.append(
                {"criterion": criterion.id, "finding": finding}
                | _said(evidence[evidence["finding"] == finding])
            )
    return pd.DataFrame(rows, columns=list(HEADINGS))


@view
def informant_table(
    criteria: tuple[Criterion, ...], said: pd.DataFrame, findings: pd.DataFrame
) -> dict[str, Any]:
    """Return `informants` as arguments of `tables.show`; each finding leads to the interviews."""
    names = {criterion.id: str(criterion.name) for criterion in criteria}
    labels = findings.set_index("finding")["label"]
    frame = said.assign(
        criterion=said["criterion"].map(names),
        finding=[Link(labels[finding], PAGE) for finding in said["finding"]],
    )
    return {
        "frame": frame.rename(columns={key: str(word) for key, word in HEADINGS.items()}),
        "caption": str(CAPTION),
        "note": str(NOTE),
    }


def _said(cited: pd.DataFrame) -> dict[str, int]:
    numbered = interviews.numbered(cited)
    persons = cited[numbered].groupby("kind")["informant"].nunique()
    return {
        "citizen": int(persons.get("citizen", 0)),
        "staff": int(persons.get("staff", 0)),
        "unnumbered": int((~numbered).sum()),
        "qualifies": int((cited["stance"] == interviews.QUALIFIES).sum()),
    }
