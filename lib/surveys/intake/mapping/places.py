"""Find the municipality in what a file, its sheet or its folder is called."""

import re

from slicebook.programme import Programme
from surveys.intake.grid import Grid, in_ascii
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
