"""The forms of a new project: drafted from other systems' files, or the template's own pair."""

import re
import shutil
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations
from pathlib import Path

from modning.new.render import TEMPLATE
from modning.scales import load_measure, measures
from slicebook import paths
from slicebook.errors import InputError
from slicebook.programme import read_yaml
from slicebook.text import _
from surveys import instruments
from surveys.codebook import Item, Option, Row
from surveys.instruments import Draft

OWN = "a form of this project (.yml)"
PLACE = Item("municipality", None, "municipality", _("Place"), required=True)
REGISTERS = re.compile("regist|contact|kontakt|henvend|intake")


@dataclass(frozen=True)
class Forms:
    """Forms in the order a person meets them, each place's answer codes, and what to look at.

    `called` is what exports hold for a place instead of its code.
    """

    names: tuple[str, ...]
    codes: Mapping[str, Mapping[str, int]]
    remarks: tuple[str, ...] = ()
    called: Mapping[str, str] = field(default_factory=dict)


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
    names, codes, remarks, called = [], {}, [], {}
    for path in sources:
        if path.suffix in (".yml", ".yaml"):
            copied = _own([path], places)
            names += copied.names
            codes |= copied.codes
            continue
        drafts = asked_again(map(_ready, instruments.draft_forms(path, places)))
        told = [_codes(draft, places) for draft in drafts]
        # A form that does not ask for the place has the codes of one that does.
        numbered = next(filter(None, told), _numbered(places))
        for draft, own in zip(drafts, told, strict=True):
            instruments.write_draft(draft)
            names.append(draft.form.id)
            codes[draft.form.id] = own or numbered
            called |= draft.called
            remarks += [f"{draft.form.id}: {remark}" for remark in draft.remarks]
    return Forms(tuple(names), codes, tuple(remarks), called)


def roles(asked: Mapping[str, Collection[str]]) -> dict[str, str]:
    """Return what each form is for, by its name and what it asks; a person looks at it.

    One form alone is neither before nor after; a name that says so registers. Of the others those
    two are before and after that ask most of the same, or the first two where none do; a form
    earlier than they registers, one later follows up.
    """
    found = {name: "register" for name in asked if REGISTERS.search(name) and len(asked) > 1}
    others = [name for name in asked if name not in found]
    pairs = list(combinations(others, 2))
    pair = max(pairs, key=lambda two: len({*asked[two[0]]} & {*asked[two[1]]}), default=())
    found |= dict(zip(pair, ("before", "after"), strict=False))
    for name in others:
        early = bool(pair) and others.index(name) < others.index(pair[0])
        found.setdefault(
            name, "register" if early and "register" not in found.values() else "other"
        )
    return {name: found[name] for name in asked}


def questions_of(names: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Return the ids of what each form of the project asks, the place apart."""
    asked = {name: read_yaml(paths.instruments() / f"{name}.yml")["items"] for name in names}
    return {
        name: tuple(item["id"] for item in items if item["type"] != "municipality")
        for name, items in asked.items()
    }


def asked_again(drafts: Iterable[Draft]) -> list[Draft]:
    """Return a file's forms, those questions that an earlier one asks in the same words by its ids.

    What the file calls them is kept under `also`, so that exports are recognised.
    """
    made: list[Draft] = []
    for draft in drafts:
        earlier = [item for one in made for item in one.form.items]
        taken = {item.id for item in draft.form.items}
        items = []
        for item in draft.form.items:
            same = next(filter(None, (_as_asked(item, one) for one in earlier)), item)
            free = same.id == item.id or same.id not in taken
            taken.add(same.id)
            items.append(same if free else item)
        made.append(replace(draft, form=replace(draft.form, items=tuple(items))))
    return made


def _as_asked(item: Item, earlier: Item) -> Item | None:
    """Return a question with the ids of an earlier one in the same words; None where it is not."""
    if item.type == "municipality" or item.type != earlier.type:
        return None
    if [_words(one) for one in item.options] != [_words(one) for one in earlier.options]:
        return None
    rows = {_words(row): row.id for row in earlier.rows}
    if not all(_words(row) in rows for row in item.rows):
        return None
    if not item.rows and str(item.question) != str(earlier.question):
        return None
    named = tuple(
        replace(row, id=rows[_words(row)], also=_kept(row.also, row.id, rows[_words(row)]))
        for row in item.rows
    )
    also = _kept(item.also, item.id, earlier.id)
    return replace(item, id=earlier.id, rows=named, options=earlier.options, also=also)


def _words(part: Option | Row) -> tuple[str, int]:
    return str(part.label), getattr(part, "code", 0)


def _kept(also: tuple[str, ...], was: str, now: str) -> tuple[str, ...]:
    return also if was == now else (*also, was)


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
    """Return the codes that a form's own question gives all places; none where it does not."""
    complete = set(draft.codes) >= set(places)
    return {key: draft.codes[key] for key in places} if complete else {}


def _numbered(places: Mapping[str, str]) -> dict[str, int]:
    return {key: at for at, key in enumerate(places, start=1)}
