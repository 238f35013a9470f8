"""The one year that was counted from beginning to end: what it cost over what was counted.

The counts of forms are those that came in; the number of candidates is the report's.
"""

from collections.abc import Iterable, Sequence

import pandas as pd

from modning.costs.counted import Counts
from modning.costs.counts import next_count
from modning.costs.intervals import Interval
from modning.costs.lines import Line
from modning.costs.phases import running_total
from modning.costs.printed import printed
from modning.costs.totals import money
from modning.costs.unit_costs import forms_of_units, unit_label
from modning.costs.volumes import has_volume, volume
from slicebook.programme import Programme
from slicebook.shown.view import view
from slicebook.text import _, number, printed_place

# Counted by staff and printed beside the hours, not on a form; named as the forms' unit is.
CANDIDATE = "candidate"
_PER_CANDIDATE = _("Per candidate for a group")
_SOURCES = {CANDIDATE: "Tabel 4.3"}
_FORMS = _("the forms")
_HEADINGS = _(
    "Municipality|Cost|Counted|Could be|Printed cost over count|Cost by the rates over count"
    "|With the count's uncertainty|Count from"
)


def full_year_costs(
    lines: Iterable[Line],
    volumes: pd.DataFrame,
    counts: Counts,
    programme: Programme,
    year: int,
) -> pd.DataFrame:
    """Return what a year's cost is over each count of that year, by municipality.

    What nobody counted, or too few to show, has no row.

    Columns: `municipality`, `unit`, `n`, `few`, `many` (the exact 95 percent prediction
    interval of the count of another such year), `printed` (the report's yearly cost over the
    count), `computed` (that of the cost lines) and `uncertain` (the computed cost over that
    interval); the last three are `Interval`s in the lines' currency.
    """
    own, report = running_total(tuple(lines)), printed("running.total")
    rows = []
    for place in programme.municipalities:
        for unit, n in _counts(volumes, counts, place, year):
            few, many = next_count(n)
            over = Interval.of(n)
            # A year without anybody has no cost per person.
            spread = own / Interval.of(max(few, 1), max(many, 1))
            rows.append((place, unit, n, few, many, report / over, own / over, spread))
    columns = ["municipality", "unit", "n", "few", "many", "printed", "computed", "uncertain"]
    return pd.DataFrame(rows, columns=columns)


def full_year_figures(
    table: pd.DataFrame, volumes: pd.DataFrame, year: int, currency: str
) -> pd.DataFrame:
    """Return `full_year_costs` as figures of the run's slice, `full_year.north.completer`.

    The value is the printed yearly cost over the count; below it, `.counted` is the count and
    `.uncertain` the cost by the rates with the count's own uncertainty. `full_year.north.group` is
    those who began over the courses held, where the report says how many were.
    """
    rows = []
    for row in table.itertuples():
        name = f"full_year.{row.municipality}.{row.unit}"
        rows += [
            money(name, row.printed, currency),
            money(f"{name}.uncertain", row.uncertain, currency),
            {"figure": f"{name}.counted", "value": row.n, "unit": "persons",
             "low": row.few, "high": row.many},
        ]  # fmt: skip
        key = ("running.courses", row.municipality, year)
        if row.unit == "starter" and has_volume(volumes, *key):
            held = volume(volumes, *key).mid
            rows.append({"figure": f"full_year.{row.municipality}.group",
                         "value": row.n / held, "unit": "persons a group"})  # fmt: skip
    return pd.DataFrame(rows)


@view
def full_year_table(table: pd.DataFrame, names: dict[str, str]) -> pd.DataFrame:
    """Return `full_year_costs` to print; `names` are the municipalities' names."""
    rows = [
        (
            names[row.municipality],
            str(_PER_CANDIDATE if row.unit == CANDIDATE else unit_label(row.unit)),
            row.n,
            _span((row.few, row.many)),
            _span((row.printed.low, row.printed.high)),
            _span((row.computed.low, row.computed.high)),
            _span((row.uncertain.low, row.uncertain.high)),
            printed_place(_SOURCES[row.unit]) if row.unit in _SOURCES else str(_FORMS),
        )
        for row in table.itertuples()
    ]
    return pd.DataFrame(rows, columns=str(_HEADINGS).split("|"))


def _counts(
    volumes: pd.DataFrame, counts: Counts, place: str, year: int
) -> Sequence[tuple[str, int]]:
    """Return the counts of a municipality's year, in the order in which people come."""
    forms = {
        unit: counts[form, place, str(year)]
        for unit, form in forms_of_units().items()
        if (form, place, str(year)) in counts
    }
    if has_volume(volumes, "running.candidates", place, year):
        forms[CANDIDATE] = int(volume(volumes, "running.candidates", place, year).mid)
    return sorted(forms.items(), key=lambda one: -one[1])


def _span(ends: tuple[object, object]) -> str:
    return "–".join(number(end) for end in ends)
