"""Does a change depend on the rule for answer sets with a gap? The rule is an assumption."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import pandas as pd

from modning.compare.change import scale_cells
from modning.compare.groups import Comparison
from modning.compare.guarded import HIDDEN, in_turn, needed, shown
from modning.compare.words import interval
from modning.scales import Scale
from slicebook.figures import figure_table
from slicebook.shown.view import view
from slicebook.slices import Slice
from slicebook.tables import of_rows
from slicebook.text import _, quantity
from surveys.disclosure import form_of_frame, mean_cell, slice_of_frame

# How many answers may be missing, by the rule's key. A set with a gap counts with the mean of what
# was answered, as if the rest had been answered like it.
RULES = {"complete": 0, "one_gap": 1, "half": 2}
LABELS = {
    "complete": _("All five answers are needed (used here)"),
    "one_gap": _("One answer may be missing"),
    "half": _("Two answers may be missing"),
}
HEADINGS = _("Rule|Before|After|Change")
CAPTION = _("{title}: the change by rule for gaps")


@dataclass(frozen=True)
class Sensitivity:
    """The change of one scale under each of `RULES`."""

    scale: Scale
    by_rule: dict[str, Comparison]

    @view
    def table(self) -> dict[str, Any]:
        """Return the change by rule as arguments of `tables.show`; counts are not told."""
        rows = [
            (
                LABELS[rule],
                quantity(found.before.mean, "scale"),
                quantity(found.after.mean, "scale"),
                interval(found.difference, found.low, found.high),
            )
            for rule, found in self.by_rule.items()
        ]
        return of_rows(HEADINGS, rows, CAPTION.format(title=self.scale.title))

    def figures(self, prefix: str) -> pd.DataFrame:
        """Return `prefix.gain.half`, the change by the mildest rule, and how far rules part.

        `prefix.gain.rules_apart` is the largest difference between two rules' changes. Both rest on
        at least as many answers as the complete sets, whose number is their n.
        """
        used, mild = self.by_rule["complete"], self.by_rule["half"]
        gains = [found.difference for found in self.by_rule.values()]
        changes = [change for change in gains if change is not None]
        told = not (used.withheld or mild.withheld)
        gain = apart = None
        if used.p is not None:
            gain = mild.difference, mild.low, mild.high
            apart = max(changes) - min(changes)
        rows = [
            ("gain.half", gain, "scale points", used.compared, told),
            ("gain.rules_apart", apart, "scale points", used.compared, told),
        ]
        return figure_table(rows, prefix)


def sensitivity(before: pd.DataFrame, after: pd.DataFrame, scale: Scale) -> Sensitivity:
    """Compare a scale before and after under each rule for answer sets with a gap.

    A rule that adds too few answer sets to those of a rule that is shown is withheld: the two means
    would tell what these few answered.
    """
    forms = before, after
    gates = needed(before, after, scale_cells(scale, before, after))
    size = len(scale.items)
    told = in_turn(RULES, lambda strict, mild: _added(forms, scale, strict, mild))
    by_rule = {
        rule: shown(
            *(scale.score(form, size - gaps) for form in forms),
            rule,
            gates if rule in told else HIDDEN,
        )
        for rule, gaps in RULES.items()
    }
    return Sensitivity(scale, by_rule)


def added(form: str, answers: pd.DataFrame, scale: Scale) -> Iterator[tuple[str, pd.Series]]:
    """Yield for every two rules the cell of what the milder one adds, and whom it adds."""
    gaps = scale.answers(answers).isna().sum(axis=1)
    for strict, mild in combinations(RULES, 2):
        yield _cell(form, scale, strict, mild), gaps.between(RULES[strict] + 1, RULES[mild])


def gaps(items: pd.DataFrame) -> pd.Series:
    """Tell which answer sets have some of the items and not all."""
    answered = items.notna()
    return answered.any(axis=1) & ~answered.all(axis=1)


def gaps_cell(form: str, item: str, rows: Sequence[str]) -> str:
    """Return the cell of what those answered who left some rows of a grid out."""
    return mean_cell(form, f"{item}_{'+'.join(rows)}_gaps")


def _added(
    forms: tuple[pd.DataFrame, pd.DataFrame], scale: Scale, strict: str, mild: str
) -> Iterator[tuple[str, Slice | None, int]]:
    for role, answers in zip(("before", "after"), forms, strict=True):
        form = form_of_frame(answers, role)
        cell = _cell(form, scale, strict, mild)
        yield cell, slice_of_frame(answers), dict(added(form, answers, scale))[cell].sum()


def _cell(form: str, scale: Scale, strict: str, mild: str) -> str:
    return mean_cell(form, f"{scale.id}_{mild}_less_{strict}")
