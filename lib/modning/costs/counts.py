"""Counts that a cost is laid over: the forms that came in, and what another year's may be."""

from collections.abc import Mapping

import pandas as pd
from scipy import stats
from statsmodels.stats.rates import confint_poisson

from modning import guarded
from modning.costs.intervals import Interval
from modning.costs.volumes import ALL, load_populations
from slicebook.programme import load_programme

# What an interval leaves out at each end.
TAIL = 0.025


def form_counts(forms: Mapping[str, pd.DataFrame], year: str | int = ALL) -> pd.DataFrame:
    """Count the answer sets of a year, or of all: a row a municipality and `all`, a column a form.

    `forms` has those of the whole by form. Nought, by which nothing can be divided, and counts
    below the threshold are missing.
    """
    programme = load_programme()
    counts = {}
    for form, answers in forms.items():
        places = answers["municipality"]
        if year != ALL:
            places = places[answers["year"].astype(str) == str(year)]
        counts[form] = {**places.value_counts(), ALL: len(places)}
    table = pd.DataFrame(counts, [*programme.municipalities, ALL]).rename_axis("municipality")
    return table.map(lambda n: guarded.count(n) or None).astype("Int64")


def demand(forms: Mapping[str, pd.DataFrame], asked: str, joined: str, year: int) -> pd.DataFrame:
    """Return how many of each municipality's inhabitants asked in a year, and how many joined.

    By the two forms of those who ask and those who join. Columns: both forms' counts,
    `inhabitants`, `inquiries` and `joiners` per 10,000 of them, and `joining`, the share of those
    who ask. A municipality of which one of them is not known has no row.
    """
    counts = form_counts(forms, year)[[asked, joined]].astype(float)
    seen = counts.join(load_populations(year)).dropna()
    inquiries, joining = 10_000 * seen[asked] / seen["inhabitants"], seen[joined] / seen[asked]
    return seen.assign(inquiries=inquiries, joining=joining, joiners=inquiries * joining)


def completing(forms: Mapping[str, pd.DataFrame], began: str, completed: str) -> float:
    """Return the share of those who begin that completes, by their forms: all where not known."""
    first, last = form_counts(forms).loc[ALL, [began, completed]].astype(float)
    return float(min(last / first, 1.0)) if last / first > 0 else 1.0


def mean_interval(count: int) -> tuple[float, float]:
    """Return the exact 95 % interval of a Poisson mean (Garwood 1936, Biometrika 28:437)."""
    low, high = confint_poisson(count, 1, method="exact-c")
    return (float(low) if count else 0.0), float(high)


def next_count(count: int) -> tuple[int, int]:
    """Return the exact 95 % prediction interval of the count of another such year.

    The counts that do not differ from this one by the exact test of two Poisson counts, by which
    any event is as likely to be of the one year as of the other (Nelson 1970, Technometrics
    12:201). Counts of whole groups that come or stay away vary more.
    """
    few = next(n for n in range(count + 1) if stats.binom.cdf(n, count + n, 0.5) > TAIL)
    many = count
    while stats.binom.cdf(count, count + many + 1, 0.5) > TAIL:
        many += 1
    return few, many


def coming(count: int) -> Interval:
    """Return the prediction interval of `next_count` as persons to divide by, so one at least."""
    return Interval.of(*(max(end, 1) for end in next_count(count)))
