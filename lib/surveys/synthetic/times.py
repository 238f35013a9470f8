"""How many forms each municipality submits, and when."""

from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import pandas as pd

from slicebook import paths
from slicebook.entries import Before, Pattern, Schema, Whole, Word
from slicebook.errors import InputError
from slicebook.programme import Programme, load_programme, read_yaml
from slicebook.written import read, written
from surveys.codebook import load_codebook
from surveys.synthetic.margins import BASES, Basis, Grounded

OFFICE_HOURS = (8, 16)
COURSE_HOURS = (10, 20)
# Forms a year of each municipality, by what the form is for, where no number is declared.
A_YEAR = {"register": 60, "before": 50, "after": 40, "other": 40}
GROUND = ("basis", *BASES.values())


def _numbers(raw: Any, _: Any) -> Any:
    """Return numbers by form without what they rest on, which is for those who read the file."""
    if not isinstance(raw, dict):
        return raw
    return {form: number for form, number in raw.items() if form not in GROUND}


def _with_ground(known: Schema) -> Schema:
    return known | {"properties": {key: {"type": "string"} for key in GROUND}}


@written
class Split(Grounded):
    """Of a year's forms, by municipality, how many came on or after the day of a change."""

    basis: Basis
    form: str
    change: str
    year: Whole
    since: dict[str, Whole]
    source: Word = ""
    reason: Word = ""


@written
class Courses(Grounded):
    """When courses begin, as month and day by municipality, and how long they are."""

    basis: Basis
    sessions: Whole
    days_between_sessions: Whole
    starts: dict[str, tuple[Annotated[str, Pattern(r"^\d\d-\d\d$", "a day as MM-DD")], ...]]
    source: Word = ""
    reason: Word = ""

    @property
    def days(self) -> int:
        """Return how many days there are from the first session to the last."""
        return (self.sessions - 1) * self.days_between_sessions


@written
class Schedule:
    """What `data/synthetic/forms.yml` says: counts of forms, and days of courses."""

    counts: Annotated[dict[str, dict[str, dict[Whole, Whole]]], Before(_numbers, _with_ground)]
    default: Annotated[dict[str, Whole], Before(_numbers, _with_ground)]
    courses: Courses
    split: Split | None = None

    def __post_init__(self) -> None:
        """Refuse counts of a form without one of other places and years."""
        if missing := [form for form in self.counts if form not in self.default]:
            raise ValueError(f"default: the entry {missing[0]!r} is missing")

    @property
    def known(self) -> set[str]:
        """Return the municipalities whose forms the report counts."""
        return {municipality for form in self.counts.values() for municipality in form}

    def count(self, form: str, municipality: str, year: int) -> int:
        """Return how many forms a municipality submits in a year."""
        given = self.counts.get(form, {}).get(municipality, {})
        return given.get(year, self.default[form])


# The first and last day of a period, and how many forms are submitted in it.
Window = tuple[date, date, int]


def load_schedule(path: Path | None = None) -> Schedule:
    """Read counts and days; `InputError` names a missing entry. A project need not declare any."""
    path = path or paths.data("synthetic", "forms.yml")
    if not path.is_file():
        return _undeclared()
    return read(Schedule, read_yaml(path), path.name)


def _undeclared() -> Schedule:
    """Return the schedule of a project that declares none: forms on any working day."""
    forms = {form: A_YEAR[role] for form, role in load_programme().forms.items()}
    default = dict.fromkeys(load_codebook(), A_YEAR["other"]) | forms
    return Schedule({}, default, Courses("", 1, 0, {"default": ()}))


def submissions(
    form: str,
    municipality: str,
    programme: Programme,
    schedule: Schedule,
    draw: np.random.Generator,
) -> pd.DatetimeIndex:
    """Return the times at which a municipality's forms of one kind were submitted, in order.

    Forms that register contacts come on working days, those before on the first day of a group
    course and those after on its last. A year outside the period of collection has no forms.
    """
    times: list[datetime] = []
    scattered = programme.forms.get(form) == "register" or not any(schedule.courses.starts.values())
    for *period, count in _windows(form, municipality, programme, schedule):
        days = _days(form, municipality, *period, programme, schedule)
        if scattered:
            chosen = [days[index] for index in draw.integers(len(days), size=count)]
        else:
            chosen = [days[index % len(days)] for index in range(count)]
        hours = OFFICE_HOURS if scattered else COURSE_HOURS
        times += [_at(day, hours, draw) for day in chosen]
    return pd.DatetimeIndex(sorted(times), dtype="datetime64[s]")


def _windows(
    form: str, municipality: str, programme: Programme, schedule: Schedule
) -> list[Window]:
    windows = []
    for year in programme.years:
        first = max(date(year, 1, 1), programme.first_day)
        last = min(date(year, 12, 31), programme.last_day)
        if first > last:
            continue
        count = schedule.count(form, municipality, year)
        change, later = _later(form, municipality, year, programme, schedule)
        if change is None or not first < change <= last:
            windows.append((first, last, count))
            continue
        if later > count:
            raise InputError(
                f"forms.yml: split: {municipality} has {later} forms since {change} and {count} "
                f"in the whole of {year}"
            )
        windows.append((first, change - timedelta(days=1), count - later))
        windows.append((change, last, later))
    return windows


def _later(
    form: str, municipality: str, year: int, programme: Programme, schedule: Schedule
) -> tuple[date | None, int]:
    split = schedule.split
    if not split or (form, year) != (split.form, split.year) or municipality not in split.since:
        return None, 0
    change = programme.changes.get(split.change)
    return change and change.date, split.since[municipality]


def _days(
    form: str,
    municipality: str,
    first: date,
    last: date,
    programme: Programme,
    schedule: Schedule,
) -> list[date]:
    working = [day.date() for day in pd.bdate_range(first, last)] or [first]
    if programme.forms.get(form) == "register":
        return working
    starts = _course_starts(municipality, programme, schedule)
    length = timedelta(days=0 if programme.forms.get(form) == "before" else schedule.courses.days)
    days = [day + length for day in starts]
    return [day for day in days if first <= day <= last] or working


def _course_starts(municipality: str, programme: Programme, schedule: Schedule) -> list[date]:
    """Return the first days of the courses since collection began; Monday for a weekend."""
    starts = schedule.courses.starts.get(municipality, schedule.courses.starts["default"])
    days = [date.fromisoformat(f"{year}-{start}") for year in programme.years for start in starts]
    moved = np.busday_offset(np.array(days, "datetime64[D]"), 0, roll="forward").tolist()
    return [day for day in moved if day >= programme.first_day]


def _at(day: date, hours: tuple[int, int], draw: np.random.Generator) -> datetime:
    first, last = hours
    return datetime.combine(day, time(first)) + timedelta(
        seconds=int(draw.integers((last - first) * 3600))
    )
