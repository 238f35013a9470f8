"""Read the forms of `instruments/*.yml` and say what is wrong with them."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from slicebook import paths
from slicebook.errors import InputError
from slicebook.files import read_once
from slicebook.programme import Programme, is_language, label, load_programme, read_yaml
from slicebook.text import Message, message
from surveys.codebook.items import (
    ANSWER_ID,
    SUBMITTED,
    SYNTHETIC,
    TYPES,
    Form,
    Item,
    Option,
    Row,
)

# What an entry of a form may say beside the text in each language.
OPTION_ENTRIES = frozenset({"id", "added", "go_to", "write_in", "also", "alone"})
ROW_ENTRIES = frozenset({"added", "write_in", "also"})
ITEM_ENTRIES = frozenset(
    {"id", "number", "type", "question", "options", "rows", "added", "reworded", "low", "high",
     "required", "ordered", "scale", "also", "missing", "bands"}
)  # fmt: skip
# With fewer parts the rest of a code says too little when one of them is mistaken.
FEWEST_PARTS = 4


def load_codebook(
    programme: Programme | None = None, folder: Path | None = None
) -> dict[str, Form]:
    """Read the forms of `instruments/`: those with a role first, in the programme's order.

    Raises `InputError` naming the file, the item and what is wrong.
    """
    programme = programme or load_programme()
    folder = folder or paths.instruments()
    there = {path.stem: path for path in sorted(folder.glob("*.yml"))}
    if missing := [id for id in programme.forms if id not in there]:
        raise InputError(f"{folder / missing[0]}.yml: no such file; programme.yml has the form")
    ordered = [*programme.forms, *(id for id in there if id not in programme.forms)]
    return {id: load_form(there[id], programme) for id in ordered}


@read_once
def load_form(path: Path, programme: Programme) -> Form:
    """Read one form; see `load_codebook`."""
    raw = read_yaml(path)
    for entry in ("title", "filled_by", "filled_when", "source", "items"):
        if entry not in raw:
            raise InputError(f'{path.name}: the entry "{entry}" is missing')
    if not isinstance(raw["items"], list):
        raise InputError(f'{path.name}: the entry "items" is no list')
    missing = _texts(raw.get("missing"), "missing")
    items = tuple(_item(entry, path, programme) for entry in raw["items"])
    items = tuple(replace(item, missing=(*item.missing, *missing)) for item in items)
    try:
        return _form(raw, path.stem, items)
    except ValueError as problem:
        raise InputError(f"{path.name}: {problem}") from None


def _form(raw: dict[str, Any], id: str, items: tuple[Item, ...]) -> Form:
    _unique([item.id for item in items], "item ids")
    _unique([item.number for item in items if item.number is not None], "item numbers")
    columns = [column.name for item in items for column in item.columns()]
    _unique([ANSWER_ID, SUBMITTED, SYNTHETIC, *columns], "columns")
    return Form(
        id=id,
        title=label(raw["title"], "title"),
        filled_by=label(raw["filled_by"], "filled_by"),
        filled_when=label(raw["filled_when"], "filled_when"),
        source=label(raw["source"], "source"),
        items=items,
    )


def _item(raw: Any, path: Path, programme: Programme) -> Item:
    name = raw.get("id", "?") if isinstance(raw, dict) else raw
    where = f"{path.name}: item {name}"
    try:
        item = _read_item(raw, path.stem, programme)
        _check(item)
    except KeyError as missing:
        raise InputError(f"{where}: the entry {missing} is missing") from None
    except (TypeError, ValueError, AttributeError) as problem:
        raise InputError(f"{where}: {problem}") from None
    return item


def _read_item(raw: dict[str, Any], form: str, programme: Programme) -> Item:
    _known(raw, ITEM_ENTRIES, "")
    day = {key: _change(raw.get(key), programme) for key in ("added", "reworded")}
    options = tuple(
        _option(code, entry, programme) for code, entry in raw.get("options", {}).items()
    )
    if raw["type"] == "municipality":
        options = _municipalities(form, programme)
    return Item(
        id=_id(raw["id"]),
        number=raw["number"],
        type=raw["type"],
        question=label(raw["question"], "question"),
        options=tuple(sorted(options, key=lambda option: option.code)),
        rows=tuple(_row(id, entry, programme) for id, entry in raw.get("rows", {}).items()),
        low=raw.get("low"),
        high=raw.get("high"),
        required=raw.get("required", False),
        ordered=raw.get("ordered", False),
        scale=raw.get("scale"),
        also=_texts(raw.get("also"), "also"),
        missing=_texts(raw.get("missing"), "missing"),
        bands=_bands(raw),
        **day,
    )


def _municipalities(form: str, programme: Programme) -> tuple[Option, ...]:
    for key, place in programme.municipalities.items():
        if form not in place.codes:
            raise ValueError(f"programme.yml gives {key} no answer code in this form")
    return tuple(
        Option(
            place.codes[form], key, message(place.name), also=(*place.also, *_called(place.name))
        )
        for key, place in programme.municipalities.items()
    )


def _called(name: str) -> tuple[str, ...]:
    """Return how exports call a municipality beside its name."""
    return f"{name} Kommune", f"{name} Municipality"


def _option(code: Any, raw: Any, programme: Programme) -> Option:
    if not isinstance(code, int) or isinstance(code, bool):
        raise ValueError(f"the answer code {code!r} is not a whole number")
    _known(raw, OPTION_ENTRIES.union(filter(is_language, raw)), f"option {code}: ")
    return Option(
        code=code,
        id=_id(raw["id"]),
        label=_label(raw, f"option {code}"),
        added=_change(raw.get("added"), programme),
        go_to=raw.get("go_to"),
        write_in=raw.get("write_in", False),
        also=_texts(raw.get("also"), f"option {code}: also"),
        alone=raw.get("alone", False),
    )


def _label(raw: dict[str, Any], where: str) -> Message:
    return label(
        {one: raw[one] for one in filter(is_language, raw) if one not in OPTION_ENTRIES}, where
    )


def _row(id: str, raw: Any, programme: Programme) -> Row:
    _known(raw, ROW_ENTRIES.union(filter(is_language, raw)), f"row {id}: ")
    return Row(
        id=_id(id),
        label=_label(raw, f"row {id}"),
        added=_change(raw.get("added"), programme),
        write_in=raw.get("write_in", False),
        also=_texts(raw.get("also"), f"row {id}: also"),
    )


def _texts(raw: Any, where: str) -> tuple[str, ...]:
    """Read a list of texts or numbers; one alone need not be a list."""
    if raw is None:
        return ()
    values = raw if isinstance(raw, list) else [raw]
    if any(isinstance(value, (bool, dict, list)) or value is None for value in values):
        raise ValueError(f"{where}: expected a list of texts or numbers, found {raw!r}")
    return tuple(map(str, values))


def _bands(raw: dict[str, Any]) -> tuple[int, ...]:
    """Read the lowest numbers of the bands that a number is shown in, the first its `low`."""
    edges = raw.get("bands", [])
    if not edges:
        return ()
    whole = isinstance(edges, list) and all(isinstance(edge, int) for edge in edges)
    if raw["type"] != "number" or not whole or edges != sorted(set(edges)):
        raise ValueError(f"bands: expected rising whole numbers, of a number item; found {edges!r}")
    if edges[0] != raw.get("low") or edges[-1] > raw.get("high", edges[-1]):
        raise ValueError(f"bands: expected to begin at low, {raw.get('low')}, and end below high")
    return tuple(edges)


def _known(raw: Any, entries: frozenset[str], where: str) -> None:
    if not isinstance(raw, dict):
        raise ValueError(f"{where}expected a mapping, found {raw!r}")
    if unknown := set(raw) - entries:
        raise ValueError(f"{where}unknown entry {', '.join(sorted(map(str, unknown)))}")


def _id(raw: Any) -> str:
    """Return an id, which becomes part of a column's name. YAML reads a bare `no` as false."""
    if not isinstance(raw, str) or not re.fullmatch("[a-z][a-z0-9_]*", raw):
        raise ValueError(f"the id {raw!r} is not of the letters a-z, digits and underscores")
    return raw


