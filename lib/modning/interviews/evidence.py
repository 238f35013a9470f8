"""Who is cited for what: gaps filled from the registers, counted for each finding."""

import pandas as pd

from modning.interviews.files import ALL_OF_THEM, GROUP, KINDS, QUALIFIES, STANCES
from slicebook.errors import InputError
from slicebook.programme import Programme
from slicebook.shown.view import view
from slicebook.text import NONE, _
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


VOICE, PLACE = "voice", "municipality"
WITHIN = "within"
_FINDING = _("Finding")
_AND = _(" and ")


def disagreements(evidence: pd.DataFrame) -> pd.DataFrame:
    """Return where those heard on a finding part, one row a finding and way to part.

    `between` is "voice" (staff and participants; those quoted from meetings are staff),
    "municipality", or "within" (one kind in one municipality, where some support what others
    limit). Sides part where both are heard and one has a stance that the other has not. Citations
    without a municipality say nothing of municipalities.
    """
    heard = evidence.assign(voice=voices(evidence))
    found = [
        (finding, between)
        for finding, rows in heard.groupby("finding", sort=False)
        for between, parted in (
            (VOICE, _part(rows, VOICE)),
            (PLACE, _part(rows[rows[PLACE] != ""], PLACE)),
            (WITHIN, (rows.groupby([VOICE, PLACE])["stance"].nunique() > 1).any()),
        )
        if parted
    ]
    return pd.DataFrame(found, columns=["finding", "between"])


@view
def disagreement_table(
    evidence: pd.DataFrame,
    parted: pd.DataFrame,
    findings: pd.DataFrame,
    programme: Programme,
) -> pd.DataFrame:
    """Return what each side says of the findings on which sides part, in the reader's words."""
    heard = evidence.assign(voice=voices(evidence))
    columns = [
        *((VOICE, kind, str(KINDS[kind])) for kind in ("citizen", "staff")),
        *((PLACE, key, programme.municipality_name(key))
          for key in programme.municipalities),
    ]  # fmt: skip
    chosen = findings[findings["finding"].isin(parted["finding"])]
    rows = [
        (label, *(_said(heard[(heard["finding"] == finding) & (heard[by] == key)])
                  for by, key, _ in columns))
        for finding, label in zip(chosen["finding"], chosen["label"].map(str), strict=True)
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=[str(_FINDING), *(name for *_, name in columns)])


def _part(rows: pd.DataFrame, by: str) -> bool:
    return rows.groupby(by)["stance"].agg(frozenset).nunique() > 1


def _said(rows: pd.DataFrame) -> str:
    said = [str(word) for stance, word in STANCES.items() if stance in set(rows["stance"])]
    return str(_AND).join(said) or NONE
