"""`modning map`: make the mappings of exports, say what each column is, and write them."""

import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from slicebook.errors import InputError
from slicebook.programme import Programme, load_programme
from surveys.codebook import Form, load_codebook
from surveys.export_folders import mappings
from surveys.instruments.names import as_id
from surveys.intake import recognise
from surveys.intake.assign import best_fitting, near
from surveys.intake.grid import Grid
from surveys.intake.mapping.make import Made, make
from surveys.intake.mapping.model import (
    BY_NAME,
    LIKELY,
    SURE,
    Mapping,
    load,
    write,
)
from surveys.intake.sources import find
from surveys.intake.tables import Reading, tables

# What to do where no column says the municipality.
NO_PLACE = (
    "The municipality can also be told by what the file, its sheet or its folder is called, or by "
    "municipality: in the mapping"
)


@dataclass
class _Work:
    forms: dict[str, Form]
    programme: Programme
    accept: bool
    by_position: bool
    said: list[str | Table]
    unmade: list[str]

    def table(self, grid: Grid) -> None:
        """Make the mappings of a table, unless it needs none."""
        known = load()
        fitting = best_fitting(grid, known)
        if fitting and all(each.accepted or not self.accept for each in fitting):
            listed = ", ".join(each.file for each in fitting)
            self.said.append(f"{grid.title}: {listed} fits")
            return
        if not fitting and len(recognise.complete(grid, self.forms)) == 1:
            form = recognise.complete(grid, self.forms)[0]
            self.said.append(
                f"{grid.title}: has the columns of {form.id} by name; no mapping needed"
            )
            return
        old = fitting or near(grid, known)
        made = make(grid, self.forms, self.programme, self.by_position, old)
        if isinstance(made, str):
            self.unmade.append(f"{grid.title}: {made}")
            return
        for each in made:
            self._keep(each, old)

    def _keep(self, made: Made, old: Sequence[Mapping]) -> None:
        was = next((each for each in old if each.form == made.mapping.form), None)
        accepted = self.accept or (was is not None and was.accepted)
        name = was.name if was else _new_name(made.mapping)
        mapping = replace(made.mapping, name=name, accepted=accepted)
        write(mapping)
        self.said += [_shown(made.grid, mapping), _summed(mapping, made)]
        if made.lacking:
            self.unmade.append(
                f"{made.grid.title}: {mapping.file}: not found: {', '.join(made.lacking)}"
            )
            if self.forms[mapping.form].place.id in made.lacking:
                self.unmade.append(NO_PLACE)


def map_exports(
    sources: Sequence[Path], accept: bool = False, by_position: bool = False
) -> tuple[str, bool]:
    """Make the mappings of exports; return what to say, and whether nothing is left to decide.

    Raises `InputError` for files that cannot be read.
    """
    programme = load_programme()
    work = _Work(load_codebook(programme), programme, accept, by_position, [], [])
    reading = Reading()
    with find(sources) as found:
        for _, grids in tables(found.files, work.forms, reading):
            for grid in grids:
                if len(grid.names) > 2:
                    work.table(grid)
    if reading.obstacles:
        raise InputError("\n".join(reading.obstacles))
    return _rendered([*work.said, *work.unmade]), not work.unmade


def _new_name(mapping: Mapping) -> str:
    base = as_id(f"{mapping.form} {mapping.system.split(' ')[0]}").replace("_", "-")
    taken = {path.stem for path in mappings()}
    names = [base, *(f"{base}-{number}" for number in range(2, len(taken) + 3))]
    return next(name for name in names if name not in taken)


def _shown(grid: Grid, mapping: Mapping) -> Table:
    system = f", {mapping.system}" if mapping.system else ""
    table = Table(title=Text(f"{grid.title}: {mapping.form}{system}"))
    for heading in ("Column", "Is", "Why", "How sure"):
        table.add_column(heading)
    table.add_row(Text(mapping.id or "(rows are numbered)"), "answer_id", "", "")
    time = mapping.time
    order = f" ({time.order})" if time.order else ""
    table.add_row(Text(time.column or "(none)"), f"submitted{order}", Text(time.zone or ""), "")
    if place := mapping.municipality:
        why = {None: f"another row of the same {place.id}", BY_NAME: "file, sheet or folder"}
        table.add_row(
            Text(str(place.key or place.column)),
            "municipality",
            why.get(place.key, "the only one"),
            SURE,
        )
    for heading, entry in mapping.columns.items():
        what = entry.is_ if entry.answer is None else f"{entry.is_}: {entry.answer}"
        table.add_row(Text(heading), what, Text(entry.why), entry.sure)
    for heading, what in mapping.decide.items():
        table.add_row(Text(heading), Text(", ".join(what["perhaps"])), Text(what["why"]), "decide")
    return table


def _summed(mapping: Mapping, made: Made) -> str:
    sure = sum(entry.sure != LIKELY for entry in mapping.columns.values())
    rules = "".join(
        f"; rows by {name}" for name in dict.fromkeys(rule.column for rule in mapping.rows)
    )
    if mapping.leave_out:
        rules += f"; never looked at: {', '.join(mapping.leave_out)}"
    return (
        f"{mapping.file}: {sure} columns sure, {len(mapping.columns) - sure} likely, "
        f"{len(mapping.decide)} to decide, {len(mapping.unused)} not used{rules}. "
        + ("It is used from now on." if mapping.accepted else "Look it through; --accept takes it.")
    )


def _rendered(parts: Sequence[str | Table]) -> str:
    said = io.StringIO()
    console = Console(file=said, width=max(Console().width, 100), soft_wrap=True)
    for part in parts:
        console.print(part, markup=False, highlight=False)
    return said.getvalue().rstrip("\n")
