"""Linked answers: each person compared with herself.

The paired t-test for the mean change; an analysis of covariance for the difference between two
municipalities at the same start; and for each person the reliable change of Jacobson and Truax
(1991), "Clinical significance", Journal of Consulting and Clinical Psychology 59:12.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import statsmodels.formula.api as smf
from scipy import stats
from statsmodels.stats.weightstats import DescrStatsW

from modning.compare.groups import Side
from modning.proportions import figures, percent, wilson
from modning.scales import numbers
from modning.scales.stated import Reason, Stated
from slicebook.figures import figure_table
from slicebook.shown.view import view
from slicebook.tables import headed
from slicebook.text import _

FATES = {
    "better": _("Reliably better"),
    "unclear": _("Not reliably changed"),
    "worse": _("Reliably worse"),
    "relevant": _("Better by a clinically relevant amount"),
    "recovered": _("Crossed the cut-off for recovery"),
}
SHARE = ("percent", "low", "high")
# The fates of which everybody has one.
WHOLE = ("better", "unclear", "worse")
HEADINGS = _("Change|Persons|Per cent|95% from|95% to")
CAPTION = _("Change person by person")


@dataclass(frozen=True)
class Paired(Stated):
    """The mean change of `n` persons with 95 % interval; `correlation` of before with after.

    None with a `reason` where it cannot be stated.
    """

    n: int
    difference: float | None = None
    low: float | None = None
    high: float | None = None
    t: float | None = None
    p: float | None = None
    correlation: float | None = None
    reason: Reason | None = None

    @property
    def groups(self) -> tuple[Side, ...]:
        """Return the persons' changes as a group; their number alone where no test is stated."""
        if self.p is None:
            return (Side(self.n, 0),)
        half = (self.high - self.low) / 2
        spread = half * self.n**0.5 / float(stats.t.ppf(0.975, self.n - 1))
        return (Side(self.n, 0, self.difference, self.low, self.high, spread),)

    def figures(self, prefix: str) -> pd.DataFrame:
        """Return n, the mean change, its p-value and the correlation as figures to record."""
        rows = [
            ("n", self.n, "answers", None, True),
            ("change", (self.difference, self.low, self.high), "points", *self.rests),
            ("p", self.p, "probability", *self.rests),
            ("correlation", self.correlation, "coefficient", *self.rests),
        ]
        return figure_table(rows, prefix)


@dataclass(frozen=True)
class Adjusted:
    """The second municipality's score after, less the first's, at the same score before (95 %)."""

    first: str
    second: str
    difference: float
    low: float
    high: float
    p: float
    slope: float


def paired(before: pd.Series, after: pd.Series) -> Paired:
    """Compare each person's answers; the series have one row a person, in the same order.

    Persons with a missing score are left out. A test needs two persons whose changes differ.
    """
    both = pd.DataFrame({"before": numbers(before), "after": numbers(after)}).dropna()
    n = len(both)
    if not np.isfinite(both.to_numpy()).all():
        return Paired(n, reason=Reason.INFINITE)
    change = both["after"] - both["before"]
    if n < 2:
        return Paired(n, reason=Reason.TOO_FEW if n else Reason.NO_ANSWERS)
    if np.ptp(change.to_numpy()) == 0:
        return Paired(n, difference=float(change.iloc[0]), reason=Reason.NO_SPREAD)
    described = DescrStatsW(change.to_numpy())
    t, p, _ = described.ttest_mean()
    low, high = described.tconfint_mean()
    spread = both.nunique().min() > 1
    correlation = float(both["before"].corr(both["after"])) if spread else None
    return Paired(n, float(change.mean()), float(low), float(high), float(t), float(p), correlation)


