"""What becomes of findings where persons of a course resemble each other: a row each."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from modning.compare.clustering import CORRELATIONS, Finding, breakdown, clustered, design_effect
from modning.compare.groups import Side
from modning.compare.words import span
from slicebook.figures import figure_table
from slicebook.shown.view import view
from slicebook.tables import of_numbers
from slicebook.text import NONE, _, number

# The correlation that is told beside a finding in words.
TYPICAL = 0.1

HEADINGS, FALLS = _("Finding|Value|{}|Degrees of freedom at {}"), _("Chance explains it from")
NEVER = _("none")
CAPTION = _("If persons of a course correlate at 0 to {}: 95% intervals")
NOTE = _(
    "Courses of {} persons; at {} the variance of a mean is {} times as large. Reckoned from means "
    "and spreads as they are shown; the intervals above are widened to steps, these are not."
)
FALLS_NOTE = _("Chance explains it from: the correlation at which the interval reaches zero.")


def resemblance_figures(
    findings: Mapping[str, Finding | None], size: float, unit: str = "scale points"
) -> pd.DataFrame:
    """Return each finding, by its name, with its interval at `TYPICAL` as a figure: `name.at_10`.

    And of a comparison `name.falls_at`, the correlation at which its interval reaches zero: 1 where
    it never does, missing where it holds zero without any. The interval is of the means and spreads
    as they are shown. None is a finding that there is not. What cannot be reckoned has no n; it is
    0 where nobody answered.
    """
    rows = []
    for name, finding in findings.items():
        found = finding and clustered(finding, size, TYPICAL)
        n, shown = finding.rests if finding else (None, True)
        # A mean may be shown where its spread is not, from which this is reckoned.
        apart = isinstance(finding, Side) and n > 1 and finding.sd is None
        rests = n, shown and not apart
        ends = (found.value, found.low, found.high) if found else None
        rows.append((f"{name}.at_10", ends, unit, *rests))
        if not isinstance(finding, Side):
            falls = finding and breakdown(finding, size)
            rows.append((f"{name}.falls_at", falls, "coefficient", *rests))
    return figure_table(rows)


@view
def resemblance_table(findings: Mapping[str, Finding], size: float) -> dict[str, Any]:
    """Return each finding, by its words, at each correlation as arguments of `tables.show`."""
    each = "|".join(number(one, 2) for one in CORRELATIONS)
    headings = HEADINGS.format(each, number(TYPICAL, 1))
    compared = any(not isinstance(one, Side) for one in findings.values())
    headings += f"|{FALLS}" if compared else ""
    rows = [_row(words, one, size, compared) for words, one in findings.items()]
    effect = design_effect(size, TYPICAL)
    note = str(NOTE.format(number(size, 0), number(TYPICAL, 1), number(effect, 1)))
    note += f" {FALLS_NOTE}" if compared else ""
    return of_numbers(headings, rows, CAPTION.format(number(CORRELATIONS[-1], 1)), note)


def _row(words: str, finding: Finding, size: float, compared: bool) -> list[str]:
    found = [clustered(finding, size, correlation) for correlation in CORRELATIONS]
    if None in found:
        return [words, *[NONE] * (len(CORRELATIONS) + 2 + compared)]
    ends = [span(one.low, one.high, 2) for one in found]
    freedom = number(found[CORRELATIONS.index(TYPICAL)].df, 0)
    falls = [_falls(finding, size)] if compared else []
    return [words, number(found[0].value, 1), *ends, freedom, *falls]


def _falls(finding: Finding, size: float) -> str:
    if isinstance(finding, Side):
        return NONE
    at = breakdown(finding, size)
    if at is None:
        return number(0)
    return str(NEVER) if at == 1 else number(at, 2)
