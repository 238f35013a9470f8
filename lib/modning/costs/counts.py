"""A count of persons: what its mean may be, and how many there may be in a year to come."""

from scipy import stats
from statsmodels.stats.rates import confint_poisson

from modning.costs.intervals import Interval


def mean_interval(count: int, coverage: float = 0.95) -> tuple[float, float]:
    """Return the exact interval of a Poisson count's mean (Garwood 1936, Biometrika 28:437)."""
    low, high = confint_poisson(count, 1, method="exact-c", alpha=1 - coverage)
    return (float(low) if count else 0.0), float(high)


def next_count(count: int, coverage: float = 0.95) -> tuple[int, int]:
    """Return the exact prediction interval of the count of another such year.

    The counts that do not differ from this one by the exact test of two Poisson counts, by which
    any event is as likely to be of the one year as of the other (Nelson 1970, Technometrics
    12:201). Counts of whole groups that come or stay away vary more.
    """
    tail = (1 - coverage) / 2
    few = next(n for n in range(count + 1) if stats.binom.cdf(n, count + n, 0.5) > tail)
    many = count
    while stats.binom.cdf(count, count + many + 1, 0.5) > tail:
        many += 1
    return few, many


def coming(count: int) -> Interval:
    """Return the prediction interval of `next_count` as an interval of persons."""
    return Interval.of(*next_count(count))
