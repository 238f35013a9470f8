"""Exports of a programme's own answers: valid, drawn at random, in any number."""

from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
import pandas as pd

from random_answers import random_answers
from slicebook.programme import Programme
from surveys.answers import chose
from surveys.codebook import ANSWER_ID, SUBMITTED, Form, load_codebook
from surveys.synthetic.exports import write_csv

# Answer sets by municipality and year: those of each form, in the forms' order.
Counts = Mapping[tuple[str, int], tuple[int, ...]]
# What makes drawn answers those of a world.
Shape = Callable[[pd.DataFrame, Form, Programme], pd.DataFrame]
FIRST_ID = 5001


def as_drawn(frame: pd.DataFrame, form: Form, programme: Programme) -> pd.DataFrame:
    """Leave answers as they were drawn."""
    return frame


def write_own(folder: Path, counts: Counts, programme: Programme, shape: Shape = as_drawn) -> None:
    """Write one CSV file a form with so many answer sets of each municipality and year."""
    folder.mkdir(parents=True, exist_ok=True)
    for at, form in enumerate(load_codebook(programme).values()):
        parts = [
            _drawn(form, place, year, numbers[at], programme)
            for (place, year), numbers in counts.items()
        ]
        frame = shape(pd.concat(parts, ignore_index=True), form, programme)
        frame[ANSWER_ID] = range(FIRST_ID, FIRST_ID + len(frame))
        write_csv(form, frame, folder / f"{form.id}.csv")


def _drawn(form: Form, place: str, year: int, rows: int, programme: Programme) -> pd.DataFrame:
    """Draw answer sets of a municipality, evenly over the part of a year that was collected."""
    frame = random_answers(form, rows, len(place) + year + rows, (place,))
    first = max(pd.Timestamp(programme.first_day), pd.Timestamp(f"{year}-01-02"))
    last = min(pd.Timestamp(programme.last_day), pd.Timestamp(f"{year}-12-30"))
    frame[SUBMITTED] = pd.date_range(first, last, rows or 1)[:rows].floor("s")
    own = [item.id for item in form.items if item.type == "municipality"]
    frame = frame.assign(**dict.fromkeys(own, programme.municipalities[place].codes[form.id]))
    leave_out_what_nobody_saw(frame, form)
    for name, column in form.columns.items():
        if column.kind == "flag":
            frame[name] = frame[name].astype("Int8")
        elif column.kind in ("text", "secret"):
            frame[name] = ""
    return frame[[ANSWER_ID, SUBMITTED, *form.columns]]


def leave_out_what_nobody_saw(frame: pd.DataFrame, form: Form) -> None:
    """Take away answers that were not there yet, and those that an earlier answer leads past."""
    early = frame[SUBMITTED].to_numpy()
    for name, column in form.columns.items():
        if column.added:
            frame[name] = frame[name].mask(early < np.datetime64(column.added))
        for code, option in column.codes.items():
            if column.kind == "code" and option.added:
                before = early < np.datetime64(option.added)
                frame[name] = frame[name].mask(before & frame[name].eq(code))
    for item in form.items:
        for option in item.options:
            for skipped in form.skipped_by(item, option):
                past = chose(frame, item, option).to_numpy()
                for column in skipped.columns():
                    frame[column.name] = frame[column.name].mask(past)
