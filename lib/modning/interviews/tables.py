"""The registers, themes and evidence in the reader's words."""

from typing import Any

import pandas as pd

from modning.interviews.evidence import numbered
from modning.interviews.files import ALL_OF_THEM, GROUP, KINDS, QUALIFIES, ROLES
from slicebook.programme import Programme
from slicebook.shown.view import view
from slicebook.tables import of_rows
from slicebook.text import _

_WHO, _THEME, _FINDING, _SECTION = _("Who"), _("Theme"), _("Finding"), _("Section")
_INTERVIEW, _CONTRADICTED = _("Interview"), _("Informant|Section|As cited|As registered")
_EVIDENCE = _("Who is cited for what")
_SUBSTANCE, _SAID = _("What was said"), _("Finding|What was said|Informants|Theme")
_SUBSTANCE_NOTE = _(
    "In this book's own words. A number is how many different informants the report names by "
    "number; +: others without one; all: everybody interviewed; ≠: somebody limits the finding."
)
LIMITS = "≠"
_EVIDENCE_NOTE = _(
    "A number is the one the report gives a participant or an interview. Group: several together. "
    "All: everybody interviewed. ≠: limits the finding or speaks for the opposite."
)
_NAMELESS = {
    "": _("without a number"),
    GROUP: _("group"),
    ALL_OF_THEM: _("all"),
}


@view
def register_table(everybody: pd.DataFrame, programme: Programme) -> pd.DataFrame:
    """Return the persons interviewed by role and municipality, in the reader's words.

    A row of the report's tables is a person or, where voices were not told apart, a focus group.
    """
    who = everybody["role"].where(everybody["role"] != "", "citizen")
    counts = pd.crosstab(who, everybody["municipality"])
    keys = [key for key in programme.municipalities if key in counts]
    table = counts.reindex([role for role in ROLES if role in counts.index])[keys]
    table.columns = [programme.municipality_name(key) for key in keys]
    table.insert(0, str(_WHO), [str(ROLES[role]) for role in table.index])
    return table.reset_index(drop=True)


@view
def substance_table(
    findings: pd.DataFrame, themes: pd.DataFrame, evidence: pd.DataFrame
) -> dict[str, Any]:
    """Return what was said of each finding as arguments of `tables.show`, grouped by theme."""
    titles = themes.set_index("theme")["label"]
    ordered = findings.sort_values("theme", key=lambda of: of.map(titles.index.get_loc))
    rows = [
        (one.label, one.substance, _tag(evidence[evidence["finding"] == one.finding]),
         titles[one.theme])
        for one in ordered.itertuples(index=False)
    ]  # fmt: skip
    groups = str(_SAID).rpartition("|")[2]
    return of_rows(_SAID, rows, _SUBSTANCE, _SUBSTANCE_NOTE, groups=groups, stacked=True)


def _tag(cited: pd.DataFrame) -> str:
    """Return how many are cited by number, and marks of the others: "3 + ≠"."""
    one = numbered(cited)
    persons = len(cited.loc[one, ["kind", "informant"]].drop_duplicates())
    everybody = cited["informant"].eq(ALL_OF_THEM)
    marks = {
        str(persons): persons,
        "+": (~one & ~everybody).any(),
        str(_NAMELESS[ALL_OF_THEM]): everybody.any(),
        LIMITS: cited["stance"].eq(QUALIFIES).any(),
    }
    # Unbroken: on paper a mark before a space would begin a list.
    return "\u00a0".join(mark for mark, there in marks.items() if there)


@view
def contradiction_table(contradictions: pd.DataFrame, programme: Programme) -> pd.DataFrame:
    """Return a table of `contradictions` in the reader's words."""
    rows = [
        (f"{_INTERVIEW} {row.informant}", row.section,
         *(_role_and_place(value, programme) for value in (row.cited, row.registered)))
        for row in contradictions.itertuples()
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=str(_CONTRADICTED).split("|"))


def _role_and_place(value: str, programme: Programme) -> str:
    role, _, place = value.partition(", ")
    name = programme.municipality_name(place) if place else ""
    return ", ".join(filter(None, [str(ROLES[role]) if role else "", name]))


@view
def evidence_table(
    evidence: pd.DataFrame,
    themes: pd.DataFrame,
    findings: pd.DataFrame,
    programme: Programme,
) -> dict[str, Any]:
    """Return who is cited for what as arguments of `tables.show`, grouped by section.

    One row a section and finding: its theme, and of each kind the informants with their
    municipality, those who limit the finding marked.
    """
    said = evidence.assign(
        section=[f"{_SECTION} {section}" for section in evidence["section"]],
        who=[_informant(row, programme) for row in evidence.itertuples()],
    )
    kinds = [kind for kind in KINDS if kind in set(said["kind"])]
    wide = (
        said.drop_duplicates(["section", "finding", "kind", "who"])
        .groupby(["section", "finding", "kind"], sort=False)["who"]
        .agg("; ".join)
        .unstack("kind", sort=False)
        .reindex(columns=kinds)
        .reset_index()
    )
    known = findings.merge(themes, on="theme", suffixes=("", "_theme")).set_index("finding")
    frame = pd.DataFrame(
        {
            str(_FINDING): wide["finding"].map(known["label"].map(str)),
            str(_THEME): wide["finding"].map(known["label_theme"].map(str)),
            **{str(KINDS[kind]): wide[kind].fillna("") for kind in kinds},
            str(_SECTION): wide["section"],
        }
    )
    return {
        "frame": frame,
        "caption": str(_EVIDENCE),
        "groups": str(_SECTION),
        "note": str(_EVIDENCE_NOTE),
    }


def _informant(row: Any, programme: Programme) -> str:
    """Return "8 (South)", "group (Group leader, North)" or "≠ all"."""
    named = str(_NAMELESS[row.informant]) if row.informant in _NAMELESS else row.informant
    of = _role_and_place(f"{row.role}, {row.municipality}", programme)
    mark = f"{LIMITS} " if row.stance == QUALIFIES else ""
    return f"{mark}{named} ({of})" if of else f"{mark}{named}"
