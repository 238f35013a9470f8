"""The reconciliation page: every printed figure beside the computed one, and contradictions."""

import json
import re
from decimal import Decimal
from html import escape
from itertools import groupby
from typing import Any

import pandas as pd
from babel.numbers import format_decimal

from slicebook import reconcile
from slicebook.book import words
from slicebook.book.markup import table
from slicebook.programme import ALL, Programme
from slicebook.slices import Slice
from slicebook.text import NONE, printed_place, quantity

# The script that makes the filter finds its place, and the tables, by these classes.
FILTER, FILTERED = "row-filter", "filtered"


def reconciliation_tables(rows: pd.DataFrame, programme: Programme, language: str) -> str:
    """Return the tables of a reconciliation.

    First what differs and why, then what the report says in two ways, then each chapter, which a
    script lets a reader filter; without it, every row is there.
    """
    quiet = rows["status"].isin([*reconcile.QUIET, reconcile.MISSING])
    differing = rows[~quiet | rows["reason"].notna()]
    parts = []
    if len(differing):
        parts += [f"## {words.DIFFERENCES[language]}", _differences(differing, programme, language)]
    parts += [f"## {words.CONTRADICTIONS[language]}", _contradictions(language), _filter(language)]
    by_chapter = rows.sort_values("chapter", kind="stable").to_dict("records")
    for chapter, found in groupby(by_chapter, key=lambda row: row["chapter"]):
        title = words.CHAPTER[language].format(f"{chapter:g}")
        parts += [f"## {title}", _chapter(title, list(found), programme, language)]
    return "\n\n".join(parts) + "\n"


def tally(rows: pd.DataFrame) -> dict[str, int]:
    """Return how many printed figures are checked, match, differ with a reason, are missing."""
    counts = rows["status"].value_counts()
    return {
        "checked": int((rows["status"] != reconcile.INPUT).sum()),
        "matching": int(counts.get(reconcile.MATCHES, 0)),
        "explained": int(counts.get(reconcile.EXPLAINED, 0)),
        "missing": int(counts.get(reconcile.MISSING, 0)),
    }


def _differences(rows: pd.DataFrame, programme: Programme, language: str) -> str:
    cells = [
        (_figure(row, programme, language), row["as_printed"], _computed(row, language),
         _reason(row, language))
        for row in rows.to_dict("records")
    ]  # fmt: skip
    heading = words.DIFFERENCE_COLUMNS[language].split("|")
    return table(
        words.DIFFERENCES[language], heading, cells, language, headed=True, names=True, danish=[1]
    )


def _chapter(title: str, rows: list[dict[str, Any]], programme: Programme, language: str) -> str:
    cells = [
        (row["figure"], _slice(row, programme, language), printed_place(row["source"], language),
         row["as_printed"], _computed(row, language), words.STATUS[row["status"]][language])
        for row in rows
    ]  # fmt: skip
    heading = words.RECONCILED_COLUMNS[language].split("|")
    return table(
        title, heading, cells, language, headed=True, names=True, danish=[3], kind=FILTERED
    )


def _contradictions(language: str) -> str:
    cells = [
        (
            f"{_place(row.section, language)}; {_place(row.other_section, language)}",
            " ".join(getattr(row, f"{what}_{language}") for what in ("says", "other")),
            f"{_sums(row, language)} {getattr(row, f'explanation_{language}')}".strip(),
        )
        for row in reconcile.read_contradictions().itertuples()
    ]
    heading = words.CONTRADICTION_COLUMNS[language].split("|")
    return table(words.CONTRADICTIONS[language], heading, cells, language, headed=True)


def _place(section: str, language: str) -> str:
    """Return where in the report: a bare number is a section's."""
    return words.CHAPTER[language].format(section) if section[0].isdigit() else section


def _sums(row: Any, language: str) -> str:
    """Return sums with their results, "60,000 / 260 = DKK 231."; nothing where there are none."""
    sums = [one.strip() for one in row.arithmetic.split(";")]
    worked = [
        f"{_written(one, language)} = {quantity(result, row.unit, language)}"
        for one, result in zip(sums, row.results, strict=False)
    ]
    return "; ".join(worked).rstrip(".") + "." if worked else ""


def _written(arithmetic: str, language: str) -> str:
    """Return a sum as the language writes it."""
    number = re.sub(
        r"\d+(?:\.\d+)?",
        lambda found: format_decimal(Decimal(found[0]), "#,##0.##", locale=language),
        arithmetic,
    )
    return number.replace("*", "×").replace(" - ", " − ")


def _filter(language: str) -> str:
    """Return the place of the filter and the words it is made with."""
    said = json.dumps({key: word[language] for key, word in words.FILTER.items()})
    script = '<script defer src="_static/filter.js"></script>'
    return f'<div class="{FILTER}" data-words="{escape(said, quote=True)}" hidden></div>\n{script}'


def _figure(row: dict[str, Any], programme: Programme, language: str) -> str:
    whole = row["municipality"] == ALL and str(row["year"]) == ALL
    return row["figure"] if whole else f"{row['figure']} ({_slice(row, programme, language)})"


def _slice(row: dict[str, Any], programme: Programme, language: str) -> str:
    place, year = row["municipality"], str(row["year"])
    if place != ALL and place not in programme.municipalities:
        return f"{place}, {year}"
    return Slice(place, year, language).title(programme)


def _computed(row: dict[str, Any], language: str) -> str:
    if row["status"] == reconcile.INPUT and pd.isna(row["reason"]):
        return NONE
    value, low, high = (row[key] for key in ("computed", "computed_low", "computed_high"))
    unit = str(row["unit"])
    if unit.startswith("DKK") and not pd.isna(low):
        return f"{quantity(low, unit, language)} – {quantity(high, unit, language)}"
    return NONE if pd.isna(value) else quantity(value, unit, language)


def _reason(row: dict[str, Any], language: str) -> str:
    reason = row.get(f"reason_{language}", row["reason"])
    return NONE if pd.isna(reason) else str(reason)
