"""A scale's items by the order of the answers alone, beside the means that take steps for equal.

And whether an item moved with the others: whether persons of the same total answer it alike before
and after. Where they do not, it came to mean something else, and the scale's rise is partly that
(Zumbo 1999, A Handbook on the Theory and Methods of Differential Item Functioning). The total has
the item in it: what is left without is measured with error, by which every item would seem to move
where all did.
"""

import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from scipy import stats
from scipy.special import expit
from statsmodels.miscmodels.ordinal_model import OrderedModel

from modning.compare.change import Change
from modning.compare.groups import Comparison, holm
from modning.compare.guarded import ORDERED, shown_odds
from modning.compare.words import NO, YES, interval
from modning.scales import Scale, numbers
from slicebook.figures import figure_table
from slicebook.shown.view import view
from slicebook.tables import of_numbers
from slicebook.text import BELOW, NONE, Message, _, quantity

Z = float(stats.norm.ppf(0.975))


@dataclass(frozen=True)
class Odds:
    """The odds of a higher answer after against before, the same at every step, with 95 % interval.

    `p` tests that they are even, `p_parallel` that they are the same at every step. Without a ratio
    where it is not shown.
    """

    ratio: float | None
    low: float | None
    high: float | None
    p: float
    p_parallel: float | None


def proportional_odds(
    before: Iterable[float],
    after: Iterable[float],
    alike: tuple[Iterable[float], Iterable[float]] | None = None,
) -> Odds | None:
    """Return the odds ratio of a higher answer after (McCullagh 1980, JRSS B 42:109).

    With `alike`, a number for each answer before and after, it is that of persons in whom this
    number is the same; the steps are then not tested. None where a side has fewer than two answers,
    fewer than two different ones were given, or every answer of one side is at or beyond all of the
    other, so that the odds have no end.
    """
    sides = [numbers(side) for side in (before, after)]
    with_ = [np.zeros_like(side) for side in sides] if alike is None else list(map(numbers, alike))
    there = [~np.isnan(side) & ~np.isnan(one) for side, one in zip(sides, with_, strict=True)]
    x, y = (side[known] for side, known in zip(sides, there, strict=True))
    together = np.concatenate([x, y])
    if min(len(x), len(y)) < 2 or len(np.unique(together)) < 2 or _parted(x, y) or _parted(y, x):
        return None
    given = np.concatenate([one[known] for one, known in zip(with_, there, strict=True)])
    columns = [np.repeat([0.0, 1.0], [len(x), len(y)])]
    if alike is not None and given.std():
        columns.append((given - given.mean()) / given.std())
    found = _fitted(together, np.column_stack(columns))
    if found is None:
        return None
    slope, error, likelihood = found
    ratio, low, high = (float(np.exp(slope + z * error)) for z in (0, -Z, Z))
    p = float(2 * stats.norm.sf(abs(slope) / error))
    return Odds(ratio, low, high, p, _parallel(x, y, likelihood) if alike is None else None)


def _fitted(answers: np.ndarray, columns: np.ndarray) -> tuple[float, float, float] | None:
    """Return the first slope, its standard error and the log-likelihood; None without an end."""
    codes = pd.Series(pd.Categorical(answers, ordered=True))
    model = OrderedModel(codes, columns, distr="logit")
    model.cdf = expit  # The same without the checks, which took longer than all else.
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")  # Of no end, which is told by the standard error.
        near = model.fit(method="bfgs", disp=False)
        try:
            fit = model.fit(start_params=near.params, method="newton", disp=False)
        except np.linalg.LinAlgError:  # The number tells each answer: nothing is left to odds.
            return None
        slope, error = float(np.asarray(fit.params)[0]), float(np.asarray(fit.bse)[0])
    known = fit.mle_retvals["converged"] and np.isfinite(error) and 0 < error < 10
    return (slope, error, float(fit.llf)) if known else None


def _parted(one: np.ndarray, other: np.ndarray) -> bool:
    return bool(one.max() <= other.min())


def _parallel(x: np.ndarray, y: np.ndarray, fitted: float) -> float | None:
    """Return the likelihood-ratio p that each side's shares follow from one odds ratio."""
    values = np.unique(np.concatenate([x, y]))
    free = 0.0
    for side in (x, y):
        counts = np.array([(side == value).sum() for value in values])
        given = counts[counts > 0]
        free += float((given * np.log(given / given.sum())).sum())
    df = len(values) - 2
    return float(stats.chi2.sf(max(0.0, 2 * (free - fitted)), df)) if df else None


