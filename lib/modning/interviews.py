"""What the qualitative findings stand on: who was interviewed, and who is cited for what.

The registers are the report's Tabel 5.2 to 5.4, the themes its interview guide (Bilag 2). The
evidence table names every informant that the report quotes or cites, without the words. Coded
segments of a researcher's own give the same table: see `segments`.
"""

from pathlib import Path

import pandas as pd

from modning import paths
from modning.errors import InputError
from modning.programme import Programme
from modning.text import Label

KINDS = {
    "citizen": Label("Borgere", "Participants"),
    "staff": Label("Medarbejdere", "Staff"),
    "meeting": Label("Møder", "Meetings"),
}
ROLES = {
    "citizen": Label("Deltager", "Participant"),
    "project manager": Label("Projektleder", "Project manager"),
    "project worker": Label("Projektmedarbejder", "Project worker"),
    "leader": Label("Leder", "Leader"),
    "finance": Label("Økonomimedarbejder", "Finance staff"),
    "focus group": Label("Fokusgruppe", "Focus group"),
}
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

SUPPORTS, QUALIFIES = "supports", "qualifies"
# What the report says of every citizen it interviewed, rather than of one.
ALL_OF_THEM = "all"
FILES = {
    "staff": ("staff_interviews.csv", ["interview", "part", "role", "municipality"]),
    "citizen": ("citizen_interviews.csv", ["citizen", "municipality"]),
    "meeting": ("meetings.csv", ["meeting", "municipality", "count", "label_da", "label_en"]),
    "themes": ("themes.csv", ["theme", "guide_da", "guide_en", "label_da", "label_en"]),
    "findings": ("findings.csv", ["finding", "theme", "label_da", "label_en"]),
    "evidence": ("evidence.csv", ["section", "finding", "kind", "informant", "role",
                                  "municipality", "use", "stance"]),
}  # fmt: skip


def load(name: str, path: Path | None = None) -> pd.DataFrame:
    """Read one of `FILES` as text, an empty cell as "".

    Raises `InputError` naming the file and the column that is missing.
    """
    file, columns = FILES[name]
    path = path or paths.report(file)
    table = pd.read_csv(path, dtype=str, keep_default_na=False)
    if missing := [column for column in columns if column not in table]:
        raise InputError(f"{path.name}: the column {missing[0]} is missing")
    return table


def register(staff: pd.DataFrame, citizens: pd.DataFrame) -> pd.DataFrame:
    """Return everybody interviewed, one row each: `kind`, `informant`, `role`, `municipality`.

    An informant is named as the report does: a citizen's number, or an interview's with its part
    ("3 II").
    """
    both = [
        pd.DataFrame(
            {
                "kind": "staff",
                "informant": (staff["interview"] + " " + staff["part"]).str.strip(),
                "role": staff["role"],
                "municipality": staff["municipality"],
            }
        ),
        pd.DataFrame(
            {
                "kind": "citizen",
                "informant": citizens["citizen"],
                "role": "",
                "municipality": citizens["municipality"],
            }
        ),
    ]
    return pd.concat(both, ignore_index=True)


def count_figures(
    staff: pd.DataFrame, citizens: pd.DataFrame, programme: Programme
) -> pd.DataFrame:
    """Return how many interviews there were, as figures to record (report section 5.2).

    Staff: interviews, and rows of the table. Citizens: the highest number, and rows of the table,
    which differ where a number is missing. Leaders and finance staff, whom Boks 1.2 counts
    otherwise than the table. Each municipality's rows as well.
    """
    rows = [
        ("interviews.staff", staff["interview"].nunique(), "interviews"),
        ("interviews.staff.rows", len(staff), "rows"),
        ("interviews.citizens", int(citizens["citizen"].astype(int).max()), "interviews"),
        ("interviews.citizens.rows", len(citizens), "rows"),
        ("interviews.leaders", int((staff["role"] == "leader").sum()), "informants"),
        ("interviews.finance", int((staff["role"] == "finance").sum()), "informants"),
    ]
    for key in programme.municipalities:
        of_staff = staff[staff["municipality"] == key]["interview"].nunique()
        rows.append((f"interviews.staff.{key}", of_staff, "interviews"))
        of_citizens = int((citizens["municipality"] == key).sum())
        rows.append((f"interviews.citizens.{key}", of_citizens, "interviews"))
    return pd.DataFrame(rows, columns=["figure", "value", "unit"])


