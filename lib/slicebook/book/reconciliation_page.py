"""The reconciliation page: every printed figure beside the computed one, and contradictions."""

import json
import re
from collections.abc import Mapping
from decimal import Decimal
from html import escape
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
from slicebook.text import NONE, PERCENT, Message, number, printed_place, quantity, spoken

# The script that makes the filter finds its place, and the tables, by these classes.
FILTER, FILTERED = "row-filter", "filtered"
# The tables beside those that are called by their rows' status.
DIFFERS, OPEN = "differs", "open"


def reconciliation_tables(rows: pd.DataFrame, programme: Programme) -> str:
    """Return the tables of a reconciliation, by how printed and computed agree.

    Of these a script shows one at a time and finds rows by their words; without it, all are there.
    Last comes what the report says in two ways.
    """
    names, parts = reconcile.read_names(), [_filter()]
    rows = rows.sort_values("chapter", kind="stable").assign(kind=rows.apply(_kind, axis=1))
    for kind, title in words.OUTCOMES.items():
        found = rows[rows["kind"] == kind].to_dict("records")
        if found:
            parts += [f"## {title}", _table(str(title), kind, found, names, programme)]
    parts += [f"## {words.CONTRADICTIONS}", _contradictions()]
    return "\n\n".join(parts) + "\n"


def _kind(row: Mapping[str, Any]) -> str:
    """Tell in which table a printed figure stands."""
    if row["status"] in (reconcile.MATCHES, reconcile.CANNOT):
        return row["status"]
    is_open = row["status"] in (reconcile.INPUT, reconcile.WITHHELD, reconcile.MISSING)
    return OPEN if is_open and pd.isna(row["reason"]) else DIFFERS


def tally(rows: pd.DataFrame) -> dict[str, int]:
    """Return how many printed figures are checked, and how many there are of each status.

    What the analysis reads and adds up otherwise, with a reason given, is checked too.
    """
    counts = rows["status"].value_counts()
    kinds = rows.apply(_kind, axis=1)
    return {
        "checked": int(((rows["status"] != reconcile.INPUT) | (kinds == DIFFERS)).sum()),
        "matching": int(counts.get(reconcile.MATCHES, 0)),
        "explained": int(kinds.isin([DIFFERS, reconcile.CANNOT]).sum()),
        "missing": int(counts.get(reconcile.MISSING, 0)),
        "withheld": int(counts.get(reconcile.WITHHELD, 0)),
    }


def _table(
    title: str, kind: str, rows: list[dict[str, Any]], names: Mapping[str, Message],
    programme: Programme,
) -> str:  # fmt: skip
    said = _why if kind in (DIFFERS, reconcile.CANNOT) else _status
    cells = [
        (_named(row, names, programme), printed_place(row["source"]), row["as_printed"],
         _computed(row), said(row))
        for row in rows
    ]  # fmt: skip
    heading = str(words.RECONCILED_COLUMNS).split("|")
    places = [printed_anchor(tuple(str(row[name]) for name in KEY)) for row in rows]
    if kind == reconcile.MATCHES:
        cells, heading = [row[:-1] for row in cells], heading[:-1]
    return table(
        title, heading, cells, headed=True, names=not names, danish=[2], kind=FILTERED,
        places=places,
    )  # fmt: skip


def _status(row: dict[str, Any]) -> str:
    return str(words.STATUS[row["status"]])


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


def _named(row: dict[str, Any], names: Mapping[str, Message], programme: Programme) -> str:
    """Return what a printed figure is called, and of which municipality and year it is."""
    name = str(names.get(row["figure"], row["figure"]))
    place, year = row["municipality"], str(row["year"])
    if place == ALL and year == ALL:
        return name
    known = place == ALL or place in programme.municipalities
    return f"{name} ({Slice(place, year).title(programme) if known else f'{place}, {year}'})"


def _computed(row: dict[str, Any]) -> str:
    if row["status"] == reconcile.INPUT and pd.isna(row["reason"]):
        return NONE
    value, low, high = (row[key] for key in ("computed", "computed_low", "computed_high"))
    unit = str(row["unit"])
    if unit.startswith("DKK") and not pd.isna(low) and low != high:
        return f"{quantity(low, unit)} – {quantity(high, unit)}"
    return NONE if pd.isna(value) else quantity(value, unit)


def _why(row: dict[str, Any]) -> str:
    if row["status"] == reconcile.CANNOT:
        below, n = row["nearest"]
        low, high = (PERCENT.format(number(100 * count / n, 1)) for count in (below, below + 1))
        return str(
            words.CANNOT_BE_MET.format(n=n, below=below, above=below + 1, low=low, high=high)
        )
    reason = row.get(f"reason_{spoken()}", row["reason"])
    return _status(row) if pd.isna(reason) else str(reason)
