from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import yaml

from slicebook import paths
from slicebook.errors import InputError
from slicebook.programme import load_programme
from surveys.synthetic.times import load_schedule, submissions

PROGRAMME = load_programme()
SCHEDULE = load_schedule()


def times(form: str, place: str, **changes: object) -> pd.DatetimeIndex:
    programme = replace(PROGRAMME, **changes)
    return submissions(form, place, programme, SCHEDULE, np.random.default_rng(5))


def test_the_change_of_the_completion_form_splits_its_year() -> None:
    midway = pd.Timestamp(PROGRAMME.changes["added"].date)
    assert (times("completion", "odense") >= midway).sum() == 35
    assert (times("completion", "koge") >= midway).sum() == 24


def test_another_day_of_the_change_moves_the_forms_with_it() -> None:
    change = replace(PROGRAMME.changes["added"], date=date(2024, 5, 2))
    moved = times("completion", "odense", changes={"added": change})
    assert (moved >= pd.Timestamp(2024, 5, 2)).sum() == 35
    assert (moved.year == 2024).sum() == 33


def test_a_programme_without_the_change_has_no_split() -> None:
    assert len(times("completion", "odense", changes={})) == 62


def test_forms_stay_within_a_short_period_of_collection() -> None:
    few = times("baseline", "koge", first_day=date(2024, 6, 1), last_day=date(2024, 6, 9))
    assert len(few) == 26
    assert few.min() >= pd.Timestamp(2024, 6, 1)
    assert few.max() < pd.Timestamp(2024, 6, 10)


def test_a_weekend_of_collection_still_has_a_day() -> None:
    one = times("registration", "koge", first_day=date(2024, 6, 1), last_day=date(2024, 6, 2))
    assert set(one.date) == {date(2024, 6, 1)}


def test_a_course_starts_on_monday_if_its_day_is_a_weekend() -> None:
    schedule = replace(SCHEDULE, courses=replace(SCHEDULE.courses, starts={"default": ("06-01",)}))
    days = submissions("baseline", "koge", PROGRAMME, schedule, np.random.default_rng(1))
    assert {day for day in days.date if day.year == 2024} == {date(2024, 6, 3)}


def schedule_without(folder: Path, entry: str) -> str:
    raw = yaml.safe_load(paths.data("synthetic", "forms.yml").read_text(encoding="utf-8"))
    del raw[entry]
    path = folder / "forms.yml"
    path.write_text(yaml.safe_dump(raw))
    with pytest.raises(InputError) as caught:
        load_schedule(path)
    return str(caught.value)


@pytest.mark.parametrize("entry", ["counts", "default", "courses"])
def test_a_missing_entry_is_named(entry: str, tmp_path: Path) -> None:
    assert schedule_without(tmp_path, entry) == f"forms.yml: the entry '{entry}' is missing"


def test_more_forms_after_a_change_than_in_the_year_are_refused() -> None:
    schedule = replace(SCHEDULE, split=replace(SCHEDULE.split, since={"koge": 22}))
    with pytest.raises(InputError, match=r"koge has 22 forms since 2024-10-01 and 21 in the whole"):
        submissions("completion", "koge", PROGRAMME, schedule, np.random.default_rng(1))
