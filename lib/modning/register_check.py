"""What forms do not have of what `data/tables.yml` names, and what cannot be merged in them."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from slicebook.written import nearest
from surveys.codebook import Form, Item

if TYPE_CHECKING:
    from modning.register import Entry


def obstacles_of(
    asked: Mapping[str, Mapping[str, "Entry"]], forms: Mapping[str, Form]
) -> Iterator[str]:
    """Yield what forms do not have of what the register names."""
    for form, entries in asked.items():
        if form not in forms:
            yield f"there is no form {form} in instruments/{nearest(form, list(forms))}"
            continue
        items = {item.id: item for item in forms[form].items}
        for id, told in entries.items():
            if id in items:
                found = [
                    one
                    for look in (_unknown, _unmergeable, _not_together)
                    for one in look(told, items[id])
                ]
                yield from (f"{form}: {id}: {one}" for one in found)
            else:
                near = nearest(id, list(items))
                yield f"{form}: {id}: the form asks no such question{near}"


def _unknown(told: "Entry", item: Item) -> Iterator[str]:
    options, rows = [one.id for one in item.options], [one.id for one in item.rows]
    together = (*told.sets.values(), *told.merged.values())
    gathered = (answer for one in together for answer in one.answers)
    named = {
        "answer": (options, (*gathered, *_answers_of(told))),
        "row": (rows, (row for some in (*told.alike.values(), *told.together) for row in some)),
        "set": (list(told.sets), (*told.changed, *(one.set for one in told.counted))),
        "row or set": ([*rows, *told.sets], told.rare),
    }
    for what, (known, names) in named.items():
        for name in (one for one in names if one not in known):
            yield f'"{name}" is no {what}; there are {", ".join(known)}{nearest(name, known)}'


def _not_together(told: "Entry", item: Item) -> Iterator[str]:
    """Yield that rare rows have no set to be drawn by."""
    every = {
        answer for name in told.levels if name not in told.rare for answer in told.answers(name)
    }
    sets = [one for one in told.sets.values() if one.label and set(one.answers) == every]
    if not sets and {row.id for row in item.rows} & set(told.rare):
        yield "rare rows need a set, with a label, of all answers of the levels that are not rare"


def _unmergeable(told: "Entry", item: Item) -> Iterator[str]:
    """Yield why answers cannot be merged."""
    merged = [answer for one in told.merged.values() for answer in one.answers]
    for name in sorted({name for name in merged if merged.count(name) > 1}):
        yield f'"{name}" is merged twice'
    for name in (option.id for option in item.options if option.id in told.merged):
        if name not in told.merged[name].answers:
            yield f'"{name}" names answers merged, of which it is none'
    for name in (option.id for option in item.options if option.go_to is not None):
        if name in merged:
            yield f'"{name}" cannot be merged: questions are skipped after it'
    if told.whole and item.type != "grid":
        yield "whole is a grid's; of another question `apart` shows what `merged` takes together"


def _answers_of(entry: "Entry") -> Iterator[str]:
    together = {*entry.sets, *entry.merged}
    yield from (name for name in entry.levels if name not in together)
    yield from entry.also
    yield from (one.answer for one in entry.within.values())
