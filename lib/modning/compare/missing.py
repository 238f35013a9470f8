"""Does a change depend on the rule for answer sets with a gap? The rule is an assumption."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from modning.compare.change import needed, scale_cells
from modning.compare.groups import Comparison, compare
from modning.compare.words import interval
from modning.disclosure import NEVER, is_small
from modning.programme import load_programme
from modning.scales import Reason, Scale
from modning.text import Label, quantity

# How many answers may be missing, by the rule's key. A set with a gap counts with the mean of what
# was answered, as if the rest had been answered like it.
RULES = {"complete": 0, "one_gap": 1, "half": 2}
LABELS = {
    "complete": Label(
        "Alle fem svar kræves (brugt her)", "All five answers are needed (used here)"
    ),
    "one_gap": Label("Ét svar må mangle", "One answer may be missing"),
    "half": Label("To svar må mangle", "Two answers may be missing"),
}
HEADINGS = (
    Label("Regel", "Rule"),
    Label("Før", "Before"),
    Label("Efter", "After"),
    Label("Ændring", "Change"),
)
CAPTION = Label("{title}: ændringen efter regel for huller", "{title}: the change by rule for gaps")


@dataclass(frozen=True)
class Sensitivity:
    """The change of one scale under each of `RULES`."""

    scale: Scale
    by_rule: dict[str, Comparison]

    def table(self, language: str) -> dict[str, Any]:
        """Return the change by rule as arguments of `tables.show`; counts are not told."""
        headings = [heading[language] for heading in HEADINGS]
        rows = [
            (
                LABELS[rule][language],
                quantity(found.before.mean, "scale", language),
                quantity(found.after.mean, "scale", language),
                interval(found.difference, found.low, found.high, language),
            )
            for rule, found in self.by_rule.items()
        ]
        return {
            "frame": pd.DataFrame(rows, columns=headings),
            "caption": CAPTION[language].format(title=self.scale.title[language]),
            "language": language,
        }

    def figures(self, prefix: str) -> pd.DataFrame:
        """Return `prefix.gain.half`, the change by the mildest rule, and how far rules part.

        `prefix.gain.rules_apart` is the largest difference between two rules' changes. Both rest on
        at least as many answers as the complete sets, whose number is their n.
        """
        used, mild = self.by_rule["complete"], self.by_rule["half"]
        stated = used.p is not None
        told = [found.difference for found in self.by_rule.values()]
        changes = [change for change in told if change is not None] if stated else [0.0]
        n = used.n if stated else 0
        shown = Reason.WITHHELD not in (used.reason, mild.reason)
        gain = (mild.difference, mild.low, mild.high) if stated else (None, None, None)
        apart = max(changes) - min(changes) if stated else None
        rows = [
            ("gain.half", *gain, n, "scale points", shown),
            ("gain.rules_apart", apart, None, None, n, "scale points", shown),
        ]
        columns = ["figure", "value", "low", "high", "n", "unit", "shown"]
        frame = pd.DataFrame(rows, columns=columns)
        return frame.assign(figure=prefix + "." + frame["figure"])


def sensitivity(before: pd.DataFrame, after: pd.DataFrame, scale: Scale) -> Sensitivity:
    """Compare a scale before and after under each rule for answer sets with a gap.

    A rule that adds fewer answer sets to those of the rule before than the programme shows is
    withheld: the two means would tell what these few answered.
    """
    cells = scale_cells(scale)
    fewest, size, programme = needed(before, after, cells), len(scale.items), load_programme()
    by_rule, counted = {}, None
    for rule, gaps in RULES.items():
        scores = [scale.score(form, size - gaps) for form in (before, after)]
        counts = [int(score.notna().sum()) for score in scores]
        added = [n - known for n, known in zip(counts, counted or counts, strict=True)]
        few = any(is_small(count, programme) for count in added)
        by_rule[rule] = compare(*scores, rule, (NEVER, NEVER) if few else fewest)
        counted = counted if few else counts
    return Sensitivity(scale, by_rule)
