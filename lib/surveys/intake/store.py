"""Write accepted answers and rejected rows, all of them or none."""

import fcntl
import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from slicebook import paths
from slicebook.programme import ALL, Programme
from surveys.answers import partitions, write_partition
from surveys.codebook import ANSWER_ID, SUBMITTED, Form
from surveys.intake.quarantine import write_rejects


def write(
    accepted: Mapping[str, pd.DataFrame],
    rejected: Mapping[str, pd.DataFrame],
    summary: Mapping[str, Any],
    forms: Mapping[str, Form],
    programme: Programme,
) -> None:
    """Replace `build/data` and `build/rejects`.

    Both are written beside the old ones and then exchanged with them, so that whatever interrupts
    this leaves the old answers whole; one process does so at a time. Equal answers give equal
    bytes, however they were split into files.
    """
    data, rejects = paths.build("data"), paths.build("rejects")
    with _alone(), _replacement(data) as data, _replacement(rejects) as rejects:
        for id, frame in accepted.items():
            _write_form(forms[id], frame, programme, data)
        text = json.dumps(summary, ensure_ascii=False, indent=2) + "\n"
        (data / "intake.json").write_text(text, encoding="utf-8")
        for id, table in rejected.items():
            write_rejects(table, rejects / f"{id}.csv")


def _write_form(form: Form, frame: pd.DataFrame, programme: Programme, folder: Path) -> None:
    column = next(item.id for item in form.items if item.type == "municipality")
    order = _order(frame)
    codes = frame[column].to_numpy(dtype=np.int16)[order]
    years = frame[SUBMITTED].dt.year.to_numpy()[order]
    for key, year, path in partitions(form.id, ALL, ALL, programme):
        code = programme.municipalities[key].codes[form.id]
        part = order[(codes == code) & (years == int(year))]
        if len(part):
            target = folder / path.relative_to(paths.build("data"))
            write_partition(form, frame.iloc[part].drop(columns=column), target)


def _order(frame: pd.DataFrame) -> np.ndarray:
    """Return the positions of the rows by time and, within a second, by answer_id."""
    times = frame[SUBMITTED].to_numpy()
    order = np.argsort(times, kind="stable")
    same = times[order][1:] == times[order][:-1]
    tied = np.flatnonzero(np.append(same, False) | np.append(False, same))
    ties = frame[[SUBMITTED, ANSWER_ID]].iloc[order[tied]].assign(position=order[tied])
    order[tied] = ties.sort_values([SUBMITTED, ANSWER_ID])["position"].to_numpy()
    return order


@contextmanager
def _alone() -> Iterator[None]:
    """Wait until no other process writes answers; clear away what a killed one left."""
    build = paths.build()
    build.mkdir(parents=True, exist_ok=True)
    folder = os.open(build, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        for name in ("data", "rejects"):
            for left in build.glob(f".{name}-*"):
                shutil.rmtree(left, ignore_errors=True)
        yield
    finally:
        os.close(folder)


@contextmanager
def _replacement(folder: Path) -> Iterator[Path]:
    """Give an empty folder that takes the place of `folder` when the block ends without error."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    fresh.chmod(0o755)
    try:
        yield fresh
        _swap(fresh, folder)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _swap(fresh: Path, folder: Path) -> None:
    """Put `fresh` in the place of `folder`; on failure the old folder is put back."""
    if not folder.exists():
        fresh.rename(folder)
        return
    old = fresh.with_name(fresh.name + "-old")
    folder.rename(old)
    try:
        fresh.rename(folder)
    except BaseException:
        old.rename(folder)
        raise
    shutil.rmtree(old, ignore_errors=True)
