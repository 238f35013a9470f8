"""Shares before and after: how many gave each answer, and how sure the difference is."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from modning import guarded
from modning.compare.groups import Comparison, Side
from modning.compare.words import HIDDEN, interval
from modning.proportions import newcombe
from modning.register import entry
from modning.scales import Reason
from modning.shares import Tally
from slicebook.figures import figure_table
from slicebook.shown.view import view
from slicebook.tables import of_numbers
from slicebook.text import WITHHELD, Message, _, number

HEADINGS = _("Answer|Answer sets|Before, %|After, %|Difference, points")
CAPTION = _("{title}: shares before and after")
NOTE = _(
    "Answer sets: before / after. In brackets 95% intervals, Wilson's for shares and Newcombe's "
    "for differences."
)


@dataclass(frozen=True)
class ShareChange:
    """The shares of some answers before and after, as independent groups.

    `answers` compares each answer's shares in per cent, as means of persons; `labels` are its
    words. `item` is the question, by its id, `forms` those it was asked in.
    """

    item: str
    title: Message
    labels: Mapping[str, Message]
    answers: list[Comparison]
    forms: tuple[str, str]

    def figures(self, prefix: str) -> pd.DataFrame:
        """Return figures to record: `prefix.answer.before`, `.after` and `.gain` (in points).

        A share that tells of few is not shown, nor is the difference that rests on it; a difference
        that is missing for want of answers has n = 0.
        """
        rows = [
            (f"{one.name}.{name}", *told)
            for one in self.answers
            for name, *told in one.rows("percent", "points")
        ]
        return figure_table(rows, prefix)

    @property
    def findings(self) -> dict[Message, Comparison]:
        """Return each answer's comparison by its words."""
        return {self.labels[one.name]: one for one in self.answers}

    @view
    def words(self) -> dict[str, Any]:
        """Return the shares and differences as arguments of `tables.show`."""
        rows = [self._words(one) for one in self.answers]
        return of_numbers(HEADINGS, rows, CAPTION.format(title=self.title), NOTE)

    def _words(self, one: Comparison) -> list[str | Message]:
        sides = one.before, one.after
        counts = (guarded.count(side.n) for side in sides)
        sizes = " / ".join(str(HIDDEN) if n is None else number(n) for n in counts)
        shares = (
            WITHHELD if side.withheld else interval(side.mean, side.low, side.high, 0)
            for side in sides
        )
        change = interval(one.difference, one.low, one.high, 0)
        return [self.labels[one.name], sizes, *shares, change]


def share_change(before: Tally, after: Tally, title: Message) -> ShareChange:
    """Compare the shares of the answers two tallies have in common, in the order of the first."""
    return ShareChange(
        item=before.item.id,
        title=title,
        labels=_labels(before),
        answers=compare_shares(before.shares(), after.shares()),
        forms=(before.form, after.form),
    )


def share_sides(tally: Tally) -> dict[str, Side]:
    """Return each answer's share, in per cent, as a mean of persons."""
    return {row["answer"]: _side(row) for row in tally.shares().to_dict("records")}


def share_findings(tally: Tally) -> dict[Message, Side]:
    """Return the same by the answers' words."""
    labels = _labels(tally)
    return {labels[answer]: one for answer, one in share_sides(tally).items()}


def compare_shares(before: pd.DataFrame, after: pd.DataFrame) -> list[Comparison]:
    """Compare two tables of `proportions.shares`, a comparison an answer of the first."""
    both = [{row["answer"]: row for row in table.to_dict("records")} for table in (before, after)]
    return [_comparison(answer, *(rows[answer] for rows in both)) for answer in both[0]]


def _comparison(answer: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Comparison:
    # Where a slice is too small, what nobody there answered is withheld too.
    first, last = (
        replace(_side(row), reason=None if row["shown"] else Reason.WITHHELD)
        for row in (before, after)
    )
    if None in (first.mean, last.mean):
        withheld = first.withheld or last.withheld
        return Comparison(answer, first, last, reason=Reason.WITHHELD if withheld else None)
    ends = newcombe(*(int(row[key]) for row in (after, before) for key in ("count", "n")))
    return Comparison(answer, first, last, last.mean - first.mean, *ends)


def _side(row: Mapping[str, Any]) -> Side:
    n = int(row["n"])
    if not (n and row["shown"]):
        return Side(n, 0)
    share, low, high = (float(row[part]) for part in ("percent", "low", "high"))
    spread = (share * (100 - share) * n / (n - 1)) ** 0.5 if n > 1 else None
    return Side(n, 0, share, low, high, spread)


def _labels(tally: Tally) -> dict[str, Message]:
    item = tally.item
    words = item.rows if item.type == "grid" else item.options
    sets = entry(tally.form, item.id).sets
    return {part.id: part.label for part in words} | {
        name: one.label for name, one in sets.items() if one.label
    }
