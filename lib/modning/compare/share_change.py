"""Shares before and after: how many gave each answer, and how sure the difference is."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from modning.compare.words import HIDDEN, interval
from modning.programme import load_programme
from modning.results import WITHHELD
from modning.shares import Tally, newcombe, shares
from modning.text import Label, number

TIMES = ("before", "after")
PARTS = ("percent", "low", "high")
HEADINGS = (
    Label("Svar", "Answer"),
    Label("Besvarelser", "Answer sets"),
    Label("Før, %", "Before, %"),
    Label("Efter, %", "After, %"),
    Label("Forskel, procentpoint", "Difference, points"),
)
CAPTION = Label("{title}: andele før og efter", "{title}: shares before and after")
NOTE = Label(
    "Besvarelser: før / efter. I parentes 95 %-intervaller, Wilsons for andele og Newcombes for "
    "forskelle.",
    "Answer sets: before / after. In brackets 95% intervals, Wilson's for shares and Newcombe's "
    "for differences.",
)


@dataclass(frozen=True)
class ShareChange:
    """The shares of some answers before and after, as independent groups.

    `table` has a row an answer: `answer`; `n`, `percent`, `low` and `high` each with `_before` and
    `_after`; `difference`, `difference_low` and `difference_high` in points. A share that tells of
    fewer than the programme shows is missing, and `small_before` or `small_after` is their number.
    `item` is the question, by its id.
    """

    item: str
    title: Label
    labels: Mapping[str, Label]
    table: pd.DataFrame

    def figures(self, prefix: str) -> pd.DataFrame:
        """Return figures to record: `prefix.answer.before`, `.after` and `.gain` (in points).

        A share that tells of few has no value and their number as n, by which `record` withholds
        it; a difference that is missing for want of answers has n = 0.
        """
        rows = []
        for row in self.table.to_dict("records"):
            name = f"{prefix}.{row['answer']}"
            for time in TIMES:
                values = (row[f"{part}_{time}"] for part in PARTS)
                n = row[f"small_{time}"] or row[f"n_{time}"]
                rows.append((f"{name}.{time}", *values, n, "percent"))
            known = not pd.isna(row["difference"])
            bounds = (row["difference"], row["difference_low"], row["difference_high"])
            n = row["n_before"] + row["n_after"] if known else _smallest(row)
            rows.append((f"{name}.gain", *bounds, n, "points"))
        return pd.DataFrame(rows, columns=["figure", "value", "low", "high", "n", "unit"])

    def words(self, language: str) -> dict[str, Any]:
        """Return the shares and differences as arguments of `tables.show`."""
        headings = [heading[language] for heading in HEADINGS]
        rows = [self._words(row, language) for row in self.table.to_dict("records")]
        return {
            "frame": pd.DataFrame(rows, columns=headings),
            "caption": CAPTION[language].format(title=self.title[language]),
            "language": language,
            "units": dict.fromkeys(headings[1:], ""),
            "note": NOTE[language],
        }

    def _words(self, row: dict[str, Any], language: str) -> list[str]:
        counts = [row["n_before"], row["n_after"]]
        fewest = load_programme().threshold
        texts = [HIDDEN[language] if 0 < n < fewest else number(n, language) for n in counts]
        values = [
            WITHHELD[language]
            if row[f"small_{time}"]
            else interval(*(_known(row[f"{part}_{time}"]) for part in PARTS), language, 0)
            for time in TIMES
        ]
        span = (row["difference"], row["difference_low"], row["difference_high"])
        values.append(interval(*map(_known, span), language, 0))
        return [self.labels[row["answer"]][language], " / ".join(texts), *values]


def share_change(before: Tally, after: Tally, title: Label) -> ShareChange:
    """Compare the shares of the answers two tallies have in common, in the order of the first."""
    item = before.item
    words = item.rows if item.type == "grid" else item.options
    return ShareChange(
        item=item.id,
        title=title,
        labels={part.id: part.label for part in words},
        table=change_of(before.given, after.given),
    )


def change_of(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Return the table of `ShareChange` from boolean columns, one an answer."""
    fewest = load_programme().threshold
    both = [shares(given).set_index("answer") for given in (before, after)]
    rows = [_row(name, *(one.loc[name] for one in both), fewest) for name in before.columns]
    return pd.DataFrame(rows)


def small_part(count: int, n: int, fewest: int) -> int:
    """Return the smallest group a share would tell of, if it is too small to be shown; else 0.

    A share tells of those who gave the answer, of those who did not, and of all who answered.
    """
    groups = [group for group in (count, n - count, n) if group > 0]
    smallest = min(groups, default=0)
    return smallest if smallest < fewest else 0


def _row(answer: str, before: pd.Series, after: pd.Series, fewest: int) -> dict[str, Any]:
    row: dict[str, Any] = {"answer": answer}
    for time, side in zip(TIMES, (before, after), strict=True):
        count, n = int(side["count"]), int(side["n"])
        small = small_part(count, n, fewest)
        shown = n > 0 and not small
        row |= {f"n_{time}": n, f"small_{time}": small}
        row |= {f"{part}_{time}": float(side[part]) if shown else None for part in PARTS}
    known = None not in (row["percent_before"], row["percent_after"])
    counts = int(after["count"]), int(after["n"]), int(before["count"]), int(before["n"])
    low, high = newcombe(*counts) if known else (None, None)
    difference = row["percent_after"] - row["percent_before"] if known else None
    return {**row, "difference": difference, "difference_low": low, "difference_high": high}


def _smallest(row: dict[str, Any]) -> int:
    return min((row[f"small_{time}"] for time in TIMES if row[f"small_{time}"]), default=0)


def _known(value: float | None) -> float | None:
    return None if value is None or pd.isna(value) else value
