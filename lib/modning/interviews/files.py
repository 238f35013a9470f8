"""The registers and the evidence as files, and the words for what is in them."""

from pathlib import Path

import pandas as pd

from slicebook import paths
from slicebook.text import _
from slicebook.text_tables import read_text_table

KINDS = {
    "citizen": _("Participants"),
    "staff": _("Staff"),
    "meeting": _("Meetings"),
}
ROLES = {
    "citizen": _("Participant"),
    "project manager": _("Project manager"),
    "project worker": _("Project worker"),
    "group leader": _("Group leader"),
    "leader": _("Leader"),
    "finance": _("Finance staff"),
    "focus group": _("Focus group"),
}

# Whether a citation carries a finding, or limits it or speaks for the opposite.
SUPPORTS, QUALIFIES = "supports", "qualifies"
STANCES = {
    SUPPORTS: _("supports"),
    QUALIFIES: _("limits"),
}
# What the report says of several of a kind together, and of everyone of it, rather than of one.
GROUP, ALL_OF_THEM = "group", "all"
FILES = {
    "staff": ("staff_interviews.csv", ["interview", "part", "role", "municipality"]),
    "citizen": ("citizen_interviews.csv", ["citizen", "municipality"]),
    "meeting": ("meetings.csv", ["meeting", "municipality", "count", "label"]),
    "themes": ("themes.csv", ["theme", "guide", "label"]),
    "findings": ("findings.csv", ["finding", "theme", "label", "substance"]),
    "evidence": ("evidence.csv", ["section", "finding", "kind", "informant", "role",
                                  "municipality", "use", "stance"]),
}  # fmt: skip


def load(name: str, path: Path | None = None) -> pd.DataFrame:
    """Read one of `FILES` as text, an empty cell as "".

    Raises `InputError` naming the file and the column that is missing.
    """
    file, columns = FILES[name]
    return read_text_table(path or paths.report(file), columns)
