"""Answers in: find -> read -> map -> decode -> validate -> quarantine."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

import pandas as pd

from slicebook.errors import InputError
from slicebook.programme import Programme, load_programme
from surveys import threads
from surveys.codebook import ANSWER_ID, SUBMITTED, SYNTHETIC, Form, load_codebook
from surveys.intake import recognise, store
from surveys.intake.assign import Assigned, assign
from surveys.intake.containers import lost_values
from surveys.intake.decode import Decoded, decode_answers
from surveys.intake.duplicates import find_duplicates
from surveys.intake.grid import Grid, distinct
from surveys.intake.identifiers import identifiers, identifying_names
from surveys.intake.mapping.model import load
from surveys.intake.outcome import (
    Count,
    FileCount,
    Intake,
    Reason,
    form_counts,
    reasons,
    sent_twice,
    wholly_rejected,
)
from surveys.intake.quarantine import COLUMNS, Fault, of_rows, positions, rejects
from surveys.intake.seen import file_facts
from surveys.intake.sources import find
from surveys.intake.tables import Reading, tables
from surveys.intake.validate import absent_columns, faults, without_unasked
from surveys.intake.validate import without_cells as without_bad_cells
from surveys.intake.values import TICKED, folded
from surveys.quality import FileFacts, FormFacts, form_facts
from surveys.quality.odd import contradictions


def take_in(sources: Sequence[Path]) -> Intake:
    """Take exports in: good rows to the answer store, bad ones to `build/rejects`.

    `sources` are files, folders or archives of exports; several may hold the same form. The store
    and the rejects are replaced as a whole. Raises `InputError` with all that stands in the way,
    and writes nothing, for a file that cannot be read or fits no form, for columns that can be
    read in two ways, and for anything that tells who a person is.
    """
    programme = load_programme()
    forms = load_codebook(programme)
    with find(sources) as found:
        work = _Work(forms, programme)
        for path, grids in tables(found.files, forms, work.reading):
            work.check(path, grids)
        left_aside = (*found.left_aside, *work.reading.read_along, *work.left_aside)
    work.refuse()
    files = [file for id in forms for file in _without_repeats(id, work)]
    accepted = {id: _accepted(id, files) for id in forms if _of_form(id, files)}
    work.notes += _contradictions(accepted, forms)
    rejected = {id: _rejected(id, files) for id in forms}
    blanked = {id: _rejected(id, files, cells=True) for id in forms}
    counts = tuple(_count(file) for file in files)
    intake = Intake(
        files=counts,
        forms=form_counts(list(forms), counts),
        reasons=reasons(rejected),
        left_aside=tuple(left_aside),
        synthetic=work.synthetic,
        last=_last_day(accepted),
        blanked=reasons(blanked),
        notes=tuple(work.notes),
        wholly_rejected=wholly_rejected(counts, rejected, forms),
        seen=tuple(file.facts for file in files),
    )
    for id, frame in accepted.items():
        assert len(frame) == intake.forms[id].accepted

    def measured() -> tuple[FormFacts, ...]:
        return tuple(
            form_facts(forms[id], frame, pd.concat([rejected[id], blanked[id]]), programme)
            for id, frame in accepted.items()
        )

    def write() -> None:
        store.write(accepted, rejected, blanked, intake.manifest(), forms, programme)

    facts, _ = threads.together(measured, write)
    return replace(intake, measured=facts, notes=(*intake.notes, *sent_twice(facts)))


@dataclass(frozen=True)
class _File:
    decoded: Decoded
    faults: list[Fault]
    how: str
    facts: FileFacts
    other_sheets: tuple[str, ...] = ()
    others: frozenset[int] = frozenset()


@dataclass
class _Work:
    """What is read so far, and all that stands in the way."""

    forms: Mapping[str, Form]
    programme: Programme
    reading: Reading = field(default_factory=Reading)
    files: list[_File] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    left_aside: list[str] = field(default_factory=list)
    marks: set[bool] = field(default_factory=set)

    def check(self, path: Path, grids: Sequence[Grid]) -> None:
        """Assign, decode and validate the tables of a file."""
        mappings = load()
        assigned = [(grid, assign(grid, mappings, self.forms, self.programme)) for grid in grids]
        used = [grid for grid, made in assigned if made.parts]
        unread = [grid for grid, made in assigned if not made.parts]
        others = tuple(str(grid.sheet) for grid in unread if grid.sheet and used)
        for grid, made in assigned:
            if made.parts:
                self._take(path, grid, made, others)
            elif not self._leaves(path, grid, bool(used)):
                self.reading.obstacles += made.obstacles

    def _leaves(self, path: Path, grid: Grid, used: bool) -> bool:
        """Leave a table aside that surely holds no answers: a note, or a sheet beside answers."""
        if used:
            return not recognise.is_alike(grid, self.forms)
        if path.suffix.lower() == ".txt" and len(grid.names) < 3:
            self.left_aside.append(grid.file)
            return True
        return False

    def _take(self, path: Path, grid: Grid, made: Assigned, others: tuple[str, ...]) -> None:
        said = [*made.obstacles, *lost_values(path, grid)]
        self.notes += made.notes
        for form, part, how in made.parts:
            known = {ANSWER_ID, SUBMITTED, *form.columns}
            secret = {name for name, column in form.columns.items() if column.kind == "secret"}
            decoded = decode_answers(part, form)
            self.marks.add(_is_synthetic(grid))
            found, facts, telling = threads.together(
                partial(faults, decoded, self.programme),
                partial(file_facts, part, decoded),
                partial(identifiers, part, secret),
            )
            said += [*identifying_names(part, known), *telling]
            said += [*decoded.obstacles, *absent_columns(decoded, self.programme)]
            self.files.append(_File(decoded, found, how, facts, others))
        self.reading.obstacles += dict.fromkeys(said)

    @property
    def synthetic(self) -> bool:
        """Tell whether the answers are synthetic; real ones beside them are a mistake."""
        return True in self.marks

    def refuse(self) -> None:
        """Raise `InputError` with all that stands in the way."""
        said = list(dict.fromkeys(self.reading.obstacles))
        if len(self.marks) > 1:
            said.append(
                "some files hold synthetic answers and others do not; they are never read "
                "together. Put your own exports into a folder of their own and name it: make book "
                "DATA=folder"
            )
        if said:
            raise InputError("\n".join(said))


def _is_synthetic(grid: Grid) -> bool:
    """Tell whether a table says of itself that its answers are synthetic."""
    if SYNTHETIC not in grid.names:
        return False
    return any(folded(value) in TICKED for value in distinct(grid.column(SYNTHETIC))[1])


def _contradictions(accepted: Mapping[str, pd.DataFrame], forms: Mapping[str, Form]) -> list[str]:
    """Say of which questions an answer that stands alone was chosen beside others."""
    return [
        f"{id}: {item.id}: {said}; both are kept"
        for id, frame in accepted.items()
        for item in forms[id].items
        if item.type == "multiple"
        for said in contradictions(item, frame)
    ]


def _last_day(accepted: Mapping[str, pd.DataFrame]) -> str | None:
    """Return the day of the last accepted answer set, YYYY-MM-DD."""
    days = [frame[SUBMITTED].max() for frame in accepted.values() if len(frame)]
    return max(days).date().isoformat() if days else None


def _without_repeats(id: str, work: _Work) -> list[_File]:
    files = _of_form(id, work.files)
    found = find_duplicates([(file.decoded, file.faults) for file in files])
    work.notes += [f"{id}: {note}" for note in found.notes]
    return [
        replace(file, faults=file.faults + more, others=frozenset(others.tolist()))
        for file, more, others in zip(files, found.faults, found.others, strict=True)
    ]


def _accepted(id: str, files: Sequence[_File]) -> pd.DataFrame:
    parts = [_good(file) for file in _of_form(id, files)]
    return pd.concat(parts, ignore_index=True) if len(parts) > 1 else parts[0]


def _good(file: _File) -> pd.DataFrame:
    bad = positions(of_rows(file.faults))
    frame = without_bad_cells(without_unasked(file.decoded), file.faults)
    if file.others:
        ids = frame[ANSWER_ID].copy()
        ids.iloc[sorted(file.others)] += f" ({file.decoded.grid.title})"
        frame[ANSWER_ID] = ids
    return frame.drop(index=bad) if len(bad) else frame


def _rejected(id: str, files: Sequence[_File], cells: bool = False) -> pd.DataFrame:
    parts = [rejects(file.decoded.grid, file.faults, cells) for file in _of_form(id, files)]
    return pd.concat([pd.DataFrame(columns=COLUMNS), *parts], ignore_index=True)


def _count(file: _File) -> FileCount:
    grid, form = file.decoded.grid, file.decoded.form
    left_out = len(grid.torn) + sum(len(aside.rows) for aside in grid.aside)
    read = len(grid.rows) + left_out
    rejected = len(positions(of_rows(file.faults))) + left_out
    return FileCount(
        file=grid.file,
        form=form.id,
        sheet=grid.sheet,
        count=Count(read, read - rejected, rejected),
        ignored=tuple(recognise.unknown(grid, form)),
        absent=tuple(recognise.absent(grid, form)),
        other_sheets=file.other_sheets,
        notes=tuple(filter(None, (file.how, *grid.notes))),
    )


def _of_form(id: str, files: Sequence[_File]) -> list[_File]:
    return [file for file in files if file.decoded.form.id == id]
