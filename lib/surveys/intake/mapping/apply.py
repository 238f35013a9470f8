"""Read a table through a mapping: the form's own columns, with the rows that count."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pyarrow as pa

from slicebook.errors import InputError
from slicebook.programme import Programme
from surveys.codebook import ANSWER_ID, SUBMITTED, Column, Form, Item
from surveys.intake.grid import Grid, distinct, text_of, translated
from surveys.intake.mapping.model import BY_NAME, Entry, Mapping, Place, keys
from surveys.intake.mapping.places import place_of, says_once
from surveys.intake.mapping.spread import one_column, split_reader
from surveys.intake.systems import counted
from surveys.intake.values import folded


def problems(mapping: Mapping, form: Form) -> list[str]:
    """Say what keeps a mapping from being used, all of it."""
    said = []
    known = {*form.columns, *(item.id for item in form.items)}
    for heading, entry in mapping.columns.items():
        if entry.is_ not in known:
            said.append(f'{mapping.file}: columns: {heading}: "{entry.is_}" is no column of the '
                        f"form {form.id}")  # fmt: skip
        elif entry.answer is not None and not _has(form, entry):
            said.append(f'{mapping.file}: columns: {heading}: {entry.is_} has no answer '
                        f'"{entry.answer}"')  # fmt: skip
    place = mapping.municipality
    if place and not place.key and not (place.column and place.id):
        said.append(f"{mapping.file}: municipality: expected a municipality's key, {BY_NAME}, or "
                    "the column that says it and that of the id (column, id)")  # fmt: skip
    if mapping.decide:
        listed = "; ".join(f"{heading}: {_short(what)}" for heading, what in mapping.decide.items())
        said.append(f"{mapping.file} leaves to a person, under decide: {listed}")
    return said


def _has(form: Form, entry: Entry) -> bool:
    """Tell whether an entry's answer is one of a column with one answer."""
    column = form.columns.get(entry.is_)
    return column is not None and column.kind == "code" and entry.answer in column.codes


def _short(what: object) -> str:
    if isinstance(what, dict) and "perhaps" in what:
        perhaps = ", ".join(map(str, what["perhaps"]))
        return f"perhaps {perhaps}" if perhaps else str(what.get("why", ""))
    return str(what)


def apply(mapping: Mapping, grid: Grid, form: Form, programme: Programme) -> Grid:
    """Return a table with the columns of `form`, as the mapping says."""
    headings, whole = keys(grid), grid
    grid = counted(grid, mapping.rows, headings)
    cells = dict(zip(headings, grid.cells, strict=True))
    made: dict[str, tuple[str, pa.ChunkedArray]] = {}
    if mapping.id is not None:
        made[ANSWER_ID] = (mapping.id, cells[mapping.id])
    else:
        numbers = pa.array([str(number) for number in grid.rows], pa.string())
        made[ANSWER_ID] = ("", pa.chunked_array([numbers]))
    if mapping.time.column is not None:
        made[SUBMITTED] = (mapping.time.column, cells[mapping.time.column])
    spread: dict[str, list[tuple[int, pa.ChunkedArray]]] = {}
    for heading, entry in mapping.columns.items():
        if entry.answer is not None:
            spread.setdefault(entry.is_, []).append((entry.answer, cells[heading]))
            made[entry.is_] = (heading, one_column(form.columns[entry.is_], spread[entry.is_]))
            continue
        for name, column in _columns(entry, mapping, form, cells[heading]):
            made[name] = (heading, column)
    if mapping.municipality is not None:
        item = form.place
        if key := mapping.municipality.key:
            made[item.id] = ("", _municipality(key, grid, form, programme))
        else:
            made[item.id] = (
                str(mapping.municipality.column),
                _told(mapping.municipality, grid, whole),
            )
    return _renamed(grid, mapping, made, headings)


