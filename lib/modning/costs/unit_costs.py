"""What one person costs: a year's cost over what the year achieved."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

import pandas as pd

from modning import guarded
from modning.costs.intervals import Interval
from modning.costs.volumes import ALL
from modning.register import cell_telling
from slicebook.programme import load_programme
from slicebook.slices import Slice
from surveys.answers import answers
from surveys.disclosure import slice_of_frame


def years_covered(first: date, last: date, years: Iterable[int]) -> dict[int, Decimal]:
    """Return the part of each calendar year from `first` to `last`, both days counted."""
    return {year: _covered(first, last, year) for year in years}


def unit_costs(
    counts: Mapping[str, str | pd.DataFrame], cost: Interval, here: Slice
) -> pd.DataFrame:
    """Return what a year costs over what it achieved, for a slice and the slices within it.

    `counts` maps a unit to the form that counts it, or to those of a form's answers that do; `cost`
    is what a full year costs one municipality. A year that is counted in part is charged that part
    of the cost. Columns: `municipality`, `year` (text), `unit`, `n` and `each`, an `Interval`. That
    is None where the count is nought, which no cost can be divided by, and where disclosure control
    withholds it: from 1 to threshold - 1, or a sum from which so small a count could be worked out,
    unless a form's n is public.
    """
    programme = load_programme()
    covered = years_covered(programme.first_day, programme.last_day, programme.years)
    every = list(programme.municipalities)
    places = [ALL, *every] if here.municipality == ALL else [here.municipality]
    years = [ALL, *covered] if here.year == ALL else [int(here.year)]
    public = {unit for unit, form in counts.items()
              if isinstance(form, str) and programme.is_public(f"n.{form}")}  # fmt: skip
    frames = {unit: answers(one, here) if isinstance(one, str) else one
              for unit, one in counts.items()}  # fmt: skip
    rows = []
    for slice in (Slice(place, str(year)) for place in places for year in years):
        cells = _cells(slice, every, covered)
        spent = cost * sum(covered[when] for _, when in cells)
        for unit, frame in frames.items():
            asked = _cells_of(unit, frame)
            n, shown = guarded.summed(_parts(frame, cells), asked, slice, unit in public)
            each = spent / n if n and shown else None
            rows.append((slice.municipality, slice.year, unit, n, each))
    table = pd.DataFrame(rows, columns=["municipality", "year", "unit", "n", "each"])
    return table.astype({"n": "Int64", "each": object})


def _covered(first: date, last: date, year: int) -> Decimal:
    new_year, old_year = date(year, 1, 1), date(year, 12, 31)
    days = (min(last, old_year) - max(first, new_year)).days + 1
    return Decimal(max(days, 0)) / Decimal((old_year - new_year).days + 1)


def _cells(
    slice: Slice, every: Sequence[str], covered: Mapping[int, Decimal]
) -> list[tuple[str, int]]:
    """Return the single municipalities and years that a slice is the sum of."""
    places = every if slice.municipality == ALL else [slice.municipality]
    years = list(covered) if slice.year == ALL else [int(slice.year)]
    return [(one, when) for one in places for when in years]


def _parts(frame: pd.DataFrame, cells: Sequence[tuple[str, int]]) -> list[int]:
    """Return how many forms came from each single municipality and year."""
    return [
        int(((frame["municipality"] == place) & (frame["year"] == year)).sum())
        for place, year in cells
    ]


def _cells_of(unit: str, frame: pd.DataFrame) -> list[str]:
    """Return the cell of a unit that is an answer; none of answers that are no programme's."""
    cell = cell_telling(f"unit_cost.{unit}") if slice_of_frame(frame) is not None else ""
    return [cell] if cell else []
