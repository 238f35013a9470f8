"""A scale before and after for linked persons, beside what unlinked answers would have said."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from modning import guarded
from modning.compare import guarded as gates
from modning.compare.change import scale_cells
from modning.compare.groups import Comparison
from modning.compare.overlap import overlap
from modning.compare.paired import (
    SHARE,
    WHOLE,
    Adjusted,
    Paired,
    adjusted_difference,
    fate_figures,
    fates,
    paired,
    reliable_change,
)
from modning.compare.words import interval, place_labels
from modning.scales import Scale
from slicebook.figures import figure_table
from slicebook.programme import load_programme
from slicebook.shown.view import view
from slicebook.tables import of_numbers
from slicebook.text import NONE, _, number, quantity
from surveys.answers import MUNICIPALITY

HEADINGS = _("Comparison|Answers|Change, points|Width of the interval|p")
UNLINKED = _("All answers, unlinked")
LINKED = _("Linked persons")
ADJUSTED = _("{second} less {first}, at the same start")
UNLIKE = _("Linked less not linked, at the start")
CAPTION = _("The change with and without linking")


@dataclass(frozen=True)
class Study:
    """What linking adds, on the score from 0 to 100.

    `unlinked` compares all answers as groups, `paired` the linked persons; `fates` counts persons
    against the reliable change `limit`; `adjusted` compares the first two municipalities at the
    same start, `unlike` those of the start who are linked with those who are not.
    """

    unlinked: Comparison
    paired: Paired
    limit: float | None
    fates: pd.DataFrame
    adjusted: Adjusted | None
    unlike: Comparison

    def figures(self, prefix: str) -> pd.DataFrame:
        """Return the study as figures to record.

        `prefix.narrower` is linking's gain, per cent; `prefix.unlike` how much higher those who are
        linked began than those who are not.
        """
        known = self.paired.low is not None and self.unlinked.low is not None
        found = self.unlinked, self.paired, self.unlike
        told = [not one.withheld for one in found]
        gain = 100 * (1 - self._width / self._width_unlinked) if known else None
        pairs = self.paired.n if self.unlinked.compared else 0
        rows = [
            ("unlinked", _tested(self.unlinked), "points", self.unlinked.compared, told[0]),
            ("limit", self.limit, "points", None, True),
            ("narrower", gain, "percent", pairs, told[0] and told[1]),
            ("unlike", _tested(self.unlike), "points", self.unlike.compared, told[2]),
        ]
        parts = [
            figure_table(rows, prefix),
            self.paired.figures(prefix),
            fate_figures(self.fates, prefix),
        ]
        return pd.concat([part.astype(object) for part in parts], ignore_index=True)

    @view
    def table(self) -> dict[str, Any]:
        """Return the change with and without linking as arguments of `tables.show`."""
        rows = [[UNLINKED, *_row(self.unlinked)], [LINKED, *_row(self.paired)]]
        if self.adjusted:
            names = place_labels()
            words = {"first": names[self.adjusted.first], "second": names[self.adjusted.second]}
            row = _row(self.adjusted)
            rows.append([ADJUSTED.format(**words), NONE, *row[1:]])
        if self.unlike.p is not None:
            rows.append([UNLIKE, *_row(self.unlike)])
        return of_numbers(HEADINGS, rows, CAPTION)

    @property
    def _width(self) -> float:
        return self.paired.high - self.paired.low

    @property
    def _width_unlinked(self) -> float:
        """Return the width by means and spreads as shown; the shown interval is widened."""
        alone = overlap(self.unlinked.before, self.unlinked.after, 0, 0.0)
        return alone.high - alone.low


def study(
    pairs: pd.DataFrame,
    before: pd.DataFrame,
    after: pd.DataFrame,
    scores: tuple[pd.Series, pd.Series],
    scale: Scale,
    fewest: int | None = None,
) -> Study:
    """Analyse linked answers; shares of fewer than `fewest` (the programme's threshold) are hidden.

    So are changes of fewer than a spread needs, but for `fewest` people made up.
    `pairs` has the row labels `before` and `after` of answers that belong together, `before` and
    `after` the column `municipality`, `scores` the mean answers of their rows.
    """
    fewest, group = gates.linked(fewest)
    first, last = (scale.hundred(score) for score in scores)
    one, other = first.loc[pairs["before"]], last.loc[pairs["after"]]
    place = before[MUNICIPALITY].loc[pairs["before"]]
    cells, points = scale_cells(scale, before, after), scale.hundred(scale.low + 1)
    needs = gates.needed(before, after, cells)
    unlinked = gates.shown(first, last, gates=needs, scale=points)
    spread = unlinked.before.sd
    retest = scale.reference("retest")
    limit = None if spread is None or retest is None else reliable_change(spread, retest)
    alike = paired(one, other)
    found = gates.stated(alike, [alike.n], [group], {})
    places = list(load_programme().municipalities)[:2]
    sizes = place.value_counts().reindex(places, fill_value=0)
    apart = adjusted_difference(one, other, place, *places) if len(places) == 2 else None
    became = fates(
        one, other, limit, change=scale.reference("change"), cutoff=scale.reference("cutoff"),
        worse=scale.measure is not None and scale.measure.worse,
    )  # fmt: skip
    return Study(
        unlinked=unlinked,
        paired=found,
        limit=limit,
        fates=guarded.fates(became, WHOLE, SHARE, fewest),
        adjusted=apart if min(sizes) >= group.spread else None,
        unlike=gates.shown(first.drop(pairs["before"]), one, gates=(group, group), scale=points),
    )


def _tested(found: Comparison) -> tuple[float, float, float] | None:
    return None if found.p is None else (found.difference, found.low, found.high)


def _row(found: Comparison | Paired | Adjusted) -> list[str]:
    width = None if found.low is None else found.high - found.low
    return [
        NONE if found.p is None else number(getattr(found, "n", 0)),
        interval(found.difference, found.low, found.high, 1),
        quantity(width, "points"),
        quantity(found.p, "probability"),
    ]
