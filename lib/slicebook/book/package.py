"""Every figure of the book for machines: CSV and JSON, described as a Frictionless data package.

The description follows the Data Package standard (specs.frictionlessdata.io): one resource a file,
a Table Schema of its columns.
"""

import json
from pathlib import Path
from typing import Any

import pandas as pd

from slicebook.book.citation import commit
from slicebook.evaluation import evaluation
from slicebook.programme import ALL, Programme
from slicebook.results import COLUMNS, KEY
from slicebook.runs.collect import NUMBER, csv

TABLE, RECORDS, DESCRIPTION = "figures.csv", "figures.json", "datapackage.json"
CHANGES = "changes.csv"
DESCRIPTIONS = {
    "figure": "Name of the figure, as the notebooks record it.",
    "municipality": f'Key of the municipality; "{ALL}" for all of them together.',
    "year": f'Calendar year; "{ALL}" for the whole of data collection.',
    "value": "The figure in its unit; missing where it is withheld or where there is nothing.",
    "low": "Lower end of its interval (95 per cent where it is one of confidence).",
    "high": "Upper end of its interval.",
    "n": "How many answers it rests on.",
    "unit": "Unit of value, low and high.",
    "shown": "False where disclosure control withholds the figure.",
    "notebook": "Notebook that computes it.",
    "kind": "Whether the report prints it, it is computed from what is real, or made-up answers "
    "decide it: printed, computed, invented.",
}
NUMBERS, TRUTHS = ("value", "low", "high", "n"), ("shown",)


def write_package(
    rows: pd.DataFrame, programme: Programme, target: Path, moved: pd.DataFrame
) -> None:
    """Write the figures of a results table and their description to a folder.

    Beside them what `moved` since the last edition, and what the evaluation documents.
    """
    target.mkdir(parents=True, exist_ok=True)
    (target / CHANGES).write_text(
        moved.to_csv(index=False, float_format=NUMBER, lineterminator="\n"), encoding="utf-8"
    )
    for name, made in evaluation().documents(programme).items():
        (target / name).write_bytes(made())
    (target / TABLE).write_text(csv(rows), encoding="utf-8")
    # Not by pandas' own JSON, which cuts a small number after some decimals.
    records = rows.astype(object).where(rows.notna(), None).to_dict("records")
    _write(target / RECORDS, records)
    _write(target / DESCRIPTION, description(programme))


def description(programme: Programme) -> dict[str, Any]:
    """Return the data package's description."""
    schema = {
        "fields": [
            {"name": name, "type": _type(name), "description": DESCRIPTIONS[name]}
            for name in COLUMNS
        ],
        "primaryKey": KEY,
        "missingValues": [""],
    }
    tables = [
        {"name": "figures", "path": TABLE, "format": "csv", "mediatype": "text/csv",
         "encoding": "utf-8", "profile": "tabular-data-resource", "schema": schema},
        {"name": "figures-as-records", "path": RECORDS, "format": "json",
         "mediatype": "application/json", "encoding": "utf-8",
         "profile": "tabular-data-resource", "schema": schema},
    ]  # fmt: skip
    return {
        "profile": "tabular-data-package",
        "name": "evaluation-figures",
        "title": programme.name["en"],
        **({"version": version} if (version := commit()) else {}),
        "licenses": [
            {
                "name": "CC-BY-4.0",
                "path": "https://creativecommons.org/licenses/by/4.0/",
                "title": "Creative Commons Attribution 4.0",
            }
        ],
        "resources": tables,
    }


def _type(name: str) -> str:
    return "number" if name in NUMBERS else "boolean" if name in TRUTHS else "string"


def _write(path: Path, content: Any) -> None:
    text = json.dumps(content, ensure_ascii=False, indent=1)
    path.write_text(text + "\n", encoding="utf-8")
