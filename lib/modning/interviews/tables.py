"""The registers, themes and evidence in the reader's words."""

from typing import Any

import pandas as pd

from modning.interviews.files import ALL_OF_THEM, GROUP, KINDS, QUALIFIES, ROLES
from slicebook.programme import Programme
from slicebook.text import Label

_WHO = Label("Hvem", "Who")
_MEETING = Label("Mødeform", "Meeting")
_MUNICIPALITY = Label("Kommune", "Municipality")
_COUNT = Label("Antal", "Number")
_THEME = Label("Tema", "Theme")
_GUIDE = Label("Interviewguidens overskrift", "The guide's heading")
_FINDINGS = Label("Fund", "Findings")
_INTERVIEW = Label("Interview", "Interview")
_INFORMANT = Label("Informant", "Informant")
_SECTION = Label("Afsnit", "Section")
_CITED = Label("Som citeret", "As cited")
_REGISTERED = Label("Som registreret", "As registered")
_FINDING = Label("Fund", "Finding")
_EVIDENCE = Label("Hvem der er henvist til for hvad", "Who is cited for what")
LIMITS = "≠"
_EVIDENCE_NOTE = Label(
    "Et nummer er det, rapporten giver en borger eller et interview. Gruppe: flere under ét. "
    "Alle: alle interviewede. ≠: begrænser fundet eller taler for det modsatte.",
    "A number is the one the report gives a participant or an interview. Group: several together. "
    "All: everybody interviewed. ≠: limits the finding or speaks for the opposite.",
)
_NAMELESS = {
    "": Label("uden nummer", "without a number"),
    GROUP: Label("gruppe", "group"),
    ALL_OF_THEM: Label("alle", "all"),
}


def register_table(everybody: pd.DataFrame, programme: Programme, language: str) -> pd.DataFrame:
    """Return the persons interviewed by role and municipality, in the reader's words.

    A row of the report's tables is a person or, where voices were not told apart, a focus group.
    """
    who = everybody["role"].where(everybody["role"] != "", "citizen")
    counts = pd.crosstab(who, everybody["municipality"])
    keys = [key for key in programme.municipalities if key in counts]
    table = counts.reindex([role for role in ROLES if role in counts.index])[keys]
    table.columns = [programme.municipality_name(key, language) for key in keys]
    table.insert(0, _WHO[language], [ROLES[role][language] for role in table.index])
    return table.reset_index(drop=True)


def meeting_table(meetings: pd.DataFrame, programme: Programme, language: str) -> pd.DataFrame:
    """Return the meetings attended, in the reader's words (report Tabel 5.4)."""
    headings = [_MEETING[language], _MUNICIPALITY[language], _COUNT[language]]
    rows = [
        (row[f"label_{language}"], programme.municipality_name(row["municipality"], language),
         int(row["count"]))
        for row in meetings.to_dict("records")
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=headings)


def theme_table(themes: pd.DataFrame, findings: pd.DataFrame, language: str) -> pd.DataFrame:
    """Return the themes under the guide's headings, with how many findings each has."""
    counts = findings["theme"].value_counts()
    headings = [_THEME[language], _GUIDE[language], _FINDINGS[language]]
    rows = [
        (row[f"label_{language}"], row[f"guide_{language}"], int(counts.get(row["theme"], 0)))
        for row in themes.to_dict("records")
    ]
    return pd.DataFrame(rows, columns=headings)


def contradiction_table(
    contradictions: pd.DataFrame, programme: Programme, language: str
) -> pd.DataFrame:
    """Return a table of `contradictions` in the reader's words."""
    headings = [heading[language] for heading in (_INFORMANT, _SECTION, _CITED, _REGISTERED)]
    rows = [
        (f"{_INTERVIEW[language]} {row.informant}", row.section,
         *(_role_and_place(value, programme, language) for value in (row.cited, row.registered)))
        for row in contradictions.itertuples()
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=headings)


def _role_and_place(value: str, programme: Programme, language: str) -> str:
    role, _, place = value.partition(", ")
    name = programme.municipality_name(place, language) if place else ""
    return ", ".join(filter(None, [ROLES[role][language] if role else "", name]))


def evidence_table(
    evidence: pd.DataFrame,
    themes: pd.DataFrame,
    findings: pd.DataFrame,
    programme: Programme,
    language: str,
) -> dict[str, Any]:
    """Return who is cited for what as arguments of `tables.show`, grouped by section.

    One row a section and finding: its theme, and of each kind the informants with their
    municipality, those who limit the finding marked.
    """
    said = evidence.assign(
        section=[f"{_SECTION[language]} {section}" for section in evidence["section"]],
        who=[_informant(row, programme, language) for row in evidence.itertuples()],
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
            _FINDING[language]: wide["finding"].map(known[f"label_{language}"]),
            _THEME[language]: wide["finding"].map(known[f"label_{language}_theme"]),
            **{KINDS[kind][language]: wide[kind].fillna("") for kind in kinds},
            _SECTION[language]: wide["section"],
        }
    )
    return {
        "frame": frame,
        "caption": _EVIDENCE[language],
        "language": language,
        "groups": _SECTION[language],
        "note": _EVIDENCE_NOTE[language],
    }


def _informant(row: Any, programme: Programme, language: str) -> str:
    """Return "8 (Odense)", "group (Group leader, Køge)" or "≠ all"."""
    named = _NAMELESS[row.informant][language] if row.informant in _NAMELESS else row.informant
    of = _role_and_place(f"{row.role}, {row.municipality}", programme, language)
    mark = f"{LIMITS} " if row.stance == QUALIFIES else ""
    return f"{mark}{named} ({of})" if of else f"{mark}{named}"
