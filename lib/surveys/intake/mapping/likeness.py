"""Match columns to questions whose words were changed, where one comes near and no other."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from surveys.intake.mapping.sources import Source
from surveys.intake.mapping.targets import Target, Targets
from surveys.intake.mapping.words import alike

# Scores of likeness, from 0 to 1: what is sure by itself, sure with its neighbours, worth a look.
_SURE, _BESIDE, _LOOK = 0.9, 0.6, 0.45
_AHEAD = 0.1


# A column, what it may be (the likeliest first), why, and whether that is sure.
Match = tuple[Source, list[str], str, bool]


def likely(
    columns: Sequence[Source], open_: Sequence[Target], found: Mapping[int, str], form: Targets
) -> Iterator[Match]:
    """Yield what each column may be by its words; `found` has what others are, by place.

    What is found narrows what the columns between may be, so it is looked again until nothing
    more is sure.
    """
    wanted = [target for target in open_ if not target.is_write_in]
    if not columns or not wanted:
        return
    places = _places(form)
    known = {at: places[name] for at, name in found.items()}
    scores = np.array([[_score(column, target) for target in wanted] for column in columns])
    table = _Table(list(columns), wanted, scores, known)
    while sure := [*table.between_neighbours(), *table.runs()]:
        for row, column in sure:
            table.settle(row, column)
            yield table.match(row, column, True)
    for row in table.rows():
        if scores[row].max() >= _LOOK:
            yield table.match(row, int(scores[row].argmax()), False)


class _Table:
    """The scores of columns (rows) and questions (columns) that are not yet matched."""

    def __init__(
        self,
        columns: list[Source],
        wanted: list[Target],
        scores: np.ndarray,
        known: dict[int, int],
    ) -> None:
        self._columns, self._wanted, self._scores, self._known = columns, wanted, scores, known
        self._done: tuple[set[int], set[int]] = (set(), set())

    def rows(self) -> list[int]:
        """Return the columns that are not settled."""
        return [row for row in range(len(self._columns)) if row not in self._done[0]]

    def settle(self, row: int, column: int) -> None:
        """Take a column out, and the question it is."""
        self._done[0].add(row)
        self._done[1].add(column)
        self._known[self._columns[row].at] = self._wanted[column].place

    def match(self, row: int, column: int, sure: bool) -> Match:
        """Return what a column may be, the likeliest first."""
        order = np.argsort(-self._scores[row], kind="stable")[:3]
        others = [at for at in order if at != column and self._scores[row, at] >= _LOOK]
        names = [self._wanted[at].name for at in (column, *([] if sure else others))]
        why = f"words ({self._scores[row, column]:.2f})"
        return self._columns[row], names, why + (" and place" if sure else ""), sure

    def between_neighbours(self) -> list[tuple[int, int]]:
        """Return what is sure: far ahead of all that may stand between the columns found."""
        made: list[tuple[int, int]] = []
        rows = self.rows()
        for row in rows:
            inside = self._inside(row)
            if not inside:
                continue
            best = max(inside, key=lambda at: self._scores[row, at])
            score = self._scores[row, best]
            beside = [self._scores[row, at] for at in inside if at != best]
            rivals = [self._scores[other, best] for other in rows if other != row]
            outside = self._scores[row].max()
            enough = score >= _BESIDE if self._known else score >= _SURE
            ahead = score - max([*beside, *rivals], default=0.0) >= _AHEAD
            if enough and ahead and outside - score < _AHEAD:
                made.append((row, best))
        taken = [column for _, column in made]
        return [(row, column) for row, column in made if taken.count(column) == 1]

    def runs(self) -> list[tuple[int, int]]:
        """Return runs of as many columns as questions between two found, each like its own.

        None of them is more like another question of the run than like the one in its place.
        """
        groups: dict[tuple[int, int], list[int]] = {}
        for row in self.rows():
            groups.setdefault(self._window(row), []).append(row)
        made: list[tuple[int, int]] = []
        for rows in groups.values():
            inside = self._inside(rows[0])
            if len(inside) != len(rows):
                continue
            block = self._scores[np.ix_(rows, inside)]
            own = np.diag(block)
            if (own >= _LOOK).all() and (own >= block.max(axis=1)).all():
                made += zip(rows, inside, strict=True)
        return made

    def _inside(self, row: int) -> list[int]:
        low, high = self._window(row)
        return [
            at
            for at, target in enumerate(self._wanted)
            if low < target.place < high and at not in self._done[1]
        ]

    def _window(self, row: int) -> tuple[int, int]:
        """Return between which questions a column stands, by those already found."""
        here = self._columns[row].at
        before = [place for at, place in self._known.items() if at < here]
        after = [place for at, place in self._known.items() if at > here]
        return max(before, default=-1), min(after, default=1_000_000)


def _places(form: Targets) -> dict[str, int]:
    names = {target.name: target.place for target in form.all}
    return names | {id: asked[0].place for id, asked in form.items.items() if id not in names}


def _score(column: Source, target: Target) -> float:
    if not target.fits(list(column.values)):
        return 0.0
    best = 0.0
    for question, part in column.readings:
        asked = max(alike(question, known) for known in target.questions)
        if not target.parts:
            best = max(best, asked if not part else 0.8 * asked)
            continue
        own = max(alike(part or question, known) for known in target.parts)
        best = max(best, 0.35 * asked + 0.65 * own if part else 0.9 * own)
    return best
