"""The group courses: what their modules are about, how many run at once, who sat in them."""

from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from modning.compare.groups import side
from modning.costs.intervals import ZERO, Interval
from modning.costs.volumes import volume
from modning.model import Part
from modning.shares import Tally, tally_bands
from slicebook import paths
from slicebook.errors import InputError
from slicebook.programme import ALL, Programme, load_programme
from slicebook.shown.view import view
from slicebook.slices import Slice
from slicebook.text import _
from slicebook.text_tables import worded
from surveys.codebook import Form
from surveys.disclosure import gate, mean_cell

COLUMNS = ["municipality", "module", "title", "elements", "source"]
WEEKS_IN_A_YEAR = 52
HELD = "running.courses"
PLANNED = "running.courses.planned"
DAYS_IN_A_WEEK = 7

_MODULE = _("Module")


def load_modules(parts: Iterable[Part], path: Path | None = None) -> pd.DataFrame:
    """Read the modules of the courses: one row a module of a municipality (report Tabel 2.1).

    Columns as in the file, `elements` a tuple of the ids of `parts` that are elements. Raises
    `InputError` naming file, row, column and value.
    """
    path = path or paths.report("modules.csv")
    table = worded(pd.read_csv(path))
    if missing := [name for name in COLUMNS if name not in table]:
        raise InputError(f"{path.name}: the column {missing[0]} is missing")
    known = [part.id for part in parts if part.kind == "element"]
    table["elements"] = [tuple(value.split(";")) for value in table["elements"]]
    for row in table.itertuples():
        for element in row.elements:
            if element not in known:
                raise InputError(
                    f'{path.name}, row {row.Index + 2}, column elements: "{element}" is none of '
                    f"{', '.join(known)}"
                )
    return table


@view
def module_table(modules: pd.DataFrame, programme: Programme) -> pd.DataFrame:
    """Return the municipalities' modules side by side: a row a module, a column a municipality."""
    said = modules.assign(title=modules["title"].map(str))
    titles = said.pivot(index="module", columns="municipality", values="title")
    shown = [key for key in programme.municipalities if key in titles]
    names = [programme.municipality_name(key) for key in shown]
    table = titles[shown].set_axis(names, axis=1).rename_axis(None, axis=1)
    return table.reset_index().rename(columns={"module": str(_MODULE)}).astype({
        str(_MODULE): str
    })  # fmt: skip


def element_figures(modules: pd.DataFrame, programme: Programme) -> pd.DataFrame:
    """Return how many modules there are and take up each element, as figures.

    `modules.<municipality>.total` and `modules.<municipality>.<element>`.
    """
    each = modules.explode("elements")
    counts = each.groupby(["municipality", "elements"]).size()
    counts = {(key, "total"): n for key, n in modules.groupby("municipality").size().items()} | (
        counts.to_dict()
    )
    rows = [
        (f"modules.{key}.{element}", int(count), "modules")
        for (key, element), count in counts.items()
        if key in programme.municipalities
    ]
    return pd.DataFrame(rows, columns=["figure", "value", "unit"]).assign(shown=True)


def at_once(courses: Interval, weeks: Interval) -> Interval:
    """Return how many courses run at the same time on average.

    `courses` a year that take so many `weeks` each: by Little's law, the number a year times how
    long each lasts in years (Little 1961, Operations Research 9(3)).
    """
    return courses * weeks / Interval.of(WEEKS_IN_A_YEAR)


def held(volumes: pd.DataFrame, programme: Programme) -> dict[tuple[str, str], Interval]:
    """Return how many courses were held, by municipality and year, where the report says."""
    rows = volumes[
        (volumes["volume"] == HELD) & volumes["municipality"].isin(programme.municipalities)
    ]
    return {
        (row.municipality, row.year): Interval.of(row.low, row.high) for row in rows.itertuples()
    }


def frame_figures(volumes: pd.DataFrame) -> pd.DataFrame:
    """Return a course's outer frame as figures: sessions, weeks, hours, group size, leaders."""
    rows = [
        ("courses.sessions", *_ends(volume(volumes, "group.sessions")), "sessions"),
        ("courses.weeks", *_ends(_weeks(volumes)), "weeks"),
        ("courses.session_hours", *_ends(volume(volumes, "group.session_hours")), "hours"),
        ("courses.size", *_ends(volume(volumes, "group.size")), "persons a group"),
        ("courses.leaders", *_ends(volume(volumes, "group.leaders")), "leaders a group"),
    ]
    return pd.DataFrame(rows, columns=["figure", "value", "low", "high", "unit"]).assign(shown=True)


