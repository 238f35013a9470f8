"""A mapping: how the columns of an export are the questions of a form, as a file people read."""

from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Annotated, Any

from slicebook import paths
from slicebook.entries import Before, Flag, Schema, Whole, Word
from slicebook.files import write as write_file
from slicebook.programme import read_yaml
from slicebook.written import one_of, read, written
from surveys.export_folders import mappings
from surveys.instruments.yaml_text import one_line
from surveys.intake.grid import Grid
from surveys.intake.systems import Rule
from surveys.intake.times import ORDERS, is_zone

SURE, LIKELY = "sure", "likely"
# Where the municipality is no column: by what the file, its sheet or its folder is called.
BY_NAME = "by name"
_HEAD = """\
# yaml-language-server: $schema=../schemas/mapping.json
# How the columns of an export are the questions of a form. Written by `modning map`; change it
# where it is wrong. It is used once `accepted` is true and nothing is left under `decide`.
"""


def _alone(entry: str) -> Before:
    """Return how something is read that may stand for a mapping with this one entry."""
    return Before(
        lambda raw, _: raw if isinstance(raw, dict) else {entry: raw},
        lambda known: {"anyOf": [{"type": ["string", "number"]}, known]},
    )


def _is(raw: Any, _: Any) -> Any:
    """Return an entry whose `is`, a word of Python, is called otherwise."""
    return {"is_" if key == "is" else key: value for key, value in raw.items()}


def _is_too(known: Schema) -> Schema:
    entries = {"is" if name == "is_" else name: one for name, one in known["properties"].items()}
    return {**known, "properties": entries, "required": ["is"]}


def _order(raw: Any, _: Any) -> Any:
    return raw if raw is None else one_of(raw, ORDERS)


def _zone(raw: Any, _: Any) -> Any:
    if raw is not None and not is_zone(str(raw)):
        raise ValueError(f'"{raw}" is no zone of times; expected one as Europe/Copenhagen or UTC')
    return raw


def _listed(raw: Any, _: Any) -> Any:
    return [] if raw is None else raw


Words = Annotated[tuple[Word, ...], Before(_listed)]
Undecided = Annotated[dict[Word, Any], Before(lambda raw, _: raw or {})]


@written
class Entry:
    """A column of the export: the form's column or item that it `is`, why, and how sure that is.

    `values` gives the code of a value where it is not the form's own; None is no answer. An entry
    whose `is_` is a whole multiple-choice item has several answers in a cell; one with an `answer`
    says in which rows that code of a single choice was chosen.
    """

    is_: str
    why: Word = ""
    sure: Word = SURE
    values: dict[Word, Word | None] = field(default_factory=dict)
    answer: Whole | None = None


@written
class Time:
    """The column of the time of submission, and how it is written there."""

    column: Word | None = None
    order: Annotated[str | None, Before(_order)] = None
    zone: Annotated[Word | None, Before(_zone)] = None


@written
class Place:
    """The municipality of all rows: its `key`, `BY_NAME`, or the `column` that says it for an `id`.

    That column may be filled in another row of the same person.
    """

    key: Word | None = None
    column: Word | None = None
    id: Word | None = None


@written
class MappingFile:
    """The entries of a mapping of one table; `columns` by heading. `id` None: rows are numbered.

    `municipality` is None where a column of the form says it. `decide` holds what is left to a
    person, by heading: what it may be and why.
    """

    form: Word
    columns: dict[Word, Annotated[Entry, Before(_is, _is_too), _alone("is")]]
    system: Word = ""
    accepted: Flag = False
    id: Word | None = None
    time: Annotated[Time, _alone("column")] = Time()
    municipality: Annotated[Place | None, _alone("key")] = None
    rows: Annotated[tuple[Rule, ...], Before(_listed)] = ()
    missing: Words = ()
    decide: Undecided = field(default_factory=dict)
    leave_out: Words = ()
    unused: Words = ()


@dataclass(frozen=True, eq=False)
class Mapping(MappingFile):
    """A mapping, by its file's name."""

    name: str = ""

    @property
    def needed(self) -> set[str]:
        """Return the headings without which the mapping does not fit."""
        place = self.municipality or Place()
        given = {self.id, self.time.column, place.column, place.id} - {None}
        return {*map(str, given), *self.columns, *(each.column for each in self.rows)}

    @property
    def file(self) -> str:
        """Return the name of the mapping's file."""
        return f"mappings/{self.name}.yml"


def keys(grid: Grid) -> list[str]:
    """Return a grid's headings, each once: the second of two alike is called "… (2)"."""
    seen: dict[str, int] = {}
    named = []
    for heading in grid.headings or grid.names:
        seen[heading] = seen.get(heading, 0) + 1
        named.append(heading if seen[heading] == 1 else f"{heading} ({seen[heading]})")
    return named


def load() -> tuple[Mapping, ...]:
    """Read all mappings, by name; `InputError` says what is wrong in which."""
    found = {
        path.stem: read(MappingFile, read_yaml(path), f"mappings/{path.name}")
        for path in mappings()
    }
    return tuple(Mapping(**vars(one), name=name) for name, one in found.items())


def write(mapping: Mapping) -> Path:
    """Write a mapping, one line a column."""
    path = paths.root() / mapping.file
    path.parent.mkdir(exist_ok=True)
    top = {
        "system": mapping.system,
        "form": mapping.form,
        "accepted": mapping.accepted,
        "id": mapping.id,
        "time": {key: value for key, value in asdict(mapping.time).items() if value},
        "municipality": _place(mapping.municipality),
        "rows": [_rule(each) for each in mapping.rows],
        "missing": list(mapping.missing),
    }
    lines = [_line(key, value) for key, value in top.items() if value not in (None, "", [], {})]
    lines += ["columns:", *(_line(key, _entry(entry), 2) for key, entry in mapping.columns.items())]
    if mapping.decide:
        lines += ["decide:", *(_line(key, value, 2) for key, value in mapping.decide.items())]
    for name in ("leave_out", "unused"):
        if listed := getattr(mapping, name):
            lines += [f"{name}:", *(f"  - {one_line(text)}" for text in listed)]
    write_file(path, _HEAD + "\n".join(lines) + "\n")
    return path


def _line(key: str, value: Any, indent: int = 0) -> str:
    return f"{' ' * indent}{one_line(key)}: {one_line(value)}"


def _entry(entry: Entry) -> dict[str, Any]:
    raw: dict[str, Any] = {"is": entry.is_, "why": entry.why, "sure": entry.sure}
    more = {"values": entry.values or None, "answer": entry.answer}
    return raw | {key: value for key, value in more.items() if value is not None}


def _place(place: Place | None) -> str | dict[str, str | None] | None:
    if place is None or place.key:
        return place and place.key
    return {"column": place.column, "id": place.id}


def _rule(each: Rule) -> dict[str, Any]:
    raw = {"column": each.column, "only": list(each.only), "never": list(each.never)}
    return {key: value for key, value in {**raw, "why": each.why}.items() if value}
