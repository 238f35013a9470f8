"""Shares before and after: how many gave each answer, and how sure the difference is."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from modning.compare.groups import Comparison, Side
from modning.compare.words import HIDDEN, interval, of_texts
from modning.proportions import newcombe
from modning.register import entry
from modning.scales import Reason
from modning.shares import Tally
from slicebook.figures import figure_table
from slicebook.programme import load_programme
from slicebook.shown.view import view
from slicebook.text import WITHHELD, Message, _, number

TIMES = ("before", "after")
PARTS = ("percent", "low", "high")
HEADINGS = (
    _("Answer"),
    _("Answer sets"),
    _("Before, %"),
    _("After, %"),
    _("Difference, points"),
)
CAPTION = _("{title}: shares before and after")
NOTE = _(
    "Answer sets: before / after. In brackets 95% intervals, Wilson's for shares and Newcombe's "
    "for differences."
)


@dataclass(frozen=True)
class ShareChange:
    """The shares of some answers before and after, as independent groups.

    `table` has a row an answer: `answer`; `n`, `percent`, `low` and `high` each with `_before` and
    `_after`; `difference`, `difference_low` and `difference_high` in points. A share that is
    withheld is missing, and `withheld_before` or `withheld_after` says so.
    `item` is the question, by its id, `forms` those it was asked in, where they are others
    than the programme's before and after.
    """

    item: str
    title: Message
    labels: Mapping[str, Message]
    table: pd.DataFrame
    forms: tuple[str, str] | None = None

    def figures(self, prefix: str) -> pd.DataFrame:
        """Return figures to record: `prefix.answer.before`, `.after` and `.gain` (in points).

        A share that tells of few is not shown, nor is the difference that rests on it; a difference
        that is missing for want of answers has n = 0.
        """
        rows = []
        for row in self.table.to_dict("records"):
            name = row["answer"]
            for time in TIMES:
                told = tuple(row[f"{part}_{time}"] for part in PARTS)
                shown = not row[f"withheld_{time}"]
                rows.append((f"{name}.{time}", told, "percent", row[f"n_{time}"], shown))
            told = (row["difference"], row["difference_low"], row["difference_high"])
            n = row["n_before"] + row["n_after"] if row["n_before"] and row["n_after"] else 0
            shown = not any(row[f"withheld_{time}"] for time in TIMES)
            rows.append((f"{name}.gain", told, "points", n, shown))
        return figure_table(rows, prefix)

    @property
    def findings(self) -> dict[Message, Comparison]:
        """Return each answer's shares before and after, in points, as means of persons."""
        return {self.labels[row["answer"]]: _as_means(row) for row in self.table.to_dict("records")}

    @view
    def words(self) -> dict[str, Any]:
        """Return the shares and differences as arguments of `tables.show`."""
        rows = [self._words(row) for row in self.table.to_dict("records")]
        return of_texts(HEADINGS, rows, CAPTION.format(title=self.title), NOTE)

    def _words(self, row: dict[str, Any]) -> list[str | Message]:
        counts = [row["n_before"], row["n_after"]]
        fewest = load_programme().threshold
        texts = [str(HIDDEN) if 0 < n < fewest else number(n) for n in counts]
        values = [
            WITHHELD
            if row[f"withheld_{time}"]
            else interval(*(_known(row[f"{part}_{time}"]) for part in PARTS), 0)
            for time in TIMES
        ]
        span = (row["difference"], row["difference_low"], row["difference_high"])
        values.append(interval(*map(_known, span), 0))
        return [self.labels[row["answer"]], " / ".join(texts), *values]


def share_change(before: Tally, after: Tally, title: Message) -> ShareChange:
    """Compare the shares of the answers two tallies have in common, in the order of the first."""
    return ShareChange(
        item=before.item.id,
        forms=(before.form, after.form),
        title=title,
        labels=_labels(before),
        table=change_of(before.shares(), after.shares()),
    )


def share_sides(tally: Tally) -> dict[str, Side]:
    """Return each answer's share, in points, as a mean of persons."""
    rows = tally.shares().to_dict("records")
    return {row["answer"]: _share_side(int(row["n"]), _known(row["percent"])) for row in rows}


def share_findings(tally: Tally) -> dict[Message, Side]:
    """Return the same by the answers' words."""
    labels = _labels(tally)
    return {labels[answer]: one for answer, one in share_sides(tally).items()}


def _labels(tally: Tally) -> dict[str, Message]:
    item = tally.item
    words = item.rows if item.type == "grid" else item.options
    sets = entry(tally.form, item.id).sets
    return {part.id: part.label for part in words} | {
        name: one.label for name, one in sets.items() if one.label
    }


def change_of(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Return the table of `ShareChange` from two tables of `shares.shares`, a row an answer."""
    both = [table.set_index("answer") for table in (before, after)]
    rows = [_row(name, *(one.loc[name] for one in both)) for name in both[0].index]
    return pd.DataFrame(rows)


def _row(answer: str, before: pd.Series, after: pd.Series) -> dict[str, Any]:
    row: dict[str, Any] = {"answer": answer}
    for time, side in zip(TIMES, (before, after), strict=True):
        n, shown = int(side["n"]), bool(side["shown"])
        row |= {f"n_{time}": n, f"withheld_{time}": not shown}
        known = shown and n > 0
        row |= {f"{part}_{time}": float(side[part]) if known else None for part in PARTS}
    known = None not in (row["percent_before"], row["percent_after"])
    low = high = None
    if known:
        counts = after["count"], after["n"], before["count"], before["n"]
        low, high = newcombe(*map(int, counts))
    difference = row["percent_after"] - row["percent_before"] if known else None
    return {**row, "difference": difference, "difference_low": low, "difference_high": high}


def _as_means(row: Mapping[str, Any]) -> Comparison:
    sides = [_share_side(row[f"n_{time}"], _known(row[f"percent_{time}"])) for time in TIMES]
    withheld = any(row[f"withheld_{time}"] for time in TIMES)
    return Comparison(row["answer"], *sides, _known(row["difference"]),
                      reason=Reason.WITHHELD if withheld else None)  # fmt: skip


def _share_side(n: int, share: float | None) -> Side:
    spread = None if share is None or n < 2 else (share * (100 - share) * n / (n - 1)) ** 0.5
    return Side(n, 0, share, sd=spread)


def _known(value: float | None) -> float | None:
    return None if value is None or pd.isna(value) else value
