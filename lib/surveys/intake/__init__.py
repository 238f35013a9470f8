"""Answers in: read -> decode -> validate -> quarantine."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from slicebook.programme import Programme, load_programme
from surveys.codebook import SUBMITTED, Form, load_codebook
from surveys.intake import recognise, store
from surveys.intake.decode import Decoded, decode_answers
from surveys.intake.duplicates import find_duplicates
from surveys.intake.outcome import Count, FileCount, Intake, Reason, form_counts, reasons
from surveys.intake.quarantine import COLUMNS, Fault, positions, rejects
from surveys.intake.read import read_export
from surveys.intake.sources import find
from surveys.intake.validate import faults, without_unasked

__all__ = ["Count", "FileCount", "Intake", "Reason", "take_in"]


def take_in(sources: Sequence[Path], programme: Programme | None = None) -> Intake:
    """Take exports in: good rows to the answer store, bad ones to `build/rejects`.

    `sources` are files or folders of CSV, Excel or SPSS exports; several may hold the same form.
    The store and the rejects are replaced as a whole. Raises `InputError`, and writes nothing,
    for a file that cannot be read or fits no form, for a municipality the programme does not
    have, and for anything that tells who a person is.
    """
    programme = programme or load_programme()
    forms = load_codebook(programme)
    found = find(sources)
    checked = [_check(path, found.name(path), forms, programme) for path in found.files]
    files = [file for id in forms for file in _without_repeats(id, checked)]
    accepted = {id: _accepted(id, files) for id in forms if _of_form(id, files)}
    rejected = {id: _rejected(id, files) for id in forms}
    counts = tuple(_count(file) for file in files)
    intake = Intake(
        files=counts,
        forms=form_counts(list(forms), counts),
        reasons=reasons(rejected),
        left_aside=found.left_aside,
        synthetic=found.synthetic,
        last=_last_day(accepted),
    )
    for id, frame in accepted.items():
        assert len(frame) == intake.forms[id].accepted
    store.write(accepted, rejected, intake.manifest(), forms, programme)
    return intake


def _last_day(accepted: Mapping[str, pd.DataFrame]) -> str | None:
    """Return the day of the last accepted answer set, YYYY-MM-DD."""
    days = [frame[SUBMITTED].max() for frame in accepted.values() if len(frame)]
    return max(days).date().isoformat() if days else None


@dataclass(frozen=True)
class _File:
    decoded: Decoded
    faults: list[Fault]
    other_sheets: list[str]


def _check(path: Path, name: str, forms: Mapping[str, Form], programme: Programme) -> _File:
    decoded, other_sheets = _decoded(path, name, forms)
    return _File(decoded, faults(decoded, programme), other_sheets)


def _decoded(path: Path, name: str, forms: Mapping[str, Form]) -> tuple[Decoded, list[str]]:
    grid, form, other_sheets = read_export(path, forms)
    return decode_answers(replace(grid, file=name), form), other_sheets


def _without_repeats(id: str, checked: Sequence[_File]) -> list[_File]:
    files = _of_form(id, checked)
    repeats = find_duplicates([(file.decoded, file.faults) for file in files])
    return [
        replace(file, faults=file.faults + more) for file, more in zip(files, repeats, strict=True)
    ]


def _accepted(id: str, files: Sequence[_File]) -> pd.DataFrame:
    parts = [_good(file) for file in _of_form(id, files)]
    return pd.concat(parts, ignore_index=True) if len(parts) > 1 else parts[0]


def _good(file: _File) -> pd.DataFrame:
    bad = positions(file.faults)
    frame = without_unasked(file.decoded)
    return frame.drop(index=bad) if len(bad) else frame


def _rejected(id: str, files: Sequence[_File]) -> pd.DataFrame:
    parts = [rejects(file.decoded.grid, file.faults) for file in _of_form(id, files)]
    return pd.concat([pd.DataFrame(columns=COLUMNS), *parts], ignore_index=True)


def _count(file: _File) -> FileCount:
    grid, form = file.decoded.grid, file.decoded.form
    read = len(grid.rows) + len(grid.torn)
    rejected = len(positions(file.faults)) + len(grid.torn)
    return FileCount(
        file=grid.file,
        form=form.id,
        sheet=grid.sheet,
        count=Count(read, read - rejected, rejected),
        ignored=tuple(recognise.unknown(grid, form)),
        absent=tuple(recognise.absent(grid, form)),
        other_sheets=tuple(file.other_sheets),
    )


def _of_form(id: str, files: Sequence[_File]) -> list[_File]:
    return [file for file in files if file.decoded.form.id == id]
