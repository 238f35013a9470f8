"""Read the files of an intake as tables: every sheet, with what stands beside it, tidied."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from slicebook.errors import InputError
from slicebook.text import in_all
from surveys.codebook import ANSWER_ID, SUBMITTED, Form
from surveys.intake.companions import (
    Companions,
    described,
    is_description,
    joined,
    repeated_headers,
)
from surveys.intake.containers import read_tables
from surveys.intake.csv_encoding import garbled
from surveys.intake.grid import Aside, Grid, rows, without_blanks
from surveys.intake.heads import Familiar
from surveys.intake.values import folded


@dataclass
class Reading:
    """The files as they are read: obstacles met, and files that only tell of others."""

    obstacles: list[str] = field(default_factory=list)
    read_along: list[str] = field(default_factory=list)


def tables(
    files: Mapping[Path, str], forms: Mapping[str, Form], reading: Reading
) -> Iterator[tuple[Path, list[Grid]]]:
    """Yield the tables of each file, with the labels and questions that lie beside it.

    What cannot be read is an obstacle, and the next file is read.
    """
    familiar, answers = _familiar(forms), _answers(forms)
    beside = {path: _small(path) for path in files}
    told: dict[Path, Companions] = {}
    for path in sorted(files, key=lambda path: not beside[path]):
        if not beside[path]:
            break
        companions = told.setdefault(path.parent, Companions())
        if _describes(path, files[path], familiar, answers, reading, companions):
            reading.read_along.append(files[path])
        else:
            beside[path] = False
    for path, name in files.items():
        if beside[path]:
            continue
        grids = joined(_read(path, name, familiar, answers, reading))
        inside = Companions()
        data = [grid for grid in grids if not inside.take(grid)]
        outside = told.get(path.parent, Companions())
        yield path, [_tidy(outside.told(inside.told(grid)), path) for grid in data]


def _small(path: Path) -> bool:
    """Tell whether a file may be one that tells of others, by its name."""
    return (
        is_description(path)
        or path.suffix.lower() == ".txt"
        or any(
            word in path.stem.casefold()
            for word in ("label", "structure", "struktur", "dictionary")
        )
    )


def _describes(
    path: Path,
    name: str,
    familiar: Familiar,
    answers: frozenset[str],
    reading: Reading,
    companions: Companions,
) -> bool:
    """Take in what a file tells of others; say whether it is such a file."""
    known = is_description(path)
    grids = [] if known else _read(path, name, familiar, answers, Reading())
    if known or (len(grids) == 1 and is_description(path, grids[0].headings)):
        try:
            companions.describe(described(path))
        except InputError as problem:
            reading.obstacles.append(str(problem).replace(path.name, name, 1))
        return True
    taken = [companions.take(grid) for grid in grids]
    return bool(taken) and all(taken)


def _read(
    path: Path, name: str, familiar: Familiar, answers: frozenset[str], reading: Reading
) -> list[Grid]:
    try:
        grids = [replace(grid, file=name) for grid in read_tables(path, familiar, answers)]
    except InputError as problem:
        if path.suffix.lower() == ".txt":
            # A note beside the exports.
            reading.read_along.append(name)
            return []
        reading.obstacles.append(str(problem).replace(path.name, name, 1))
        return []
    except OSError as problem:
        reading.obstacles.append(f"{name}: cannot be read: {problem.strerror}")
        return []
    said = [text for grid in grids for text in garbled(grid)]
    reading.obstacles += said
    return [] if said else grids


def _tidy(grid: Grid, path: Path) -> Grid:
    """Return a table without blank rows and repeated headers."""
    grid = replace(without_blanks(grid), folder=path.parent.name)
    again = repeated_headers(grid)
    if again.any():
        aside = Aside(grid.rows[again], "", "", "a row of answers; this one repeats the header")
        grid = replace(rows(grid, ~again), aside=(*grid.aside, aside))
    return grid


def _answers(forms: Mapping[str, Form]) -> frozenset[str]:
    return frozenset(name for form in forms.values() for name in form.columns)


def _familiar(forms: Mapping[str, Form]) -> Familiar:
    questions = {
        folded(text)
        for form in forms.values()
        for item in form.items
        for text in (*in_all(item.question), *item.also)
    }
    return Familiar(_answers(forms) | {ANSWER_ID, SUBMITTED}, frozenset(questions))
