"""The forms of a new project: drafted from other systems' files, or the template's own pair."""

import re
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from modning.new.render import TEMPLATE
from modning.scales import load_measure, measures
from slicebook import paths
from slicebook.errors import InputError
from slicebook.programme import read_yaml
from slicebook.text import _
from surveys import instruments
from surveys.codebook import Item
from surveys.instruments import Draft

OWN = "a form of this project (.yml)"
PLACE = Item("municipality", None, "municipality", _("Place"), required=True)
REGISTERS = re.compile("regist|contact|kontakt|henvend|intake")


@dataclass(frozen=True)
class Forms:
    """Forms in the order a person meets them, each place's answer codes, and what to look at."""

    names: tuple[str, ...]
    codes: Mapping[str, Mapping[str, int]]
    remarks: tuple[str, ...] = ()


def places_in(sources: Sequence[Path]) -> dict[str, str]:
    """Return the places that the files' own questions about the place name; none where none do."""
    found: dict[str, str] = {}
    for path in sources:
        if path.suffix != ".yml":
            found |= instruments.places_named(path)
    return found


def write_forms(sources: Sequence[Path], places: Mapping[str, str]) -> Forms:
    """Write the forms to `instruments/`; the template's pair where no file is named.

    `InputError` for a file that is no form.
    """
    if not sources:
        return _own(sorted((TEMPLATE / "instruments").glob("*.yml")), places)
    names, codes, remarks = [], {}, []
    for path in sources:
        if path.suffix in (".yml", ".yaml"):
            copied = _own([path], places)
            names += copied.names
            codes |= copied.codes
            continue
        for draft in map(_ready, instruments.draft_forms(path, places)):
            instruments.write_draft(draft)
            names.append(draft.form.id)
            codes[draft.form.id] = _codes(draft, places)
            remarks += [f"{draft.form.id}: {remark}" for remark in draft.remarks]
    return Forms(tuple(names), codes, tuple(remarks))


def roles(names: Sequence[str]) -> dict[str, str]:
    """Return what each form is for, as far as names and order tell; a person looks at it.

    One form alone is neither before nor after; a name that says so registers; of the
    others the first is before, the second after, and later ones follow up.
    """
    registers = {name: "register" for name in names if REGISTERS.search(name) and len(names) > 1}
    others = [name for name in names if name not in registers]
    kinds = ("before", "after") if len(others) > 1 else ("other",)
    given = {name: kinds[at] if at < len(kinds) else "other" for at, name in enumerate(others)}
    return {name: (registers | given)[name] for name in names}


def _own(sources: Sequence[Path], places: Mapping[str, str]) -> Forms:
    for path in sources:
        if "items" not in read_yaml(path):
            raise InputError(f'{path.name}: the entry "items" is missing; expected {OWN}')
        target = paths.instruments() / f"{path.stem}.yml"
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
    names = tuple(path.stem for path in sources)
    return Forms(names, {name: _numbered(places) for name in names})


def _ready(draft: Draft) -> Draft:
    """Return a draft that asks for the place, and says which grids are published scales."""
    form, remarks = draft.form, list(draft.remarks)
    items = tuple(_as_scale(item, remarks) for item in form.items)
    if not any(item.type == "municipality" for item in items):
        remarks = [one for one in remarks if not one.startswith("no question asks for the")]
        remarks.append("asks for no place: `municipality` was added, which an export may lack")
        items = (PLACE, *items)
    return replace(draft, form=replace(form, items=items), remarks=tuple(remarks))


def _as_scale(item: Item, remarks: list[str]) -> Item:
    """Return a grid as the published scale that its name says and its answers fit."""
    if item.type != "grid" or item.scale:
        return item
    codes, name = [option.code for option in item.options], item.id.replace("_", "")
    for id in measures():
        scale, named = load_measure(id), name.startswith(id.replace("_", ""))
        if named and (len(item.rows), min(codes), max(codes)) == (
            scale.items, scale.low, scale.high
        ):  # fmt: skip
            remarks.append(f"{item.id}: read as the scale {id}, by its name and its answers")
            return replace(item, scale=id)
    return item


def _codes(draft: Draft, places: Mapping[str, str]) -> Mapping[str, int]:
    complete = set(draft.codes) >= set(places)
    return {key: draft.codes[key] for key in places} if complete else _numbered(places)


def _numbered(places: Mapping[str, str]) -> dict[str, int]:
    return {key: at for at, key in enumerate(places, start=1)}
