"""Who is cited for what: gaps filled from the registers, counted for each finding."""

import pandas as pd

from modning.interviews.files import ALL_OF_THEM, GROUP, QUALIFIES
from slicebook.errors import InputError
from slicebook.text_tables import row_of

# Of those cited at a meeting the report gives a role of the staff's.
VOICES = {"meeting": "staff"}


def numbered(evidence: pd.DataFrame) -> pd.Series:
    """Tell of each citation whether the report names one informant by number."""
    return ~evidence["informant"].isin(["", GROUP, ALL_OF_THEM])


def voices(evidence: pd.DataFrame) -> pd.Series:
    """Return whose voice each citation is, "citizen" or "staff"."""
    return evidence["kind"].replace(VOICES)


def completed(evidence: pd.DataFrame, everybody: pd.DataFrame) -> pd.DataFrame:
    """Return the evidence with the register's municipality where the report gives none.

    Raises `InputError` where an informant is not in the register.
    """
    known = everybody.set_index(["kind", "informant"])["municipality"]
    one = numbered(evidence)
    persons = pd.MultiIndex.from_frame(evidence[["kind", "informant"]])
    if (strays := one & ~persons.isin(known.index)).any():
        row = evidence[strays].iloc[0]
        raise InputError(
            f'evidence.csv, row {row_of(row.name)}, column informant: "{row["informant"]}" is not '
            f"among the {row['kind']} interviews"
        )
    registered = pd.Series(known.reindex(persons).to_numpy(), index=evidence.index)
    given = evidence["municipality"]
    return evidence.assign(municipality=given.where((given != "") | ~one, registered))


def contradictions(evidence: pd.DataFrame, everybody: pd.DataFrame) -> pd.DataFrame:
    """Return citations whose role or municipality is not the register's.

    Columns: `section`, `informant`, `cited` and `registered` ("role, municipality").
    """
    both = evidence[(evidence["role"] != "") | (evidence["municipality"] != "")].merge(
        everybody, on=["kind", "informant"], suffixes=("", "_registered")
    )
    role = (both["role"] != "") & (both["role"] != both["role_registered"])
    place = (both["municipality"] != "") & (both["municipality"] != both["municipality_registered"])
    rows = both[role | place]
    return pd.DataFrame(
        {
            "section": rows["section"],
            "informant": rows["informant"],
            "cited": rows["role"] + ", " + rows["municipality"],
            "registered": rows["role_registered"] + ", " + rows["municipality_registered"],
        }
    ).reset_index(drop=True)


def standing(evidence: pd.DataFrame, findings: pd.DataFrame) -> pd.DataFrame:
    """Return what each finding stands on, one row a finding, kind of informant and municipality.

    Columns: `finding`, `kind`, `municipality` ("" where the report does not say), `informants`
    (how many different ones are numbered), `unnumbered` (citations of somebody without a number, or
    of a group), `everybody` (the report speaks of all of the kind), `qualifies` (citations that
    limit the finding). Findings in the order of `findings`.
    """
    order = {finding: place for place, finding in enumerate(findings["finding"])}
    if strays := set(evidence["finding"]) - set(order):
        raise InputError(f'evidence.csv: the finding "{min(strays)}" is not in findings.csv')
    rows = evidence.assign(
        number=evidence["informant"].where(numbered(evidence)),
        unnumbered=evidence["informant"].isin(["", GROUP]),
        everybody=evidence["informant"] == ALL_OF_THEM,
        qualifies=evidence["stance"] == QUALIFIES,
    )
    table = rows.groupby(["finding", "kind", "municipality"], as_index=False).agg(
        informants=("number", "nunique"),
        unnumbered=("unnumbered", "sum"),
        everybody=("everybody", "any"),
        qualifies=("qualifies", "sum"),
    )
    return table.sort_values("finding", key=lambda column: column.map(order), kind="stable",
                             ignore_index=True)  # fmt: skip


def heard(evidence: pd.DataFrame, findings: pd.DataFrame) -> pd.DataFrame:
    """Return who speaks of each finding of `findings`, its index.

    Columns: `citizen` and `staff` (different informants, by number), `unnumbered` (citations of
    nobody in particular or from meetings), `qualifies` (citations that limit it).
    """
    one = numbered(evidence)
    persons = evidence[one].groupby(["finding", "kind"])["informant"].nunique().unstack()
    cited = pd.DataFrame({"unnumbered": ~one, "qualifies": evidence["stance"] == QUALIFIES})
    table = persons.reindex(columns=["citizen", "staff"]).join(
        cited.groupby(evidence["finding"]).sum(), how="outer"
    )
    return table.reindex(findings["finding"]).fillna(0).astype(int)
