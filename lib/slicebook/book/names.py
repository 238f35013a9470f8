"""Figures by their dotted names, as the prose writes them: `{{ meals.warm }}`.

A name may be a figure and a prefix at once (`startup.wages`, `startup.wages.release`), so figures
form a tree.
"""

import operator
from collections.abc import Callable, Iterable
from typing import Any

from jinja2 import StrictUndefined
from jinja2.exceptions import UndefinedError

from slicebook.book.sentences import (
    ABSENT,
    KEPT_BACK,
    UNANSWERED,
    UNRECORDED,
    UNSURE,
    not_recorded,
)
from slicebook.kinds import marked
from slicebook.results import Figure
from slicebook.text import quantity

NUMBERS = ("value", "low", "high", "n", "shown")
TEXTS = {"low_text": "low", "high_text": "high"}
# Marks of what was compared and has no value, since they were taken last.
_compared: list[str] = []


def taken() -> list[str]:
    """Return the marks of what was compared without having a value, each once."""
    marks = [*_compared]
    _compared.clear()
    return marks


def _comparing(holds: Callable[[Any, Any], bool]) -> Callable[[Any, object], bool]:
    """Return a comparison by numbers."""

    def compare(one: "_Comparable", other: object) -> bool:
        numbers = number(one), number(other)
        if None in numbers:
            _compared.append(str(one if numbers[0] is None else other))
            return False
        return holds(*numbers)

    return compare


class _Comparable:
    """What compares by its number; a comparison without one does not hold and leaves a mark."""

    __slots__ = ()
    __hash__ = None

    def _number(self) -> float | None:
        raise NotImplementedError

    __eq__, __ne__, __lt__, __le__, __gt__, __ge__ = map(
        _comparing,
        (operator.eq, operator.ne, operator.lt, operator.le, operator.gt, operator.ge),
    )


class Missing(_Comparable):
    """A number that a figure does not have: false, and in a sentence the mark of why."""

    __slots__ = ("_mark",)

    def __init__(self, mark: str) -> None:
        self._mark = mark

    def __str__(self) -> str:
        return self._mark

    def __bool__(self) -> bool:
        return False

    def _number(self) -> None:
        return None


class Name(_Comparable):
    """A dotted name: its figure, if it has one, and the names below it.

    Printed, it is the figure as a sentence carries it, or a mark of why it cannot. `.value`,
    `.low`, `.high`, `.n` and `.shown` are the figure's numbers and `.low_text`, `.high_text` its
    bounds as prose, unless a figure below has that name (`duration.n`). Compared or tested, it
    stands for the figure's value.
    """

    __slots__ = ("_below", "_figure", "_path")

    def __init__(self, path: str, figure: Figure | None = None) -> None:
        self._path = path
        self._figure = figure
        self._below: dict[str, Name] = {}

    def __getattr__(self, part: str) -> Any:
        if part in self._below:
            return self._below[part]
        if self._figure is not None and part in NUMBERS:
            found = getattr(self._figure, part)
            return Missing(why(self._figure)) if is_missing(found) else found
        if self._figure is not None and part in TEXTS:
            bound = getattr(self._figure, TEXTS[part])
            if is_missing(bound):
                return why(self._figure)
            return marked(quantity(bound, self._figure.unit), self._figure.kind)
        raise AttributeError(part)

    def __str__(self) -> str:
        figure = figure_of(self)
        return why(figure) if self._number() is None else marked(figure.text(), figure.kind)

    def __bool__(self) -> bool:
        return bool(self._number())

    def _number(self) -> float | None:
        figure = figure_of(self)
        return figure.value if figure.shown and not is_missing(figure.value) else None


class Unknown(StrictUndefined):
    """A name nobody recorded: any use but `is defined` fails, naming it in full."""

    def __getattr__(self, part: str) -> Any:
        if part.startswith("__"):
            raise AttributeError(part)
        return type(self)(name=f"{self._path}.{part}")

    def _number(self) -> None:
        self._fail_with_undefined_error()

    @property
    def _path(self) -> str:
        above = getattr(self._undefined_obj, "_path", None)
        return f"{above}.{self._undefined_name}" if above else str(self._undefined_name)

    @property
    def _undefined_message(self) -> str:
        return no_value(self._path)


class Unrecorded(_Comparable, Unknown):
    """A name that nothing was recorded under: in a sentence the mark of it, with the name.

    Stands where a name has no figure, as `Unknown` does, and for a `Name` to the filters.
    """

    __slots__ = ()

    @property
    def _figure(self) -> Figure:
        return Figure(self._path, "", "", None, None, None, None, "", True, UNRECORDED)

    def __getattr__(self, part: str) -> Any:
        if part in NUMBERS:
            return Missing(str(self))
        return str(self) if part in TEXTS else super().__getattr__(part)

    def __str__(self) -> str:
        return not_recorded(self._path)

    def __bool__(self) -> bool:
        _compared.append(str(self))
        return False

    def _number(self) -> None:
        return None


def tree(figures: Iterable[Figure], prefix: str = "") -> Name:
    """Return the names of one slice's figures; a later figure replaces an earlier of its name."""
    top = Name(prefix)
    for figure in figures:
        here = top
        for part in figure.figure.split("."):
            path = f"{here._path}.{part}" if here._path else part
            here = here._below.setdefault(part, Name(path))
        here._figure = figure
    return top


def names(figures: Iterable[Figure]) -> dict[str, Name]:
    """Return what a template of the slice may name at its top: `meals`, `wellbeing`, …."""
    return dict(tree(figures)._below)


def figure_of(name: Name) -> Figure:
    """Return a name's figure; `UndefinedError` where nobody recorded one."""
    if name._figure is None:
        raise UndefinedError(no_value(name._path))
    return name._figure


def number(value: object) -> Any:
    """Return the number that something compares by; None where it has none."""
    return value._number() if isinstance(value, _Comparable | Unknown) else value


def why(figure: Figure) -> str:
    """Return the mark of why a figure, or a bound of one that has a value, cannot be told."""
    if not figure.shown:
        return KEPT_BACK
    if figure.kind == UNRECORDED:
        return not_recorded(figure.figure)
    if figure.n == 0:
        return UNANSWERED
    # A mean needs fewer answers than its interval, and answers that are alike have no spread.
    return UNSURE if figure.n and not is_missing(figure.value) else ABSENT


def is_missing(value: object) -> bool:
    """Tell whether a figure lacks a number: None, or not a number."""
    return value is None or value != value


def no_value(path: str) -> str:
    """Return what is wrong with a name that nobody recorded."""
    return f'"{path}" has no value here'
