"""Everybody interviewed, and how many interviews there were (report section 5.2)."""

import pandas as pd

from slicebook.figures import figure_table
from slicebook.programme import Programme


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

    Staff: interviews, rows of the table, interviews with several persons and those of them that
    are split by person. Citizens: the highest number, and rows of the table, which differ where a
    number is missing. Project workers, leaders and finance staff, whom Boks 1.2 counts otherwise
    than the table. Each municipality's rows as well.
    """
    split = staff[staff["part"] != ""]["interview"].nunique()
    together = staff[staff["role"] == "focus group"]["interview"].nunique()
    rows = [
        ("interviews.staff", staff["interview"].nunique(), "interviews"),
        ("interviews.staff.rows", len(staff), "rows"),
        ("interviews.several", split + together, "interviews"),
        ("interviews.split", split, "interviews"),
        (
            "interviews.citizens",
            max(citizens["citizen"].astype(int), default=0),
            "interviews",
        ),
        ("interviews.citizens.rows", len(citizens), "rows"),
        ("interviews.workers", int((staff["role"] == "project worker").sum()), "informants"),
        ("interviews.leaders", int((staff["role"] == "leader").sum()), "informants"),
        ("interviews.finance", int((staff["role"] == "finance").sum()), "informants"),
    ]
    for key in programme.municipalities:
        of_staff = staff[staff["municipality"] == key]["interview"].nunique()
        rows.append((f"interviews.staff.{key}", of_staff, "interviews"))
        of_citizens = int((citizens["municipality"] == key).sum())
        rows.append((f"interviews.citizens.{key}", of_citizens, "interviews"))
    return figure_table(rows)
