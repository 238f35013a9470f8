"""How much must be saved elsewhere for the programme to pay for itself."""

from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from modning.costs.intervals import Interval
from modning.costs.volumes import ALL

HUNDRED = Interval.of(100)


def break_even_figures(
    cost: Interval,
    startup: Interval,
    prices: Mapping[str, Interval],
    persons: Interval | None = None,
    refund: Interval | None = None,
) -> pd.DataFrame:
    """Return what must be prevented for the cost to be met, under each alternative price.

    `cost` is a year's running cost, `startup` what it cost to begin, `persons` how many complete
    in a year, `prices` the price of one of what is prevented, by name. Figures:
    `break_even.<name>.per_year` (so many a year), `.startup` (so many once, for the start-up) and,
    with persons, `.share` (percent of those who complete). Each holds as an interval, every end
    free of the others. Where the state may refund a share of each (`refund`, in
    percent, up to its high end) there is one more alternative, `<name>_refunded`, at what is left
    for the municipality.
    """
    if refund:
        left = Interval.of(1 - refund.high / 100)
        prices = {**prices, **{f"{name}_refunded": price * left for name, price in prices.items()}}
    rows = []
    for name, price in prices.items():
        rows.append(_count(f"break_even.{name}.per_year", cost / price))
        rows.append(_count(f"break_even.{name}.startup", startup / price))
        if persons:
            share = HUNDRED * cost / price / persons
            rows.append({**_count(f"break_even.{name}.share", share), "unit": "percent"})
    # No answer is behind these, but counts that are told.
    return pd.DataFrame(rows).assign(shown=True)


def share_needed(
    cost: Interval, prices: Mapping[str, Interval], persons: Sequence[int]
) -> pd.DataFrame:
    """Return the percentage of completers of whom each must spare one, by how many complete.

    Columns: `name`, `persons`, `low`, `high` (percent). Above 100 more than one each is needed.
    """
    rows = [
        (name, number, float(need.low), float(need.high))
        for name, price in prices.items()
        for number in persons
        for need in [HUNDRED * cost / price / Interval.of(number)]
    ]
    return pd.DataFrame(rows, columns=["name", "persons", "low", "high"])


def payback_years(
    cost: float, startup: float, price: float, prevented: Iterable[float]
) -> pd.DataFrame:
    """Return the years until the start-up is paid back, by how many are prevented a year.

    Columns: `prevented`, `years`; missing where a year saves no more than it costs. Nothing is
    discounted: the years are few and the report states no rate.
    """
    rows = []
    for number in prevented:
        saved = number * price - cost
        rows.append((number, startup / saved if saved > 0 else None))
    return pd.DataFrame(rows, columns=["prevented", "years"])


def _count(name: str, value: Interval) -> dict[str, object]:
    return {
        "figure": name,
        "value": value.mid,
        "low": value.low,
        "high": value.high,
        "unit": "count",
        "municipality": ALL,
        "year": ALL,
    }
