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
from slicebook.book.rows import printed_anchor
from slicebook.programme import ALL, Programme
from slicebook.results import KEY
from slicebook.slices import Slice
from slicebook.text import NONE, PERCENT, number, printed_place, quantity, spoken

# The script that makes the filter finds its place, and the tables, by these classes.
FILTER, FILTERED = "row-filter", "filtered"


def reconciliation_tables(rows: pd.DataFrame, programme: Programme) -> str:
    """Return the tables of a reconciliation.

    First what differs and why, then what the report says in two ways, then each chapter, which a
    script lets a reader filter; without it, every row is there.
    """
    quiet = rows["status"].isin([*reconcile.QUIET, reconcile.MISSING])
    differing = rows[~quiet | rows["reason"].notna()]
    parts = []
    if len(differing):
        parts += [f"## {words.DIFFERENCES}", _differences(differing, programme)]
    parts += [f"## {words.CONTRADICTIONS}", _contradictions(), _filter()]
    by_chapter = rows.sort_values("chapter", kind="stable").to_dict("records")
    for chapter, found in groupby(by_chapter, key=lambda row: row["chapter"]):
        title = words.CHAPTER.format(f"{chapter:g}")
        parts += [f"## {title}", _chapter(title, list(found), programme)]
    return "\n\n".join(parts) + "\n"


def tally(rows: pd.DataFrame) -> dict[str, int]:
    """Return how many printed figures are checked, and how many there are of each status."""
    counts = rows["status"].value_counts()
    return {
        "checked": int((rows["status"] != reconcile.INPUT).sum()),
        "matching": int(counts.get(reconcile.MATCHES, 0)),
        "explained": int(counts.reindex([reconcile.EXPLAINED, reconcile.CANNOT]).sum()),
        "missing": int(counts.get(reconcile.MISSING, 0)),
        "withheld": int(counts.get(reconcile.WITHHELD, 0)),
    }


def _differences(rows: pd.DataFrame, programme: Programme) -> str:
    cells = [
        (_figure(row, programme), row["as_printed"], _computed(row),
         _reason(row))
        for row in rows.to_dict("records")
    ]  # fmt: skip
    heading = str(words.DIFFERENCE_COLUMNS).split("|")
    return table(str(words.DIFFERENCES), heading, cells, headed=True, names=True, danish=[1])


def _chapter(title: str, rows: list[dict[str, Any]], programme: Programme) -> str:
    cells = [
        (row["figure"], _slice(row, programme), printed_place(row["source"]),
         row["as_printed"], _computed(row), str(words.STATUS[row["status"]]))
        for row in rows
    ]  # fmt: skip
    heading = str(words.RECONCILED_COLUMNS).split("|")
    places = [printed_anchor(tuple(str(row[name]) for name in KEY)) for row in rows]
    return table(
        title, heading, cells, headed=True, names=True, danish=[3], kind=FILTERED, places=places
    )


def _contradictions() -> str:
    cells = [
        (
            f"{_place(row.section)}; {_place(row.other_section)}",
            f"{row.says} {row.other}",
            f"{_sums(row)} {row.explanation}".strip(),
        )
        for row in reconcile.read_contradictions().itertuples()
    ]
    heading = str(words.CONTRADICTION_COLUMNS).split("|")
    return table(str(words.CONTRADICTIONS), heading, cells, headed=True)


def _place(section: str) -> str:
    """Return where in the report: a bare number is a section's."""
    return words.CHAPTER.format(section) if section[0].isdigit() else section


def _sums(row: Any) -> str:
    """Return sums with their results, "60,000 / 260 = DKK 231."; nothing where there are none."""
    sums = [one.strip() for one in row.arithmetic.split(";")]
    worked = [
        f"{_written(one)} = {quantity(result, row.unit)}"
        for one, result in zip(sums, row.results, strict=False)
    ]
    return "; ".join(worked).rstrip(".") + "." if worked else ""


def _written(arithmetic: str) -> str:
    """Return a sum as the language writes it."""
    written = re.sub(
        r"\d+(?:\.\d+)?",
        lambda found: format_decimal(Decimal(found[0]), "#,##0.##", locale=spoken()),
        arithmetic,
    )
    return written.replace("*", "×").replace(" - ", " − ")


def _filter() -> str:
    """Return the place of the filter and the words it is made with."""
    said = json.dumps({key: str(word) for key, word in words.FILTER.items()})
    script = '<script defer src="_static/filter.js"></script>'
    return f'<div class="{FILTER}" data-words="{escape(said, quote=True)}" hidden></div>\n{script}'


def _figure(row: dict[str, Any], programme: Programme) -> str:
    whole = row["municipality"] == ALL and str(row["year"]) == ALL
    return row["figure"] if whole else f"{row['figure']} ({_slice(row, programme)})"


def _slice(row: dict[str, Any], programme: Programme) -> str:
    place, year = row["municipality"], str(row["year"])
    if place != ALL and place not in programme.municipalities:
        return f"{place}, {year}"
    return Slice(place, year).title(programme)


def _computed(row: dict[str, Any]) -> str:
    if row["status"] == reconcile.INPUT and pd.isna(row["reason"]):
        return NONE
    value, low, high = (row[key] for key in ("computed", "computed_low", "computed_high"))
    unit = str(row["unit"])
    if unit.startswith("DKK") and not pd.isna(low):
        return f"{quantity(low, unit)} – {quantity(high, unit)}"
    return NONE if pd.isna(value) else quantity(value, unit)


def _reason(row: dict[str, Any]) -> str:
    if row["status"] == reconcile.CANNOT:
        below, n = row["nearest"]
        low, high = (PERCENT.format(number(100 * count / n, 1)) for count in (below, below + 1))
        return str(
            words.CANNOT_BE_MET.format(n=n, below=below, above=below + 1, low=low, high=high)
        )
    reason = row.get(f"reason_{spoken()}", row["reason"])
    return NONE if pd.isna(reason) else str(reason)
