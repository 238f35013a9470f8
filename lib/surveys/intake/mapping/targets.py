"""A form's columns as an export may name them: by ids, codes, questions and labels."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from slicebook.text import Message, in_all
from surveys.codebook import Column, Form, Item, Option, Row
from surveys.intake.mapping.words import compared
from surveys.intake.values import (
    NOTHING,
    WRONG,
    Reader,
    code_reader,
    folded,
    number_reader,
    option_labels,
    tick_labels,
    tick_reader,
)

# So large a part of what a column holds must be readable as the question's answers.
_READABLE = 0.8


@dataclass(frozen=True)
class Target:
    """A column of a form, and what it is called; `other_names` are its row's where no other has."""

    place: int
    column: Column
    other_names: frozenset[str] = frozenset()

    @property
    def name(self) -> str:
        """Return the column's name."""
        return self.column.name

    @property
    def item(self) -> Item:
        """Return the question."""
        return self.column.item

    @property
    def is_write_in(self) -> bool:
        """Tell whether the column holds words to one option or row."""
        return self.column.kind == "text" and self.item.type != "text"

    @cached_property
    def questions(self) -> frozenset[str]:
        """Return the question's wordings as they are compared."""
        return frozenset(_texts(self.item.question, self.item.also))

    @cached_property
    def parts(self) -> frozenset[str]:
        """Return the wordings of the option or row, none where the question has one column."""
        part: Option | Row | None = self.column.option or self.column.row
        return frozenset(_texts(part.label, part.also)) if part else frozenset()

    @cached_property
    def names(self) -> frozenset[str]:
        """Return the names by which systems know the column, their pieces joined by "_"."""
        # LimeSurvey's codes have no underscores.
        names = {self.name, self.name.replace("_", ""), *self.other_names}
        if self.column.option is not None:
            option, items = self.column.option, (self.item.id, *self.item.also)
            parts = (option.code, option.id, *option.also)
            names |= {f"{item}_{part}" for item in items for part in parts}
        return frozenset(names)

    @cached_property
    def reader(self) -> Reader:
        """Return a reader of the column's values."""
        if self.column.kind == "code":
            return code_reader(self.column)
        return (
            tick_reader(self.column, True)
            if self.column.kind == "flag"
            else number_reader(self.column.item)
        )

    def holds(self, text: str) -> bool:
        """Tell whether a value may be an answer."""
        number = self.reader(text)
        if self.column.kind == "code":
            return number != WRONG and (number in self.column.codes or number < 0)
        if self.column.kind == "flag" and number == WRONG:
            option = self.column.option
            return option is not None and folded(text) in {str(option.code), option.id, "2"}
        low, high = self.item.low, self.item.high
        if self.column.kind == "number" and low is not None and high is not None:
            return number != WRONG and (number < 0 or low <= number <= high)
        return number != WRONG

    def fits(self, values: list[str]) -> bool:
        """Tell whether most of a column's values may be answers; a blank column fits."""
        if self.column.kind in ("text", "secret"):
            return True
        filled = [value for value in values if folded(value) not in NOTHING]
        return sum(map(self.holds, filled)) >= _READABLE * len(filled)

    def words(self, values: list[str]) -> frozenset[str]:
        """Return which of a column's values are the question's own labels, and no bare codes."""
        if self.column.kind == "flag":
            own = tick_labels(self.column)
        elif self.column.kind == "code":
            own = {text for option in self.column.codes.values() for text in option_labels(option)}
        else:
            own = set()
        return frozenset(folded(value) for value in values) & own


@dataclass(frozen=True)
class Targets:
    """A form's columns in order."""

    all: tuple[Target, ...]
    items: dict[str, tuple[Target, ...]] = field(default_factory=dict)


def _others(column: Column) -> tuple[str, ...]:
    """Return what else an export may call a column: in many systems a grid's row is a variable."""
    if column.row is not None:
        return (column.row.id, *column.row.also) if column.kind == "code" else ()
    return column.item.also if column.name == column.item.id else ()


def targets(form: Form) -> Targets:
    """Return a form's columns as targets of a mapping."""
    columns = form.columns.values()
    known = Counter(name for one in columns for name in (one.name, *_others(one)))
    made = tuple(
        Target(place, column, frozenset(name for name in _others(column) if known[name] == 1))
        for place, column in enumerate(columns)
    )
    items = {item.id: tuple(t for t in made if t.item.id == item.id) for item in form.items}
    return Targets(made, items)


def _texts(label: Message, also: tuple[str, ...]) -> Iterator[str]:
    for text in (*in_all(label), *also):
        if known := compared(text):
            yield known
