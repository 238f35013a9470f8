"""How long the notebooks took to run, for the page on it."""

import pandas as pd

from slicebook import runs
from slicebook.book import words
from slicebook.book.markup import table
from slicebook.programme import Programme
from slicebook.slices import all_slices
from slicebook.text import Label

BY = {
    "notebook": Label("Efter notebook", "By notebook"),
    "slice": Label("Efter kommune og år", "By municipality and year"),
}
COLUMNS = Label("Kørsler|Sekunder|Den langsomste", "Runs|Seconds|The slowest")
NAMES = {"notebook": words.NOTEBOOK, "slice": words.SWITCHER}
UNKNOWN = Label("Ingen kørsler er målt.", "No run was timed.")


def timing_tables(programme: Programme, language: str) -> str:
    """Return the seconds of each notebook and of each slice, as last run, the slowest first."""
    slices = all_slices(programme, language)
    times = runs.known_times(runs.plan(runs.notebook_paths(), slices))
    if times.empty:
        return UNKNOWN[language]
    titles = {here.name: here.title(programme) for here in slices}
    times["slice"] = times["slice"].map(titles)
    return "\n\n".join(_table(times, by, language) for by in BY)


def _table(times: pd.DataFrame, by: str, language: str) -> str:
    rows = runs.summed(times, by).sort_values("seconds", ascending=False)
    cells = [
        (row[by], row["runs"], round(row["seconds"], 1), round(row["slowest"], 1))
        for row in rows.to_dict("records")
    ]
    heading = [NAMES[by][language], *COLUMNS[language].split("|")]
    title = BY[by][language]
    return f"## {title}\n\n" + table(title, heading, cells, language, headed=True)
