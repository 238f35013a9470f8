"""Match columns to questions whose words were changed, where one comes near and no other."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from surveys.intake.mapping.sources import Source
from surveys.intake.mapping.targets import Target, Targets
from surveys.intake.mapping.words import alike

# Scores of likeness, from 0 to 1: what is sure by itself, sure with its neighbours, worth a look.
_SURE, _BESIDE, _LOOK = 0.9, 0.6, 0.45
_AHEAD = 0.12


@dataclass(frozen=True)
class Match:
    """A column, what it may be (the likeliest first), and whether that is sure."""

    column: Source
    names: tuple[str, ...]
    why: str
    sure: bool


def likely(
    columns: Sequence[Source], open_: Sequence[Target], found: Mapping[int, str], form: Targets
) -> Iterator[Match]:
    """Yield what each column may be by its words; `found` has what others are, by place."""
    wanted = [target for target in open_ if not target.is_write_in]
    if not columns or not wanted:
        return
    scores = np.array([[_score(column, target) for target in wanted] for column in columns])
    for row, column in enumerate(columns):
        order = np.argsort(-scores[row], kind="stable")
        best = scores[row, order[0]]
        if best < _LOOK:
            continue
        second = scores[row, order[1]] if len(order) > 1 else 0.0
        rival = max(np.delete(scores[:, order[0]], row), default=0.0)
        ahead = best - max(second, rival) >= _AHEAD
        target = wanted[order[0]]
        beside = best >= _BESIDE and _between(column, target, found, form)
        names = tuple(wanted[at].name for at in order[:3] if scores[row, at] >= _LOOK)
        yield Match(column, names, f"words ({best:.2f})", bool(ahead and (best >= _SURE or beside)))


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


def _between(column: Source, target: Target, found: Mapping[int, str], form: Targets) -> bool:
    """Tell whether a question stands where the column does, among those already found."""
    places = {t.name: t.place for t in form.all} | {
        id: asked[0].place for id, asked in form.items.items()
    }
    before = [places[name] for at, name in found.items() if at < column.at]
    after = [places[name] for at, name in found.items() if at > column.at]
    return max(before, default=-1) < target.place < min(after, default=len(places))
