"""What the printed report says beside its figures, in the project's own words, by topic."""

from pathlib import Path
from typing import Any

from slicebook import paths
from slicebook.errors import InputError
from slicebook.shown.view import view
from slicebook.tables import of_rows
from slicebook.text import Message, _, printed_place
from slicebook.text_tables import read_text_table

COLUMNS = ("topic", "aspect", "text", "source")
HEADINGS = _("Subject|By the report|Printed in")


@view
def report_says(topic: str, caption: Message, path: Path | None = None) -> dict[str, Any]:
    """Return the rows of a topic of `data/report/says.csv` as arguments of `tables.show`.

    Raises `InputError` where no row is of the topic.
    """
    path = path or paths.report("says.csv")
    rows = read_text_table(path, COLUMNS)
    rows = rows[rows["topic"] == topic]
    if rows.empty:
        known = ", ".join(dict.fromkeys(read_text_table(path, COLUMNS)["topic"]))
        raise InputError(f'{path.name}, column topic: expected "{topic}"; found {known}')
    said = [(row.aspect, row.text, printed_place(row.source)) for row in rows.itertuples()]
    return of_rows(HEADINGS, said, caption, stacked=True)
