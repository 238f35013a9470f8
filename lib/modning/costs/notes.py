"""What stands beside the amounts: how the work is organised, and what the lines leave out."""

from pathlib import Path

import pandas as pd

from modning import paths
from modning.costs.lines import rows_of
from modning.text import Label

_ITEM = Label("Udeladt", "Left out")
_NAMED = Label("Nævnt af", "Named by")
_SOURCE = Label("Kilde", "Source")
_ASPECT = Label("Forhold", "Aspect")
_NAMERS = {
    "report": Label("rapporten", "the report"),
    "this evaluation": Label("denne evaluering", "this evaluation"),
}


def omitted(language: str, phase: str | None = None, path: Path | None = None) -> pd.DataFrame:
    """Return what the cost lines leave out, who says so and where, of one phase or of all."""
    rows = rows_of(
        path or paths.report("omitted.csv"), ("item_en", "item_da", "phase", "named_by", "source")
    )
    return pd.DataFrame(
        [
            (row[f"item_{language}"], _NAMERS[row["named_by"]][language], row["source"])
            for _, row in rows
            if phase in (None, row["phase"])
        ],
        columns=[_ITEM[language], _NAMED[language], _SOURCE[language]],
    )


def organisation(names: dict[str, str], language: str, path: Path | None = None) -> pd.DataFrame:
    """Return how each municipality organises the work: one row an aspect, one column each.

    `names` maps the municipalities' keys to the headings, in order.
    """
    columns = ("aspect_en", "aspect_da", "municipality", "value_en", "value_da", "source")
    rows = [row for _, row in rows_of(path or paths.report("organisation.csv"), columns)]
    aspects = dict.fromkeys(row[f"aspect_{language}"] for row in rows)
    value = {
        (row[f"aspect_{language}"], row["municipality"]): row[f"value_{language}"] for row in rows
    }
    return pd.DataFrame(
        [(aspect, *(value.get((aspect, key), "–") for key in names)) for aspect in aspects],
        columns=[_ASPECT[language], *names.values()],
    )