def contradiction_figures(contradictions: pd.DataFrame) -> pd.DataFrame:
    """Return how many citations the register contradicts, as `evidence.contradictions`."""
    rows = [("evidence.contradictions", len(contradictions), "citations")]
    return pd.DataFrame(rows, columns=["figure", "value", "unit"])


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


def missing_numbers(citizens: pd.DataFrame) -> list[int]:
    """Return the numbers that the table of citizens leaves out."""
    numbers = set(citizens["citizen"].astype(int))
    return sorted(set(range(1, max(numbers) + 1)) - numbers)


def completed(evidence: pd.DataFrame, everybody: pd.DataFrame) -> pd.DataFrame:
    """Return the evidence with the register's municipality where the report gives none.

    Raises `InputError` where an informant is not in the register.
    """
    known = everybody.set_index(["kind", "informant"])["municipality"]
    places = []
    for row in evidence.itertuples():
        numbered = row.informant not in ("", ALL_OF_THEM)
        if numbered and (row.kind, row.informant) not in known.index:
            raise InputError(
                f'evidence.csv, row {row.Index + 2}, column informant: "{row.informant}" is not '
                f"among the {row.kind} interviews"
            )
        places.append(row.municipality or (known[row.kind, row.informant] if numbered else ""))
    return evidence.assign(municipality=places)


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
    (how many different ones are numbered), `unnumbered` (citations without a number), `everybody`
    (the report speaks of all of the kind), `qualifies` (citations that limit the finding).
    Findings in the order of `findings`.
    """
    order = {finding: place for place, finding in enumerate(findings["finding"])}
    if strays := set(evidence["finding"]) - set(order):
        raise InputError(f'evidence.csv: the finding "{min(strays)}" is not in findings.csv')
    numbered = ~evidence["informant"].isin(["", ALL_OF_THEM])
    rows = evidence.assign(
        number=evidence["informant"].where(numbered),
        unnumbered=evidence["informant"] == "",
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


def support_figures(evidence: pd.DataFrame, findings: pd.DataFrame) -> pd.DataFrame:
    """Return how the findings stand, as figures to record.

    `evidence.findings`; `evidence.citations`; `evidence.informants` (different ones named by
    number); `evidence.both_kinds` and `evidence.both_municipalities`: findings with citizens and
    staff, or two municipalities or more; `evidence.one_informant`: findings for which a single
    numbered informant is all there is; `evidence.qualified`: findings somebody limits.
    """
    by = evidence.groupby("finding")
    places = evidence[evidence["municipality"] != ""].groupby("finding")["municipality"].nunique()
    kinds = by["kind"].agg(lambda values: {"citizen", "staff"} <= set(values))
    only = by.agg(rows=("informant", "size"), different=("informant", "nunique"),
                  first=("informant", "first"))  # fmt: skip
    alone = (only["different"] == 1) & ~only["first"].isin(["", ALL_OF_THEM])
    named = evidence[~evidence["informant"].isin(["", ALL_OF_THEM])]
    rows = {
        "evidence.findings": len(findings),
        "evidence.citations": len(evidence),
        "evidence.informants": len(named[["kind", "informant"]].drop_duplicates()),
        "evidence.both_kinds": int(kinds.sum()),
        "evidence.both_municipalities": int((places > 1).sum()),
        "evidence.one_informant": int(alone.sum()),
        "evidence.qualified": int((by["stance"].agg(lambda s: (s == QUALIFIES).any())).sum()),
    }
    table = pd.DataFrame(rows.items(), columns=["figure", "value"])
    return table.assign(unit="count")


def _role_and_place(value: str, programme: Programme, language: str) -> str:
    role, _, place = value.partition(", ")
    name = programme.municipality_name(place, language) if place else ""
    return ", ".join(filter(None, [ROLES[role][language] if role else "", name]))