def _columns(
    entry: Entry, mapping: Mapping, form: Form, cells: pa.ChunkedArray
) -> list[tuple[str, pa.ChunkedArray]]:
    none = {folded(text) for text in mapping.missing}
    given = {folded(text): code for text, code in entry.values.items()}

    def change(text: str) -> str:
        known = folded(text)
        if known in given:
            return given[known] or ""
        return "" if known in none else text

    if given or none:
        cells = translated(cells, change)
    if entry.is_ in form.columns:
        return [(entry.is_, cells)]
    return _split(form.item(entry.is_), cells)


def _split(item: Item, cells: pa.ChunkedArray) -> list[tuple[str, pa.ChunkedArray]]:
    """Return a tick for each option of cells that hold several answers; what is unread stays."""
    read = split_reader(item)
    positions, values = distinct(cells)
    found = [read(value) for value in values]
    made = []
    for column in item.columns():
        if column.option is None or column.kind != "flag":
            continue
        texts = [
            value if chosen is None else _tick(chosen, column)
            for value, chosen in zip(values, found, strict=True)
        ]
        coded = pa.DictionaryArray.from_arrays(pa.array(positions), pa.array(texts, pa.string()))
        made.append((column.name, pa.chunked_array([coded])))
    return made


def _tick(chosen: set[int], column: Column) -> str:
    if not chosen:
        return ""
    return "1" if column.option is not None and column.option.code in chosen else "0"


def _municipality(said: str, grid: Grid, form: Form, programme: Programme) -> pa.ChunkedArray:
    key = place_of(grid, programme) if said == BY_NAME else said
    if key not in programme.municipalities:
        known = ", ".join(programme.municipalities)
        raise InputError(
            f"{grid.title}: neither the file, its sheet nor its folder is called after one of the "
            f"municipalities; expected one of {known}"
            if said == BY_NAME
            else f'{grid.title}: "{said}" is no municipality; expected one of {known}'
        )
    code = str(programme.municipalities[str(key)].codes[form.id])
    column = pa.array(np.full(len(grid.rows), code, dtype=object), pa.string())
    return pa.chunked_array([column])


def _told(place: Place, grid: Grid, whole: Grid) -> pa.ChunkedArray:
    """Return what any row of the same id says of the municipality; blank where two disagree."""
    known = says_once(whole, place)
    ids = text_of(grid.cells[keys(grid).index(str(place.id))]).to_pylist()
    return pa.chunked_array([pa.array([known.get(id) or "" for id in ids], pa.string())])


def _renamed(
    grid: Grid,
    mapping: Mapping,
    made: dict[str, tuple[str, pa.ChunkedArray]],
    headings: Sequence[str],
) -> Grid:
    """Return the grid of the mapped columns, then of those that are not used."""
    old = dict(zip(headings, grid.names, strict=True))
    used = {*mapping.columns, *mapping.leave_out, mapping.id, mapping.time.column}
    rest = [at for at, heading in enumerate(headings) if heading not in used]
    named = {name: old[heading] for name, (heading, _) in made.items() if heading}
    return replace(
        grid,
        names=(*made, *(_unused(grid.names[at], made) for at in rest)),
        cells=(*(cells for _, cells in made.values()), *(grid.cells[at] for at in rest)),
        headings=(*made, *(headings[at] for at in rest)),
        labels={name: grid.labels[was] for name, was in named.items() if was in grid.labels},
        missing={name: grid.missing[was] for name, was in named.items() if was in grid.missing},
        mixed=frozenset(name for name, was in named.items() if was in grid.mixed),
        called={name: heading for name, (heading, _) in made.items() if heading},
        order=mapping.time.order,
        zone=mapping.time.zone or grid.zone,
    )


def _unused(name: str, made: dict[str, tuple[str, pa.ChunkedArray]]) -> str:
    """Return a name for a column that is not used, so that it is none of the form's."""
    return f"{name} (not used)" if name in made else name
