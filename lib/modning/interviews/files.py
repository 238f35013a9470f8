"""The registers and the evidence as files, and the words for what is in them."""

from pathlib import Path

import pandas as pd

from slicebook import paths
from slicebook.text import Label
from slicebook.text_tables import read_text_table

KINDS = {
    "citizen": Label("Borgere", "Participants"),
    "staff": Label("Medarbejdere", "Staff"),
    "meeting": Label("Møder", "Meetings"),
}
ROLES = {
    "citizen": Label("Deltager", "Participant"),
    "project manager": Label("Projektleder", "Project manager"),
    "project worker": Label("Projektmedarbejder", "Project worker"),
    "group leader": Label("Gruppeleder", "Group leader"),
    "leader": Label("Leder", "Leader"),
    "finance": Label("Økonomimedarbejder", "Finance staff"),
    "focus group": Label("Fokusgruppe", "Focus group"),
}

# Whether a citation carries a finding, or limits it or speaks for the opposite.
SUPPORTS, QUALIFIES = "supports", "qualifies"
STANCES = {
    SUPPORTS: Label("støtter", "supports"),
    QUALIFIES: Label("begrænser", "limits"),
}
# What the report says of several of a kind together, and of everyone of it, rather than of one.
GROUP, ALL_OF_THEM = "group", "all"
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
    return read_text_table(path or paths.report(file), columns)