def _change(raw: Any, programme: Programme) -> date | None:
    """Read a date, or the key of one of the programme's changes."""
    if raw is None or isinstance(raw, date):
        return raw
    if raw not in programme.changes:
        known = ", ".join(programme.changes)
        raise ValueError(f'"{raw}" is neither a date nor a change in programme.yml ({known})')
    return programme.changes[raw].date


def _check(item: Item) -> None:
    if item.type not in TYPES:
        raise ValueError(f'the type "{item.type}" is none of {", ".join(TYPES)}')
    if item.type in ("single", "multiple", "grid") and not item.options:
        raise ValueError(f"a {item.type} item needs options")
    if (item.type in ("grid", "link_code")) != bool(item.rows):
        raise ValueError("grid and link_code items need rows, and only they have them")
    if item.type == "link_code" and len(item.rows) < FEWEST_PARTS:
        raise ValueError(
            f"a link_code item needs {FEWEST_PARTS} rows, the parts of the code, or more"
        )
    if item.scale is not None and item.type != "grid":
        raise ValueError("only a grid asks a scale, a row for each of its items")
    if item.type == "number" and (item.low is None or item.high is None):
        raise ValueError("a number item needs low and high")
    _unique([option.id for option in item.options], "option ids")
    _unique([option.code for option in item.options], "answer codes")
    for option in item.options:
        if option.go_to is not None and not (item.number and option.go_to > item.number):
            raise ValueError(
                f"option {option.code} goes to {option.go_to}, which is not further on"
            )


def _unique(values: list[Any], what: str) -> None:
    if twice := sorted({str(value) for value in values if values.count(value) > 1}):
        raise ValueError(f"{what} occur twice: {', '.join(twice)}")
