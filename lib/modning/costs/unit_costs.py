"""What one person or course costs: a year's cost over what the year achieved."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

import pandas as pd

from modning.costs.intervals import Interval
from modning.costs.lines import Line
from modning.costs.phases import running_total
from modning.costs.printed import printed
from modning.costs.volumes import ALL
from modning.register import cell_telling
from slicebook.programme import Programme, load_programme
from slicebook.shown.view import view
from slicebook.slices import Slice
from slicebook.text import NONE, Message, _, number
from surveys.disclosure import may_tell, slice_of_frame

CONTACT = _("Per contact")
UNITS = {
    "referred": _("Per person referred to a group"),
    "starter": _("Per person who begins"),
    "completer": _("Per person who completes"),
}
# Who is counted by the forms with a role.
ROLES = {"starter": "before", "completer": "after"}


def forms_of_units() -> dict[str, str]:
    """Return the forms that count what a unit counts; a contact is the form that registers it.

    A municipality's n of a form may be public.
    """
    programme = load_programme()
    contact = programme.form("register")
    return {contact: contact} | {unit: programme.form(role) for unit, role in ROLES.items()}


def unit_label(unit: str) -> Message:
    """Return what a cost is of, in words."""
    return UNITS.get(unit, CONTACT)


def printed_figures(names: Iterable[str], unit: str = "DKK") -> pd.DataFrame:
    """Return the report's own range of some figures, `printed.<name>`, for the run's slice."""
    ranges = {name: printed(name) for name in names}
    return pd.DataFrame(
        [
            {"figure": f"printed.{name}", "value": r.mid, "low": r.low, "high": r.high,
             "unit": unit}
            for name, r in ranges.items()
        ]
    ).assign(shown=True)  # fmt: skip


def years_covered(first: date, last: date, years: Iterable[int]) -> dict[int, Decimal]:
    """Return the part of each calendar year from `first` to `last`, both days counted."""
    return {year: _covered(first, last, year) for year in years}


def unit_costs(
    counts: Mapping[str, pd.DataFrame], cost: Interval, here: Slice, programme: Programme
) -> pd.DataFrame:
    """Return what a year costs over what it achieved, for a slice and the slices within it.

    `counts` maps a unit to a frame of one row a person with the columns `municipality` and `year`;
    `cost` is what a full year costs one municipality. A year that is counted in part is charged
    that part of the cost. Columns: `municipality`, `year` (text), `unit`, `n`, `low`, `high`
    (Decimal). Both ends are missing where the count is nought, which no cost can be divided by,
    and where disclosure control withholds it: from 1 to threshold - 1, or a sum from which so
    small a count could be worked out, unless the counts are public.
    """
    covered = years_covered(programme.first_day, programme.last_day, programme.years)
    every = list(programme.municipalities)
    places = [ALL, *every] if here.municipality == ALL else [here.municipality]
    years = [ALL, *covered] if here.year == ALL else [int(here.year)]
    rows = []
    for place in places:
        for year in years:
            cells = _cells(place, year, every, covered)
            spent = cost * Interval.of(sum((covered[when] for _, when in cells), Decimal(0)))
            for unit, frame in counts.items():
                n, shown = _count(frame, cells, programme, public=_is_public(unit, programme))
                shown = shown and _may_tell(unit, frame, Slice(place, str(year)))
                # A sum that is withheld takes its count with it.
                told = n if shown or n < programme.threshold else None
                rows.append((place, str(year), unit, told, *_each(spent, n, shown)))
    return _table(rows)


def course_costs(lines: Iterable[Line], volumes: pd.DataFrame) -> pd.DataFrame:
    """Return what a course cost where the number held is known; columns as `unit_costs`."""
    cost = running_total(lines)
    held = volumes[(volumes["volume"] == "running.courses") & (volumes["year"] != ALL)]
    rows = []
    for row in held.itertuples():
        each = cost / Interval(row.low, row.high)
        rows.append((row.municipality, row.year, "course", int(row.low), each.low, each.high))
    return _table(rows)


@view
def unit_cost_table(table: pd.DataFrame, names: Mapping[str, str]) -> pd.DataFrame:
    """Return `unit_costs` to print: a row per municipality and year, a column per unit.

    `names` are the municipalities' names, "all" among them; a unit without a cost reads "–".
    """
    headings = {unit: str(unit_label(unit)) for unit in dict.fromkeys(table["unit"])}
    every = str(_("all years"))
    rows: dict[tuple[str, str], dict[str, str]] = {}
    for row in table.itertuples():
        cells = rows.setdefault((row.municipality, row.year), {})
        ends = (row.low, row.high)
        spans = NONE if row.low is None else "–".join(number(end) for end in ends)
        cells[headings[row.unit]] = spans
    where = [f"{names[place]}, {every if year == ALL else year}" for place, year in rows]
    columns = pd.DataFrame(list(rows.values()), columns=list(headings.values()))
    columns.insert(0, str(_("Municipality and year")), where)
    return columns


def unit_figures(table: pd.DataFrame, currency: str) -> pd.DataFrame:
    """Return a table of `unit_costs` as figures to record, `unit_cost.<unit>`."""
    rows = [
        {
            "figure": f"unit_cost.{row.unit}",
            "value": None if row.low is None else (row.low + row.high) / 2,
            "low": row.low,
            "high": row.high,
            "n": row.n,
            "unit": currency,
            "municipality": row.municipality,
            "year": row.year,
        }
        for row in table.itertuples()
    ]
    columns = ["figure", "value", "low", "high", "n", "unit", "municipality", "year"]
    return pd.DataFrame(rows, columns=columns).assign(shown=True)


def _table(rows: Sequence[tuple]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["municipality", "year", "unit", "n", "low", "high"])
    return table.astype({"n": "Int64", "low": object, "high": object})


def _covered(first: date, last: date, year: int) -> Decimal:
    new_year, old_year = date(year, 1, 1), date(year, 12, 31)
    days = (min(last, old_year) - max(first, new_year)).days + 1
    return Decimal(max(days, 0)) / Decimal((old_year - new_year).days + 1)


def _cells(
    place: str, year: str | int, every: Sequence[str], covered: Mapping[int, Decimal]
) -> list[tuple[str, int]]:
    """Return the single municipalities and years that a slice is the sum of."""
    places = every if place == ALL else [place]
    years = list(covered) if year == ALL else [int(year)]
    return [(one, when) for one in places for when in years]


def _count(
    frame: pd.DataFrame, cells: Sequence[tuple[str, int]], programme: Programme, public: bool
) -> tuple[int, bool]:
    """Return a slice's count and whether it may be shown."""
    parts = [
        int(((frame["municipality"] == place) & (frame["year"] == year)).sum())
        for place, year in cells
    ]
    guarded = [sum(parts)] if public else [sum(parts), *parts]
    return sum(parts), not any(0 < part < programme.threshold for part in guarded)


def _may_tell(unit: str, frame: pd.DataFrame, slice: Slice) -> bool:
    cell = _cell(unit, frame)
    return not cell or may_tell(cell, slice)


def _cell(unit: str, frame: pd.DataFrame) -> str:
    """Return the cell of a unit that is an answer; "" for forms and for answers of no programme."""
    return cell_telling(f"unit_cost.{unit}") if slice_of_frame(frame) is not None else ""


def _is_public(unit: str, programme: Programme) -> bool:
    form = forms_of_units().get(unit)
    return form is not None and programme.is_public(f"n.{form}")


def _each(spent: Interval, n: int, shown: bool) -> tuple[Decimal | None, Decimal | None]:
    if not (n and shown):
        return None, None
    each = spent / Interval.of(n)
    return each.low, each.high
