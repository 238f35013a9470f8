"""What is not known for certain, drawn many times: distributions and the cost per completer.

Distributions are data (`data/report/distributions.csv`), each with its basis. The draws are of a
fixed seed, so the figures move only when the data do.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

import numpy as np
import pandas as pd
from scipy import stats

from modning.costs.counted import Counts, counted_as
from modning.costs.intervals import Interval
from slicebook import paths
from slicebook.entries import Amount, Told
from slicebook.errors import InputError
from slicebook.shown.view import view
from slicebook.text import NONE, Message, _, number, printed_place
from slicebook.text_tables import read_rows
from slicebook.written import written

SEED = 20250825
DRAWS = 20_000
# Parts of the draws by which their error is reckoned.
RUNS = 40
# The numbers each distribution is given by: mean and standard deviation, counts, or ends.
NEEDS = {"gamma": ("a", "b"), "beta": ("a", "b"), "uniform": ("low", "high"),
         "integers": ("low", "high")}  # fmt: skip

KINDS = {
    "gamma": _("Gamma"),
    "beta": _("Beta"),
    "uniform": _("Uniform"),
    "integers": _("Uniform, whole numbers"),
}
BASES = {
    "report": _("the report"),
    "assumed": _("assumed"),
    "forms": _("the forms"),
}
# What the forms say: the share of those who begin that completes.
SHARE = "share"
NAMES = ("hours", "course_hours", "rate", "fees", "courses", "size", SHARE)


@dataclass(frozen=True)
class Unknown:
    """A parameter that is not known for certain: its distribution, and on what it rests.

    One that is `decided` is a choice, or varies between years: no research could tell it.
    """

    parameter: str
    item: Message
    kind: str
    distribution: object
    decided: bool
    basis: str
    reason: Message
    source: str

    def quantile(self, probability: float) -> float:
        """Return the value that is not exceeded with this probability."""
        return float(self.distribution.ppf(probability))

    @property
    def mean(self) -> float:
        """Return the mean."""
        return float(self.distribution.mean())


@written
class Distribution:
    """A row of `distributions.csv`; the columns that its distribution needs are given."""

    parameter: str
    item: Told
    distribution: Literal["gamma", "beta", "uniform", "integers"]
    a: Amount
    b: Amount
    low: Amount
    high: Amount
    decided: Literal["yes", "no"]
    basis: Literal["report", "assumed", "forms"]
    reason: Told
    source: Told

    def __post_init__(self) -> None:
        """Refuse a distribution without its numbers."""
        if without := [one for one in NEEDS[self.distribution] if getattr(self, one) is None]:
            raise ValueError(f"{', '.join(without)}: expected a number of 0 or more")

    def unknown(self) -> Unknown:
        """Return the parameter."""
        ends = (float(getattr(self, one)) for one in NEEDS[self.distribution])
        return Unknown(
            parameter=self.parameter,
            item=self.item,
            kind=self.distribution,
            distribution=_distribution(self.distribution, *ends),
            decided=self.decided == "yes",
            basis=self.basis,
            reason=self.reason,
            source=self.source,
        )


def load_unknowns(path: Path | None = None) -> tuple[Unknown, ...]:
    """Read the unknown parameters and their distributions, in the file's order.

    gamma: mean `a`, standard deviation `b` (matched moments); beta: `a` of `a + b` did; uniform
    from `low` to `high`; integers: each whole number from `low` to `high` as likely. Raises
    `InputError` where one of `NAMES` is missing.
    """
    path = path or paths.report("distributions.csv")
    found = tuple(row.unknown() for row in read_rows(path, Distribution))
    if missing := set(NAMES) - {one.parameter for one in found}:
        raise InputError(f"{path.name}: expected a row for each of {', '.join(NAMES)}; "
                         f"{', '.join(sorted(missing))} is missing")  # fmt: skip
    return found


def with_share_counted(unknowns: Sequence[Unknown], counts: Counts) -> tuple[Unknown, ...]:
    """Return the unknowns with the share who complete as the forms have it.

    It is that of forms after to forms before; where no fewer completed than began, one is
    taken to have left. Where too few came in to say, it stays as the file has it.
    """
    began, completed = (counted_as(counts, role) for role in ("before", "after"))
    if not (began and completed):
        return tuple(unknowns)
    share = stats.beta(completed, max(began - completed, 1))
    return tuple(
        replace(one, distribution=share, kind="beta", basis="forms") if one.parameter == SHARE
        else one
        for one in unknowns
    )  # fmt: skip


def draws(unknowns: Sequence[Unknown], size: int = DRAWS, seed: int = SEED) -> pd.DataFrame:
    """Return `size` draws of each parameter, independent of each other: one column each."""
    generator = np.random.default_rng(seed)
    return pd.DataFrame(
        {one.parameter: one.distribution.rvs(size=size, random_state=generator) for one in unknowns}
    )


def cost_per_completer(values: Mapping[str, object]) -> object:
    """Return the yearly cost over courses x size x share, for numbers or columns alike."""
    return yearly_cost(values) / completers(values)


def yearly_cost(values: Mapping[str, object]) -> object:
    """Return the running cost of a year: each course adds its own hours to the others."""
    hours = values["hours"] + values["course_hours"] * values["courses"]
    return hours * values["rate"] + values["fees"]


def completers(values: Mapping[str, object]) -> object:
    """Return how many complete a course in a year."""
    return values["courses"] * values["size"] * values["share"]


def summary(sample: pd.Series, name: str, unit: str) -> dict[str, object]:
    """Return the median of a sample with its central 95 percent, as `record` takes it."""
    low, middle, high = np.quantile(sample, [0.025, 0.5, 0.975])
    return {"figure": name, "value": middle, "low": low, "high": high, "unit": unit}


def acceptability(sample: pd.Series, amounts: Sequence[float]) -> pd.DataFrame:
    """Return the probability that a cost is at or below each amount.

    For a programme against doing nothing this is the cost-effectiveness acceptability curve: the
    net benefit of a completer worth `amount` is positive just where the cost per completer is
    below it. Columns: `amount`, `probability`.
    """
    ordered = np.sort(np.asarray(sample, dtype=float))
    below = np.searchsorted(ordered, np.asarray(amounts, dtype=float), side="right")
    return pd.DataFrame({"amount": list(amounts), "probability": below / len(ordered)})


def tornado(unknowns: Sequence[Unknown], coverage: float = 0.95) -> pd.DataFrame:
    """Return the cost per completer when one parameter alone goes from low to high.

    Each goes to the ends of its central `coverage`, the others stay at their means. Columns:
    `parameter`, `from`, `to` (the parameter's ends), `at_from`, `at_to`, `width`; the widest
    first.
    """
    means = {one.parameter: one.mean for one in unknowns}
    tail = (1 - coverage) / 2
    rows = []
    for one in unknowns:
        ends = one.quantile(tail), one.quantile(1 - tail)
        costs = [cost_per_completer({**means, one.parameter: end}) for end in ends]
        rows.append((one.parameter, *ends, *costs, abs(costs[1] - costs[0])))
    columns = ["parameter", "from", "to", "at_from", "at_to", "width"]
    table = pd.DataFrame(rows, columns=columns)
    return table.sort_values("width", ascending=False, kind="stable", ignore_index=True)


def uncertainty_figures(sample: pd.DataFrame, report: Interval) -> pd.DataFrame:
    """Return the drawn cost per completer and how often the report's range holds, as figures.

    `uncertainty.within_printed_low` and `_high` are the percent of draws at or below each end, and
    `uncertainty.error` is the standard error that the number of draws leaves on the median.
    """
    each = cost_per_completer(sample)
    medians = [np.median(run) for run in np.array_split(np.asarray(each), RUNS)]
    error = float(np.std(medians, ddof=1) / RUNS**0.5)
    below = acceptability(each, [float(report.low), float(report.high)])["probability"]
    return pd.DataFrame(
        [
            summary(each, "uncertainty.per_completer", "DKK"),
            _percent("uncertainty.within_printed_low", below[0]),
            _percent("uncertainty.within_printed_high", below[1]),
            {"figure": "uncertainty.error", "value": error, "unit": "DKK"},
            _percent("uncertainty.error_percent", 0.5 / len(each) ** 0.5)
            | {"unit": "percent to a tenth"},
        ]
    )


@view
def unknowns_table(unknowns: Sequence[Unknown]) -> pd.DataFrame:
    """Return the unknowns to print: distribution, central 95 percent, basis, reason, source."""
    headings = str(_("Quantity|Distribution|From|To|Basis|Reason|Source")).split("|")
    rows = [
        (
            str(one.item),
            str(KINDS[one.kind]),
            *(_short(one.quantile(tail)) for tail in (0.025, 0.975)),
            str(BASES[one.basis]),
            str(one.reason),
            NONE if one.basis == "forms" else printed_place(one.source),
        )
        for one in unknowns
    ]
    return pd.DataFrame(rows, columns=headings)


def gamma(mean: float, sd: float) -> object:
    """Return the gamma distribution of this mean and standard deviation (shape mean²/sd²)."""
    return stats.gamma(mean**2 / sd**2, scale=sd**2 / mean)


def _percent(name: str, share: float) -> dict[str, object]:
    return {"figure": name, "value": 100 * share, "low": None, "high": None, "unit": "percent"}


def _short(value: float) -> str:
    return number(value, 2 if value < 1 else 0)


def as_decided(sample: pd.DataFrame, unknowns: Sequence[Unknown]) -> pd.DataFrame:
    """Return draws in which what is decided is at its mean, so that ignorance alone is left."""
    means = {one.parameter: one.mean for one in unknowns if one.decided}
    return sample.assign(**means)


def _distribution(kind: str, first: float, second: float) -> object:
    if kind == "gamma":
        return gamma(first, second)
    if kind == "beta":
        return stats.beta(first, second)
    if kind == "uniform":
        return stats.uniform(first, second - first)
    return stats.randint(int(first), int(second) + 1)