def at_once_figures(volumes: pd.DataFrame, programme: Programme) -> pd.DataFrame:
    """Return `courses.<municipality>.held` and `.at_once` of the last year the report counts."""
    weeks = _weeks(volumes)
    rows = []
    for (key, _year), number in sorted(held(volumes, programme).items()):
        rows.append((f"courses.{key}.held", *_ends(number), "courses"))
        rows.append((f"courses.{key}.at_once", *_ends(at_once(number, weeks)), "courses"))
    table = pd.DataFrame(rows, columns=["figure", "value", "low", "high", "unit"])
    table = table.assign(shown=True)
    return table.drop_duplicates("figure", keep="last", ignore_index=True)


def planned_figures(volumes: pd.DataFrame) -> pd.DataFrame:
    """Return how many courses a year the report reckons with, as figures.

    `courses.yearly`: the range it gives for a municipality (section 4.2.1); `courses.planned`: what
    the hours of Tabel 4.3 are budgeted for.
    """
    planned = volumes[volumes["volume"] == PLANNED]
    rows = [
        ("courses.yearly", *_ends(volume(volumes, HELD)), "courses"),
        (
            "courses.planned",
            *_ends(Interval(planned["low"].min(), planned["high"].max())),
            "courses",
        ),
    ]
    return pd.DataFrame(rows, columns=["figure", "value", "low", "high", "unit"]).assign(shown=True)


def staff_figures(volumes: pd.DataFrame, programme: Programme, here: Slice) -> pd.DataFrame:
    """Return `organisation.persons` and `.fte` of each municipality whose staff the report counts.

    Full-time equivalents are those printed, or the full-time staff and the part-time ones by their
    share of full time (report section 2.1).
    """
    said = {
        (row.municipality, row.volume.removeprefix("organisation.")): Interval(row.low, row.high)
        for row in volumes[volumes["volume"].str.startswith("organisation.")].itertuples()
    }
    rows = []
    for key in programme.municipalities:
        mine = {name: value for (place, name), value in said.items() if place == key}
        if mine:
            full, part = mine.get("full_time", ZERO), mine.get("part_time", ZERO)
            share = mine.get("part_time_share", ZERO)
            rows.append(
                (key, "persons", *_ends(mine.get("persons", full + part)), "persons employed")
            )
            rows.append((key, "fte", *_ends(mine.get("fte", full + part * share)), "FTE"))
    columns = ["municipality", "figure", "value", "low", "high", "unit"]
    table = pd.DataFrame(rows, columns=columns)
    return table.assign(figure="organisation." + table["figure"], year=here.year)


def filled_figures(
    completion: pd.DataFrame, volumes: pd.DataFrame, programme: Programme, here: Slice
) -> pd.DataFrame:
    """Return how many completion forms there are for a course held, `courses.completion_forms`.

    Missing in a slice of which the report does not say how many courses were held.
    """
    known = held(volumes, programme)
    keys = programme.municipalities if here.municipality == ALL else [here.municipality]
    if all((key, here.year) in known for key in keys):
        number = sum((known[key, here.year] for key in keys), start=ZERO)
        ends = _ends(Interval.of(len(completion)) / number)
    else:
        ends = (None, None, None)
    rows = [("courses.completion_forms", *ends, len(completion), "forms a course")]
    columns = ["figure", "value", "low", "high", "n", "unit"]
    return pd.DataFrame(rows, columns=columns).assign(shown=True)


def sessions_attended(completion: pd.DataFrame, form: Form) -> Tally:
    """Count in bands how many sessions those attended who filled in a completion form."""
    return tally_bands(completion, form, "sessions")


def attendance_figures(completion: pd.DataFrame, form: Form) -> pd.DataFrame:
    """Return the mean number of sessions attended as `sessions.mean`, with n and a 95 % interval.

    Student's t interval; missing where fewer than two answered or all answers are the same.
    """
    numbers = completion[form.item("sessions").id].dropna().astype(float)
    needs, steps = gate(mean_cell(form.id, "sessions"), completion), load_programme().rules.coarse
    told = side(numbers)
    mean = steps.value(told.mean) if told.n else None
    low = high = None
    if told.n >= needs.spread and told.sd:
        low, high = steps.low(told.low), steps.high(told.high)
    rows = [("sessions.mean", mean, low, high, told.n, "sessions",
             told.n == 0 or told.n >= needs.mean)]  # fmt: skip
    return pd.DataFrame(rows, columns=["figure", "value", "low", "high", "n", "unit", "shown"])


def _weeks(volumes: pd.DataFrame) -> Interval:
    """Return how long a course lasts from its first session to its last, in weeks."""
    between = volume(volumes, "group.sessions") - Interval.of(1)
    days = between * volume(volumes, "group.days_between")
    return days / Interval.of(DAYS_IN_A_WEEK)


def _ends(interval: Interval) -> tuple[float, float, float]:
    return float(interval.mid), float(interval.low), float(interval.high)
