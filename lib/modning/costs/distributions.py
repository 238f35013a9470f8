"""What is not known for certain: a distribution for each parameter, with what it rests on.

The distributions are data (`data/report/distributions.csv`).
"""

from pathlib import Path
from typing import Literal

import pandas as pd
from scipy import stats

from slicebook import paths
from slicebook.entries import Amount, Told
from slicebook.shown.view import view
from slicebook.text import NONE, _, number, printed_place
from slicebook.text_tables import read_rows
from slicebook.written import written


def gamma(mean: float, sd: float) -> object:
    """Return the gamma distribution of this mean and standard deviation (shape mean²/sd²)."""
    return stats.gamma(mean**2 / sd**2, scale=sd**2 / mean)


# The columns that each distribution is given by, and how it is made of them.
FAMILIES = {
    "gamma": (("a", "b"), gamma),
    "beta": (("a", "b"), stats.beta),
    "uniform": (("low", "high"), lambda low, high: stats.uniform(low, high - low)),
    "integers": (("low", "high"), lambda low, high: stats.randint(int(low), int(high) + 1)),
}
KINDS = {
    "gamma": _("Gamma"),
    "beta": _("Beta"),
    "uniform": _("Uniform"),
    "integers": _("Uniform, whole numbers"),
}
BASES = {"report": _("the report"), "assumed": _("assumed"), "forms": _("the forms")}
# What the forms say: the share of those who begin that completes.
SHARE = "share"


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
        needed, _make = FAMILIES[self.distribution]
        if without := [one for one in needed if getattr(self, one) is None]:
            raise ValueError(f"{', '.join(without)}: expected a number of 0 or more")


def load_unknowns(path: Path | None = None) -> pd.DataFrame:
    """Read the parameters that are not known for certain: a row each by its name, in file order.

    gamma: mean `a`, standard deviation `b` (matched moments); beta: `a` of `a + b` did; uniform
    from `low` to `high`; integers: each whole number from `low` to `high` as likely. Columns:
    `drawn`, the distribution as SciPy has it, `decided` (a choice, or different each year: no
    research could tell it), and `item`, `distribution`, `basis`, `reason`, `source`.
    """
    rows = read_rows(path or paths.report("distributions.csv"), Distribution)
    table = pd.DataFrame(map(vars, rows)).set_index("parameter")
    drawn = [_drawn(row) for row in rows]
    return table.assign(drawn=drawn, decided=table["decided"] == "yes")


def _drawn(row: Distribution) -> object:
    needed, made = FAMILIES[row.distribution]
    return made(*(float(getattr(row, one)) for one in needed))


def means(unknowns: pd.DataFrame) -> dict[str, float]:
    """Return each parameter's mean."""
    return {name: float(one.mean()) for name, one in unknowns["drawn"].items()}


def with_share_counted(
    unknowns: pd.DataFrame, began: int | None, completed: int | None
) -> pd.DataFrame:
    """Return the unknowns with the share who complete as the forms have it.

    Where no fewer completed than began, one is taken to have left. Where too few came in to say,
    it stays as the file has it.
    """
    if pd.isna(began) or pd.isna(completed):
        return unknowns
    counted = {
        "drawn": stats.beta(completed, max(began - completed, 1)),
        "distribution": "beta",
        "basis": "forms",
    }
    rest = unknowns.index != SHARE
    return unknowns.assign(**{name: unknowns[name].where(rest, counted[name]) for name in counted})


@view
def unknowns_table(unknowns: pd.DataFrame) -> pd.DataFrame:
    """Return the unknowns to print: distribution, central 95 percent, basis, reason, source."""
    headings = str(_("Quantity|Distribution|From|To|Basis|Reason|Source")).split("|")
    rows = [
        (
            str(one.item),
            str(KINDS[one.distribution]),
            *(_short(float(one.drawn.ppf(tail))) for tail in (0.025, 0.975)),
            str(BASES[one.basis]),
            str(one.reason),
            NONE if one.basis == "forms" else printed_place(one.source),
        )
        for one in unknowns.itertuples()
    ]
    return pd.DataFrame(rows, columns=headings)


def _short(value: float) -> str:
    return number(value, 2 if value < 1 else 0)
