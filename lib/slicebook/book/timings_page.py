"""How long the notebooks took to run, for the page on it."""

import pandas as pd

from slicebook import runs
from slicebook.book import words
from slicebook.book.markup import table
from slicebook.programme import Programme
from slicebook.slices import all_slices
from slicebook.text import _

BY = {
    "notebook": _("By notebook"),
    "slice": _("By municipality and year"),
}
COLUMNS = _("Runs|Seconds|The slowest")
NAMES = {"notebook": words.NOTEBOOK, "slice": words.SWITCHER}
UNKNOWN = _("No run was timed.")


def timing_tables(programme: Programme) -> str:
    """Return the seconds of each notebook and of each slice, as last run, the slowest first."""
    slices = all_slices(programme)
    times = runs.known_times(runs.plan(runs.notebook_paths(), slices))
    if times.empty:
        return str(UNKNOWN)
    titles = {here.name: here.title(programme) for here in slices}
    times["slice"] = times["slice"].map(titles)
    return "\n\n".join(_table(times, by) for by in BY)


def _table(times: pd.DataFrame, by: str) -> str:
    rows = runs.summed(times, by).sort_values("seconds", ascending=False)
    cells = [
        (row[by], row["runs"], round(row["seconds"], 1), round(row["slowest"], 1))
        for row in rows.to_dict("records")
    ]
    heading = [str(NAMES[by]), *str(COLUMNS).split("|")]
    title = str(BY[by])
    return f"## {title}\n\n" + table(title, heading, cells, headed=True)