HEADINGS = _(
    "Statement|Odds of a higher answer after|p, Holm|p, odds the same at every step|"
    "As the means say?|Odds at the same total|p, Holm, of these"
)
CAPTION = _("{title}: by the order of the answers")
NOTE = _(
    "Proportional odds, in brackets 95% intervals; 1 is even. As the means say: on the same side "
    "of 5% as Welch's test, and in the same direction. The last columns ask whether a statement "
    "moved with the others: 1 if it did. Of fewer than {few} answers before or after only the "
    "level that p is below is shown."
)
LEVEL = 0.05


@dataclass(frozen=True)
class Item:
    """An item: its means compared, its `odds`, and those `alike`, at the same total.

    p-values are adjusted by Holm over the items, but for that of the steps.
    """

    means: Comparison
    odds: Odds | None
    alike: Odds | None

    @property
    def agrees(self) -> bool | None:
        """Tell whether means and order lead to the same conclusion; None where either has none."""
        p = self.means.p if self.means.p_holm is None else self.means.p_holm
        if p is None or self.odds is None:
            return None
        found = [p < LEVEL, self.odds.p < LEVEL]
        return found == [False, False] or (all(found) and self._same_way)

    @property
    def _same_way(self) -> bool:
        return (self.means.difference > 0) == (self.odds.ratio > 1)


@dataclass(frozen=True)
class ByOrder:
    """The items of a scale before and after, by order."""

    scale: Scale
    items: list[Item]

    def figures(self, prefix: str) -> pd.DataFrame:
        """Return counts of items as figures to record.

        `prefix.order.compared` by means and order, `.apart` with another conclusion, `.uneven` with
        other odds at other steps (5 %, each by itself), and `.moved` that did not go with the rest.
        """
        known = [item for item in self.items if item.agrees is not None]
        told = not any(item.means.withheld for item in self.items)
        n = max((item.means.compared for item in known[:1] or self.items), default=0)
        uneven = [item.odds.p_parallel for item in known]
        moved = [item.alike.p < LEVEL for item in known if item.alike]
        counts = {
            "compared": len(known),
            "apart": sum(not item.agrees for item in known),
            "uneven": sum(p is not None and p < LEVEL for p in uneven),
            "moved": sum(moved) if moved else None,
        }
        rows = [
            (f"order.{name}", count if known else None, "statements", n, told)
            for name, count in counts.items()
        ]
        return figure_table(rows, prefix)

    @view
    def table(self) -> dict[str, Any]:
        """Return a row an item as arguments of `tables.show`."""
        rows = [self._row(item) for item in self.items]
        return of_numbers(HEADINGS, rows, CAPTION.format(title=self.scale.title),
                          NOTE.format(few=ORDERED))  # fmt: skip

    def _row(self, item: Item) -> list[str | Message]:
        fewest = min(item.means.before.n, item.means.after.n)
        odds, alike = (one and shown_odds(one, fewest) for one in (item.odds, item.alike))
        agrees = NONE if item.agrees is None else (YES if item.agrees else NO)
        return [
            self.scale.items[item.means.name],
            *_told(odds),
            quantity(odds and odds.p_parallel, BELOW),
            agrees,
            *_told(alike),
        ]


def by_order(change: Change, before: pd.DataFrame, after: pd.DataFrame) -> ByOrder:
    """Compare by order the items of a change whose tests are shown; the forms are its own."""
    both = [change.scale.complete(form).astype(float) for form in (before, after)]
    found = [_item(means, both) for means in change.items]
    adjusted = zip(found, _holm([one.odds for one in found]), _holm([one.alike for one in found]),
                   strict=True)  # fmt: skip
    return ByOrder(change.scale, [replace(one, odds=odds, alike=alike)
                                  for one, odds, alike in adjusted])  # fmt: skip


def _item(means: Comparison, both: list[pd.DataFrame]) -> Item:
    if means.p is None:
        return Item(means, None, None)
    sides = [form[means.name] for form in both]
    totals = tuple(form.sum(axis=1) for form in both)
    return Item(means, proportional_odds(*sides), proportional_odds(*sides, alike=totals))


def _holm(odds: list[Odds | None]) -> Iterator[Odds | None]:
    """Yield odds, their p-values adjusted over all of them."""
    for one, p in zip(odds, holm([one and one.p for one in odds]), strict=True):
        yield one and replace(one, p=p)


def _told(odds: Odds | None) -> tuple[str, str]:
    if odds is None:
        return NONE, NONE
    return interval(odds.ratio, odds.low, odds.high, 1), quantity(odds.p, BELOW)
