"""What is shown of a count where the programme rounds instead of withholding.

`modning.protection` writes it, one file a form, municipality and year: a cell a line, its rounded
count and how many it is said to be of.
"""

from dataclasses import dataclass
from pathlib import Path

from slicebook.files import read_once
from slicebook.programme import ALL, load_programme
from slicebook.slices import Slice
from surveys.disclosure.pattern import pattern_text, rounded_file, withheld


@dataclass(frozen=True)
class Rounded:
    """A count as it is shown, and how many it is of."""

    count: int
    n: int


def rounded(cell: str, here: Slice | None, municipality: str = ALL) -> Rounded | None:
    """Return what is shown of a cell instead of its count, in a slice or a municipality of it.

    None where the programme withholds, where the slice is not the programme's, where the count is
    shown as it is (`withheld` is false), and where nothing is shown.
    """
    if here is None or not load_programme().rules.rounds:
        return None
    place = here.municipality if municipality == ALL else municipality
    if here.municipality not in (ALL, place):
        # A slice of one municipality has nobody of another.
        return Rounded(0, 0)
    if not withheld(cell, here, municipality):
        return None
    return _table(rounded_file(cell.split("/")[0], place, here.year)).get(cell)


@read_once
def _table(path: Path) -> dict[str, Rounded]:
    lines = pattern_text(path).splitlines()
    rows = (line.split("\t") for line in lines)
    return {cell: Rounded(int(count), int(n)) for cell, count, n in rows}
