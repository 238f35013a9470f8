"""A mapping: how the columns of an export are the questions of a form, as a file people read."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from slicebook import paths
from slicebook.entries import Whole, Word
from slicebook.files import write as write_file
from slicebook.programme import read_yaml
from slicebook.written import read, written
from surveys.export_folders import mappings
from surveys.intake.grid import Grid
from surveys.intake.systems import Rule

SURE, LIKELY = "sure", "likely"
# Where the municipality is no column: by what the file, its sheet or its folder is called.
BY_NAME = "by name"
_HEAD = """\
# yaml-language-server: $schema=../schemas/mapping.json
# How the columns of an export are the questions of a form. Written by `modning map`; change it
# where it is wrong. It is used once `accepted` is true and nothing is left under `decide`.
"""


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
class Place:
    """The municipality of all rows: its `key`, `BY_NAME`, or the `column` that says it for an `id`.

    That column may be filled in another row of the same person.
    """

    key: Word | None = None
    column: Word | None = None
    id: Word | None = None


@dataclass(frozen=True, eq=False)
class Mapping:
    """A mapping of one table; `columns` by heading. `id` None: the rows are numbered.

    `municipality` is None where a column of the form says it. `decide` holds what is left to a
    person, by heading: what it may be and why.
    """

    name: str
    form: str
    columns: dict[str, Entry]
    system: str = ""
    accepted: bool = False
    id: str | None = None
    time: str | None = None
    order: str | None = None
    zone: str | None = None
    municipality: Place | None = None
    rows: tuple[Rule, ...] = ()
    missing: tuple[str, ...] = ()
    decide: dict[str, Any] = field(default_factory=dict)
    leave_out: tuple[str, ...] = ()
    unused: tuple[str, ...] = ()

    @property
    def needed(self) -> set[str]:
        """Return the headings without which the mapping does not fit."""
        place = self.municipality or Place()
        given = {self.id, self.time, place.column, place.id} - {None}
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
    from surveys.intake.mapping.file import MappingFile

    return tuple(
        read(MappingFile, read_yaml(path), f"mappings/{path.name}").mapping(path.stem)
        for path in mappings()
    )


def write(mapping: Mapping) -> Path:
    """Write a mapping, one line a column."""
    path = paths.root() / mapping.file
    path.parent.mkdir(exist_ok=True)
    time = {"column": mapping.time, "order": mapping.order, "zone": mapping.zone}
    top = {
        "system": mapping.system,
        "form": mapping.form,
        "accepted": mapping.accepted,
        "id": mapping.id,
        "time": {key: value for key, value in time.items() if value},
        "municipality": _place(mapping.municipality),
        "rows": [_rule(each) for each in mapping.rows],
        "missing": list(mapping.missing),
    }
    lines = [_line(key, value) for key, value in top.items() if value not in (None, "", [])]
    lines += ["columns:", *(_line(key, _entry(entry), 2) for key, entry in mapping.columns.items())]
    if mapping.decide:
        lines += ["decide:", *(_line(key, value, 2) for key, value in mapping.decide.items())]
    for name in ("leave_out", "unused"):
        if listed := getattr(mapping, name):
            lines += [f"{name}:", *(f"  - {_flow(text)}" for text in listed)]
    write_file(path, _HEAD + "\n".join(lines) + "\n")
    return path


def _line(key: str, value: Any, indent: int = 0) -> str:
    return f"{' ' * indent}{_flow(key)}: {_flow(value)}"


def _flow(value: Any) -> str:
    text = yaml.safe_dump(value, default_flow_style=True, allow_unicode=True, width=1_000_000)
    return text.removesuffix("\n").removesuffix("\n...").rstrip()


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


def plain_name(text: str) -> str:
    """Return a name for a mapping's file, of small letters, digits and dashes."""
    text = text.casefold().replace("æ", "ae").replace("ø", "oe").replace("å", "aa")
    return re.sub(r"[^a-z0-9]+", "-", text).strip("-") or "export"
