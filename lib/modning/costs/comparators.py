"""Alternatives: what else the money buys, with what is in each figure."""

from pathlib import Path
from typing import Literal

import pandas as pd

from modning.costs.lines import Year, span, table_of
from slicebook import paths
from slicebook.entries import Amount, Told
from slicebook.written import written


@written
class Comparator:
    """An alternative in prices of `price_year`; `priced_by` names what gives it without a price."""

    comparator: str
    label: Told
    per: Told
    preventable: Literal["yes", "no"]
    price_year: Year
    low: Amount
    high: Amount
    priced_by: str
    includes: Told
    excludes: Told
    source: Told

    def __post_init__(self) -> None:
        """Refuse a range that is none."""
        span(self)


def load_comparators(path: Path | None = None) -> pd.DataFrame:
    """Read the alternatives, in the file's order: its columns, and the range as `price`.

    `name` is the last part of each's name in one word: "comparator.house.north" is "house_north".
    """
    table = table_of(path or paths.report("comparators.csv"), Comparator)
    names = [name.partition(".")[2].replace(".", "_") for name in table["comparator"]]
    return table.rename(columns={"range": "price"}).assign(name=names)
