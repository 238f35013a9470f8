"""What sentences claim of figures: that an interval or a value lies above a number, or below it.

Each is noted where a page's words are chosen, kept where the page says them, and held against the
table of figures once more before the page is shown.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace

import pandas as pd

from slicebook.errors import InputError
from slicebook.kinds import bare
from slicebook.results import KEY, Figure
from slicebook.singular import in_singular

ABOVE, BELOW, NEITHER = "above", "below", "neither"
CLAIMS = "claims.csv"
COLUMNS = ("page", *KEY, "end", "says", "smaller", "larger", "holds", "words")
_noted: ContextVar[list["Claim"] | None] = ContextVar("claims", default=None)


@dataclass(frozen=True)
class Claim:
    """Words that say where a figure lies: its value, or its whole interval.

    `says` is whether above the `larger` of two numbers, below the `smaller`, or neither.
    """

    figure: Figure
    end: str
    says: str
    smaller: int | float
    larger: int | float
    words: str


@contextmanager
def noting() -> Iterator[list[Claim]]:
    """Give the list of what is claimed meanwhile."""
    claims: list[Claim] = []
    before = _noted.set(claims)
    try:
        yield claims
    finally:
        _noted.reset(before)


def claimed(claim: Claim) -> None:
    """Take note of words that were chosen, where somebody asks."""
    if (claims := _noted.get()) is not None:
        claims.append(replace(claim, words=in_singular(bare(claim.words))))


def said(claims: Iterable[Claim], text: str) -> tuple[Claim, ...]:
    """Return the claims whose words stand in a text: others were chosen within words that were not.

    Words that are no words claim nothing.
    """
    text = bare(text)
    return tuple(dict.fromkeys(one for one in claims if one.words and one.words in text))


def table(claims: Iterable[tuple[str, Claim]], results: pd.DataFrame) -> str:
    """Return claims by their pages as CSV, each held against the table of figures.

    Raises `InputError` naming those that do not hold.
    """
    known = results.set_index(KEY)
    rows = [_row(page, claim, known) for page, claim in claims]
    if wrong := [row for row in rows if not row["holds"]]:
        lines = [f'{row["page"]}: {row["figure"]} is not so: "{row["words"]}"' for row in wrong]
        raise InputError("\n".join(lines))
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def of_languages(tables: Mapping[str, str]) -> str:
    """Return the claims of all languages as one CSV, which names the language."""
    parts = {language: text.splitlines(keepends=True) for language, text in tables.items()}
    head = f"language,{next(iter(parts.values()))[0]}"
    rows = (f"{language},{row}" for language, lines in parts.items() for row in lines[1:])
    return "".join([head, *rows])


def _row(page: str, claim: Claim, known: pd.DataFrame) -> dict[str, object]:
    key = tuple(getattr(claim.figure, name) for name in KEY)
    row = known.loc[key] if key in known.index else None
    holds = row is not None and bool(row["shown"]) and _lies(row, claim) == claim.says
    own = {"end": claim.end, "says": claim.says, "smaller": claim.smaller, "larger": claim.larger}
    return {"page": page, **dict(zip(KEY, key, strict=True)), **own, "holds": holds,
            "words": " ".join(claim.words.split())}  # fmt: skip


def _lies(row: pd.Series, claim: Claim) -> str:
    low, high = (row["low"], row["high"]) if claim.end == "interval" else (row["value"],) * 2
    return lies(low, high, claim.smaller, claim.larger)


def lies(low: float, high: float, smaller: float, larger: float) -> str:
    """Tell where a span lies: above the larger of two numbers, below the smaller, or neither."""
    return ABOVE if low > larger else BELOW if high < smaller else NEITHER
