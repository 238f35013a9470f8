"""What is wanted of a new project, from options, or asked for where somebody can answer."""

import re
from collections.abc import Callable, Sequence
from pathlib import Path

from modning.new.project import Wanted
from slicebook.errors import InputError
from slicebook.programme import is_language

# What is asked, and what is usual.
LANGUAGES = ("Languages of the book (codes such as en,da)", "en")
PLACES = ("Places that are compared (none: as the forms name them)", "")
YEARS = ("Years (such as 2024-2026)", "2025-2026")
# At most so many years, so that a slip of a digit is no century of pages.
MOST = 20

Ask = Callable[..., str]


def wanted(
    folder: Path,
    forms: Sequence[Path],
    languages: str | None,
    places: str | None,
    years: str | None,
    ask: Ask | None,
) -> Wanted:
    """Return what is wanted; `ask` asks for what no option says, None takes what is usual.

    Raises `InputError` for a language, place or year that is none.
    """
    languages = _said(languages, *LANGUAGES, ask)
    places = _said(places, *PLACES, ask)
    years = _said(years, *YEARS, ask)
    return Wanted(
        folder, [path.absolute() for path in forms], _languages(languages), _list(places),
        _years(years),
    )  # fmt: skip


def _said(given: str | None, question: str, usual: str, ask: Ask | None) -> str:
    if given is not None:
        return given
    return ask(question, default=usual) if ask else usual


def _list(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _languages(text: str) -> list[str]:
    found = _list(text)
    if not found or not all(map(is_language, found)):
        raise InputError(f'--languages "{text}": expected codes of languages such as en,da')
    return found


def _years(text: str) -> list[int]:
    span = re.fullmatch(r"\s*(\d{4})\s*-\s*(\d{4})\s*", text)
    parts = _list(text)
    if span and 0 <= int(span[2]) - int(span[1]) < MOST:
        return list(range(int(span[1]), int(span[2]) + 1))
    if not span and parts and all(re.fullmatch(r"\d{4}", part) for part in parts):
        return sorted(set(map(int, parts)))
    raise InputError(f'--years "{text}": expected years such as 2024-2026 or 2024,2026')
