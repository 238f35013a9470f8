"""Join what belongs to one table: a dataset in parts, and what lies beside it of its columns."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from surveys.instruments import read_questions
from surveys.instruments.limesurvey import is_text_survey
from surveys.instruments.question import Part, Question, Texts
from surveys.instruments.redcap import is_redcap
from surveys.instruments.surveyxact import CHOICE, LABELS, PART, STRUCTURE
from surveys.intake import spss_text
from surveys.intake.grid import Grid, plain, text_of
from surveys.intake.mapping.words import name_tokens
from surveys.intake.spss_text import Told


@dataclass
class Companions:
    """What files and sheets beside a table say of its variables: labels and questions.

    Both by the pieces of a variable's name, which systems join in several ways.
    """

    labels: dict[str, dict[str, str]] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)

    def take(self, grid: Grid) -> bool:
        """Take a table in that tells of others; say whether it is one."""
        if set(grid.names) >= set(STRUCTURE):
            for name, title in _titles(grid):
                self.titles.setdefault(_pieces(name), title)
            return True
        if _is_labels(grid):
            for name, code, label in _records(grid):
                self.labels.setdefault(_pieces(name), {})[code.strip()] = plain(label)
            return True
        return False

    def describe(self, columns: Iterable[Told]) -> None:
        """Take in what a survey's description says of columns."""
        for column in columns:
            self.titles.setdefault(_pieces(column.name), plain(column.title))
            if column.labels:
                self.labels.setdefault(_pieces(column.name), dict(column.labels))

    def told(self, grid: Grid) -> Grid:
        """Return a table with what is known of its columns."""
        called = zip(grid.names, map(_pieces, grid.headings or grid.names), strict=True)
        known = dict(called)
        labels = {name: self.labels[key] for name, key in known.items() if key in self.labels}
        titles = {name: self.titles[key] for name, key in known.items() if key in self.titles}
        return replace(grid, labels={**labels, **grid.labels}, titles={**titles, **grid.titles})


def _pieces(name: str) -> str:
    return "_".join(name_tokens(name))


def joined(grids: Sequence[Grid]) -> list[Grid]:
    """Put the parts of a dataset side by side that stand in several sheets of a workbook."""
    parts = [grid for grid in grids if PART.fullmatch((grid.sheet or "").strip())]
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
    if len(grid.names) != 3 or not LABELS.search(called):
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
    at = {name: grid.names.index(name) for name in (*STRUCTURE, CHOICE) if name in grid.names}
    columns = {name: text_of(grid.cells[place]).to_pylist() for name, place in at.items()}
    choices = columns.get(CHOICE, [""] * len(grid.rows))
    for name, question, choice in zip(*(columns[one] for one in STRUCTURE), choices, strict=True):
        title = f"{plain(question)} - {plain(choice)}" if plain(choice) else plain(question)
        yield name, title


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


# Files that are nothing but a description.
DESCRIPTIONS = (".lss", ".qsf", ".sps")


def is_description(path: Path, headings: Sequence[str] = ()) -> bool:
    """Tell whether a file describes a survey, by its extension or its headings."""
    rows = [list(headings)]
    return path.suffix.lower() in DESCRIPTIONS or is_redcap(rows) or is_text_survey(rows)


def described(path: Path) -> list[Told]:
    """Return what a description says of each column, in order; `InputError` where it is none."""
    if path.suffix.lower() == ".sps":
        return spss_text.told(path)
    return [told for form in read_questions(path) for told in _of_questions(form.questions)]


def _of_questions(questions: Iterable[Question]) -> Iterator[Told]:
    questions = list(questions)
    rows = Counter(row.code for question in questions for row in question.rows)
    for question in questions:
        labels = {part.code: _said(part.texts) for part in question.answers}
        if question.type == "multiple":
            yield from (_part(question, part, {}) for part in question.answers)
        elif question.rows:
            told = [_part(question, row, labels) for row in question.rows]
            yield from told
            # REDCap and KoBo call a column by its row alone.
            pairs = zip(told, question.rows, strict=True)
            yield from (replace(one, name=row.code) for one, row in pairs if rows[row.code] == 1)
        else:
            yield Told(question.name, _said(question.texts), labels)
        if any(part.write_in for part in question.answers):
            yield _part(question, Part("other", {"": "andet, angiv"}), {})


def _part(question: Question, part: Part, labels: dict[str, str]) -> Told:
    title = f"{_said(question.texts)} - {_said(part.texts)}"
    return Told(f"{question.name}_{part.code}", title, labels)


def _said(texts: Texts) -> str:
    return next(iter(texts.values()), "")
