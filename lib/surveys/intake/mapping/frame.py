"""Find what a table has beside questions: ids, times, which rows count, which form each is."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from slicebook.text import in_all
from surveys.codebook import ANSWER_ID, SUBMITTED, Form
from surveys.intake.grid import Grid, is_blank, text_of
from surveys.intake.identifiers import of_persons
from surveys.intake.mapping.model import Time, keys
from surveys.intake.mapping.words import compared
from surveys.intake.systems import Rule, System, first_of
from surveys.intake.times import EITHER, read_times

# What people and systems call the columns, where the system is not known.
_IDS = (ANSWER_ID, "resp*id", "response*id", "svar*id", "besvarelses*id", "record_id", "id",
        "løbenummer", "løbenr*", "nr", "nr.", "*uuid", "_id", "kode", "deltager*nr*")  # fmt: skip
_TIMES = (SUBMITTED, "tidsstempel*", "timestamp*", "submi*", "afsluttet*", "completed*",
          "completion_time", "fuldført*", "lukket*", "færdig*", "sluttid*", "slutdato*", "end_date",
          "enddate", "end_time", "closetime", "indsend*", "besvaret*", "svardato*", "udfyldt*",
          "dato*", "date*", "tidspunkt*")  # fmt: skip
_DATED = 0.8


@dataclass(frozen=True)
class Frame:
    """The columns of ids and times, and the rows that count."""

    id: str | None
    time: Time
    rows: tuple[Rule, ...]


def frame_of(grid: Grid, system: System | None, form: Form, used: set[str]) -> Frame:
    """Find what a table has beside questions; `used` are headings that are questions."""
    headings = keys(grid)
    id = named_id(grid, system, used)
    time = named_time(grid, system, form, used)
    order = zone = None
    if time is not None:
        at = headings.index(time)
        _, _, doubt = read_times(grid.cells[at])
        order = system.order if system and (doubt or system.order == EITHER) else None
        zone = "UTC" if system and first_of([grid.names[at]], system.utc) else None
    return Frame(id, Time(time, order, zone), _rules(grid, system, form, used))


def named_id(grid: Grid, system: System | None, used: set[str]) -> str | None:
    """Return the heading of the column of ids: each row has one, and its own."""
    if system and any(not is_blank(grid.cells[at]).all() for at, _ in _called(grid, system.repeat)):
        return None
    for patterns in (system.id if system else (), _IDS):
        for at, key in _called(grid, patterns):
            texts = text_of(grid.cells[at])
            if key not in used and len(texts) and _is_key(texts.to_pylist()):
                return key
    return None


def _is_key(texts: Sequence[str]) -> bool:
    filled = [text for text in texts if text.strip()]
    # A few rows may have been sent twice.
    return bool(filled) and len(filled) == len(texts) and len(set(filled)) >= 0.5 * len(filled)


def named_time(grid: Grid, system: System | None, form: Form, used: set[str]) -> str | None:
    """Return the heading of the column of times: by its name, or the only one that holds any."""
    own = tuple(f"{form.id}_timestamp" for _ in system.event) if system else ()
    for patterns in (own, system.time if system else (), _TIMES):
        for at, key in _called(grid, patterns):
            if key not in used and _holds_times(grid, at):
                return key
    dated = [key for at, key in enumerate(keys(grid)) if key not in used and _holds_times(grid, at)]
    return dated[0] if len(dated) == 1 else None


def _holds_times(grid: Grid, at: int) -> bool:
    cells = grid.cells[at]
    blank = is_blank(cells)
    if blank.all():
        # A table of a header alone.
        return not len(blank)
    times, _, _ = read_times(cells)
    return bool((~np.isnat(times)).sum() >= _DATED * (~blank).sum())


def _called(grid: Grid, patterns: Sequence[str]) -> list[tuple[int, str]]:
    headings = keys(grid)
    found = []
    for pattern in patterns:
        for at, name in enumerate(grid.names):
            if first_of([name], [pattern]):
                found.append((at, headings[at]))
    return found


def _rules(grid: Grid, system: System | None, form: Form, used: set[str]) -> tuple[Rule, ...]:
    """Return which rows count, by the system's own columns that the table has."""
    if system is None:
        return ()
    headings = dict(zip(grid.names, keys(grid), strict=True))
    rules = [
        Rule(headings[rule.column], rule.only, rule.never, rule.why)
        for rule in system.count
        if rule.column in headings
    ]
    ends = [key for _, key in _called(grid, system.ends)]
    own = f"{form.id}_complete"
    mine = [own] if own in ends else [key for key in ends if key not in used]
    if len(mine) == 1:
        rules += [Rule(mine[0], never=("",))] if len(ends) > 1 else []
        rules.append(Rule(mine[0], ("2", "complete"), (), "complete"))
    return tuple(rules)


def left_out(grid: Grid, system: System | None, used: set[str]) -> tuple[str, ...]:
    """Return the system's own columns that say who a person is: they are not looked at again."""
    return tuple(
        key
        for at, key in enumerate(keys(grid))
        if key not in used and system and system.owns(grid.names[at]) and of_persons(grid, at)
    )


def value_forms(values: Sequence[str], forms: dict[str, Form]) -> dict[str, list[str]]:
    """Return which of a column's values name which form, by its id or title."""
    names = {id: {compared(id), *map(compared, in_all(form.title))} for id, form in forms.items()}
    told: dict[str, list[str]] = {}
    for value in values:
        text = compared(value)
        named = [id for id, words in names.items() if any(word in text for word in words)]
        if len(named) == 1:
            told.setdefault(named[0], []).append(value.casefold().strip())
    return told