def adjusted_difference(
    before: pd.Series, after: pd.Series, place: pd.Series, first: str, second: str
) -> Adjusted | None:
    """Compare two municipalities afterwards at the same score before (analysis of covariance).

    None where a municipality has fewer than two persons, the scores do not differ, or the score
    before tells the municipality, so that nobody had the same start.
    """
    columns = {"before": numbers(before), "after": numbers(after), "place": list(place)}
    data = pd.DataFrame(columns)
    data = data[data["place"].isin([first, second])].dropna()
    sizes = data["place"].value_counts()
    if len(sizes) < 2 or sizes.min() < 2 or data[["before", "after"]].nunique().min() < 2:
        return None
    data["second"] = (data["place"] == second).astype(float)
    design = data[["before", "second"]].assign(constant=1.0)
    if np.linalg.matrix_rank(design) < 3:
        return None
    fit = smf.ols("after ~ before + second", data).fit()
    low, high = fit.conf_int().loc["second"]
    return Adjusted(
        first,
        second,
        float(fit.params["second"]),
        float(low),
        float(high),
        float(fit.pvalues["second"]),
        float(fit.params["before"]),
    )


def reliable_change(sd: float, reliability: float) -> float:
    """Return the smallest change that measurement error makes in fewer than 5 % of persons.

    1.96 standard errors of a difference: `sd` is the spread before, `reliability` test-retest.
    """
    return float(1.96 * sd * (2 * (1 - reliability)) ** 0.5)


def fates(
    before: pd.Series,
    after: pd.Series,
    limit: float | None,
    *,
    change: float | None = None,
    cutoff: float | None = None,
    worse: bool = False,
) -> pd.DataFrame:
    """Count what became of the persons, on the score from 0 to 100.

    `limit` is the reliable change; where it is not known (None, NaN), nor are "better", "unclear"
    and "worse", of n = 0. Columns: `fate` (a key of `FATES`), `count`, `n`, `percent`,
    `low`, `high` (Wilson), `shown`. "better", "unclear" and "worse" make the whole; "relevant" is a
    rise of the relevant `change` or more, "recovered" one from below the `cutoff` to it or above;
    where the scale's publishers name none, it is asked of nobody (n = 0). Shares of nobody are
    missing. Of a scale on which more is `worse` a fall is the better end.
    """
    both = pd.DataFrame({"before": numbers(before), "after": numbers(after)}).dropna()
    sign, persons = -1 if worse else 1, len(both)
    both, known = sign * both, {"relevant": change, "recovered": cutoff}
    limit, relevant, cutoff = (np.nan if one is None else one for one in (limit, change, cutoff))
    gain = both["after"] - both["before"]
    crossed = (both["before"] < sign * cutoff) & (both["after"] >= sign * cutoff)
    of = dict.fromkeys(FATES, persons) | dict.fromkeys(WHOLE, 0 if np.isnan(limit) else persons)
    of |= {fate: 0 for fate, published in known.items() if published is None}
    counts = {
        "better": (gain > limit).sum(),
        "unclear": (gain.abs() <= limit).sum(),
        "worse": (gain < -limit).sum(),
        # Scores move in steps; the tolerance keeps a step of exactly the relevant size.
        "relevant": (gain >= relevant - 1e-9).sum(),
        "recovered": crossed.sum(),
    }
    rows = [
        (fate, int(count), of[fate], percent(int(count), of[fate]), *wilson(int(count), of[fate]))
        for fate, count in counts.items()
    ]
    table = pd.DataFrame(rows, columns=["fate", "count", "n", *SHARE]).assign(shown=True)
    return table.astype(dict.fromkeys(SHARE, float))


def fate_figures(table: pd.DataFrame, prefix: str) -> pd.DataFrame:
    """Return the shares of `fates` as figures to record, `prefix.better` and so on."""
    return figures(table.rename(columns={"fate": "answer"}), prefix)


@view
def fate_table(table: pd.DataFrame) -> dict[str, Any]:
    """Return `fates` as arguments of `tables.show`; without numbers where shares are missing."""
    _change, persons, *shares = str(HEADINGS).split("|")
    frame = table[["fate", "count", "percent", "low", "high"]].copy()
    frame["count"] = frame["count"].astype(float).mask(frame["percent"].isna())
    frame["fate"] = [str(FATES[fate]) for fate in frame["fate"]]
    return {
        "frame": headed(frame, HEADINGS),
        "caption": str(CAPTION),
        "units": {persons: "persons", **dict.fromkeys(shares, "percent")},
    }
