"""Find the header of a table: titles above it, headers of two or three rows, questions below it.

SurveyMonkey writes the question above its options, Qualtrics the question and an import id below
the column's name, people put a title and a date above all of it.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from surveys.intake.grid import column_name, plain
from surveys.intake.times import is_zone

# How many records at the top are looked at.
WITHIN = 40
# The second row of a header where a question has no parts.
_NO_PART = {"response", "open-ended response", "svar", "åbent svar", "besvarelse"}
_NUMBER = re.compile(r"[-+]?[\d.,:/ -]+")
_ZONE = re.compile(r'"timeZone"\s*:\s*"([^"]+)"')
# The names that Qualtrics' older exports give to its own columns.
_VARIABLE = re.compile(r"v\d+")

Records = Sequence[Sequence[str]]


@dataclass(frozen=True)
class Familiar:
    """What a header may hold: names of columns, and questions as they are compared."""

    names: frozenset[str] = frozenset()
    questions: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Head:
    """A header: the record it begins in, how many it takes, its headings, titles by position.

    `zone` is that of the table's times, where the header says it.
    """

    at: int
    rows: int
    headings: tuple[str, ...]
    titles: dict[int, str] = field(default_factory=dict)
    zone: str | None = None


def find_head(records: Records, familiar: Familiar) -> Head:
    """Find the header among the first records of a table."""
    at = _question_row(records, _first(records, familiar.names))
    names = list(records[at])
    following = list(records[at + 1 : at + 3])
    for place, record in enumerate(following, start=1):
        if _is_import_row(record):
            titles = following[0] if place > 1 else []
            return Head(at, 1 + place, tuple(names), _titles(titles), _zone(record))
    if following and _is_legacy(names, following[0]):
        return _legacy(at, names, following[0])
    if following and _has_parts(names, following[0], records[at + 2 :]):
        return Head(at, 2, _joined(names, following[0]))
    if following and _asks(following[0], familiar.questions):
        return Head(at, 2, tuple(names), _titles(following[0]))
    # LimeSurvey's archive of answers (VV) has the questions above the names.
    above = records[at - 1] if at else ()
    titles = _titles(above) if _asks(above, familiar.questions) else {}
    return Head(at, 1, tuple(names), titles)


def _first(records: Records, names: Collection[str]) -> int:
    """Return the header's record: with most known names, or the first that is wide and words."""
    top = range(min(len(records), WITHIN))
    known = [len({column_name(cell) for cell in records[at]} & set(names)) for at in top]
    best = max(top, key=lambda at: known[at])
    if known[best] > 1:
        return best
    widths = [sum(1 for cell in records[at] if plain(cell)) for at in top]
    wide = max(widths) / 3
    return next((at for at in top if widths[at] > wide and _is_words(records[at])), best)


def _question_row(records: Records, at: int) -> int:
    """Return the record of the questions above one that names each of their answers."""
    above = records[at - 1] if at else ()
    asks = sum(1 for cell in above if plain(cell)) > 2 and _is_words(above)
    return at - 1 if asks and _has_parts(above, records[at], records[at + 1 :]) else at


def _is_words(record: Sequence[str]) -> bool:
    filled = [cell for cell in record if plain(cell)]
    numbers = sum(1 for cell in filled if _NUMBER.fullmatch(plain(cell)))
    return bool(filled) and numbers <= len(filled) / 4


def _is_import_row(record: Sequence[str]) -> bool:
    return sum("ImportId" in cell for cell in record) > len(record) / 2


def _zone(record: Sequence[str]) -> str | None:
    """Return the zone of the times that an import row names; "Z" is UTC."""
    told = _ZONE.search(" ".join(record))
    return {"Z": "UTC"}.get(told[1], told[1]) if told and is_zone(told[1]) else None


def _is_legacy(names: Sequence[str], below: Sequence[str]) -> bool:
    variables = sum(bool(_VARIABLE.fullmatch(column_name(name))) for name in names)
    return variables > 2 and "responseid" in {column_name(cell) for cell in below}


def _legacy(at: int, names: Sequence[str], below: Sequence[str]) -> Head:
    headings = [
        cell if _VARIABLE.fullmatch(column_name(name)) and plain(cell) else name
        for name, cell in zip(names, _padded(below, len(names)), strict=True)
    ]
    return Head(at, 2, tuple(headings), _titles(below))


def _has_parts(names: Sequence[str], below: Sequence[str], rest: Records) -> bool:
    """Tell whether a row names the options under questions that span several columns."""
    below = _padded(below, len(names))
    gaps = [at for at, name in enumerate(names) if at and not plain(name)]
    filled = [at for at in gaps if plain(below[at])]
    if not filled or len(filled) < len(gaps) * 0.8:
        return False
    if any(_NUMBER.fullmatch(plain(below[at])) for at in filled):
        return False
    # A row of answers has something in its first column, as those below it have.
    used = any(plain(record[0]) for record in rest if record)
    return not plain(below[0]) or not used or plain(below[0]).casefold() in _NO_PART


def _joined(names: Sequence[str], below: Sequence[str]) -> tuple[str, ...]:
    headings, question = [], ""
    for name, part in zip(names, _padded(below, len(names)), strict=True):
        name, part = plain(name), plain(part)
        question = name or question
        alone = not part or part.casefold() in _NO_PART
        headings.append(question if alone else f"{question} - {part}" if question else part)
    return tuple(headings)


def _asks(record: Sequence[str], questions: Collection[str]) -> bool:
    """Tell whether a row holds the questions themselves."""
    if not questions:
        return False
    asked = {plain(cell).casefold() for cell in record} & set(questions)
    return len(asked) > 2


def _titles(record: Sequence[str]) -> dict[int, str]:
    return {at: plain(cell) for at, cell in enumerate(record) if plain(cell)}


def _padded(record: Sequence[str], count: int) -> list[str]:
    return [*record, *[""] * count][:count]
