"""Join what belongs to one table: SurveyXact's dataset in parts, its labels and its structure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from surveys.intake.grid import Grid, column_name, plain, text_of

_STRUCTURE = {"variablename", "questiontext"}
_LABELS = re.compile(r"labels?|etiketter", re.IGNORECASE)
_PART = re.compile(r"(dataset)\s*\((\d+)\)", re.IGNORECASE)


@dataclass
class Companions:
    """What files and sheets beside a table say of its variables: labels and questions."""

    labels: dict[str, dict[str, str]] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)

    def take(self, grid: Grid) -> bool:
        """Take a table in that tells of others; say whether it is one."""
        if set(grid.names) >= _STRUCTURE:
            for name, title in _titles(grid):
                self.titles.setdefault(name, title)
            return True
        if _is_labels(grid):
            for name, code, label in _records(grid):
                self.labels.setdefault(column_name(name), {})[code.strip()] = plain(label)
            return True
        return False

    def told(self, grid: Grid) -> Grid:
        """Return a table with what is known of its columns."""
        labels = {name: self.labels[name] for name in grid.names if name in self.labels}
        titles = {name: self.titles[name] for name in grid.names if name in self.titles}
        return replace(grid, labels={**labels, **grid.labels}, titles={**titles, **grid.titles})


def joined(grids: Sequence[Grid]) -> list[Grid]:
    """Put the parts of a dataset side by side that stand in several sheets of a workbook."""
    parts = [grid for grid in grids if _PART.fullmatch((grid.sheet or "").strip())]
    lengths = {len(grid.rows) for grid in parts}
    if len(parts) < 2 or len(lengths) > 1 or _repeats(parts):
        return list(grids)
    first = parts[0]
    whole = replace(
        first,
        sheet=None,
        parts=tuple(str(part.sheet) for part in parts),
        names=tuple(name for part in parts for name in part.names),
        cells=tuple(cells for part in parts for cells in part.cells),
        headings=tuple(heading for part in parts for heading in part.headings),
        titles={name: title for part in parts for name, title in part.titles.items()},
        mixed=frozenset().union(*(part.mixed for part in parts)),
        notes=(*first.notes, f"{len(parts)} sheets joined side by side"),
    )
    return [whole, *(grid for grid in grids if not any(grid is part for part in parts))]


def _repeats(parts: Sequence[Grid]) -> bool:
    """Tell whether sheets have columns in common, so that they stand below each other."""
    names = [name for part in parts for name in part.names]
    return len(set(names)) < len(names)


def _is_labels(grid: Grid) -> bool:
    called = grid.sheet or grid.file.rpartition("/")[2]
    if len(grid.names) != 3 or not _LABELS.search(called):
        return False
    return all(record[1].strip().lstrip("-").isdigit() for record in _records(grid))


def _records(grid: Grid) -> Iterator[list[str]]:
    """Yield the rows of a table without a header, the first of which was taken for one."""
    first = list(grid.headings)
    if not first[1].strip().isdigit():
        first = []
    columns = [text_of(cells).to_pylist() for cells in grid.cells]
    yield from [first] if first else []
    yield from map(list, zip(*columns, strict=True))


def _titles(grid: Grid) -> Iterator[tuple[str, str]]:
    at = {
        name: grid.names.index(name) for name in (*_STRUCTURE, "choicetext") if name in grid.names
    }
    columns = {name: text_of(grid.cells[place]).to_pylist() for name, place in at.items()}
    choices = columns.get("choicetext", [""] * len(grid.rows))
    for name, question, choice in zip(
        columns["variablename"], columns["questiontext"], choices, strict=True
    ):
        title = f"{plain(question)} - {plain(choice)}" if plain(choice) else plain(question)
        yield column_name(name), title


def repeated_headers(grid: Grid) -> np.ndarray:
    """Tell which rows repeat the header, as files put together have them."""
    looked = range(min(len(grid.cells), 6))
    headings = grid.headings or grid.names
    alike = np.zeros(len(grid.rows), dtype=int)
    for at in looked:
        wanted = pa.array({headings[at], headings[at].lower(), grid.names[at]} - {""}, pa.string())
        if len(wanted):
            alike += pc.is_in(text_of(grid.cells[at]), wanted).to_numpy().astype(int)
    return alike >= min(3, len(looked)) if len(looked) > 1 else np.zeros(len(grid.rows), dtype=bool)
