"""Write accepted answers and rejected rows, all of them or none."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from slicebook import files, paths
from slicebook.locks import alone
from slicebook.programme import ALL, Programme
from surveys import threads
from surveys.answers import partitions, write_partition
from surveys.codebook import ANSWER_ID, SUBMITTED, Form
from surveys.intake.quarantine import write_rejects


def write(
    accepted: Mapping[str, pd.DataFrame],
    rejected: Mapping[str, pd.DataFrame],
    blanked: Mapping[str, pd.DataFrame],
    summary: Mapping[str, Any],
    forms: Mapping[str, Form],
    programme: Programme,
) -> None:
    """Replace `build/data` and `build/rejects`; `blanked` are cells of accepted rows.

    Both are written beside the old ones and then exchanged with them, so that whatever interrupts
    this leaves the old answers whole; one process does so at a time, and no other user may read
    them. Equal answers give equal
    bytes, however they were split into files.
    """
    data, rejects = paths.build("data"), paths.build("rejects")
    with (
        alone(paths.build(".intake.lock"), wait=True),
        files.replacing(data, private=True) as data,
        files.replacing(rejects, private=True) as rejects,
    ):
        for id, frame in accepted.items():
            _write_form(forms[id], frame, programme, data)
        text = json.dumps(summary, ensure_ascii=False, indent=2) + "\n"
        (data / "intake.json").write_text(text, encoding="utf-8")
        for id, table in rejected.items():
            write_rejects(table, rejects / f"{id}.csv")
        for id, table in blanked.items():
            write_rejects(table, rejects / f"{id}-cells.csv")


def _write_form(form: Form, frame: pd.DataFrame, programme: Programme, folder: Path) -> None:
    column = form.place.id
    order = _order(frame)
    codes = frame[column].to_numpy(dtype=np.int16)[order]
    years = frame[SUBMITTED].dt.year.to_numpy()[order]

    def write_one(partition: tuple[str, str, Path]) -> None:
        key, year, path = partition
        code = programme.municipalities[key].codes[form.id]
        part = order[(codes == code) & (years == int(year))]
        if len(part):
            target = folder / path.relative_to(paths.build("data"))
            write_partition(form, frame.iloc[part].drop(columns=column), target)

    threads.each(write_one, partitions(form.id, ALL, ALL, programme))


def _order(frame: pd.DataFrame) -> np.ndarray:
    """Return the positions of the rows by time and, within a second, by answer_id."""
    times = frame[SUBMITTED].to_numpy()
    order = np.argsort(times, kind="stable")
    same = times[order][1:] == times[order][:-1]
    tied = np.flatnonzero(np.append(same, False) | np.append(False, same))
    ties = frame[[SUBMITTED, ANSWER_ID]].iloc[order[tied]].assign(position=order[tied])
    order[tied] = ties.sort_values([SUBMITTED, ANSWER_ID])["position"].to_numpy()
    return order
