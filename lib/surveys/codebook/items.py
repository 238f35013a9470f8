"""A form's items, answer codes, skips and the columns of its exports."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Literal

from slicebook.text import Message

TYPES = ("municipality", "single", "multiple", "grid", "number", "date", "text", "link_code")

# What a survey system adds to the answers: its own running number and the time of submission.
ANSWER_ID = "answer_id"
SUBMITTED = "submitted"
# What `modning synth` adds, so that its answers are known as such wherever they are copied.
SYNTHETIC = "synthetic"

# "secret" is a part of a code that a person makes up herself; it is stored as a keyed hash.
Kind = Literal["code", "flag", "number", "date", "text", "secret"]


@dataclass(frozen=True)
class Option:
    """An answer code. `go_to` is the number of the item that follows when it is chosen.

    `also` are other words by which exports know it; one that stands `alone` ("none of these")
    contradicts the others of its question.
    """

    code: int
    id: str
    label: Message
    added: date | None = None
    go_to: int | None = None
    write_in: bool = False
    also: tuple[str, ...] = ()
    alone: bool = False


@dataclass(frozen=True)
class Row:
    """A line of a grid, or what it asks about; a part of a self-generated code."""

    id: str
    label: Message
    added: date | None = None
    write_in: bool = False
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Column:
    """A column of an export: one answer, its item, and the option or row it belongs to."""

    name: str
    kind: Kind
    item: "Item"
    option: Option | None = None
    row: Row | None = None

    @property
    def added(self) -> date | None:
        """Return the day from which the column can hold answers; None: from the start."""
        days = [part.added for part in (self.item, self.option, self.row) if part and part.added]
        return max(days, default=None)

    @property
    def codes(self) -> dict[int, Option]:
        """Return the answer codes a `code` column may hold."""
        return {option.code: option for option in self.item.options}


@dataclass(frozen=True)
class Item:
    """A question. `number` is the form's own; None where the form's appendix lacks it.

    `scale` names the published scale that a grid asks, with its rows in the scale's order. `also`
    are other wordings of the question, `missing` the values by which exports say that there is no
    answer. `bands` are the lowest numbers of the bands that a number is shown in.
    """

    id: str
    number: int | None
    type: str
    question: Message
    options: tuple[Option, ...] = ()
    rows: tuple[Row, ...] = ()
    added: date | None = None
    reworded: date | None = None
    low: int | None = None
    high: int | None = None
    required: bool = False
    ordered: bool = False
    scale: str | None = None
    also: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    bands: tuple[int, ...] = ()

    def option(self, id: str) -> Option:
        """Return the option with this id."""
        return next(option for option in self.options if option.id == id)

    def columns(self) -> Iterator[Column]:
        """Yield the item's columns in export order."""
        if self.type == "multiple":
            for option in self.options:
                yield Column(f"{self.id}_{option.id}", "flag", self, option=option)
        elif self.type in ("grid", "link_code"):
            kind: Kind = "code" if self.type == "grid" else "secret"
            for row in self.rows:
                yield Column(f"{self.id}_{row.id}", kind, self, row=row)
        else:
            kinds: dict[str, Kind] = {"number": "number", "date": "date", "text": "text"}
            kind = kinds.get(self.type, "code")
            yield Column(self.id, kind, self)
        for part in (*self.options, *self.rows):
            if part.write_in:
                yield Column(f"{self.id}_{part.id}_text", "text", self)


@dataclass(frozen=True)
class Form:
    """A form: who fills it in, when, where it is from, and its items in order."""

    id: str
    title: Message
    filled_by: Message
    filled_when: Message
    source: Message
    items: tuple[Item, ...]

    @cached_property
    def columns(self) -> dict[str, Column]:
        """Return the columns of an export by name, after `answer_id` and `submitted`."""
        return {column.name: column for item in self.items for column in item.columns()}

    def item(self, id: str) -> Item:
        """Return the item with this id."""
        for item in self.items:
            if item.id == id:
                return item
        raise KeyError(f"{self.id} has no item {id}")

    def skips(self, item: Item) -> tuple[tuple[Item, Option], ...]:
        """Return the answers, each with its item, after which nobody sees `item`."""
        return tuple(
            (other, option)
            for other in self.items
            for option in other.options
            if item in self.skipped_by(other, option)
        )

    def skipped_by(self, item: Item, option: Option) -> tuple[Item, ...]:
        """Return the items that a person who chose `option` does not see."""
        if option.go_to is None or item.number is None:
            return ()
        return tuple(
            other
            for other in self.items
            if other.number is not None and item.number < other.number < option.go_to
        )
