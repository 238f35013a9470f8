"""A form's items, answer codes, skips and the columns of its exports."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Annotated, Any, Literal, TypeVar, get_args

from pydantic import PlainValidator, ValidationInfo

from slicebook.entries import CELL, Before, Flag, Keyed, Pattern, Schema, Whole
from slicebook.programme import BY_LANGUAGE, Programme, Words, is_language
from slicebook.text import Message
from slicebook.written import refuse_unknown, written

Type = Literal["municipality", "single", "multiple", "grid", "number", "date", "text", "link_code"]
TYPES = get_args(Type)
Part = TypeVar("Part", "Item", "Option")

# What a survey system adds to the answers: its own running number and the time of submission.
ANSWER_ID = "answer_id"
SUBMITTED = "submitted"
# What `modning synth` adds, so that its answers are known as such wherever they are copied.
SYNTHETIC = "synthetic"

# "secret" is a part of a code that a person makes up herself; it is stored as a keyed hash.
Kind = Literal["code", "flag", "number", "date", "text", "secret"]


def _texts(raw: Any, _: Any) -> Any:
    """Return a list of texts; one alone, and numbers, may stand for them."""
    listed = raw if isinstance(raw, list) else [raw]
    return [str(one) if type(one) in (int, float) else one for one in listed]


def _named(what: str, id: str, parts: Sequence[Part]) -> Part:
    """Return the part of this id; `InputError` names the nearest."""
    found = next((part for part in parts if part.id == id), None)
    if found is None:
        refuse_unknown(what, id, [part.id for part in parts])
    return found


def _day(raw: Any, info: ValidationInfo) -> date | None:
    """Return a date, given as such or as the key of one of the programme's changes."""
    if raw is None or isinstance(raw, date):
        return raw
    programme: Programme = info.context
    if raw not in programme.changes:
        known = ", ".join(programme.changes)
        raise ValueError(f'"{raw}" is neither a date nor a change in programme.yml ({known})')
    return programme.changes[raw].date


# An id becomes part of a column's name. YAML reads a bare `no` as false.
Id = Annotated[str, Pattern("^[a-z][a-z0-9_]*$", "an id of the letters a-z, digits, underscores")]
Texts = Annotated[
    tuple[str, ...],
    Before(_texts, lambda known: {"type": ["array", "string", "number"],
                                  "items": {"type": ["string", "number"]}}),
]  # fmt: skip
Dated = Annotated[date | None, PlainValidator(_day), CELL]


@written
class Option:
    """An answer code. `go_to` is the number of the item that follows when it is chosen.

    `also` are other words by which exports know it; one that stands `alone` ("none of these")
    contradicts the others of its question.
    """

    code: Whole
    id: Id
    label: Words
    added: Dated = None
    go_to: Whole | None = None
    write_in: Flag = False
    also: Texts = ()
    alone: Flag = False


@written
class Row:
    """A line of a grid, or what it asks about; a part of a self-generated code."""

    id: Id
    label: Words
    added: Dated = None
    write_in: Flag = False
    also: Texts = ()


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


def _in_words(raw: Any, _: Any) -> Any:
    """Gather the words that stand in an answer's or row's entry, a language each, as its label."""
    if not isinstance(raw, Mapping):
        return raw
    words = [one for one in raw if is_language(one) and one not in Option.__annotations__]
    return {key: one for key, one in raw.items() if key not in words} | {
        "label": {language: raw[language] for language in words}
    }


def _by_language(known: Schema) -> Schema:
    entries = {name: one for name, one in known["properties"].items() if name != "label"}
    needed = [name for name in known["required"] if name != "label"]
    return {**known, **BY_LANGUAGE, "properties": entries, "required": needed}


IN_WORDS = Before(_in_words, _by_language)


@written
class Item:
    """A question. `number` is the form's own; None where the form's appendix lacks it.

    `scale` names the published scale that a grid asks, with its rows in the scale's order. `also`
    are other wordings of the question, `missing` the values by which exports say that there is no
    answer. `bands` are the lowest numbers of the bands that a number is shown in.
    """

    id: Id
    number: Whole | None
    type: Type
    question: Words
    options: Annotated[tuple[Annotated[Option, IN_WORDS], ...], Keyed("code", Whole)] = ()
    rows: Annotated[tuple[Annotated[Row, IN_WORDS], ...], Keyed("id")] = ()
    added: Dated = None
    reworded: Dated = None
    low: Whole | None = None
    high: Whole | None = None
    required: Flag = False
    ordered: Flag = False
    scale: str | None = None
    also: Texts = ()
    missing: Texts = ()
    bands: tuple[Whole, ...] = ()

    def option(self, id: str) -> Option:
        """Return the option with this id; `InputError` names the nearest."""
        return _named(f"{self.id}: the answer", id, self.options)

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

    @property
    def place(self) -> Item:
        """Return the item that asks for the municipality."""
        return next(item for item in self.items if item.type == "municipality")

    def item(self, id: str) -> Item:
        """Return the item with this id; `InputError` names the nearest."""
        return _named(f"{self.id}: the question", id, self.items)

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
