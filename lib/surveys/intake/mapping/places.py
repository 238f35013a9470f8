"""Find the municipality in what a file, its sheet or its folder is called."""

import re
from collections.abc import Sequence

from slicebook.programme import Programme
from surveys.codebook import Form
from surveys.intake.grid import Grid, in_ascii, text_of
from surveys.intake.mapping.model import BY_NAME, Mapping, Place, keys
from surveys.intake.systems import System, first_of
from surveys.intake.values import folded


def place_of(grid: Grid, programme: Programme) -> str | None:
    """Return the key of the one municipality that the names mention; None where not one."""
    text = in_ascii(folded(f"{grid.folder}/{grid.file}/{grid.sheet or ''}"))
    found = {
        key
        for key, place in programme.municipalities.items()
        if any(
            re.search(rf"(?<![a-z]){in_ascii(folded(name))}(?![a-z])", text)
            for name in (key, place.name)
        )
    }
    return found.pop() if len(found) == 1 else None


def told_by_no_column(grid: Grid, programme: Programme) -> Place | None:
    """Return the place that the names mention, or the only one there is; None where neither."""
    if place_of(grid, programme):
        return Place(BY_NAME)
    only, *others = programme.municipalities
    return None if others else Place(only)


def told_elsewhere(
    grid: Grid,
    system: System | None,
    form: str,
    others: Sequence[Mapping],
    forms: dict[str, Form],
    programme: Programme,
) -> Place | None:
    """Return the column of another form that says the place in some row of each id, if there is.

    Its codes must be those of `form`.
    """
    id = first_of(grid.names, system.id) if system else None
    codes = [place.codes for place in programme.municipalities.values()]
    for other in others if id is not None else ():
        same = all(each[form] == each[other.form] for each in codes)
        asked = forms[other.form].place.id
        for heading, entry in other.columns.items() if same and other.form != form else ():
            if entry.is_ == asked and not entry.values:
                return Place(column=heading, id=keys(grid)[grid.names.index(str(id))])
    return None


def says_once(grid: Grid, place: Place) -> dict[str, str | None]:
    """Return what the rows of each id say of the municipality; None where two say different."""
    headings = keys(grid)
    columns = (grid.cells[headings.index(str(heading))] for heading in (place.id, place.column))
    said: dict[str, str | None] = {}
    for id, value in zip(*(text_of(cells).to_pylist() for cells in columns), strict=True):
        if id.strip() and value.strip():
            said[id] = value if said.get(id, value) == value else None
    return said
