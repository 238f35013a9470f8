"""Where staff and participants, or the municipalities, part on a finding."""

import pandas as pd

from modning.interviews.evidence import voices
from modning.interviews.files import KINDS, STANCES
from slicebook.programme import Programme
from slicebook.shown.view import view
from slicebook.text import NONE, _

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
